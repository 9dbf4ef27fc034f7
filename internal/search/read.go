package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// piece is a clause as it was typed.
type piece struct {
	not    bool
	field  Field
	phrase bool
	text   string
}

const (
	minusSigns   = "-－−﹣"
	doubleQuotes = "\"＂“”„‟〝〞"
	// apart are the signs that stand between words without white space. Those
	// of them that are also written within numbers and names are not.
	apart = "，。、；！？…「」『』《》〈〉【】〔〕（）；"
)

// brackets are the quotes that open and close differently.
var brackets = map[rune]string{'「': "」", '『': "』", '｢': "｣", '«': "»"}

var fieldNames = map[string]Field{"title": Title, "byline": Byline, "section": Section, "tag": Tag}

// read cuts a query into pieces.
func read(query string) []piece {
	var pieces []piece
	for rest := trim(query); rest != ""; rest = trim(rest) {
		var p piece
		p.not, rest = cutMinus(rest)
		p.field, rest = cutField(rest)
		p.text, p.phrase, rest = cutText(rest)
		pieces = append(pieces, p)
	}
	return pieces
}

func trim(rest string) string {
	return strings.TrimLeftFunc(rest, isApart)
}

func isApart(r rune) bool {
	_, opens := brackets[r]
	return !opens && (unicode.IsSpace(r) || strings.ContainsRune(apart, r))
}

func cutMinus(rest string) (not bool, after string) {
	r, size := utf8.DecodeRuneInString(rest)
	if !strings.ContainsRune(minusSigns, r) || size == len(rest) {
		return false, rest
	}
	if next, _ := utf8.DecodeRuneInString(rest[size:]); isApart(next) {
		return false, rest
	}
	return true, rest[size:]
}

func cutField(rest string) (field Field, after string) {
	const longest = len("section") * utf8.UTFMax
	at := strings.IndexAny(rest[:min(len(rest), longest)], ":：")
	if at < 0 {
		return AnyField, rest
	}
	field = fieldNames[strings.ToLower(norm.NFKC.String(rest[:at]))]
	_, size := utf8.DecodeRuneInString(rest[at:])
	next, _ := utf8.DecodeRuneInString(rest[at+size:])
	if field == AnyField || at+size == len(rest) || isApart(next) {
		return AnyField, rest
	}
	return field, rest[at+size:]
}

// cutText returns the phrase or word that rest begins with. A quote that
// nothing closes is no quote.
func cutText(rest string) (text string, phrase bool, after string) {
	r, size := utf8.DecodeRuneInString(rest)
	if closers := closersOf(r); closers != "" {
		if end := strings.IndexAny(rest[size:], closers); end >= 0 {
			_, closer := utf8.DecodeRuneInString(rest[size+end:])
			return rest[size : size+end], true, rest[size+end+closer:]
		}
		rest = rest[size:]
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return isApart(r) || closersOf(r) != "" })
	if end < 0 {
		end = len(rest)
	}
	return rest[:end], false, rest[end:]
}

func closersOf(opener rune) string {
	if strings.ContainsRune(doubleQuotes, opener) {
		return doubleQuotes
	}
	return brackets[opener]
}
