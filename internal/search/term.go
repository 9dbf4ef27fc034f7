package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxTermBytes is how long a term can be.
const MaxTermBytes = maxMarkerBytes + 2*maxUnitBytes

const (
	maxUnitBytes   = 60 // of a word in a term
	maxMarkerBytes = 3
)

// unit is a dense character, a word or a number of a folded text.
type unit struct {
	text  string
	class class
}

// units calls yield for each unit of a folded text. adjacent tells whether the
// one before stands next to it: not so at the beginning of a paragraph.
func units(folded string, yield func(u unit, adjacent bool)) {
	adjacent := false
	for at := 0; at < len(folded); {
		r, size := utf8.DecodeRuneInString(folded[at:])
		if r == ' ' || r == '\n' {
			adjacent = adjacent && r == ' '
			at += size
			continue
		}
		c := classOf(r)
		if c != dense {
			c = max(c, letter)
			size = strings.IndexByte(folded[at:], ' ')
		}
		yield(unit{folded[at : at+size], c}, adjacent)
		adjacent = true
		at += size
	}
}

// pairs tells whether two neighbours have a term of their own. Words among
// themselves have none, nor numbers: they are rare enough alone.
func pairs(a, b unit) bool {
	return a.class != b.class || a.class == dense
}

// term returns the term of units: one, or two that pair. It is cut to a length
// that both engines can index.
func term(of ...unit) (text string, cut bool) {
	if len(of) == 1 {
		return clip(of[0].text)
	}
	a, cutA := clip(of[0].text)
	b, cutB := clip(of[1].text)
	return a + b, cutA || cutB
}

// clip cuts a word. cut tells whether the text may stand for other words too.
func clip(word string) (text string, cut bool) {
	if len(word) <= maxUnitBytes {
		return word, len(word) > maxUnitBytes-utf8.UTFMax
	}
	end := maxUnitBytes
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end], true
}

// addTerms puts the terms of a folded text into the set: each unit, and each
// two neighbours that pair. Without withDense, what consists of dense characters
// is left out.
func addTerms(set map[string]struct{}, folded, prefix string, withDense bool) {
	var last unit
	units(folded, func(u unit, adjacent bool) {
		if withDense || u.class != dense {
			text, _ := term(u)
			set[prefix+text] = struct{}{}
		}
		if adjacent && pairs(last, u) && (withDense || u.class != dense || last.class != dense) {
			text, _ := term(last, u)
			set[prefix+text] = struct{}{}
		}
		last = u
	})
}

func sorted(set map[string]struct{}) []string {
	return slices.Sorted(maps.Keys(set))
}
