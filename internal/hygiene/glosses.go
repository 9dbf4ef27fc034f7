package hygiene

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

const (
	// longestReading is the most letters that a reading has: zhuāng.
	longestReading = 6
	// enoughToned is how many readings with tone marks make those without
	// suspicious too.
	enoughToned = 3
)

// gloss is a reading in brackets after its character.
type gloss struct {
	passage passage
	begin   int // of the character
	isToned bool
}

// pinyinGlosses finds 創(chuàng). Only what the character can be read as counts,
// and a reading without tone marks only beside several that have them.
func pinyinGlosses(c *checker) {
	var found []gloss
	toned := 0
	for _, passage := range c.passages {
		for _, gloss := range glossesIn(passage) {
			found = append(found, gloss)
			if gloss.isToned {
				toned++
			}
		}
	}
	for _, gloss := range found {
		if gloss.isToned || toned >= enoughToned {
			c.warn("A pinyin reading stands in brackets after its character.", gloss.passage, gloss.begin)
		}
	}
}

func glossesIn(p passage) []gloss {
	var found []gloss
	begin, character := 0, ' '
	for i, r := range p.text {
		if r == '(' || r == '（' {
			if reading := bracketed(p.text, i); reading != "" && canBeRead(character, reading) {
				found = append(found, gloss{p, begin, isToned(reading)})
			}
		}
		begin, character = i, r
	}
	return found
}

// bracketed returns the reading between the bracket at i and the next one, in
// normalisation form C, "" when there is none.
func bracketed(text string, i int) string {
	_, size := utf8.DecodeRuneInString(text[i:])
	begin := i + size
	letters := 0
	for j, r := range text[begin:] {
		switch {
		case r == ')' || r == '）':
			return norm.NFC.String(text[begin : begin+j])
		case !isReadingLetter(r) || letters > longestReading:
			return ""
		case !unicode.IsMark(r):
			letters++
		}
	}
	return ""
}

// isReadingLetter tells the letters of pinyin, with their marks composed or
// not.
func isReadingLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || unicode.IsMark(r) || strings.ContainsRune(tonedLetters+"ü", r)
}

const tonedLetters = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"

func isToned(reading string) bool {
	return strings.ContainsAny(reading, tonedLetters)
}

// canBeRead asks go-pinyin for the readings of a character.
func canBeRead(character rune, reading string) bool {
	if !unicode.Is(unicode.Han, character) {
		return false
	}
	style := pinyin.Normal
	if isToned(reading) {
		style = pinyin.Tone
	}
	readings := pinyin.SinglePinyin(character, pinyin.Args{Style: style, Heteronym: true})
	return slices.Contains(readings, strings.ReplaceAll(reading, "ü", readingOf(style)))
}

// readingOf returns how go-pinyin writes ü: with tone marks as it is, else v.
func readingOf(style int) string {
	if style == pinyin.Tone {
		return "ü"
	}
	return "v"
}
