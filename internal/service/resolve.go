package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Resolution is what a front-end path means. Path is the one of today: of a
// section its slugs from the root, of an article those of its section and its
// own, joined by "/".
type Resolution struct {
	Kind   news.Noun // article or section
	ID     string
	Slug   string
	Path   string
	Groups []news.Group // that make it stale
	// Changes is when it will mean something else, if that is known.
	Changes *time.Time
}

// Resolve tells what a front-end path means: the section that has this path,
// else the article or section that has or had the last segment as its slug, so
// that what moved is found. Readers without an account find no article that
// they may not read, and get Gone for a withdrawn one.
func (s *Service) Resolve(ctx context.Context, actor news.Actor, path string) (*Resolution, error) {
	trimmed, err := checkPath(path)
	if err != nil {
		return nil, err
	}
	tree, err := s.store.SectionTree(ctx)
	if err != nil {
		return nil, err
	}
	for _, section := range tree.All() {
		if section.Path == trimmed {
			return resolvedSection(&section), nil
		}
	}
	last := trimmed[strings.LastIndexByte(trimmed, '/')+1:]
	article, err := s.readable(ctx, actor, last, tree)
	if err == nil {
		return resolvedArticle(article), nil
	}
	if !absent(err) {
		return nil, err
	}
	resolution, err := s.resolveSection(ctx, tree, last, err)
	if err == nil && article != nil && article.Status == news.StatusPublished {
		resolution.Changes = article.VisibleAt
	}
	return resolution, err
}

// resolveSection finds a section by its slug; without one it returns otherwise,
// or that there is nothing at the path. An article that takes the slug later
// goes before it.
func (s *Service) resolveSection(ctx context.Context, tree *news.SectionTree, slug string, otherwise error) (*Resolution, error) {
	found, err := s.store.Section(ctx, slug)
	if unknown(err) && unknown(otherwise) {
		return nil, news.Missing("page")
	}
	if unknown(err) {
		return nil, untilASection(otherwise)
	}
	if err != nil {
		return nil, err
	}
	section, err := inTree(tree, found.ID)
	if err != nil {
		return nil, err
	}
	resolution := resolvedSection(section)
	resolution.Groups = append(resolution.Groups, news.ListAll)
	return resolution, nil
}

// untilASection has a tombstone go stale with the lists too: a section that gets
// the path goes before the article.
func untilASection(err error) error {
	var failure *news.Error
	if errors.As(err, &failure) && failure.Tombstone != nil {
		failure.Tombstone.Groups = append(failure.Tombstone.Groups, news.Lists)
	}
	return err
}

func resolvedArticle(article *news.Article) *Resolution {
	groups := append(article.Groups(), news.Lists)
	return &Resolution{Kind: news.NounArticle, ID: article.ID, Slug: article.Slug, Path: article.Path(), Groups: groups}
}

func resolvedSection(section *news.Section) *Resolution {
	groups := append(section.Groups(), news.Lists)
	return &Resolution{Kind: news.NounSection, ID: section.ID, Slug: section.Slug, Path: section.Path, Groups: groups}
}

// checkPath returns a path as section paths are written.
func checkPath(path string) (string, error) {
	const maxBytes = 2000
	trimmed := strings.Trim(path, "/")
	switch {
	case trimmed == "":
		return "", badPath("required", "path is required")
	case len(path) > maxBytes:
		return "", badPath("too-long", "path is 2,000 bytes at most")
	default:
		return news.NormaliseSlug(trimmed), nil
	}
}

func badPath(code, detail string) error {
	return news.NewMalformed([]news.Field{{Parameter: "path", Code: code, Detail: detail}})
}

// absent tells errors that say that readers find nothing: NotFound and Gone.
func absent(err error) bool {
	var failure *news.Error
	return errors.As(err, &failure) && (failure.Kind == news.NotFound || failure.Kind == news.Gone)
}
