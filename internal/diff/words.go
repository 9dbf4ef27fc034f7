package diff

import (
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// tagOrReference matches what HTML reads as a tag or character reference.
var tagOrReference = regexp.MustCompile(`<[A-Za-z/!][^<>]*>|&(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});`)

// words cuts text or HTML into words and what stands between them: tags,
// references, and all other grapheme clusters one by one.
func words(source string) []string {
	var found []string
	at := 0
	for _, place := range tagOrReference.FindAllStringIndex(source, -1) {
		found = appendWords(found, source[at:place[0]])
		found = append(found, source[place[0]:place[1]])
		at = place[1]
	}
	return appendWords(found, source[at:])
}

// appendWords cuts plain text by the rule that counts the words of bodies.
func appendWords(found []string, text string) []string {
	previous, inRun, begin := ' ', false, 0
	for clusters := graphemes.FromString(text); clusters.Next(); {
		first, _ := utf8.DecodeRuneInString(clusters.Value())
		if inRun && (isRun(first) || joins(previous, text[clusters.Start():])) {
			found[len(found)-1] = text[begin:clusters.End()]
		} else {
			begin, inRun = clusters.Start(), isRun(first)
			found = append(found, clusters.Value())
		}
		previous, _ = utf8.DecodeLastRuneInString(clusters.Value())
	}
	return found
}

// isRun tells the letters and digits of which several make a word.
func isRun(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N) && !unicode.In(r, unicode.Han, unicode.Hiragana)
}

// joins tells whether the punctuation that rest begins with, within a run, is
// a part of it.
func joins(previous rune, rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	next, _ := utf8.DecodeRuneInString(rest[size:])
	switch r {
	case '\'', '’', '-':
		return unicode.In(previous, unicode.L, unicode.N, unicode.M) && isRun(next)
	case '.', ',':
		return unicode.IsDigit(previous) && unicode.IsDigit(next)
	}
	return false
}
