package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// TestRelist: lists that were never filled are made of what is stored, and those
// that are right stay so.
func TestRelist(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		section := newSection("s")
		insert(t, s, section)
		for i := range 7 {
			a := published(fmt.Sprint("title ", i), hours(-i-1))
			a.SectionID = &section.ID
			insert(t, s, a)
		}
		rows := storetest.Beside(t, s)
		before := rows.All(t)["listings"]
		for _, lost := range []string{"DELETE FROM listings", "DELETE FROM listings WHERE list = 1", "UPDATE lists SET name = name"} {
			rows.Exec(t, lost)
			steps := 0
			for after := ""; ; steps++ {
				last, err := s.Relist(t.Context(), after)
				if err != nil {
					t.Fatal(err)
				}
				if last == "" {
					break
				}
				after = last
			}
			if n, err := s.Misplaced(t.Context()); n != 0 || err != nil || steps != 1 {
				t.Errorf("after %s, %d listings are misplaced in %d steps, %v", lost, n, steps, err)
			}
		}
		if after := rows.All(t)["listings"]; !slices.Equal(after, before) || len(before) == 0 {
			t.Errorf("the listings %v are now %v", before, after)
		}
	})
}

// TestRelistSeeks: on SQLite, whose planner takes the order of joins for a hint at
// the most, an article is put into its lists without a look at the others.
func TestRelistSeeks(t *testing.T) {
	var statements []string
	s := storetest.SQLite(t, store.Options{Trace: func(_ context.Context, statement string) {
		statements = append(statements, strings.ReplaceAll(statement, `"`, `'`))
	}})
	a := published("title", hours(-1))
	insert(t, s, a)
	rows := storetest.Beside(t, s)
	statements = nil
	err := s.Tx(t.Context(), func(tx *store.Store) error { return tx.UpdateArticle(t.Context(), a) })
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, statement := range statements {
		if !strings.Contains(statement, "listings") && !strings.Contains(statement, "wanted") {
			continue
		}
		seen++
		plan := rows.Explain(t, statement)
		for line := range strings.SplitSeq(plan, "\n") {
			// What was gathered is scanned, and nothing that is stored.
			if strings.Contains(line, "SCAN") && !slices.Contains([]string{"SCAN w", "SCAN up", "SCAN listed", "SCAN a", "SCAN wanted"}, line) ||
				strings.Contains(line, "AUTOMATIC") {
				t.Errorf("%s\nis planned as\n%s", statement, plan)
			}
		}
	}
	if seen < 3 {
		t.Errorf("%d statements of %q keep lists", seen, statements)
	}
}
