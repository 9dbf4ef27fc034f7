// Package corpus fills a database with the archive of a newsroom that never
// was, for measurements: articles in Chinese and English by turns, with bodies
// of 4 KB, over twenty years. The same size gives the same rows, ids included,
// on every machine and engine, and they are rows as the service makes them.
//
// Numbers come in, rows go out: sections, bylines and tags through the store,
// articles past it, a million of them in minutes. Measuring and HTTP do not
// belong here.
package corpus

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Version tells corpora apart that the same size made differently.
const Version = 3

// Corpus names what was loaded.
type Corpus struct {
	Articles []string `json:"articles"` // ids of what readers see, 30,000 at most, from all of the time, oldest first
	Visible  int      `json:"visible"`  // how many articles readers see
	Sections []string `json:"sections"` // slugs in tree order
}

// Load writes an archive of some articles into the empty, migrated database of
// a URL. Of fifty articles one is a draft. Up to 50,000 articles have their
// revisions, unsigned; more would be a disk's load that nothing reads.
func Load(ctx context.Context, database string, articles int) (*Corpus, error) {
	into, err := store.Open(ctx, database, store.Options{})
	if err != nil {
		return nil, err
	}
	loaded, err := load(ctx, into, database, articles)
	return loaded, errors.Join(err, into.Close())
}

func load(ctx context.Context, into *store.Store, database string, articles int) (*Corpus, error) {
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
	bulk, err := openSink(ctx, database)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(loaded.loadArticles(ctx, bulk, a), bulk.close(ctx)); err != nil {
		return nil, fmt.Errorf("load articles: %w", err)
	}
	return loaded, withoutIndexes(ctx, database, func() error { return relist(ctx, into) })
}

// relist has the store fill the lists, which are made of other tables.
func relist(ctx context.Context, into *store.Store) error {
	for after := ""; ; {
		last, err := into.Relist(ctx, after)
		if err != nil || last == "" {
			return err
		}
		after = last
	}
}

func (c *Corpus) loadArticles(ctx context.Context, bulk sink, a *archive) error {
	const mostNamed = 30_000
	step := max(1, a.size/mostNamed)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for batch := range a.batches(ctx) {
		tables, err := tablesOf(batch, a.size <= mostWithRevisions)
		if err != nil {
			return err
		}
		if err := bulk.write(ctx, tables); err != nil {
			return err
		}
		for _, piece := range batch {
			if piece.Status != news.StatusPublished {
				continue
			}
			if c.Visible%step == 0 {
				c.Articles = append(c.Articles, piece.ID)
			}
			c.Visible++
		}
	}
	return ctx.Err()
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
