package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// named is a row that is getting a slug.
type named struct {
	noun  news.Noun
	id    string
	title string
	now   time.Time
	looks bool // whether a slug can be had, and takes none
}

// claim takes a slug and reports whether the row has it now.
func (n named) claim(ctx context.Context, tx *store.Store, slug string) (bool, error) {
	if n.looks {
		return tx.SlugIsFree(ctx, n.noun, slug, n.id)
	}
	return tx.ClaimSlug(ctx, n.noun, slug, n.id, n.now)
}

// take returns the slug that the row gets: the wanted one, or a Conflict when
// another row has or had it; without a wanted one, one made from the title.
func (n named) take(ctx context.Context, tx *store.Store, wanted string) (string, error) {
	if wanted == "" {
		return n.make(ctx, tx)
	}
	slug, ok := news.CheckSlug(wanted)
	if !ok {
		return "", news.NewInvalid([]news.Field{{Pointer: "/slug", Code: "slug", Detail: "slug must be letters and digits joined by -"}})
	}
	mine, err := n.claim(ctx, tx, slug)
	if err != nil {
		return "", err
	}
	if !mine {
		conflict := news.Errorf(news.Conflict, "slug-taken", "another %s has or had the slug %q", n.noun, slug)
		conflict.Fields = []news.Field{{Pointer: "/slug", Code: "slug-taken", Detail: "slug is taken"}}
		return "", conflict
	}
	return slug, nil
}

func (n named) make(ctx context.Context, tx *store.Store) (string, error) {
	base := news.MakeSlug(n.title)
	if base == "" {
		base = string(n.noun)
	}
	if slug, ok := news.CheckSlug(base); ok {
		mine, err := n.claim(ctx, tx, slug)
		if mine || err != nil {
			return slug, err
		}
	}
	return n.makeNumbered(ctx, tx, base)
}

func (n named) makeNumbered(ctx context.Context, tx *store.Store, base string) (string, error) {
	const first, tries = 2, 1_000_000
	like, err := tx.SlugsLike(ctx, n.noun, base)
	if err != nil {
		return "", err
	}
	taken := make(map[string]bool, len(like))
	for _, slug := range like {
		taken[slug] = true
	}
	for i := first; i < tries; i++ {
		slug := news.SlugWithNumber(base, i)
		if taken[slug] {
			continue
		}
		mine, err := n.claim(ctx, tx, slug)
		if mine || err != nil {
			return slug, err
		}
	}
	return "", news.Errorf(news.Conflict, "slug-taken", "every slug like %q is taken", base)
}
