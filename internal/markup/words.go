package markup

import (
	"unicode"
	"unicode/utf8"
)

const (
	ideographsPerMinute = 400
	runsPerMinute       = 220
)

// Words counts the words of clean HTML. As in UAX #29 each Han character and
// each hiragana is a word, and so is each run of other letters and digits:
// Latin, katakana, Hangul and what else there is. ' ’ and - within a run
// belong to it, . and , between digits: "don't", "state-of-the-art" and
// "1,000.5" are one word each. Readings of ruby do not count.
func Words(source string) int {
	ideographs, runs := count(Text(source))
	return ideographs + runs
}

// ReadingMinutes says how long it takes to read clean HTML, in minutes,
// rounded up: 400 Han characters or hiragana, or 220 other words, a minute. It
// is 0 when there is no word.
func ReadingMinutes(source string) int {
	ideographs, runs := count(Text(source))
	const whole = ideographsPerMinute * runsPerMinute
	return (ideographs*runsPerMinute + runs*ideographsPerMinute + whole - 1) / whole
}

func count(text string) (ideographs, runs int) {
	previous, inRun := ' ', false
	for i, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana):
			ideographs++
			inRun = false
		case unicode.In(r, unicode.L, unicode.N):
			if !inRun {
				runs++
			}
			inRun = true
		case unicode.IsMark(r):
		default:
			inRun = inRun && joins(previous, text[i:])
		}
		previous = r
	}
	return ideographs, runs
}

// joins tells whether the punctuation that rest begins with, within a run of
// letters and digits, is a part of it.
func joins(previous rune, rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	next, _ := utf8.DecodeRuneInString(rest[size:])
	switch r {
	case '\'', '’', '-':
		return unicode.In(previous, unicode.L, unicode.N, unicode.M) && unicode.In(next, unicode.L, unicode.N)
	case '.', ',':
		return unicode.IsDigit(previous) && unicode.IsDigit(next)
	}
	return false
}
