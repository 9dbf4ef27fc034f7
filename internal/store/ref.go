package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Ref is how a request names a section, a byline or a tag: by its id or slug, or
// by one of the past.
type Ref struct {
	Noun news.Noun
	Text string
}

// Resolve returns the ids of what refs name, in their order, in one statement;
// "" for what is not there. With a moment, bylines and tags are there once a
// visible article shows them.
func (s *Store) Resolve(ctx context.Context, refs []Ref, visible *time.Time) ([]string, error) {
	ids := make([]string, len(refs))
	q := s.statement()
	var named []string
	for i, ref := range refs {
		if _, _, ok := byRef(ref.Text); ok {
			named = append(named, q.ref(i, ref, visible))
		}
	}
	if len(named) == 0 {
		return ids, nil
	}
	err := s.each(ctx, q, strings.Join(named, " UNION ALL "), func(f *fields) { ids[f.number()] = f.text() })
	return ids, err
}

// ref writes a query for the number and the id of what a ref names.
func (q *statement) ref(at int, ref Ref, visible *time.Time) string {
	table, list := "sections", ""
	switch ref.Noun { //nolint:exhaustive // the others are not named so
	case news.NounByline:
		table, list = "bylines", listByline
	case news.NounTag:
		table, list = "tags", listTag
	}
	column, value, _ := byRef(ref.Text)
	// An id is bound twice: Postgres takes it for a UUID here and for a text there.
	today := "SELECT id FROM " + table + " WHERE " + column + " = " + q.bind(value)
	past := "SELECT target_id FROM slugs WHERE noun = '" + string(ref.Noun) + "' AND slug = " + q.bind(value)
	text := "SELECT " + q.row("'"+strconv.Itoa(at)+"'", q.id("t.id")) + " FROM " + table +
		" t WHERE t.id = coalesce((" + today + "), (" + past + "))"
	if visible != nil && list != "" {
		text += " AND (SELECT 1 FROM listings x WHERE x.list = (SELECT l.id FROM lists l WHERE l.name = '" + list +
			"' || t.id) AND x.visible_at <= " + q.bind(*visible) + " LIMIT 1) = 1"
	}
	return text
}
