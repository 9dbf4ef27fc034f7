package search

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// class is what a folded character does in a text.
type class int

const (
	gap       class = iota // stands between units
	lineEnd                // a gap of which two make an empty line
	paragraph              // is as good as two
	ignorable              // is not there at all
	mark                   // belongs to the letter before it
	dense                  // is a unit
	letter                 // makes words
	digit                  // makes numbers
)

// denseScripts are written without spaces between words, or searched by
// syllable.
var denseScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi,
	unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

const (
	firstDense     = '\u0e00'
	prolonged      = 'ー' // belongs to both kana, and to no script
	closing        = '〆' // as it does
	voiced         = '\u3099'
	halfVoiced     = '\u309a'
	graphemeJoiner = '\u034f'
	hangulFiller   = '\u1160'
	choseongFiller = '\u115f'
)

// classOf returns the class of a character that foldRune returned.
func classOf(r rune) class {
	switch {
	case r <= unicode.MaxASCII:
		return classOfASCII(r)
	case isIdeograph(r), isSyllable(r), r == prolonged, r == closing, r == voiced, r == halfVoiced:
		return dense
	case r == graphemeJoiner, r == hangulFiller, r == choseongFiller, unicode.In(r, unicode.Cf, unicode.Variation_Selector):
		return ignorable
	case r == '\u0085', r == '\u2028':
		return lineEnd
	case r == '\u2029':
		return paragraph
	case unicode.In(r, unicode.L, unicode.M, unicode.N):
		return classOfWord(r)
	}
	return gap
}

func classOfASCII(r rune) class {
	switch {
	case 'a' <= r && r <= 'z':
		return letter
	case '0' <= r && r <= '9':
		return digit
	case r == '\n':
		return lineEnd
	}
	return gap
}

func classOfWord(r rune) class {
	switch {
	case r >= firstDense && unicode.In(r, denseScripts...):
		return dense
	case unicode.IsMark(r):
		return mark
	case unicode.IsNumber(r):
		return digit
	}
	return letter
}

// isSyllable tells kana and Hangul that are letters for certain.
func isSyllable(r rune) bool {
	return r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ヺ' || r >= '가' && r <= '힣'
}

// isPlain tells that a letter has accents that can be dropped, if any.
func isPlain(r rune) bool {
	if r >= 0x400 && r < 0x1D00 || r >= 0x2E80 && r < 0xA700 {
		return false // most of what is neither
	}
	return unicode.In(r, unicode.Latin, unicode.Greek)
}

// isIdeograph tells the characters that Hant and Hans may write differently
// and that no normalisation changes.
func isIdeograph(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x2F7FF || r >= 0x30000 && r <= 0x323AF
}

// dropsMarks tells the letters on which a mark is only an accent.
func dropsMarks(r rune) bool {
	return r <= unicode.MaxASCII || isIdeograph(r) || isPlain(r)
}

// special are the letters whose plain form no decomposition gives.
var special = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h", 'ŧ': "t", 'þ': "th", 'ı': "i", 'ŋ': "n", 'ə': "e",
}

// foldLetter returns what a letter other than an ideograph folds to: lower
// case, and plain if Latin or Greek.
func foldLetter(r rune) (plain rune, more string) {
	switch {
	case isSyllable(r):
		return r, ""
	case isPlain(r):
		r = undecorated(r)
	}
	r = unicode.ToLower(unicode.ToUpper(r)) // so that ς is σ
	if text, ok := special[r]; ok {
		return rune(text[0]), text[1:]
	}
	return r, ""
}

// undecorated returns a letter without its accents.
func undecorated(r rune) rune {
	var buffer [4]byte
	decomposed := norm.NFD.Properties(append(buffer[:0], string(r)...)).Decomposition()
	for _, base := range string(decomposed) {
		return base
	}
	return r
}
