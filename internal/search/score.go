package search

import (
	"slices"
	"strings"
	"time"
)

// weights say how much it tells that a clause holds in a field.
var weights = map[Field]int{
	Title: 32, Subtitle: 20, Tag: 16, Summary: 12, Byline: 12, Section: 10, Source: 6, Body: 4,
}

const (
	asTyped   = 8 // a word as it was typed,
	inflected = 7 // in another form,
	longer    = 5 // or with more letters

	wholeTitle = 96 // for a title that is nothing but the query,
	halfTitle  = 48 // or half of it
	maxRepeat  = 8  // occurrences in the body that count

	freshness = 1 << 24 // scores of one match
	fresh     = 30 * 24 // hours after which half of it is gone
)

// Score says how well an entry that matches answers a query; the higher the
// better. A match in the title counts more than one in the summary, and that
// more than one in the body; words side by side as in the query more than
// scattered ones. Between entries that match alike, the newer has the higher
// score, to the hour. It is made of integers, from the entry alone, and the same
// everywhere.
func (q Query) Score(e Entry, age time.Duration) int64 {
	match := 0
	for field, text := range e.values {
		match = max(match, q.together(field, text))
	}
	for i := range q.Clauses {
		if !q.Clauses[i].Not {
			match += q.Clauses[i].score(e)
		}
	}
	hours := max(int64(age/time.Hour), 0)
	return int64(match)*freshness + (freshness-1)*fresh/(fresh+hours)
}

// together is what the whole query is worth in one value of a field.
func (q Query) together(field Field, text string) int {
	if q.whole == "" || !strings.Contains(text, q.whole) {
		return 0
	}
	return weights[field]*asTyped + cover(field, text, q.whole)
}

// score is that of the best value, with a little for each field more.
func (c *Clause) score(e Entry) int {
	best, sum := 0, 0
	for field, text := range e.values {
		if c.Field != AnyField && c.Field != field {
			continue
		}
		worth := c.worth(field, text)
		best = max(best, worth)
		sum += min(worth, asTyped)
	}
	return best + sum
}

func (c *Clause) worth(field Field, text string) int {
	at := strings.Index(text, c.folded)
	switch {
	case at >= 0 && field == Body:
		return weights[field]*asTyped + repeats(text[at:], c.folded)
	case at >= 0:
		return weights[field]*asTyped + cover(field, text, c.folded)
	case slices.ContainsFunc(c.forms, func(form string) bool { return strings.Contains(text, form) }):
		return weights[field] * inflected
	case c.isIn(text):
		return weights[field] * longer
	}
	return 0
}

func repeats(text, needle string) int {
	n := 0
	for n < maxRepeat {
		_, after, ok := strings.Cut(text, needle)
		if !ok {
			break
		}
		text = after
		n++
	}
	return n
}

// cover is what it is worth that the query makes up much of a title.
func cover(field Field, text, needle string) int {
	switch have := 10 * len(needle) / len(text); {
	case field != Title, have < 5:
		return 0
	case have < 9:
		return halfTitle
	}
	return wholeTitle
}
