package hygiene

import (
	"slices"

	"golang.org/x/net/html"
)

// What follows is the part of the tree construction of the HTML Living
// Standard (13.2.6) that matters for the allowed elements.
var (
	voids     = set("br", "hr", "img", "wbr")
	rubyParts = set("rb", "rt", "rp")
	headings  = []string{"h1", "h2", "h3", "h4", "h5", "h6"}

	// blocks end an open paragraph. Unlike a parser's they end a ruby too.
	blocks = set(wrapper, "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "figure",
		"figcaption", "ul", "ol", "li", "dl", "dt", "dd", "table")

	// endedBy names the open elements that an element ends by starting.
	endedBy = map[string][]string{
		"h1": headings, "h2": headings, "h3": headings, "h4": headings, "h5": headings, "h6": headings,
		"a": {"a"}, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"},
	}

	// tableParents names what each part of a table may stand in.
	tableParents = map[string]map[string]bool{
		"caption": set("table"), "thead": set("table"), "tbody": set("table"), "tfoot": set("table"),
		"tr": set("table", "thead", "tbody", "tfoot"),
		"td": set("table", "thead", "tbody", "tfoot", "tr"),
		"th": set("table", "thead", "tbody", "tfoot", "tr"),
	}
)

// stopsOf says which elements an end tag of that name, or a start tag that
// ends it, does not reach across.
func stopsOf(name string) func(string) bool {
	switch name {
	case "table":
		return func(string) bool { return false }
	case "caption", "thead", "tbody", "tfoot", "tr", "td", "th":
		return func(across string) bool { return across == "table" }
	case "li":
		return func(across string) bool { return across == "ul" || across == "ol" || isCell(across) }
	case "dt", "dd":
		return func(across string) bool { return across == "dl" || isCell(across) }
	case "rb", "rt", "rp":
		return func(across string) bool { return across == "ruby" || isCell(across) }
	}
	return isCell
}

// isCell tells what holds content of its own within a table, and the table
// itself, which holds none.
func isCell(name string) bool {
	return name == "td" || name == "th" || name == "caption" || name == "table"
}

// lacks tells an element that says nothing for want of an attribute.
func lacks(name string, attributes []html.Attribute) bool {
	oneOf, isNeedy := needed[name]
	return isNeedy && !slices.ContainsFunc(attributes, func(a html.Attribute) bool {
		return slices.Contains(oneOf, a.Key)
	})
}
