package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxHits bounds how many places are marked in one text for one form of a word.
const maxHits = 128

// hit is a range of a text that clauses found.
type hit struct {
	from, to int
	clauses  uint32 // a bit each
}

// Marked returns a text as HTML with <mark> around what the query finds in it,
// or "" if that is nothing. The text is plain, and the value of a field.
func (f *Folder) Marked(q Query, field Field, text string) string {
	hits := f.hits(q, field, text)
	if len(hits) == 0 {
		return ""
	}
	var out strings.Builder
	writeMarked(&out, text, span{0, len(text)}, hits)
	return out.String()
}

// hits returns where the query's clauses stand in a text, in order, without
// overlaps. A phrase is one hit, with the punctuation in it; of a word whose
// beginning was asked for, all is.
func (f *Folder) hits(q Query, field Field, text string) []hit {
	if q.Empty() {
		return nil
	}
	folded := f.Fold(text)
	var hits []hit
	for i := range q.Clauses {
		c := &q.Clauses[i]
		if c.Not || c.Field != AnyField && c.Field != field {
			continue
		}
		for _, needle := range c.Needles {
			for _, s := range occurrences(folded.Text, needle) {
				from, to := folded.Origin(s.from, s.to)
				hits = append(hits, hit{from, to, 1 << i})
			}
		}
	}
	return merged(hits)
}

// span is a range of a text, in bytes.
type span struct{ from, to int }

// occurrences returns where a needle stands, the spaces at its ends not
// counted.
func occurrences(folded, needle string) []span {
	var found []span
	lead := len(needle) - len(strings.TrimPrefix(needle, " "))
	core := strings.Trim(needle, " ")
	last, _ := utf8.DecodeLastRuneInString(needle)
	goesOn := last != ' ' && classOf(last) != dense
	for at := 0; len(found) < maxHits; {
		i := strings.Index(folded[at:], needle)
		if i < 0 {
			break
		}
		s := span{at + i + lead, at + i + lead + len(core)}
		if goesOn {
			s.to += strings.IndexByte(folded[s.to:], ' ')
		}
		found = append(found, s)
		at = s.to
	}
	return found
}

// merged sorts hits and makes one of those that overlap.
func merged(hits []hit) []hit {
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out []hit
	for _, h := range hits {
		if last := len(out) - 1; last >= 0 && h.from < out[last].to {
			out[last].to = max(out[last].to, h.to)
			out[last].clauses |= h.clauses
			continue
		}
		out = append(out, h)
	}
	return out
}
