package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readChecked reads a page where several filters meet: it walks what one of them
// matches and checks the rest, at first a little of what is likely the shortest,
// then what is the shortest.
func (l *listQuery) readChecked(ctx context.Context, until time.Time) (found, error) {
	ways := l.ways()
	if walks := ways[0]; l.inOrder(walks) || len(l.filter.ExternalIDs) > 0 {
		if read, whole, err := l.lookFirst(ctx, until, walks); whole || err != nil {
			return read, err
		}
	}
	return l.readShortest(ctx, until, ways)
}

// lookFirst looks at a little, and at more where that is not enough.
func (l *listQuery) lookFirst(ctx context.Context, until time.Time, walks []walk) (read found, whole bool, err error) {
	for _, budget := range []int{250, 2500} {
		if read, whole, err = l.look(ctx, until, walks, budget); whole || err != nil {
			break
		}
	}
	return read, whole, err
}

// readShortest reads a page from the shortest of some ways, all of it, or from
// the first articles of one that is in order.
func (l *listQuery) readShortest(ctx context.Context, until time.Time, ways [][]walk) (found, error) {
	shortest, size, err := l.shortest(ctx, ways)
	if err != nil {
		return found{}, err
	}
	if size <= maxLooked {
		read, _, err := l.look(ctx, until, shortest, maxLooked+1)
		return read, err
	}
	if i := slices.IndexFunc(ways, l.inOrder); i >= 0 {
		if err := l.affordable(ctx, ways[i]); err != nil {
			return found{}, err
		}
		read, whole, err := l.look(ctx, until, ways[i], maxLooked)
		if whole || err != nil {
			return read, err
		}
	}
	return found{}, errTooBroad()
}

// look reads a page from the first articles of some walks. It is whole when the
// page is full or the walks have no more.
func (l *listQuery) look(ctx context.Context, until time.Time, walks []walk, budget int) (read found, whole bool, err error) {
	if size := budget * len(walks); size > maxLooked && budget <= maxLooked {
		budget = maxLooked / len(walks)
	}
	l.renew()
	with := "WITH looked AS MATERIALIZED (" + l.merge(walks, budget) + ") "
	limit := strconv.Itoa(l.page.Limit + 1)
	ids := "SELECT a.id AS id, w.k AS k FROM looked w JOIN articles a ON a.id = w.id WHERE " +
		l.checks(isFound(walks)) + " ORDER BY w.k" + l.way() + ", a.id" + l.way() + " LIMIT " + limit
	read, err = l.readPage(ctx, until, with, ids, "(SELECT count(*) FROM looked)")
	return read, len(read.articles) > l.page.Limit || read.walked < budget, err
}

// ways are the walks that some filter allows, what is likely short first, and
// at last those that need no filter.
func (l *listQuery) ways() [][]walk {
	var ways [][]walk
	for i := range l.narrowings {
		n := &l.narrowings[i]
		switch {
		case n.bound:
		case l.public && len(n.lists) > 0:
			ways = append(ways, l.withLate(n.walks(l)))
		case len(n.sets) > 0:
			ways = append(ways, n.sets)
		}
	}
	base := l.withLate(l.base())
	if !l.public && len(l.filter.ExternalIDs) == 0 {
		return slices.Insert(ways, 0, base) // what is set down by status is in order
	}
	if len(ways) > 0 && !l.inOrder(ways[0]) && len(l.filter.ExternalIDs) == 0 {
		return slices.Insert(ways, 0, base)
	}
	return append(ways, base)
}

// inOrder reports whether walks can be begun without knowing their length.
func (*listQuery) inOrder(walks []walk) bool {
	return !slices.ContainsFunc(walks, func(w walk) bool { return !w.ordered })
}

// shortest returns the walks that have the fewest articles, and how many.
func (l *listQuery) shortest(ctx context.Context, ways [][]walk) ([]walk, int, error) {
	counts, err := l.count(ctx, ways)
	if err != nil {
		return nil, 0, err
	}
	size := slices.Min(counts)
	return ways[slices.Index(counts, size)], size, nil
}

// total counts what the list has, or returns nil where more would have to be
// counted than is: a million of one list, 50,000 where lists meet or overlap.
func (l *listQuery) total(ctx context.Context) (*int64, error) {
	if l.text != nil {
		return l.totalFound(ctx)
	}
	narrowings := slices.DeleteFunc(slices.Clone(l.narrowings), func(n narrowing) bool { return n.bound })
	walks, apart := l.base(), true
	switch {
	case len(narrowings) == 1 && l.public && len(narrowings[0].lists) > 0 && !narrowings[0].loose:
		walks = narrowings[0].walks(l)
		apart = narrowings[0].apart || len(walks) == 1
	case len(narrowings) > 0:
		return l.totalChecked(ctx)
	}
	if all := l.withLate(walks); !apart || !l.inOrder(all) {
		return l.totalOf(ctx, all)
	}
	return l.totalPlain(ctx, walks)
}

// totalPlain counts index entries, and subtracts those that wait to be seen.
func (l *listQuery) totalPlain(ctx context.Context, walks []walk) (*int64, error) {
	const most = 1_000_000
	l.renew()
	var columns []string
	for i, w := range walks {
		columns = append(columns, "(SELECT count(*) FROM (SELECT 1 FROM "+w.table+" WHERE "+l.within(w)+
			" LIMIT "+strconv.Itoa(most+1)+") c"+strconv.Itoa(i)+")", l.waiting(w))
	}
	counted, waiting := 0, 0
	err := l.store.each(ctx, l.q, "SELECT "+l.q.row(columns...), func(f *fields) {
		for range walks {
			counted += f.number()
			waiting += f.number()
		}
	})
	if err != nil || counted > most {
		return nil, err
	}
	total := int64(counted - waiting)
	return &total, nil
}

// waiting is a column: how many of a walk are not visible yet.
func (l *listQuery) waiting(w walk) string {
	switch {
	case !w.hides:
		return "'0'"
	case w.table == "articles":
		return "(SELECT count(*) FROM articles WHERE " + conditions(l.scheduled(), l.within(w)) + ")"
	default:
		return "(SELECT count(*) FROM (SELECT id FROM articles WHERE " + l.scheduled() + unlimited + ") n " +
			"WHERE (SELECT 1 FROM listings WHERE article_id = n.id AND " + l.within(w) + " LIMIT 1) = 1)"
	}
}

func (l *listQuery) totalChecked(ctx context.Context) (*int64, error) {
	shortest, size, err := l.shortest(ctx, l.ways())
	if err != nil || size > maxLooked {
		return nil, err
	}
	return l.totalAmong(ctx, shortest)
}

func (l *listQuery) totalOf(ctx context.Context, walks []walk) (*int64, error) {
	_, size, err := l.shortest(ctx, [][]walk{walks})
	if err != nil || size > maxLooked {
		return nil, err
	}
	return l.totalAmong(ctx, walks)
}

// totalAmong checks all of some walks, which are short.
func (l *listQuery) totalAmong(ctx context.Context, walks []walk) (*int64, error) {
	each := make([]string, len(walks))
	for i, w := range walks {
		each[i] = "SELECT id FROM (" + l.ids(w, maxLooked+1) + ") w" + strconv.Itoa(i)
	}
	text := "SELECT " + l.q.row("count(*)") + " FROM (" + strings.Join(each, " UNION ") + ") s " +
		"JOIN articles a ON a.id = s.id WHERE " + l.checks(isFound(walks))
	var total int64
	err := l.store.each(ctx, l.q, text, func(f *fields) { total = int64(f.number()) })
	return &total, err
}
