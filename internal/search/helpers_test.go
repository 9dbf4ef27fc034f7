package search

import (
	_ "embed" // reads the table into the test
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/hant-hans.txt
var hantHansPairs string

// hantHans is as much of the table as the tests' texts need.
var hantHans = func() map[rune]rune {
	table := map[rune]rune{}
	_, pairs, _ := strings.Cut(hantHansPairs, "\n")
	for pair := range strings.FieldsSeq(pairs) {
		both := []rune(pair)
		table[both[0]] = both[1]
	}
	return table
}()

func hansOf(r rune) rune {
	if hans, ok := hantHans[r]; ok {
		return hans
	}
	return r
}

var folder = New(hansOf)

func parse(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, text string,
) Query {
	t.Helper()
	q, err := folder.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return q
}

// met does what an index does with the terms of an entry. Of the negative
// clauses it knows only those that are exact.
func met(q Query, terms []string) bool {
	for _, c := range q.Clauses {
		if holds := c.met(terms); c.Not && c.Exact && holds || !c.Not && !holds {
			return false
		}
	}
	return !q.Empty()
}

func (c *Clause) met(terms []string) bool {
	for _, group := range c.Needs {
		if !slices.ContainsFunc(group, func(t Term) bool { return t.in(terms) }) {
			return false
		}
	}
	return true
}

func (t Term) in(terms []string) bool {
	at, found := slices.BinarySearch(terms, t.Text)
	return found || t.Prefix && at < len(terms) && strings.HasPrefix(terms[at], t.Text)
}

func TestHelpersTable(t *testing.T) {
	for hant, hans := range hantHans {
		if hansOf(hans) != hans {
			t.Errorf("%c becomes %c, which becomes another", hant, hans)
		}
	}
}
