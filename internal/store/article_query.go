package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// The columns that lists are in the order of, in articles as in listings.
const (
	columnPublished = "published_order"
	columnUpdated   = "updated_at"
	columnCreated   = "created_at"
	columnTitle     = "title"
)

func articleOrder(sort news.Sort) order {
	switch sort {
	case news.SortOldest:
		return order{column: columnPublished, isTime: true}
	case news.SortRecentlyUpdated:
		return order{column: columnUpdated, desc: true, isTime: true}
	case news.SortLeastUpdated:
		return order{column: columnUpdated, isTime: true}
	case news.SortTitle:
		return order{column: columnTitle}
	case news.SortRecentlyCreated:
		return order{column: columnCreated, desc: true, isTime: true}
	case news.SortNewest:
		return order{column: columnPublished, desc: true, isTime: true}
	default:
		return order{column: columnPublished, desc: true, isTime: true}
	}
}

// walk is a way to ids of articles, in the order of the list where an index has
// them so.
type walk struct {
	table, id string
	where     func(l *listQuery) string
	ordered   bool
	hides     bool       // some of it is not visible yet
	found     *textQuery // it is what the index finds, else nil
}

// listQuery is one list of articles that is asked for. It writes the parts of
// the statements that answer it.
type listQuery struct {
	store      *Store
	q          *statement
	filter     news.ArticleFilter
	by         order
	page       news.Page
	cursor     *news.Cursor // nil at an end of the list
	key        any          // of the cursor
	back       bool
	now        time.Time
	public     bool // only what is visible
	text       *textQuery
	narrowings []narrowing
}

func newListQuery(s *Store, filter news.ArticleFilter, text *textQuery, sort news.Sort, page news.Page, now time.Time) *listQuery {
	l := &listQuery{store: s, q: s.statement(), filter: filter, text: text, by: articleOrder(sort), page: page, now: now}
	l.filter.Statuses = distinct(filter.Statuses)
	filter = l.filter
	l.public = len(filter.Statuses) == 0 || (len(filter.Statuses) == 1 && filter.Statuses[0] == news.StatusPublished)
	l.narrow(&l.filter)
	return l
}

// place reads where the page begins. It returns Malformed for a cursor of
// another list.
func (l *listQuery) place(at *news.Cursor) error {
	l.back = at != nil && at.Back
	if at == nil || at.ID == "" {
		return nil
	}
	var err error
	l.cursor = at
	l.key, err = l.by.key(at)
	return err
}

// base is what is listed when nothing narrows it: by status.
func (l *listQuery) base() []walk {
	if l.public {
		return []walk{statusWalk(news.StatusPublished, true)}
	}
	var walks []walk
	shown := slices.Contains(l.filter.Statuses, news.StatusPublished)
	for _, status := range l.filter.Statuses {
		switch status {
		case news.StatusScheduled:
			if !shown {
				walks = append(walks, walk{table: "articles", id: "id", where: (*listQuery).scheduled})
			}
		case news.StatusPublished:
			walks = append(walks, statusWalk(status, !slices.Contains(l.filter.Statuses, news.StatusScheduled)))
		case news.StatusDraft, news.StatusInReview, news.StatusWithdrawn, news.StatusTrashed:
			walks = append(walks, statusWalk(status, false))
		}
	}
	return walks
}

func statusWalk(status news.Status, hides bool) walk {
	return walk{table: "articles", id: "id", ordered: true, hides: hides, where: func(*listQuery) string {
		return "status = '" + string(status) + "'"
	}}
}

func (l *listQuery) scheduled() string { return l.q.scheduled(l.now) }

// scheduled is a condition: published, and not yet visible at now. Its upper end
// tells the planner of Postgres that there are few.
func (q *statement) scheduled(now time.Time) string {
	return "visible_at > " + q.bind(now) + " AND visible_at <= " + q.bind(news.FarFuture())
}

// unlimited is a limit that leaves nothing out. It keeps planners from joining what is
// selected, which is little, before it is.
const unlimited = " LIMIT 9223372036854775807"

// statusAmong is a condition that leaves the statuses that are stored.
func (l *listQuery) statusAmong() string {
	if l.public {
		return "status = 'published'"
	}
	stored := []string{}
	for _, status := range l.filter.Statuses {
		name := "'" + string(status) + "'"
		if status == news.StatusScheduled {
			name = "'published'"
		}
		if slices.Contains(news.Statuses(), status) && !slices.Contains(stored, name) {
			stored = append(stored, name)
		}
	}
	return "status IN (" + strings.Join(stored, ", ") + ")"
}

// statusCheck is a condition on "a": it has a status that is asked for.
func (l *listQuery) statusCheck() string {
	if l.public {
		return "a.status = 'published' AND a.visible_at <= " + l.q.bind(l.now)
	}
	check := "a." + l.statusAmong()
	switch shown, scheduled := slices.Contains(l.filter.Statuses, news.StatusPublished),
		slices.Contains(l.filter.Statuses, news.StatusScheduled); {
	case shown && !scheduled:
		check += " AND (a.status <> 'published' OR a.visible_at <= " + l.q.bind(l.now) + ")"
	case scheduled && !shown:
		check += " AND (a.status <> 'published' OR a.visible_at > " + l.q.bind(l.now) + ")"
	}
	return check
}

// checks are all conditions on "a". sure says that the index of texts found it.
func (l *listQuery) checks(sure bool) string {
	return conditions(slices.Concat([]string{l.statusCheck()}, l.filterChecks(sure))...)
}

// filterChecks are the conditions on "a" that the filter makes.
func (l *listQuery) filterChecks(sure bool) []string {
	all := make([]string, 0, len(l.narrowings)+1)
	for i := range l.narrowings {
		all = append(all, l.narrowings[i].check(l))
	}
	if l.text != nil {
		all = append(all, l.text.check(l.q, sure))
	}
	return all
}

func (l *listQuery) way() string {
	if l.by.desc != l.back {
		return " DESC"
	}
	return " ASC"
}

// beyond is a condition: after the cursor, or before it on the way back.
func (l *listQuery) beyond(prefix, id string) string {
	if l.cursor == nil {
		return ""
	}
	sign := " > "
	if l.by.desc != l.back {
		sign = " < "
	}
	return "(" + prefix + l.by.column + ", " + prefix + id + ")" + sign + "(" + l.q.bind(l.key) + ", " + l.q.bind(l.cursor.ID) + ")"
}

// within is what a walk is cut to but for the place of the page.
func (l *listQuery) within(w walk) string {
	return l.cut(w, l.filter.PublishedFrom, l.filter.PublishedTo, l.filter.UpdatedSince)
}

// cut is a condition: in a walk, and where it is in the order of a time, in that.
func (l *listQuery) cut(w walk, from, to, since *time.Time) string {
	limits := []string{w.where(l)}
	if w.ordered && l.by.column == columnPublished {
		limits = append(limits, l.since(columnPublished, from), l.before(columnPublished, to))
		if l.filter.PublishedFrom != nil && w.table == "articles" {
			limits = append(limits, "published_at IS NOT NULL")
		}
	}
	if w.ordered && l.by.column == columnUpdated {
		limits = append(limits, l.since(columnUpdated, since))
	}
	return conditions(limits...)
}

// walk writes a query for the first ids of a walk and their keys. What an index
// does not have in order is read whole, which the caller has found to be little.
func (l *listQuery) walk(w walk, limit int) string {
	order := " ORDER BY k" + l.way() + ", id" + l.way() + " LIMIT " + strconv.Itoa(limit)
	if w.found != nil {
		return l.walkFound(w) + order
	}
	if !w.ordered {
		return "SELECT a.id AS id, a." + l.by.column + " AS k FROM (" + l.ids(w, maxLooked+1) + ") s JOIN articles a ON a.id = s.id WHERE " +
			conditions(l.checks(false), l.beyond("a.", "id")) + order
	}
	visible := ""
	if w.hides {
		visible = "visible_at <= " + l.q.bind(l.now)
		if l.by.column == columnPublished && l.below(&l.now) != nil { // what is to come stands first, and is passed over
			visible += " AND " + columnPublished + " <= " + l.q.bind(l.now)
		}
	}
	order = " ORDER BY " + l.by.column + l.way() + ", " + w.id + l.way() + " LIMIT " + strconv.Itoa(limit)
	return "SELECT " + w.id + " AS id, " + l.by.column + " AS k FROM " + w.table + " WHERE " +
		conditions(l.cut(w, l.above(l.filter.PublishedFrom), l.below(l.filter.PublishedTo), l.above(l.filter.UpdatedSince)),
			visible, l.beyond("", w.id)) + order
}

// below returns an upper bound of the keys, or nil where the place of the page is
// bound enough: of two bounds SQLite's planner would take either.
func (l *listQuery) below(bound *time.Time) *time.Time {
	key, is := l.key.(time.Time)
	if is && bound != nil && l.by.desc != l.back && !key.After(*bound) {
		return nil
	}
	return bound
}

// above is below for a lower bound.
func (l *listQuery) above(bound *time.Time) *time.Time {
	key, is := l.key.(time.Time)
	if is && bound != nil && l.by.desc == l.back && !key.Before(*bound) {
		return nil
	}
	return bound
}

// ids writes a query for ids of a walk, each once, in no order.
func (l *listQuery) ids(w walk, limit int) string {
	if w.found != nil {
		return "SELECT e.article_id AS id FROM " + l.foundIn(w, "") + " LIMIT " + strconv.Itoa(limit)
	}
	distinct := ""
	if w.table != "articles" && !w.ordered {
		distinct = "DISTINCT "
	}
	return "SELECT " + distinct + w.id + " AS id FROM " + w.table + " WHERE " + l.within(w) + " LIMIT " + strconv.Itoa(limit)
}

// merge writes a query for the first ids of several walks together.
func (l *listQuery) merge(walks []walk, limit int) string {
	if len(walks) == 1 {
		return l.walk(walks[0], limit)
	}
	each := make([]string, len(walks))
	for i, w := range walks {
		each[i] = "SELECT id, k FROM (" + l.walk(w, limit) + ") w" + strconv.Itoa(i)
	}
	return "SELECT DISTINCT id, k FROM (" + strings.Join(each, " UNION ALL ") + ") m ORDER BY k" + l.way() + ", id" + l.way() +
		" LIMIT " + strconv.Itoa(limit)
}

// next is a column: the first moment after since, and until `until` at the
// latest, at which an article that the filter matches becomes visible.
func (l *listQuery) next(since, until time.Time) string {
	const coming = "(SELECT id, status, section_id, kind, language, featured, created_by, external_id, published_at, updated_at, visible_at " +
		"FROM articles WHERE visible_at > @since AND visible_at <= @until" + unlimited + ") a"
	text := strings.NewReplacer("@since", l.q.bind(since), "@until", l.q.bind(until)).Replace(coming)
	const published = "CASE a.status WHEN 'published' THEN 1 END = 1" // SQLite would index what it found
	return "(SELECT min(a.visible_at) FROM " + text + " WHERE " +
		conditions(slices.Concat([]string{published}, l.filterChecks(false))...) + ")"
}
