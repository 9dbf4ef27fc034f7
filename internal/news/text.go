package news

// TextField is a part of an article that a clause of a query can name. The zero
// value is any part.
type TextField string

// The fields that a clause can name.
const (
	TextTitle   TextField = "title"
	TextByline  TextField = "byline"
	TextSection TextField = "section"
	TextTag     TextField = "tag"
)

// TextFilter is what a full-text query asks of an article: all of its clauses.
type TextFilter struct {
	Clauses []TextClause
}

// TextClause is one word or phrase of a query, folded. It holds where the
// article's entry has one of its needles, or where the article is in a section,
// or has a byline or a tag, whose folded name does.
type TextClause struct {
	Field    TextField
	Not      bool         // excludes what the clause finds
	Needles  []string     // substrings of an entry or of a folded name
	Needs    [][]TextTerm // terms of which an entry has one at least of every group where a needle is in it
	Exact    bool         // a needle is in every entry that has them
	Sections []string     // ids of the sections by whose names it holds, and of those under them
}

// TextTerm is a term of an index.
type TextTerm struct {
	Text   string
	Prefix bool // every term that begins with Text
}

// TextEntry is what is searched of an article beside the names of its section,
// its bylines and its tags, folded: see package search.
type TextEntry struct {
	Title   string          // the value of the title
	Printed string          // the values of the names in its credits that are printed so
	Text    string          // all of it
	Terms   func() []string // of Text; called where they are written
	Words   func() []string // those of the terms that are not characters beyond ASCII, or pairs of them, that touch in Text
}
