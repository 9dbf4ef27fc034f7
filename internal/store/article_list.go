package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// maxLooked is how many articles a list looks at, at most, where several
// filters meet.
const maxLooked = 50_000

// ArticlePage is a page of articles, and when the next article that its filter
// matches becomes visible, if that was asked for and is soon.
type ArticlePage struct {
	news.List[news.Article]
	Changes *time.Time
	Outline *Outline // of the sections, as it was for the page
}

// Articles reads a page of articles without their bodies, with their sections,
// credits, sources and tags. It takes one statement where one filter, or none,
// is given; where several are, or a text, up to six; and two for a total. Sections,
// bylines and tags are ids. With until, it looks for what becomes visible after
// now. A query that looks at too much is Invalid.
func (s *Store) Articles(
	ctx context.Context, filter news.ArticleFilter, sort news.Sort, page news.Page, now, until time.Time,
) (ArticlePage, error) {
	text, err := s.lookUp(ctx, filter.Text)
	if err != nil {
		return ArticlePage{}, err
	}
	for range again {
		l := newListQuery(s, filter, text, sort, page, now)
		if err := l.place(page.Cursor); err != nil {
			return ArticlePage{}, err
		}
		read, err := l.read(ctx, until)
		if err != nil {
			return ArticlePage{}, err
		}
		outline, err := s.outlineOf(ctx, read.version)
		if err != nil {
			return ArticlePage{}, err
		}
		if outline == nil {
			continue
		}
		file(read.articles, outline)
		list := l.list(read.articles)
		if page.WithTotal {
			list.Total, err = l.total(ctx)
		}
		return ArticlePage{List: list, Changes: read.changes, Outline: outline}, err
	}
	return ArticlePage{}, ErrRestless()
}

// NextVisible returns the first moment after now, and before until, at which
// an article that the filter matches becomes visible, or nil.
func (s *Store) NextVisible(ctx context.Context, filter news.ArticleFilter, now, until time.Time) (*time.Time, error) {
	text, err := s.lookUp(ctx, filter.Text)
	if err != nil {
		return nil, err
	}
	l := newListQuery(s, filter, text, news.SortNewest, news.Page{}, now)
	var next *time.Time
	err = s.each(ctx, l.q, "SELECT "+l.q.row(l.next(now, until)), func(f *fields) { next = f.moment() })
	return next, err
}

// file sets the sections of articles.
func file(articles []news.Article, outline *Outline) {
	for i := range articles {
		if id := articles[i].SectionID; id != nil {
			articles[i].Section = outline.Find(*id)
		}
	}
}

// found is what a statement for a page answered.
type found struct {
	version  string
	changes  *time.Time
	walked   int // where the rest was checked: how many were looked at
	articles []news.Article
}

// read reads one article more than the page has, along the walks that fit.
func (l *listQuery) read(ctx context.Context, until time.Time) (found, error) {
	if l.text != nil {
		return l.readFound(ctx, until)
	}
	walks := l.base()
	narrowings := slices.DeleteFunc(slices.Clone(l.narrowings), func(n narrowing) bool { return n.bound })
	listed := l.public && len(narrowings) == 1 && len(narrowings[0].lists) > 0 && !narrowings[0].loose
	if len(narrowings) > 0 && !listed {
		return l.readChecked(ctx, until)
	}
	if listed {
		walks = narrowings[0].walks(l)
	}
	walks = l.withLate(walks)
	if err := l.affordable(ctx, walks); err != nil {
		return found{}, err
	}
	return l.readPage(ctx, until, "", l.merge(walks, l.page.Limit+1), "'0'")
}

// withLate adds to ordered walks by the last change those who are in the list
// because they became visible later.
func (l *listQuery) withLate(walks []walk) []walk {
	if l.filter.UpdatedSince == nil || l.by.column != columnUpdated {
		return walks
	}
	return append(slices.Clip(walks), l.late())
}

// affordable returns an error when what is to be read whole is too much.
func (l *listQuery) affordable(ctx context.Context, walks []walk) error {
	unordered := slices.DeleteFunc(slices.Clone(walks), func(w walk) bool { return w.ordered })
	if len(unordered) == 0 {
		return nil
	}
	counts, err := l.count(ctx, [][]walk{unordered})
	if err == nil && counts[0] > maxLooked {
		err = errTooBroad()
	}
	return err
}

func errTooBroad() error {
	return news.Errorf(news.Invalid, "query-too-broad",
		"the filters together look at more than 50,000 articles: leave one out, or take another order")
}

// readPage reads the articles that a query for ids and keys gives, and what
// belongs to the page.
func (l *listQuery) readPage(ctx context.Context, until time.Time, with, ids, walked string) (found, error) {
	next := "NULL"
	if !until.IsZero() {
		next = l.next(l.now, until)
	}
	columns := append([]string{outlineVersion, next, walked}, articleColumns(l.q, false)...)
	text := with + "SELECT " + l.q.row(columns...) + " FROM (SELECT 1) one LEFT JOIN (" + ids +
		") p ON 1 = 1 LEFT JOIN articles a ON a.id = p.id"
	read := found{articles: make([]news.Article, 0, l.page.Limit+1)}
	err := l.store.each(ctx, l.q, text, func(f *fields) {
		read.version, read.changes, read.walked = f.text(), f.moment(), f.number()
		if article := readArticle(f, false); article.ID != "" {
			read.articles = append(read.articles, article)
		}
	})
	return read, err
}

// list makes a page of one article more than it may have, if there are so many.
func (l *listQuery) list(rows []news.Article) news.List[news.Article] {
	slices.SortFunc(rows, func(a, b news.Article) int {
		order := cmp.Or(l.compare(&a, &b), strings.Compare(a.ID, b.ID))
		if l.by.desc != l.back {
			return -order
		}
		return order
	})
	more := len(rows) > l.page.Limit
	if more {
		rows = rows[:l.page.Limit]
	}
	if l.back {
		slices.Reverse(rows)
	}
	list := news.List[news.Article]{Items: rows}
	list.Next, list.Prev = around(rows, l.page.Cursor, more, l.keyOf)
	return list
}

func (l *listQuery) compare(a, b *news.Article) int {
	switch l.by.column {
	case columnUpdated:
		return a.UpdatedAt.Compare(b.UpdatedAt)
	case columnCreated:
		return a.CreatedAt.Compare(b.CreatedAt)
	case columnTitle:
		return strings.Compare(a.Title, b.Title)
	default:
		return a.PublishedOrder.Compare(b.PublishedOrder)
	}
}

func (l *listQuery) keyOf(a *news.Article) (key, id string) {
	switch l.by.column {
	case columnUpdated:
		return timeKey(a.UpdatedAt), a.ID
	case columnCreated:
		return timeKey(a.CreatedAt), a.ID
	case columnTitle:
		return a.Title, a.ID
	default:
		return timeKey(a.PublishedOrder), a.ID
	}
}

// renew begins another statement for the list.
func (l *listQuery) renew() { l.q = l.store.statement() }

// count returns how many ids each of some sets of walks has, each walk counted
// to one more than may be looked at, in one statement.
func (l *listQuery) count(ctx context.Context, sets [][]walk) ([]int, error) {
	l.renew()
	columns := make([]string, len(sets))
	for i, walks := range sets {
		sums := make([]string, len(walks))
		for j, w := range walks {
			sums[j] = "(SELECT count(*) FROM (" + l.ids(w, maxLooked+1) + ") c" + strconv.Itoa(j) + ")"
		}
		columns[i] = strings.Join(sums, " + ")
	}
	counts := make([]int, len(sets))
	err := l.store.each(ctx, l.q, "SELECT "+l.q.row(columns...), func(f *fields) {
		for i := range counts {
			counts[i] = f.number()
		}
	})
	l.renew()
	return counts, err
}
