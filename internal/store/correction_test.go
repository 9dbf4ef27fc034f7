package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// TestSQLiteWalksCorrections holds what SQLite plans for the list of
// corrections: it walks an index in the order of the list and stops.
func TestSQLiteWalksCorrections(t *testing.T) {
	var last string
	s := storetest.SQLite(t, store.Options{Trace: func(_ context.Context, statement string) {
		last = strings.ReplaceAll(statement, `"`, `'`) // GORM writes what it bound like names
	}})
	rows := storetest.Beside(t, s)
	now := time.Date(2025, time.July, 11, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, index string
		filter      news.CorrectionFilter
	}{
		{"all", "corrections_by_time", news.CorrectionFilter{}},
		{"of a time", "corrections_by_time (at>? AND at<?)", news.CorrectionFilter{From: &now, To: &now}},
		{"of a kind", "corrections_by_kind (kind=?)", news.CorrectionFilter{Kinds: []news.CorrectionKind{news.Retraction}}},
		{"of sections", "corrections_by_time", news.CorrectionFilter{Sections: []string{news.NewID(), news.NewID()}}},
	} {
		for _, cursor := range []*news.Cursor{nil, {Key: now.Format(time.RFC3339Nano), ID: news.NewID()}} {
			if _, err := s.Corrections(t.Context(), c.filter, news.Page{Limit: 20, Cursor: cursor}, now); err != nil {
				t.Fatal(err)
			}
			plan := rows.Explain(t, last)
			if cursor == nil && !strings.Contains(plan, "corrections USING INDEX "+c.index) || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s: %s\nis planned as\n%s", c.name, last, plan)
			}
		}
	}
}
