package service

import (
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/search"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// textFields are the fields of queries that have a name.
var textFields = map[search.Field]news.TextField{
	search.AnyField: "", search.Title: news.TextTitle, search.Byline: news.TextByline,
	search.Section: news.TextSection, search.Tag: news.TextTag,
}

// textFilter returns what a query asks of an article. Sections are found by
// their names in an outline, with all that is under them.
func textFilter(q search.Query, outline *store.Outline) *news.TextFilter {
	if q.Empty() {
		return &news.TextFilter{Clauses: []news.TextClause{{Field: news.TextSection}}} // a section of no name
	}
	filter := &news.TextFilter{Clauses: make([]news.TextClause, len(q.Clauses))}
	names := sectionNames(outline)
	for i := range q.Clauses {
		c := &q.Clauses[i]
		clause := news.TextClause{Field: textFields[c.Field], Not: c.Not, Needles: c.Needles, Exact: c.Exact}
		for _, group := range c.Needs {
			terms := make([]news.TextTerm, len(group))
			for j, term := range group {
				terms[j] = news.TextTerm(term)
			}
			clause.Needs = append(clause.Needs, terms)
		}
		if c.Field == search.AnyField || c.Field == search.Section {
			clause.Sections = sectionsHolding(c.Needles, names, outline)
		}
		filter.Clauses[i] = clause
	}
	return filter
}

func sectionNames(outline *store.Outline) []string {
	names := make([]string, len(outline.All()))
	for i := range outline.All() {
		names[i] = folder.Value(outline.All()[i].Name)
	}
	return names
}

// sectionsHolding returns the ids of the sections in whose folded name, or in
// that of one above, a needle stands.
func sectionsHolding(needles, names []string, outline *store.Outline) []string {
	var ids []string
	for i := range outline.All() {
		if !slices.ContainsFunc(needles, func(needle string) bool { return strings.Contains(names[i], needle) }) {
			continue
		}
		for _, section := range outline.Under(outline.All()[i].ID) {
			ids = append(ids, section.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
