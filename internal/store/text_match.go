package store

import (
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// textQuery is a full-text query with what its clauses find by name.
type textQuery struct {
	clauses []news.TextClause
	named   []byName
}

// decided reports whether an article that the index finds matches for certain,
// unless its entry is large.
func (t *textQuery) decided() bool {
	return !slices.ContainsFunc(t.clauses, func(c news.TextClause) bool { return c.Not || !c.Exact })
}

// indexed reports whether the index can be asked.
func (t *textQuery) indexed() bool {
	for i := range t.clauses {
		if !t.clauses[i].Not && t.named[i].tooMany {
			return false
		}
	}
	return true
}

// check is a condition on a row "a" of articles. sure says that the index found
// it.
func (t *textQuery) check(q *statement, sure bool) string {
	each := make([]string, len(t.clauses))
	for i := range t.clauses {
		each[i] = t.clause(q, i)
	}
	condition := strings.Join(each, " AND ")
	if q.dialect.name == "sqlite" {
		condition = "(SELECT " + condition + " FROM search_texts t WHERE t.number = e.number)"
	}
	if sure && t.decided() {
		condition = "(NOT e.is_large OR " + condition + ")"
	}
	return "(SELECT CASE WHEN " + condition + " THEN 1 END FROM search_entries e WHERE e.article_id = a.id) = 1"
}

// clause is a condition on "a" and the texts of its entry.
func (t *textQuery) clause(q *statement, at int) string {
	c, holds := &t.clauses[at], []string{}
	texts := "e."
	if q.dialect.name == "sqlite" {
		texts = "t."
	}
	switch c.Field {
	case "":
		holds = append(holds, q.holds(texts+"entry", c.Needles))
	case news.TextTitle:
		holds = append(holds, q.holds(texts+"title", c.Needles))
	case news.TextByline:
		holds = append(holds, q.holds(texts+"printed", c.Needles))
	case news.TextSection, news.TextTag:
	}
	if len(c.Sections) > 0 {
		holds = append(holds, q.amongIDs("a.section_id", c.Sections))
	}
	holds = append(holds, t.byNames(q, at)...)
	truth := " = 1"
	if c.Not {
		truth = " = 0"
	}
	if len(holds) == 0 {
		holds = []string{"1 = 0"}
	}
	return "CASE WHEN " + strings.Join(holds, " OR ") + " THEN 1 ELSE 0 END" + truth
}

// byNames are conditions on "a": it has a byline, or a tag, that a clause finds
// by name.
func (t *textQuery) byNames(q *statement, at int) []string {
	var holds []string
	for _, tie := range []struct {
		field                news.TextField
		names, table, column string
		ids                  []string
	}{
		{news.TextByline, "bylines", "credits", "byline_id", t.named[at].bylines},
		{news.TextTag, "tags", "article_tags", "tag_id", t.named[at].tags},
	} {
		switch {
		case len(tie.ids) > maxNamed:
			holds = append(holds, "(SELECT 1 FROM "+tie.table+" x JOIN "+tie.names+" y ON y.id = x."+tie.column+
				" WHERE x.article_id = a.id AND "+q.holds("y.folded", t.clauses[at].Needles)+" LIMIT 1) = 1")
		case len(tie.ids) > 0:
			holds = append(holds, "(SELECT 1 FROM "+tie.table+" x WHERE x.article_id = a.id AND "+
				q.amongIDs("x."+tie.column, tie.ids)+" LIMIT 1) = 1")
		}
	}
	return holds
}

// match is a condition: the index finds the query.
func (t *textQuery) match(q *statement) string {
	var all []string
	for i := range t.clauses {
		if !t.clauses[i].Not {
			all = append(all, t.terms(q, i))
		}
	}
	text := q.bind("(" + strings.Join(all, q.and()) + ")" + q.or() + q.term(largeTerm, false))
	if q.dialect.name == "sqlite" {
		return "search_terms MATCH " + text
	}
	return "search_terms(CASE WHEN e.is_large THEN '' ELSE e.entry END, e.words) @@ " + text + "::tsquery"
}

// terms are what an entry, or its ties, must have of a clause.
func (t *textQuery) terms(q *statement, at int) string {
	c := &t.clauses[at]
	var anyOf []string
	if c.Field != news.TextSection && c.Field != news.TextTag {
		groups := make([]string, len(c.Needs))
		for i, group := range c.Needs {
			terms := make([]string, len(group))
			for j, term := range group {
				terms[j] = q.term(term.Text, term.Prefix)
			}
			groups[i] = "(" + strings.Join(terms, q.or()) + ")"
		}
		anyOf = append(anyOf, "("+strings.Join(groups, q.and())+")")
	}
	for _, ids := range [][]string{c.Sections, t.named[at].bylines, t.named[at].tags} {
		for _, id := range ids {
			anyOf = append(anyOf, q.term(tieTerm(id), false))
		}
	}
	if len(anyOf) == 0 {
		return q.term(noTerm, false)
	}
	return "(" + strings.Join(anyOf, q.or()) + ")"
}

// term, like the two below, writes parts of what the engine's index is asked.
func (q *statement) term(text string, prefix bool) string {
	switch {
	case q.dialect.name == "sqlite" && prefix:
		return `"` + text + `" *`
	case q.dialect.name == "sqlite":
		return `"` + text + `"`
	case prefix:
		return "'" + text + "':*"
	default:
		return "'" + text + "'"
	}
}

func (q *statement) and() string {
	if q.dialect.name == "sqlite" {
		return " AND "
	}
	return " & "
}

func (q *statement) or() string {
	if q.dialect.name == "sqlite" {
		return " OR "
	}
	return " | "
}

// walk is the way to what the index finds. It is read whole, and put in order
// before the texts are looked at.
func (t *textQuery) walk() walk { return walk{found: t} }
