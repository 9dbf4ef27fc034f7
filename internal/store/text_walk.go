package store

import (
	"context"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// How many articles are looked at where a query's words stand, before the index
// is asked, and of what it finds, before more is.
const (
	firstLook    = 250 // or looksByPage pages, if that is more
	looksByPage  = 4
	hitsByPage   = 2
	maxRechecked = 10_000 // texts, for a total
)

// lookUp returns a query with what it finds by name, nil for none.
func (s *Store) lookUp(ctx context.Context, filter *news.TextFilter) (*textQuery, error) {
	if filter == nil {
		return nil, nil //nolint:nilnil // no query is one that narrows nothing
	}
	names, err := s.namesHolding(ctx, filter)
	return &textQuery{clauses: filter.Clauses, named: names}, err
}

// foundIn writes the tables and the condition of what the index of texts finds.
// more is a table to join.
func (l *listQuery) foundIn(w walk, more string) string {
	tables, tie := "search_entries e", ""
	if l.q.dialect.name == "sqlite" {
		tables, tie = "search_terms CROSS JOIN search_entries e", "e.number = search_terms.rowid"
	}
	return tables + more + " WHERE " + conditions(w.found.match(l.q), tie)
}

// walkFound is walk, but for the order, for what the index of texts finds, which
// is put in order before anything else of it is looked at.
func (l *listQuery) walkFound(w walk) string {
	prefix, id, joined, tie := "e.", "article_id", "", ""
	if l.by.column != columnPublished {
		prefix, id, joined, tie = "a.", "id", " CROSS JOIN articles a", "a.id = e.article_id"
	}
	from := l.foundIn(w, joined)
	soonest := ""
	if l.public {
		soonest = "e.published_order <= " + l.q.bind(l.now)
	}
	return "SELECT " + prefix + id + " AS id, " + prefix + l.by.column + " AS k FROM " +
		conditions(from, tie, soonest, l.since("e.published_order", l.filter.PublishedFrom), l.before("e.published_order", l.filter.PublishedTo),
			l.beyond(prefix, id))
}

// readFound reads a page of what a query finds: what is frequent stands among
// the first articles of a list, what is not is found by the index.
func (l *listQuery) readFound(ctx context.Context, until time.Time) (found, error) {
	others := l.ways()
	if i := slices.IndexFunc(others, l.inOrder); i >= 0 {
		read, whole, err := l.look(ctx, until, others[i], max(firstLook, looksByPage*l.page.Limit))
		if whole || err != nil {
			return read, err
		}
	}
	if !l.text.indexed() {
		return l.readShortest(ctx, until, others)
	}
	hits := []walk{l.text.walk()}
	read, whole, err := l.look(ctx, until, hits, hitsByPage*(l.page.Limit+1))
	if whole || err != nil {
		return read, err
	}
	if len(l.narrowings) > 0 {
		return l.readShortest(ctx, until, append([][]walk{hits}, others...))
	}
	return l.readShortest(ctx, until, [][]walk{hits})
}

// totalFound counts what a query finds, or returns nil where more texts would
// have to be read than are.
func (l *listQuery) totalFound(ctx context.Context) (*int64, error) {
	ways := l.ways()
	if l.text.indexed() {
		ways = slices.Insert(ways, 0, []walk{l.text.walk()})
	}
	shortest, size, err := l.shortest(ctx, ways)
	most := maxRechecked
	if isFound(shortest) && l.text.decided() {
		most = maxLooked
	}
	if err != nil || size > most {
		return nil, err
	}
	return l.totalAmong(ctx, shortest)
}

// isFound reports whether walks are what the index of texts finds.
func isFound(walks []walk) bool { return len(walks) == 1 && walks[0].found != nil }
