package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// maxNamed is how many bylines, or tags, a clause may find by their names. One
// that finds more is not asked of the index.
const maxNamed = 1000

// byName are the ids of what a clause finds by name.
type byName struct {
	bylines, tags []string
	tooMany       bool
}

func (n *byName) add(noun news.TextField, id string) {
	if noun == news.TextByline {
		n.bylines = append(n.bylines, id)
	} else {
		n.tags = append(n.tags, id)
	}
	n.tooMany = n.tooMany || len(n.bylines) > maxNamed || len(n.tags) > maxNamed
}

// namesHolding returns, for each clause of a filter, which bylines and tags it
// finds by their folded names, in one statement.
func (s *Store) namesHolding(ctx context.Context, filter *news.TextFilter) ([]byName, error) {
	found := make([]byName, len(filter.Clauses))
	q := s.statement()
	var parts []string
	for i := range filter.Clauses {
		clause := &filter.Clauses[i]
		for _, noun := range []news.TextField{news.TextByline, news.TextTag} {
			if clause.Field == "" || clause.Field == noun {
				row := q.row("'"+strconv.Itoa(i)+"'", "'"+string(noun)+"'", q.id("id"))
				parts = append(parts, "SELECT * FROM (SELECT "+row+" FROM "+string(noun)+"s WHERE "+
					q.holds("folded", clause.Needles)+" LIMIT "+strconv.Itoa(maxNamed+1)+") n"+strconv.Itoa(len(parts)))
			}
		}
	}
	if len(parts) == 0 {
		return found, nil
	}
	err := s.each(ctx, q, strings.Join(parts, " UNION ALL "), func(f *fields) {
		at, noun, id := f.number(), news.TextField(f.text()), f.text()
		found[at].add(noun, id)
	})
	return found, err
}

// holds is a condition: a text has one of some substrings.
func (q *statement) holds(text string, needles []string) string {
	each := make([]string, len(needles))
	for i, needle := range needles {
		each[i] = fmt.Sprintf(q.dialect.finds, text, q.bind(needle)) + " > 0"
	}
	return "(" + strings.Join(each, " OR ") + ")"
}

// amongIDs is a condition that a column has one of many ids, however many, in one
// parameter.
func (q *statement) amongIDs(column string, ids []string) string {
	if q.dialect.name == "sqlite" {
		return column + " IN (SELECT value FROM json_each(" + q.bind(`["`+strings.Join(ids, `","`)+`"]`) + "))"
	}
	return column + " = ANY (string_to_array(" + q.bind(strings.Join(ids, ",")) + ", ',')::uuid[])"
}
