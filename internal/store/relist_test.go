package store_test

import (
	"fmt"
	"slices"
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
