package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func sorts() []news.Sort {
	return []news.Sort{
		news.SortNewest, news.SortOldest, news.SortRecentlyUpdated, news.SortLeastUpdated, news.SortTitle, news.SortRecentlyCreated,
	}
}

// shelf is what a list of articles should be: rows in memory beside those in
// the store.
type shelf struct {
	*rapid.T
	store *store.Store
	sort  news.Sort
	rows  []*news.Article
	taken map[string]bool // every id that was ever used
}

func newShelf(t *testing.T, rt *rapid.T, s *store.Store) *shelf {
	for _, id := range listed(t, s, everything(), news.SortNewest) {
		if err := s.DeleteArticle(t.Context(), id); err != nil {
			rt.Fatal(err)
		}
	}
	h := &shelf{T: rt, store: s, sort: rapid.SampledFrom(sorts()).Draw(rt, "sort"), taken: map[string]bool{}}
	for range rapid.IntRange(0, 12).Draw(rt, "rows") {
		h.insert(t)
	}
	return h
}

// insert adds a row whose keys are often those of others.
func (h *shelf) insert(t *testing.T) {
	few := rapid.IntRange(-1, 1)
	a := newArticle(rapid.SampledFrom([]string{"", "a", "A", "中", "😀"}).Draw(h.T, "title"))
	a.ID = fmt.Sprintf("%08x-0000-4000-8000-000000000000", rapid.Uint32().Draw(h.T, "id"))
	if h.taken[a.ID] {
		return
	}
	h.taken[a.ID] = true
	a.CreatedAt, a.UpdatedAt = hours(few.Draw(h.T, "created")), hours(few.Draw(h.T, "updated"))
	if at := hours(few.Draw(h.T, "published")); rapid.Bool().Draw(h.T, "dated") {
		a.PublishedAt = &at
	}
	a.Settle(noon)
	if err := h.store.InsertArticle(t.Context(), a); err != nil {
		h.Fatal(err)
	}
	h.rows = append(h.rows, a)
	slices.SortFunc(h.rows, h.compare)
}

func (h *shelf) delete(t *testing.T) {
	if len(h.rows) == 0 {
		return
	}
	i := rapid.IntRange(0, len(h.rows)-1).Draw(h.T, "which")
	if err := h.store.DeleteArticle(t.Context(), h.rows[i].ID); err != nil {
		h.Fatal(err)
	}
	h.rows = slices.Delete(h.rows, i, i+1)
}

// disturb adds and removes rows as others would between two pages.
func (h *shelf) disturb(t *testing.T) {
	for range rapid.IntRange(0, 2).Draw(h.T, "changes") {
		if rapid.Bool().Draw(h.T, "add") {
			h.insert(t)
		} else {
			h.delete(t)
		}
	}
}

func (h *shelf) compare(a, b *news.Article) int {
	undated := func(t *time.Time) time.Time {
		if t == nil {
			return news.FarFuture()
		}
		return *t
	}
	var order int
	switch h.sort {
	case news.SortNewest, news.SortOldest:
		order = undated(a.PublishedAt).Compare(undated(b.PublishedAt))
	case news.SortRecentlyUpdated, news.SortLeastUpdated:
		order = a.UpdatedAt.Compare(b.UpdatedAt)
	case news.SortRecentlyCreated:
		order = a.CreatedAt.Compare(b.CreatedAt)
	case news.SortTitle:
		order = strings.Compare(a.Title, b.Title)
	}
	order = cmp.Or(order, strings.Compare(a.ID, b.ID))
	if strings.HasPrefix(string(h.sort), "-") {
		return -order
	}
	return order
}

func (h *shelf) page(t *testing.T, limit int, at *news.Cursor) (ids []string, next, prev *news.Cursor) {
	page := news.Page{Limit: limit, Cursor: at, WithTotal: true}
	list, err := h.store.Articles(t.Context(), everything(), h.sort, page, noon, time.Time{})
	if err != nil {
		h.Fatal(err)
	}
	if *list.Total != int64(len(h.rows)) {
		h.Fatalf("the total is %d of %d", *list.Total, len(h.rows))
	}
	for _, row := range list.Items {
		ids = append(ids, row.ID)
	}
	return ids, list.Next, list.Prev
}

// expect returns the rows that should be on a page, given the row that its
// cursor was made of.
func (h *shelf) expect(limit int, at *news.Cursor, of *news.Article) []*news.Article {
	start, end := 0, len(h.rows)
	if at != nil && of != nil {
		place, found := slices.BinarySearchFunc(h.rows, of, h.compare)
		if at.Back {
			end = place
		} else if start = place; found {
			start++
		}
	}
	if at != nil && at.Back {
		return h.rows[max(0, end-limit):end]
	}
	return h.rows[start:min(end, start+limit)]
}

// checkCursors: where rows stand after or before a page, there is a cursor that
// leads there.
func (h *shelf) checkCursors(at *news.Cursor, ids []string, next, prev *news.Cursor) {
	if at == nil && prev != nil {
		h.Fatalf("the first page has the previous page %+v", prev)
	}
	if len(ids) == 0 || len(h.rows) == 0 {
		return
	}
	first, last := ids[0], ids[len(ids)-1]
	if first != h.rows[0].ID && (prev == nil || prev.ID != first || !prev.Back) {
		h.Fatalf("at %+v, %s is not the first, and the previous page is %+v", at, first, prev)
	}
	if last != h.rows[len(h.rows)-1].ID && (next == nil || next.ID != last || next.Back) {
		h.Fatalf("at %+v, %s is not the last, and the next page is %+v", at, last, next)
	}
	if at != nil && !at.Back && last == h.rows[len(h.rows)-1].ID && next != nil {
		h.Fatalf("at %+v, after the last row comes %+v", at, next)
	}
}

// TestPagesAreWhatTheRowsSay turns pages both ways while rows come and go, and
// compares each with what it should hold.
func TestPagesAreWhatTheRowsSay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(rt *rapid.T) {
			h := newShelf(t, rt, s)
			made := map[string]*news.Article{} // rows that cursors were made of
			var at *news.Cursor
			for range rapid.IntRange(1, 8).Draw(rt, "pages") {
				limit := rapid.IntRange(1, 4).Draw(rt, "limit")
				got, next, prev := h.page(t, limit, at)
				var of *news.Article
				if at != nil {
					of = made[at.ID]
				}
				var want []string
				for _, row := range h.expect(limit, at, of) {
					made[row.ID] = row
					want = append(want, row.ID)
				}
				if !slices.Equal(got, want) {
					rt.Fatalf("at %+v: %v, want %v", at, got, want)
				}
				h.checkCursors(at, want, next, prev)
				h.disturb(t)
				at = rapid.SampledFrom([]*news.Cursor{next, prev}).Draw(rt, "cursor")
			}
		})
	})
}

// TestNoRowIsSeenTwiceOrMissed walks a list from one end to the other, and
// back, while rows come and go.
func TestNoRowIsSeenTwiceOrMissed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(rt *rapid.T) {
			h := newShelf(t, rt, s)
			h.walk(t, &news.Cursor{})
			h.walk(t, &news.Cursor{Back: true})
		})
	})
}

func (h *shelf) walk(t *testing.T, at *news.Cursor) {
	stayed := map[string]bool{}
	for _, row := range h.rows {
		stayed[row.ID] = true
	}
	seen := map[string]bool{}
	back := at.Back
	for turns := 0; at != nil; turns++ {
		ids, next, prev := h.page(t, rapid.IntRange(1, 4).Draw(h.T, "limit"), at)
		onward, behind := next, prev
		if back {
			onward, behind = prev, next
		}
		if turns == 0 && behind != nil {
			h.Fatalf("before the start of the walk there is %+v", behind)
		}
		at = onward
		for _, id := range ids {
			if seen[id] {
				h.Fatalf("%s is seen twice", id)
			}
			seen[id] = true
		}
		if turns < 10 {
			h.disturb(t)
		}
		for id := range stayed {
			stayed[id] = slices.ContainsFunc(h.rows, func(a *news.Article) bool { return a.ID == id })
		}
	}
	for id, there := range stayed {
		if there && !seen[id] {
			h.Fatalf("%s is missed", id)
		}
	}
}
