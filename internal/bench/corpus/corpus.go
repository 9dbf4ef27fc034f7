// Package corpus fills a database with the archive of a newsroom that never
// was, for measurements: articles in Chinese and English by turns, with bodies
// of 4 KB, over twenty years. The same size gives the same rows, ids included,
// on every machine and engine, and they are rows as the service makes them.
//
// Numbers come in, rows go out through the store. Measuring and HTTP do not
// belong here.
package corpus

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Corpus names what was loaded.
type Corpus struct {
	Articles []string // ids of what readers see, oldest first
	Sections []string // slugs in tree order
}

// Load writes an archive of some articles into a migrated, empty database. Of
// fifty articles one is a draft.
func Load(ctx context.Context, into *store.Store, articles int) (*Corpus, error) {
	a := newArchive(articles)
	if err := into.Tx(ctx, func(tx *store.Store) error { return insertFrame(ctx, tx, a) }); err != nil {
		return nil, fmt.Errorf("load sections, bylines and tags: %w", err)
	}
	loaded := &Corpus{}
	for _, v := range a.voices {
		for _, section := range a.sections[v.language] {
			loaded.Sections = append(loaded.Sections, section.Slug)
		}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for batch := range a.batches(ctx) {
		if err := into.Tx(ctx, func(tx *store.Store) error { return insertArticles(ctx, tx, batch) }); err != nil {
			return nil, fmt.Errorf("load articles: %w", err)
		}
		for _, article := range batch {
			if article.Status == news.StatusPublished {
				loaded.Articles = append(loaded.Articles, article.ID)
			}
		}
	}
	return loaded, ctx.Err()
}

// insertFrame writes what articles refer to.
func insertFrame(ctx context.Context, tx *store.Store, a *archive) error {
	for _, v := range a.voices {
		err := errors.Join(
			insertEach(ctx, tx, news.NounSection, a.sections[v.language], tx.InsertSection, func(s *news.Section) (string, string) {
				return s.ID, s.Slug
			}),
			insertEach(ctx, tx, news.NounByline, a.bylines[v.language], tx.InsertByline, func(b *news.Byline) (string, string) {
				return b.ID, b.Slug
			}),
			insertEach(ctx, tx, news.NounTag, a.tags[v.language], insertTag(tx), func(t *news.Tag) (string, string) {
				return t.ID, t.Slug
			}),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func insertArticles(ctx context.Context, tx *store.Store, batch []news.Article) error {
	return insertEach(ctx, tx, news.NounArticle, batch, tx.InsertArticle, func(a *news.Article) (string, string) {
		return a.ID, a.Slug
	})
}

func insertTag(tx *store.Store) func(context.Context, *news.Tag) error {
	return func(ctx context.Context, tag *news.Tag) error {
		_, err := tx.InsertTag(ctx, tag)
		return err
	}
}

// insertEach writes rows, the slug of each first.
func insertEach[T any](
	ctx context.Context, tx *store.Store, noun news.Noun, rows []T,
	insert func(context.Context, *T) error, names func(*T) (id, slug string),
) error {
	for i := range rows {
		id, slug := names(&rows[i])
		mine, err := tx.ClaimSlug(ctx, noun, slug, id, begin())
		if err != nil {
			return err
		}
		if !mine {
			return fmt.Errorf("the %s slug %s is taken: is the database empty?", noun, slug)
		}
		if err := insert(ctx, &rows[i]); err != nil {
			return err
		}
	}
	return nil
}
