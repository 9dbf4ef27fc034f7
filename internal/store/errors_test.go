package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func TestBothEnginesGiveTheSameErrors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, nobody := t.Context(), news.NewID()
		external := "X"
		section, parent, byline, tag := newSection("s"), newSection("parent"), newByline("Jane"), newTag("tag")
		section.ParentID = &parent.ID
		byline.ExternalID = &external
		article := newArticle("one")
		article.ExternalID, article.SectionID = &external, &section.ID
		article.Credits = []news.Credit{{BylineID: byline.ID, Role: "author"}}
		article.Tags = []news.Tag{*tag}
		insert(t, s, parent, section, byline, tag, newTag("other"), article)

		tests := []struct {
			name  string
			do    func() error
			kind  news.ErrorKind
			code  string
			place string
		}{
			{"an external id twice", func() error {
				other := newArticle("two")
				other.ExternalID = &external
				return s.InsertArticle(ctx, other)
			}, news.Conflict, "duplicate", "/external_id"},
			{"a byline's external id twice", func() error {
				other := newByline("June")
				other.ExternalID = &external
				return s.InsertByline(ctx, other)
			}, news.Conflict, "duplicate", "/external_id"},
			{"an id twice", func() error { return s.InsertSection(ctx, section) }, news.Conflict, "duplicate", ""},
			{"a name twice", func() error {
				other, err := s.Tag(ctx, "other")
				other.NameKey = tag.NameKey
				return errors.Join(err, s.UpdateTag(ctx, other))
			}, news.Conflict, "duplicate", "/name"},
			{"deleting a section with articles", func() error { return s.DeleteSection(ctx, section.ID) }, news.Conflict, "in-use", ""},
			{"deleting a section with children", func() error { return s.DeleteSection(ctx, parent.ID) }, news.Conflict, "in-use", ""},
			{"deleting a credited byline", func() error { return s.DeleteByline(ctx, byline.ID) }, news.Conflict, "in-use", ""},
			{"deleting a carried tag", func() error { return s.DeleteTag(ctx, tag.ID) }, news.Conflict, "in-use", ""},
			{"a section that is not there", func() error {
				other := newArticle("two")
				other.SectionID = &nobody
				return s.InsertArticle(ctx, other)
			}, news.Conflict, "in-use", ""},
			{"changing what is not there", func() error { return s.UpdateArticle(ctx, newArticle("none")) }, news.NotFound, "not-found", ""},
			{"changing a byline that is not there", func() error { return s.UpdateByline(ctx, newByline("none")) }, news.NotFound, "not-found", ""},
			{"an unknown id", func() error { _, err := s.Article(ctx, nobody); return err }, news.NotFound, "not-found", ""},
			{"an unknown slug", func() error { _, err := s.Byline(ctx, "no-such"); return err }, news.NotFound, "not-found", ""},
			{"no slug at all", func() error { _, err := s.Tag(ctx, "a b\x00"); return err }, news.NotFound, "not-found", ""},
			{"a malformed id", func() error { _, err := s.Section(ctx, nobody[:35]+"x"); return err }, news.NotFound, "not-found", ""},
			{"a cursor of another order", func() error {
				page := news.Page{Limit: 1, Cursor: &news.Cursor{Key: "no time", ID: nobody}}
				_, err := s.Articles(ctx, news.ArticleFilter{}, news.SortNewest, page, noon, time.Time{})
				return err
			}, news.Malformed, "bad-cursor", ""},
		}
		for _, test := range tests {
			err := test.do()
			var failure *news.Error
			if !errors.As(err, &failure) || failure.Kind != test.kind || failure.Code != test.code {
				t.Errorf("%s: %v, want kind %d and code %s", test.name, err, test.kind, test.code)
				continue
			}
			if place := ""; len(failure.Fields) > 0 || test.place != "" {
				if len(failure.Fields) == 1 {
					place = failure.Fields[0].Pointer
				}
				if place != test.place {
					t.Errorf("%s names %+v, want %s", test.name, failure.Fields, test.place)
				}
			}
		}
	})
}

func TestGivingUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Site(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who left gets %v", err)
		}
		late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
		defer cancel()
		if _, err := s.Site(late); kindOf(err) != news.Unavailable {
			t.Errorf("a caller who waited too long gets %v", err)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "mysql://localhost/x", "postgres://localhost:bad/x", "sqlite:/dev/null/x.db"} {
		if s, err := store.Open(t.Context(), url, store.Options{}); err == nil {
			t.Errorf("%q opens", url)
			_ = s.Close()
		}
	}
}
