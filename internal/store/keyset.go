package store

import (
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// order is a total order of rows: by a column, then by id the same way.
type order struct {
	table  string
	column string
	desc   bool
	isTime bool
	// isUnique says that the column holds numbers, of which no two rows have the
	// same: the id is not looked at.
	isUnique bool
}

const keyTime = time.RFC3339Nano

func (o order) clause(backwards bool) string {
	way := " ASC"
	if o.desc != backwards {
		way = " DESC"
	}
	if o.isUnique {
		return o.table + "." + o.column + way
	}
	return o.table + "." + o.column + way + ", " + o.table + ".id" + way
}

// key reads the sort key of a cursor. It is Malformed where it can't be one.
func (o order) key(cursor *news.Cursor) (any, error) {
	misfit := func(err error) error {
		return news.Errorf(news.Malformed, "bad-cursor", "the cursor does not fit this list").Wrap(err)
	}
	switch {
	case o.isTime:
		t, err := time.Parse(keyTime, cursor.Key)
		if err != nil {
			return nil, misfit(err)
		}
		return t.UTC(), nil
	case o.isUnique:
		number, err := strconv.Atoi(cursor.Key)
		if err != nil {
			return nil, misfit(err)
		}
		return number, nil
	default:
		return cursor.Key, nil
	}
}

func (o order) beyond(db *gorm.DB, cursor *news.Cursor) (*gorm.DB, error) {
	key, err := o.key(cursor)
	if err != nil {
		return nil, err
	}
	sign := ">"
	if o.desc != cursor.Back {
		sign = "<"
	}
	if o.isUnique {
		return db.Where(o.table+"."+o.column+" "+sign+" ?", key), nil
	}
	return db.Where("("+o.table+"."+o.column+", "+o.table+".id) "+sign+" (?, ?)", key, cursor.ID), nil
}

// keyset reads one page of a query in an order. key returns a row's sort key
// and id.
func keyset[T any](db *gorm.DB, o order, page news.Page, key func(*T) (string, string)) (news.List[T], error) {
	list := news.List[T]{}
	query := db.Session(&gorm.Session{})
	back := page.Cursor != nil && page.Cursor.Back
	if page.Cursor != nil && page.Cursor.ID != "" {
		var err error
		if query, err = o.beyond(query, page.Cursor); err != nil {
			return list, err
		}
	}
	var rows []T
	if err := query.Order(o.clause(back)).Limit(page.Limit + 1).Find(&rows).Error; err != nil {
		return list, translate(err)
	}
	more := len(rows) > page.Limit
	if more {
		rows = rows[:page.Limit]
	}
	if back {
		slices.Reverse(rows)
	}
	list.Items = rows
	list.Next, list.Prev = around(rows, page.Cursor, more, key)
	return list, nil
}

// around returns the cursors of the pages after and before some rows that were
// read from a place, with more of them beyond in the same direction. Where the
// rows around a place are gone, they lead to the end or the start of the list.
func around[T any](rows []T, at *news.Cursor, more bool, key func(*T) (string, string)) (next, prev *news.Cursor) {
	back := at != nil && at.Back
	placed := at != nil && at.ID != ""
	if (!back && more) || (back && placed) {
		next = &news.Cursor{}
	}
	if (back && more) || (!back && placed) {
		prev = &news.Cursor{Back: true}
	}
	if len(rows) == 0 {
		return next, prev
	}
	if next != nil {
		next.Key, next.ID = key(&rows[len(rows)-1])
	}
	if prev != nil {
		prev.Key, prev.ID = key(&rows[0])
	}
	return next, prev
}

// total counts the rows of a query when the page asks for it.
func total(db *gorm.DB, page news.Page) (*int64, error) {
	if !page.WithTotal {
		return nil, nil //nolint:nilnil // no total is what was asked for
	}
	var n int64
	if err := db.Session(&gorm.Session{}).Count(&n).Error; err != nil {
		return nil, translate(err)
	}
	return &n, nil
}

func timeKey(t time.Time) string { return t.UTC().Format(keyTime) }

func numberKey(n int) string { return strconv.Itoa(n) }
