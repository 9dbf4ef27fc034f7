package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// SectionQuery says which part of the section tree is asked for.
type SectionQuery struct {
	Root       string // id or slug: this section and what is under it; "" for all
	MaxDepth   int    // levels, the root's or the roots' being the first; 0 for all
	WithCounts bool   // fill in ArticleCount
}

// Section returns one section by id or slug. A slug of the past, and the id or
// slug of a section that was deleted in favour of another, find it too.
func (s *Service) Section(ctx context.Context, ref string) (*news.Section, error) {
	found, err := s.store.Section(ctx, ref)
	if err != nil {
		return nil, err
	}
	tree, err := s.store.SectionTree(ctx)
	if err != nil {
		return nil, err
	}
	return inTree(tree, found.ID)
}

// Sections returns a page of the section tree, flat and in tree order. A root
// that does not exist is Malformed.
//
// The key of its cursors is the section's trail: position and id of every
// section from the root down, in fixed width. So a cursor keeps its place in
// the tree whatever is added or removed around it, the section itself included.
func (s *Service) Sections(ctx context.Context, query SectionQuery, page news.Page) (news.List[news.Section], error) {
	none := news.List[news.Section]{}
	tree, err := s.store.SectionTree(ctx)
	if err != nil {
		return none, err
	}
	if query.WithCounts {
		if err := countArticles(ctx, s.store, tree, s.now()); err != nil {
			return none, err
		}
	}
	rows := tree.All()
	if query.Root != "" {
		if rows, err = s.under(ctx, tree, query.Root); err != nil {
			return none, err
		}
	}
	return pageOf(notDeeper(rows, query.MaxDepth), page, trail), nil
}

func (s *Service) under(ctx context.Context, tree *news.SectionTree, ref string) ([]news.Section, error) {
	root, err := s.store.Section(ctx, ref)
	if unknown(err) {
		return nil, news.NewMalformed([]news.Field{unknownParameter("root", ref)})
	}
	if err != nil {
		return nil, err
	}
	return tree.Under(root.ID), nil
}

// countArticles sets the ArticleCount of every section of the tree, in one
// statement.
func countArticles(ctx context.Context, from *store.Store, tree *news.SectionTree, now time.Time) error {
	counts, err := from.SectionCounts(ctx, now)
	if err != nil {
		return err
	}
	for _, section := range tree.All() {
		for _, above := range section.Breadcrumbs {
			tree.Find(above.ID).ArticleCount += counts[section.ID]
		}
	}
	return nil
}

func notDeeper(rows []news.Section, levels int) []news.Section {
	if levels == 0 || len(rows) == 0 {
		return rows
	}
	deepest := rows[0].Depth + levels - 1
	return slices.DeleteFunc(slices.Clone(rows), func(s news.Section) bool { return s.Depth > deepest })
}

func trail(section *news.Section) news.Cursor {
	var key strings.Builder
	for _, above := range section.Breadcrumbs {
		fmt.Fprintf(&key, "%010d%s", above.Position, above.ID)
	}
	return news.Cursor{Key: key.String(), ID: section.ID}
}

func inTree(tree *news.SectionTree, id string) (*news.Section, error) {
	section := tree.Find(id)
	if section == nil {
		return nil, news.Missing(string(news.NounSection))
	}
	return section, nil
}
