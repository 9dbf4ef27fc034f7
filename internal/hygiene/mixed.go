package hygiene

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// enoughHan is how many characters of one script alone show that it is
	// meant.
	enoughHan = 3
	// smallShare is the part of the characters of one script alone that a
	// quotation or a name may have: one in ten.
	smallShare = 10
)

// mixedScripts finds Simplified among Traditional, fields in another script of
// Chinese than the body, and Latin words with letters that only look Latin.
func mixedScripts(c *checker) {
	for _, passage := range c.passages {
		letters := countScripts(passage.text)
		few, many := min(letters[hans], letters[hant]), max(letters[hans], letters[hant])
		switch {
		case few >= enoughHan && few*smallShare >= many:
			c.warn("Simplified and Traditional characters stand side by side.", passage, rarer(passage.text, letters))
		case passage.isTitle && many >= enoughHan && few == 0 && isOtherChinese(letters.script(), c.scriptAround(passage)):
			c.warn("This is in another script of Chinese than the body.", passage, 0)
		}
		if letters[cyrillic] > 0 && letters[latin] > 0 {
			c.mixedWords(passage)
		}
	}
}

func isOtherChinese(a, b script) bool {
	return a == hans && b == hant || a == hant && b == hans
}

// rarer returns where the first character is of the script of Chinese with
// fewer.
func rarer(text string, letters count) int {
	few := hans
	if letters[hant] < letters[hans] {
		few = hant
	}
	return strings.IndexFunc(text, func(r rune) bool { return scriptOfLetter(r) == few })
}

// mixedWords finds words of Latin and Cyrillic letters: раypal.
func (c *checker) mixedWords(p passage) {
	for begin, word := range runsOf(p.text, unicode.IsLetter) {
		if letters := countScripts(word); letters[latin] > 0 && letters[cyrillic] > 0 && utf8.RuneCountInString(word) > 2 {
			c.warn("Latin and Cyrillic letters stand in one word.", p, begin)
		}
	}
}
