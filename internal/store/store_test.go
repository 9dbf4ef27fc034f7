package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

var noon = time.Date(2025, time.July, 11, 12, 0, 0, 0, time.UTC)

func hours(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

// newArticle returns a draft that can be inserted.
func newArticle(title string) *news.Article {
	a := &news.Article{
		ID: news.NewID(), Revision: 1, Title: title, Language: "en", Kind: news.KindNews, Status: news.StatusDraft,
		CreatedAt: noon, UpdatedAt: noon,
	}
	a.Slug = "a" + a.ID
	a.Settle(noon)
	return a
}

func published(title string, visibleAt time.Time) *news.Article {
	a := newArticle(title)
	a.Publish(news.Publication{PublishedAt: &visibleAt, Precision: news.PrecisionSecond}, noon)
	return a
}

func newByline(name string) *news.Byline {
	return &news.Byline{
		ID: news.NewID(), Revision: 1, Slug: news.MakeSlug(name), Name: name, SortName: name, SearchKey: news.FoldKey(name),
		Kind: news.BylinePerson, CreatedAt: noon, UpdatedAt: noon,
	}
}

func newSection(slug string) *news.Section {
	return &news.Section{ID: news.NewID(), Revision: 1, Slug: slug, Name: slug, Position: 1, CreatedAt: noon, UpdatedAt: noon}
}

func newTag(name string) *news.Tag {
	return &news.Tag{
		ID: news.NewID(), Revision: 1, Slug: news.MakeSlug(name), Name: name, NameKey: news.FoldKey(name),
		CreatedAt: noon, UpdatedAt: noon,
	}
}

// insert writes rows of any noun.
func insert(t *testing.T, s *store.Store, rows ...any) {
	t.Helper()
	for _, row := range rows {
		if err := insertRow(t.Context(), s, row); err != nil {
			t.Fatal(err)
		}
	}
}

func insertRow(ctx context.Context, s *store.Store, row any) error {
	switch row := row.(type) {
	case *news.Article:
		return s.InsertArticle(ctx, row)
	case *news.Byline:
		return s.InsertByline(ctx, row)
	case *news.Section:
		return s.InsertSection(ctx, row)
	case *news.User:
		return s.InsertUser(ctx, row)
	case *news.Tag:
		_, err := s.InsertTag(ctx, row)
		return err
	default:
		panic("no such noun")
	}
}

func kindOf(err error) news.ErrorKind {
	var failure *news.Error
	if !errors.As(err, &failure) {
		return -1
	}
	return failure.Kind
}

// equalJSON compares two rows by all that they hold.
func equalJSON(t *testing.T, a, b any) bool {
	t.Helper()
	one, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	other, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Equal(one, other)
}
