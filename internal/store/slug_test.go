package store_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func TestConcurrentClaimsOfOneSlug(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const claims = 8
		var won atomic.Int32
		done := make(chan error)
		for range claims {
			go func() {
				done <- s.Tx(t.Context(), func(tx *store.Store) error {
					mine, err := tx.ClaimSlug(t.Context(), news.NounArticle, "寧波", news.NewID(), noon)
					if mine {
						won.Add(1)
					}
					return err
				})
			}()
		}
		for range claims {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if won.Load() != 1 {
			t.Errorf("%d have the slug", won.Load())
		}
	})
}

func TestClaimSlug(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, a, b := t.Context(), news.NewID(), news.NewID()
		claim := func(tx *store.Store, noun news.Noun, slug, id string, want bool) {
			t.Helper()
			if mine, err := tx.ClaimSlug(ctx, noun, slug, id, noon); err != nil || mine != want {
				t.Errorf("%s claims the %s %s: %v, %v, want %v", id, noun, slug, mine, err, want)
			}
		}
		claim(s, news.NounArticle, "x", a, true)
		claim(s, news.NounArticle, "x", a, true)
		claim(s, news.NounArticle, "x", b, false)
		claim(s, news.NounTag, "x", b, true)
		stop := errors.New("stop")
		err := s.Tx(ctx, func(tx *store.Store) error {
			claim(tx, news.NounArticle, "y", a, true)
			return stop
		})
		if !errors.Is(err, stop) {
			t.Error(err)
		}
		claim(s, news.NounArticle, "y", b, true)
		if err := s.FreeSlugs(ctx, news.NounArticle, a); err != nil {
			t.Fatal(err)
		}
		claim(s, news.NounArticle, "x", b, true)
		claim(s, news.NounTag, "x", a, false)
	})
}

func TestSlugsLike(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for _, slug := range []string{"news", "news-2", "news-10", "news-寧", "newsx", "new", "news2"} {
			claimed(ctx, t, s, news.NounTag, slug)
		}
		claimed(ctx, t, s, news.NounByline, "news-3")
		found, err := s.SlugsLike(ctx, news.NounTag, "news")
		got := map[string]bool{}
		for _, slug := range found {
			got[slug] = true
		}
		if err != nil || len(found) != 3 || !got["news-2"] || !got["news-10"] || !got["news-寧"] {
			t.Errorf("found %v, %v", found, err)
		}
	})
}

func claimed(ctx context.Context, t *testing.T, s *store.Store, noun news.Noun, slug string) {
	t.Helper()
	if mine, err := s.ClaimSlug(ctx, noun, slug, news.NewID(), noon); !mine || err != nil {
		t.Fatal(mine, err)
	}
}

func TestMoveSlugsLeadsOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		a, b, c := newTag("a"), newTag("b"), newTag("c")
		for _, tag := range []*news.Tag{a, b, c} {
			insert(t, s, tag)
			if _, err := s.ClaimSlug(ctx, news.NounTag, tag.Slug, tag.ID, noon); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range [][2]*news.Tag{{a, b}, {b, c}} {
			from, to := step[0].ID, step[1].ID
			if err := errors.Join(s.MoveSlugs(ctx, news.NounTag, from, to, noon), s.DeleteTag(ctx, from)); err != nil {
				t.Fatal(err)
			}
		}
		for _, ref := range []string{"a", "b", "c", "A", a.ID, b.ID, c.ID} {
			if found, err := s.Tag(ctx, ref); err != nil || found.ID != c.ID {
				t.Errorf("%s leads to %+v, %v", ref, found, err)
			}
		}
	})
}
