package service

import (
	"sort"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// pageOf cuts a page out of rows that are all at hand, sorted by the key of
// their cursors, which is unique. The cursors are as the store's are.
func pageOf[T any](rows []T, page news.Page, cursor func(*T) news.Cursor) news.List[T] {
	start, end := cut(rows, page, cursor)
	list := news.List[T]{Items: rows[start:end]}
	if end < len(rows) {
		list.Next = place(list.Items, end-start-1, cursor)
	}
	if start > 0 {
		list.Prev = place(list.Items, 0, cursor)
		list.Prev.Back = true
	}
	if page.WithTotal {
		total := int64(len(rows))
		list.Total = &total
	}
	return list
}

// place returns the cursor of one of the items, or that of the list's ends when
// there are none.
func place[T any](items []T, i int, cursor func(*T) news.Cursor) *news.Cursor {
	at := news.Cursor{}
	if len(items) > 0 {
		at = cursor(&items[i])
	}
	return &at
}

// cut returns where a page starts and ends.
func cut[T any](rows []T, page news.Page, cursor func(*T) news.Cursor) (start, end int) {
	first := func(holds func(key string) bool) int {
		return sort.Search(len(rows), func(i int) bool { return holds(cursor(&rows[i]).Key) })
	}
	at := page.Cursor
	if at != nil && at.Back {
		end = len(rows)
		if at.ID != "" {
			end = first(func(key string) bool { return key >= at.Key })
		}
		return max(0, end-page.Limit), end
	}
	if at != nil && at.ID != "" {
		start = first(func(key string) bool { return key > at.Key })
	}
	return start, min(len(rows), start+page.Limit)
}
