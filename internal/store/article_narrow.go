package store

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// narrowing is one filter of a list of articles.
type narrowing struct {
	// check is a condition on a row "a" of articles. It is written as scalar
	// subselects, which no planner turns into joins.
	check func(l *listQuery) string
	// lists are the lists whose union it is, or is within where it is loose.
	lists []string
	loose bool
	// apart says that no article is in two of the lists.
	apart bool
	// sets are where the ids that it matches are found without an order, whatever
	// the status.
	sets []walk
	// bound says that walks in the order of this list begin or end by it.
	bound bool
}

// walks are the ordered walks of a narrowing that has lists.
func (n *narrowing) walks(*listQuery) []walk {
	walks := make([]walk, len(n.lists))
	for i, name := range n.lists {
		walks[i] = walk{table: "listings", id: "article_id", ordered: true, hides: true, where: func(l *listQuery) string {
			return "list = (SELECT id FROM lists WHERE name = " + l.q.bind(name) + ")"
		}}
	}
	return walks
}

func names[T ~string](prefix string, values []T) []string {
	all := make([]string, len(values))
	for i, value := range values {
		all[i] = prefix + string(value)
	}
	return all
}

// among is a condition that a column has one of some values.
func among[T any](column string, values []T) func(*listQuery) string {
	return func(l *listQuery) string { return column + " IN (" + bindAll(l.q, values) + ")" }
}

// tied is a condition that a part of "a" meets another one.
func tied(part string, condition func(*listQuery) string) func(*listQuery) string {
	return func(l *listQuery) string {
		return "(SELECT 1 FROM " + part + " x WHERE x.article_id = a.id AND " + condition(l) + " LIMIT 1) = 1"
	}
}

func set(table, id string, where func(*listQuery) string) []walk {
	return []walk{{table: table, id: id, where: where}}
}

// narrow turns a filter into its narrowings, those that match few first.
func (l *listQuery) narrow(f *news.ArticleFilter) {
	add := func(given bool, n narrowing) {
		if given {
			n.lists = distinct(n.lists)
			l.narrowings = append(l.narrowings, n)
		}
	}
	add(len(f.ExternalIDs) > 0, narrowing{
		check: among("a.external_id", f.ExternalIDs), sets: set("articles", "id", among("external_id", f.ExternalIDs)),
	})
	add(len(f.Sources) > 0, narrowing{
		check: tied("article_sources", among("x.name", f.Sources)), lists: names(listSource, f.Sources),
		sets: set("article_sources", "article_id", among("name", f.Sources)),
	})
	add(len(f.Tags) > 0, narrowing{
		check: tied("article_tags", among("x.tag_id", f.Tags)), lists: names(listTag, f.Tags),
		sets: set("article_tags", "article_id", among("tag_id", f.Tags)),
	})
	l.narrowByCredits(f, add)
	add(len(f.CreatedBy) > 0, narrowing{
		check: among("a.created_by", f.CreatedBy), lists: names(listCreator, f.CreatedBy), apart: true,
		sets: set("articles", "id", among("created_by", f.CreatedBy)),
	})
	l.narrowBySections(f, add)
	add(len(f.Kinds) > 0, narrowing{check: among("a.kind", f.Kinds), lists: names(listKind, f.Kinds), apart: true})
	add(len(f.Languages) > 0, narrowing{check: among("a.language", f.Languages), lists: names(listLanguage, f.Languages), apart: true})
	l.narrowByFlags(f, add)
	l.narrowByTimes(f, add)
}

func (*listQuery) narrowByCredits(f *news.ArticleFilter, add func(bool, narrowing)) {
	byline, role := among("x.byline_id", f.Bylines), among("x.role", f.Roles)
	both := func(l *listQuery) string { return byline(l) + " AND " + role(l) }
	sets := set("credits", "article_id", among("byline_id", f.Bylines))
	switch {
	case len(f.Bylines) > 0 && len(f.Roles) > 0:
		add(true, narrowing{check: tied("credits", both), lists: names(listByline, f.Bylines), loose: true, sets: sets})
	case len(f.Bylines) > 0:
		add(true, narrowing{check: tied("credits", byline), lists: names(listByline, f.Bylines), sets: sets})
	default:
		add(len(f.Roles) > 0, narrowing{check: tied("credits", role), lists: names(listRole, f.Roles)})
	}
}

func (*listQuery) narrowBySections(f *news.ArticleFilter, add func(bool, narrowing)) {
	if f.SectionOnly {
		add(len(f.Sections) > 0, narrowing{
			check: among("a.section_id", f.Sections), lists: names(listSelf, f.Sections), apart: true,
			sets: set("articles", "id", among("section_id", f.Sections)),
		})
		return
	}
	under := func(column string) func(*listQuery) string {
		return func(l *listQuery) string {
			return column + " IN (WITH RECURSIVE under (id) AS (SELECT id FROM sections WHERE id IN (" + bindAll(l.q, f.Sections) +
				") UNION SELECT s.id FROM under JOIN sections s ON s.parent_id = under.id) SELECT id FROM under)"
		}
	}
	add(len(f.Sections) > 0, narrowing{
		check: under("a.section_id"), lists: names(listSection, f.Sections), sets: set("articles", "id", under("section_id")),
	})
}

func (*listQuery) narrowByFlags(f *news.ArticleFilter, add func(bool, narrowing)) {
	word := func(flag *bool) string {
		if flag != nil && *flag {
			return "true"
		}
		return "false"
	}
	corrected := func(*listQuery) string {
		found := "(SELECT 1 FROM corrections x WHERE x.article_id = a.id LIMIT 1)"
		if word(f.HasCorrections) == "true" {
			return found + " = 1"
		}
		return found + " IS NULL"
	}
	add(f.Featured != nil, narrowing{
		check: func(*listQuery) string { return "a.featured = " + word(f.Featured) },
		lists: []string{listFeatured + word(f.Featured)},
	})
	add(f.HasCorrections != nil, narrowing{check: corrected, lists: []string{listCorrected + word(f.HasCorrections)}})
}

// narrowByTimes adds what is published or changed within some time. Where the
// list is in that order, walks are cut to it.
func (l *listQuery) narrowByTimes(f *news.ArticleFilter, add func(bool, narrowing)) {
	within := func(column string) func(*listQuery) string {
		return func(l *listQuery) string {
			return conditions(l.since(column, f.PublishedFrom), l.before(column, f.PublishedTo))
		}
	}
	add(f.PublishedFrom != nil || f.PublishedTo != nil, narrowing{
		check: within("a.published_at"), bound: l.by.column == columnPublished,
		sets: set("articles", "id", func(l *listQuery) string { return l.statusAmong() + " AND " + within(columnPublished)(l) }),
	})
	add(f.UpdatedSince != nil, narrowing{
		check: func(l *listQuery) string {
			return "(" + l.since("a.updated_at", f.UpdatedSince) + " OR " + l.since("a.visible_at", f.UpdatedSince) + ")"
		},
		bound: l.by.column == columnUpdated,
		sets: append(set("articles", "id", func(l *listQuery) string {
			return l.statusAmong() + " AND " + l.since(columnUpdated, f.UpdatedSince)
		}), l.late()),
	})
}

// late walks what became visible since a moment and was last changed before it.
func (*listQuery) late() walk {
	return walk{table: "articles", id: "id", where: func(l *listQuery) string {
		return conditions("visible_at > updated_at", l.since("visible_at", l.filter.UpdatedSince), "visible_at <= "+l.q.bind(news.FarFuture()),
			l.before(columnUpdated, l.filter.UpdatedSince))
	}}
}

func (l *listQuery) since(column string, moment *time.Time) string {
	if moment == nil {
		return ""
	}
	return column + " >= " + l.q.bind(*moment)
}

func (l *listQuery) before(column string, moment *time.Time) string {
	if moment == nil {
		return ""
	}
	return column + " < " + l.q.bind(*moment)
}

// distinct returns the values, each once.
func distinct[T comparable](values []T) []T {
	once := make([]T, 0, len(values))
	for _, value := range values {
		if !slices.Contains(once, value) {
			once = append(once, value)
		}
	}
	return once
}

// conditions joins those that are not empty.
func conditions(all ...string) string {
	given := make([]string, 0, len(all))
	for _, condition := range all {
		if condition != "" {
			given = append(given, condition)
		}
	}
	return strings.Join(given, " AND ")
}
