package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// The bounds of a query. A whole title fits.
const (
	MaxQueryRunes = 300
	MaxClauses    = 32
)

// Query is what a reader asks for: an entry matches if it holds every clause,
// and none that is negative. There is a clause that is not negative, or none
// at all: an empty query matches nothing.
type Query struct {
	Clauses []Clause

	whole string // all that may be anywhere, side by side; "" if that is one clause
}

// Clause is one word or phrase of a query.
type Clause struct {
	// Field is where the clause must hold; AnyField is anywhere.
	Field Field
	// Not excludes what the clause finds.
	Not bool
	// Needs are the terms an entry has if the clause holds: one at least of
	// every group.
	Needs [][]Term
	// Exact tells that the clause holds if the terms are there, so that nobody
	// needs to look at the entry.
	Exact bool

	// Needles are substrings of an entry: the clause holds where one of them
	// stands in a value of its field.
	Needles []string

	folded string
	forms  []string // of the word, as needles
}

// Term is what an index is asked for.
type Term struct {
	Text string
	// Prefix asks for every term that begins with Text.
	Prefix bool
}

// Parse reads a query: words, "phrases", each with "-" before it to exclude it
// and, behind that, title:, byline:, section: or tag: to look only there. White
// space and wide punctuation stand between words; wide and typographic forms
// of the signs are as good. What is not well formed is read as plain words, and
// so is a query that only excludes. The error is Malformed and names q: the
// query has more than MaxQueryRunes characters or more than MaxClauses words.
func (f *Folder) Parse(text string) (Query, error) {
	if n := utf8.RuneCountInString(text); n > MaxQueryRunes {
		return Query{}, malformed("too-long", fmt.Sprintf("q has %d characters; %d is the most", n, MaxQueryRunes))
	}
	pieces := read(text)
	clauses := f.clauses(pieces)
	if !slices.ContainsFunc(clauses, func(c Clause) bool { return !c.Not }) {
		for i := range pieces {
			pieces[i].not = false
		}
		clauses = f.clauses(pieces)
	}
	if n := len(clauses); n > MaxClauses {
		return Query{}, malformed("too-many", fmt.Sprintf("q has %d words; %d is the most", n, MaxClauses))
	}
	return Query{Clauses: clauses, whole: whole(clauses)}, nil
}

// clauses makes clauses of pieces, each once.
func (f *Folder) clauses(pieces []piece) []Clause {
	var clauses []Clause
	for _, p := range pieces {
		if c, ok := f.clause(p); ok && !slices.ContainsFunc(clauses, c.same) {
			clauses = append(clauses, c)
		}
	}
	return clauses
}

// whole joins the clauses that may be anywhere.
func whole(clauses []Clause) string {
	var joined, goesOn string
	n := 0
	for i := range clauses {
		if c := &clauses[i]; c.Field == AnyField && !c.Not {
			goesOn = joined + c.Needles[0]
			joined += c.folded
			n++
		}
	}
	if n < 2 {
		return ""
	}
	return strings.ReplaceAll(goesOn, "  ", " ")
}

// same tells a clause that was given before.
func (c *Clause) same(d Clause) bool {
	return c.Field == d.Field && c.Not == d.Not && slices.Equal(c.Needles, d.Needles)
}

func malformed(code, detail string) error {
	return news.NewMalformed([]news.Field{{Parameter: "q", Code: code, Detail: detail}})
}

// Empty tells a query without a word, which matches nothing.
func (q Query) Empty() bool {
	return len(q.Clauses) == 0
}

// Exact tells that the terms alone decide: who has the terms of all clauses
// that are not negative and not those of any that is, matches.
func (q Query) Exact() bool {
	return !slices.ContainsFunc(q.Clauses, func(c Clause) bool { return !c.Exact })
}
