package search

import (
	"sort"
	"unicode"
	"unicode/utf8"
)

// place ties size bytes of a folded text to width bytes of its source. If it
// is even, they go side by side; else each byte comes from all of them.
type place struct {
	at, size    int
	from, width int
	even        bool
}

// track notes where the size bytes come from that are written next.
func (w *writer) track(size int) {
	next := place{at: len(w.out), size: size, from: w.from, width: w.to - w.from, even: size == w.to-w.from}
	if last := len(w.places) - 1; last >= 0 {
		if p := &w.places[last]; p.at+p.size == next.at && p.join(next) {
			return
		}
	}
	w.places = append(w.places, next)
}

// join makes one place of two that follow each other, if it can.
func (p *place) join(next place) bool {
	switch {
	case p.from == next.from && p.width == next.width:
		p.even = false
	case p.even && next.even && p.from+p.width == next.from:
		p.width += next.width
	default:
		return false
	}
	p.size += next.size
	return true
}

// Origin returns the range of the source that the range [begin, end) of the
// folded text comes from, with the marks that belong to its end. Spaces at the
// ends of the range count for nothing; a range of spaces gives from == to.
func (f *Folded) Origin(begin, end int) (from, to int) {
	first := sort.Search(len(f.places), func(i int) bool { return f.places[i].at+f.places[i].size > begin })
	last := sort.Search(len(f.places), func(i int) bool { return f.places[i].at >= end }) - 1
	if first > last {
		return 0, 0
	}
	p := f.places[first]
	from = p.from
	if p.even && begin > p.at {
		from += begin - p.at
	}
	p = f.places[last]
	to = p.from + p.width
	if p.even && end < p.at+p.size {
		to = p.from + end - p.at
	}
	return from, f.withMarks(to)
}

// withMarks moves the end of a range behind the marks that follow it.
func (f *Folded) withMarks(to int) int {
	for to < len(f.source) {
		r, size := utf8.DecodeRuneInString(f.source[to:])
		if !unicode.In(r, unicode.M, unicode.Cf) {
			break
		}
		to += size
	}
	return to
}
