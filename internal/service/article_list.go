package service

import (
	"context"
	"errors"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// ArticlePage is a page of articles and what a cache must know of it.
type ArticlePage struct {
	news.List[news.Article]
	Groups []news.Group
	// Changes is the next moment at which an article that the filter matches
	// becomes visible, if it is within the horizon asked for.
	Changes *time.Time
	outline *store.Outline
}

// Articles returns a page of what readers see, or, with statuses in the
// filter, of what signed-in users ask for. Sections, bylines and tags of the
// filter may be ids or slugs; one that does not exist for the actor is
// Malformed. horizon is how far ahead Changes looks; 0 does not look.
func (s *Service) Articles(
	ctx context.Context, actor news.Actor, filter news.ArticleFilter, sort news.Sort, page news.Page, horizon time.Duration,
) (ArticlePage, error) {
	for range restless {
		list, outline, err := s.articles(ctx, actor, filter, sort, page, horizon)
		if err != nil || list.outline.Is(outline) {
			return list, err
		}
	}
	return ArticlePage{}, store.ErrRestless()
}

// restless is how often a list is asked for because the sections, in which its
// filter was found, change meanwhile.
const restless = 10

// articles is Articles, and the outline that the filter was found in. Where the
// page knows another one, the filter may mean something else.
func (s *Service) articles(
	ctx context.Context, actor news.Actor, filter news.ArticleFilter, sort news.Sort, page news.Page, horizon time.Duration,
) (ArticlePage, *store.Outline, error) {
	now := s.now()
	outline, err := s.store.Outline(ctx)
	if err != nil {
		return ArticlePage{}, nil, err
	}
	groups, err := s.resolveFilter(ctx, actor, &filter, outline)
	if err != nil {
		return ArticlePage{}, nil, err
	}
	if filter.Query != "" {
		query, err := folder.Parse(filter.Query)
		if err != nil {
			return ArticlePage{}, nil, err
		}
		filter.Text = textFilter(query, outline)
	}
	var until time.Time
	if horizon > 0 {
		until = now.Add(horizon)
	}
	list, err := s.store.Articles(ctx, filter, sort, page, now, until)
	return ArticlePage{List: list.List, Groups: groups, Changes: list.Changes, outline: list.Outline}, outline, err
}

// resolveFilter replaces refs by ids, in one statement at most, and returns the
// groups of the list.
func (s *Service) resolveFilter(
	ctx context.Context, actor news.Actor, filter *news.ArticleFilter, outline *store.Outline,
) ([]news.Group, error) {
	refs := refsOf(filter)
	ids, err := s.resolveRefs(ctx, actor, refs, outline)
	if err != nil {
		return nil, err
	}
	groups := []news.Group{news.Lists}
	var faults []news.Field
	filter.Sections, filter.Bylines, filter.Tags = nil, nil, nil
	for i, ref := range refs {
		switch id := ids[i]; {
		case id == "":
			faults = append(faults, unknownParameter(string(ref.Noun), ref.Text))
		case ref.Noun == news.NounSection:
			groups = append(groups, news.ListGroup(id))
			filter.Sections = append(filter.Sections, id)
		case ref.Noun == news.NounByline:
			filter.Bylines = append(filter.Bylines, id)
		default:
			filter.Tags = append(filter.Tags, id)
		}
	}
	if len(refs) == 0 || refs[0].Noun != news.NounSection {
		groups = append(groups, news.ListAll)
	}
	return groups, news.NewMalformed(faults)
}

// refsOf returns what a filter names, sections first.
func refsOf(filter *news.ArticleFilter) []store.Ref {
	refs := make([]store.Ref, 0, len(filter.Sections)+len(filter.Bylines)+len(filter.Tags))
	for _, named := range []struct {
		noun  news.Noun
		texts []string
	}{{news.NounSection, filter.Sections}, {news.NounByline, filter.Bylines}, {news.NounTag, filter.Tags}} {
		for _, text := range named.texts {
			refs = append(refs, store.Ref{Noun: named.noun, Text: text})
		}
	}
	return refs
}

// resolveRefs returns the ids of what refs name, "" for what is not there for
// the actor. Most sections are known from the outline.
func (s *Service) resolveRefs(ctx context.Context, actor news.Actor, refs []store.Ref, outline *store.Outline) ([]string, error) {
	ids := make([]string, len(refs))
	var (
		asked []store.Ref
		at    []int
	)
	for i, ref := range refs {
		if ref.Noun == news.NounSection {
			if section := outline.FindRef(ref.Text); section != nil {
				ids[i] = section.ID
				continue
			}
		}
		asked, at = append(asked, ref), append(at, i)
	}
	if len(asked) == 0 {
		return ids, nil
	}
	var visible *time.Time
	if !actor.SignedIn() {
		now := s.now()
		visible = &now
	}
	found, err := s.store.Resolve(ctx, asked, visible)
	for i, id := range found {
		ids[at[i]] = id
	}
	return ids, err
}

func unknown(err error) bool {
	var failure *news.Error
	return errors.As(err, &failure) && failure.Kind == news.NotFound
}

func unknownParameter(name, value string) news.Field {
	return news.Field{Parameter: name, Code: "unknown", Detail: "there is no " + name + " " + value}
}
