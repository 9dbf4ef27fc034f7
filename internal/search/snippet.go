package search

import (
	"html"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MaxSnippetRunes is the length of a snippet's text; tags, references and
	// ellipses come to it.
	MaxSnippetRunes = 120

	contextRunes = 24 // before the first hit, and where an end is looked for
)

// Snippets returns up to n passages of a text around what the query finds, in
// the order of the text, as HTML with <mark> around the hits and … where the
// text goes on. They begin and end at sentences, clauses or words where one
// does nearby. Those come first that show most of the query's words.
func (f *Folder) Snippets(q Query, field Field, text string, n int) []string {
	hits := f.hits(q, field, text)
	var snippets []string
	for _, s := range choose(text, hits, n) {
		snippets = append(snippets, snippet(text, s, hits))
	}
	return snippets
}

// choose picks the windows with most to show, of those that do not overlap.
func choose(text string, hits []hit, n int) []span {
	windows := make([]span, len(hits))
	for i, h := range hits {
		windows[i] = window(text, h)
	}
	var chosen []span
	for shown := uint32(0); len(chosen) < n; {
		best, value := -1, 0
		for i, w := range windows {
			if v, _ := worth(hits[i:], w, shown); v > value && !overlaps(chosen, w) {
				best, value = i, v
			}
		}
		if best < 0 {
			break
		}
		_, clauses := worth(hits[best:], windows[best], shown)
		shown |= clauses
		chosen = append(chosen, windows[best])
	}
	slices.SortFunc(chosen, func(a, b span) int { return a.from - b.from })
	return chosen
}

// worth counts what a window shows of the hits, clauses not yet shown above
// all.
func worth(hits []hit, w span, shown uint32) (value int, clauses uint32) {
	for _, h := range hits {
		if h.from >= w.to {
			break
		}
		value++
		clauses |= h.clauses
	}
	return value + maxHits*bits.OnesCount32(clauses&^shown), clauses
}

func overlaps(chosen []span, w span) bool {
	return slices.ContainsFunc(chosen, func(c span) bool { return w.from < c.to && c.from < w.to })
}

// window returns the passage whose first hit is h.
func window(text string, h hit) span {
	from := runesBefore(text, h.from, contextRunes)
	if from > 0 {
		from += beginning(text[from:h.from])
	}
	to := runesAfter(text, from, MaxSnippetRunes)
	if to < len(text) {
		least := max(min(h.to, to), runesBefore(text, to, contextRunes))
		to = least + ending(text[least:to])
	}
	return span{from, to}
}

func runesBefore(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func runesAfter(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// beginning returns where a passage best begins that may begin anywhere before
// the end of text: behind its last sentence, else its first clause or word.
func beginning(text string) int {
	if i := strings.LastIndexFunc(text, endsSentence); i >= 0 {
		return i + sizeAt(text, i)
	}
	if i := strings.IndexFunc(text, endsClause); i >= 0 {
		return i + sizeAt(text, i)
	}
	rest := strings.TrimLeftFunc(text, unicode.IsMark)
	return len(text) - len(rest)
}

// ending returns where a passage best ends that may end anywhere in text.
func ending(text string) int {
	if i := strings.LastIndexFunc(text, endsSentence); i >= 0 {
		return i + sizeAt(text, i)
	}
	if i := strings.LastIndexFunc(text, endsClause); i >= 0 {
		return i
	}
	return len(text)
}

func sizeAt(text string, at int) int {
	_, size := utf8.DecodeRuneInString(text[at:])
	return size
}

func endsSentence(r rune) bool {
	return strings.ContainsRune("。！？!?\n", r)
}

func endsClause(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("，、；：,;", r)
}

func snippet(text string, s span, hits []hit) string {
	s.from = s.to - len(strings.TrimLeftFunc(text[s.from:s.to], unicode.IsSpace))
	var out strings.Builder
	if s.from > 0 {
		out.WriteString("…")
	}
	writeMarked(&out, text, s, hits)
	if strings.TrimSpace(text[s.to:]) != "" {
		out.WriteString("…")
	}
	return out.String()
}

// writeMarked writes a passage of a text as HTML, with the hits marked.
func writeMarked(out *strings.Builder, text string, s span, hits []hit) {
	at := s.from
	for _, h := range hits {
		from, to := max(h.from, at), min(h.to, s.to)
		if from >= to {
			continue
		}
		writeText(out, text[at:from])
		out.WriteString("<mark>")
		writeText(out, text[from:to])
		out.WriteString("</mark>")
		at = to
	}
	writeText(out, text[at:s.to])
}

// writeText writes plain text on one line.
func writeText(out *strings.Builder, text string) {
	line := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	out.WriteString(html.EscapeString(line))
}
