package store_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// TestSQLiteWalksAnIndex holds what SQLite plans for the lists that everyone
// reads, whatever the tables hold: it walks an index in the order of the list
// and stops, and what comes next is sought among what is to come.
func TestSQLiteWalksAnIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "planned.db")
	var last string
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Options{Trace: func(_ context.Context, statement string) {
		if strings.Contains(statement, "FROM `articles`") {
			last = strings.ReplaceAll(statement, `"`, `'`) // GORM writes what it bound like names
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2025, time.July, 11, 12, 0, 0, 0, time.UTC)
	list := func(sort news.Sort, filter news.ArticleFilter) func() error {
		return func() error {
			_, err := s.Articles(t.Context(), filter, sort, news.Page{Limit: 20}, now, time.Time{})
			return err
		}
	}
	three := news.ArticleFilter{Sections: []string{news.NewID(), news.NewID(), news.NewID()}}
	desk := news.ArticleFilter{Statuses: []news.Status{news.StatusDraft, news.StatusInReview, news.StatusPublished, news.StatusWithdrawn}}
	for _, c := range []struct {
		name, index string
		read        func() error
	}{
		{"newest", "articles_by_", list(news.SortNewest, news.ArticleFilter{})},
		{"oldest", "articles_by_", list(news.SortOldest, news.ArticleFilter{})},
		{"recently updated", "articles_by_updated", list(news.SortRecentlyUpdated, news.ArticleFilter{})},
		{"by title", "articles_by_title", list(news.SortTitle, news.ArticleFilter{})},
		{"of a section", "articles_by_section", list(news.SortNewest, news.ArticleFilter{Sections: three.Sections[:1]})},
		{"of a subtree", "articles_by_", list(news.SortNewest, three)},
		{"at the desk", "articles_by_updated", list(news.SortRecentlyUpdated, desk)},
		{"next in a subtree", "articles_by_visible (visible_at>? AND visible_at<?)", func() error {
			_, err := s.NextVisible(t.Context(), three, now, now.Add(time.Minute))
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.read(); err != nil {
				t.Fatal(err)
			}
			plan := explain(t, path, last)
			sorted := strings.Contains(plan, "TEMP B-TREE") && !strings.HasPrefix(c.name, "next")
			if !strings.Contains(plan, " USING INDEX "+c.index) || sorted {
				t.Errorf("%s\nis planned as\n%s", last, plan)
			}
		})
	}
}

func explain(t *testing.T, path, statement string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "\n")
}
