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
		next := cursor(&rows[end-1])
		list.Next = &next
	}
	if start > 0 {
		list.Prev = &news.Cursor{Back: true}
	}
	if start > 0 && start < end {
		prev := cursor(&rows[start])
		prev.Back = true
		list.Prev = &prev
	}
	if page.WithTotal {
		total := int64(len(rows))
		list.Total = &total
	}
	return list
}

// cut returns where a page starts and ends. A page before the first row is the
// first page.
func cut[T any](rows []T, page news.Page, cursor func(*T) news.Cursor) (start, end int) {
	first := func(holds func(key string) bool) int {
		return sort.Search(len(rows), func(i int) bool { return holds(cursor(&rows[i]).Key) })
	}
	at := page.Cursor
	switch {
	case at == nil:
	case !at.Back:
		start = first(func(key string) bool { return key > at.Key })
	case at.ID == "":
		end = len(rows)
	default:
		end = first(func(key string) bool { return key >= at.Key })
	}
	if end == 0 {
		return start, min(len(rows), start+page.Limit)
	}
	return max(0, end-page.Limit), end
}
