package hygiene

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const stops = "，。、；：,;:.!?！？"

// doubledPunctuation finds stops that follow each other and should not.
func doubledPunctuation(c *checker) {
	isStop := func(r rune) bool { return strings.ContainsRune(stops, r) }
	for _, passage := range c.passages {
		for begin, run := range runsOf(passage.text, isStop) {
			before, _ := utf8.DecodeLastRuneInString(passage.text[:begin])
			after, _ := utf8.DecodeRuneInString(passage.text[begin+len(run):])
			if isDoubled(run, before, after) {
				c.warn("Punctuation marks follow each other.", passage, begin)
			}
		}
	}
}

// isDoubled judges a run of stops. Fine are "?!" and the like, an ellipsis,
// what follows an abbreviation as in "etc.,", and a stop that a word begins
// with as in ".NET".
func isDoubled(run string, before, after rune) bool {
	isInWord := unicode.IsLetter(after) || unicode.IsDigit(after)
	if isInWord {
		run = strings.TrimSuffix(run, ".")
	}
	if run == ".." {
		return unicode.IsLetter(before) && !isInWord
	}
	if utf8.RuneCountInString(run) < 2 || strings.Trim(run, "!?！？.") == "" {
		return false
	}
	if strings.ContainsAny(run, "，。、；：") {
		return true
	}
	for _, pair := range []string{",,", ",;", ",.", ";,", ";;", ";.", ":,", ":;", ":."} {
		if strings.Contains(run, pair) {
			return true
		}
	}
	return false
}
