package hygiene

import (
	"strings"
	"unicode"
)

// piece is what stands between two commas or the like.
type piece struct {
	text      []rune // folded, without what has no width
	begin     int    // in the passage
	quoted    bool   // between quotes
	commaEnds bool   // a comma or the like follows
	letters   int    // and digits
	words     int    // runs of them; Han not counted
	capitals  int    // words that begin with a capital
}

const (
	commas = ",_|"
	breaks = commas + "、;/\\·•。()[]【】{}\t\n~"
)

var quotes = map[rune]rune{'“': '”', '「': '」', '『': '』', '《': '》', '〈': '〉'}

// cutter cuts a text into pieces.
type cutter struct {
	pieces  []piece
	current piece
	folded  []rune       // of the whole text
	begin   int          // of the current piece in it
	closing rune         // the quote that ends what is quoted, 0 outside
	last    map[rune]int // where the last of each closing quote stands
}

// piecesOf cuts a text at commas and the like, at spaces beside Han, and at
// quotes. Colons, dashes and question marks stand within a sentence and cut
// nothing. Pieces without letters are left out.
func piecesOf(text string) []piece {
	c := &cutter{folded: make([]rune, 0, len(text)), last: map[rune]int{}}
	for _, closing := range quotes {
		c.last[closing] = strings.LastIndex(text, string(closing))
	}
	previous := ' '
	for i, r := range text {
		folded := fold(r)
		switch {
		case r > unicode.MaxLatin1 && c.isQuote(i, r):
			c.end(i)
		case isBreak(folded, previous):
			c.current.commaEnds = strings.ContainsRune(commas, folded)
			c.end(i)
		case !isZeroWidth(folded):
			c.add(r, folded, previous)
		}
		previous = folded
	}
	c.end(len(text))
	return c.pieces
}

func isBreak(r, previous rune) bool {
	if unicode.IsLetter(r) {
		return false
	}
	return strings.ContainsRune(breaks, r) || unicode.IsSpace(r) && isIdeographic(previous)
}

// isQuote takes notice of quotes that open and close.
func (c *cutter) isQuote(i int, r rune) bool {
	if c.closing != 0 {
		closes := r == c.closing
		if closes {
			c.closing = 0
		}
		return closes
	}
	closing, opens := quotes[r]
	if opens = opens && c.last[closing] > i; opens {
		c.end(i)
		c.closing, c.current.quoted = closing, true
	}
	return false
}

func (c *cutter) add(r, folded, previous rune) {
	c.folded = append(c.folded, folded)
	if unicode.IsLetter(folded) || unicode.IsDigit(folded) {
		c.current.letters++
	}
	if isWordRune(folded) && !isWordRune(previous) {
		c.current.words++
		if unicode.IsUpper(r) {
			c.current.capitals++
		}
	}
}

func (c *cutter) end(next int) {
	c.current.text = c.folded[c.begin:]
	if c.current.letters > 0 {
		c.pieces = append(c.pieces, c.current)
	}
	c.begin = len(c.folded)
	c.current = piece{begin: next, quoted: c.closing != 0}
}

func isIdeographic(r rune) bool {
	return r >= firstHan && r <= lastHan || r > unicode.MaxLatin1 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
