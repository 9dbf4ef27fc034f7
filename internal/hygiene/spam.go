package hygiene

import (
	"slices"
	"strings"
)

const (
	// enoughPieces is how many pieces in a row make a list.
	enoughPieces = 3
	// sentenceMarks are in no list of keywords.
	sentenceMarks = "。.!?:;！？：；“”\"«»"
)

// spam finds lists of keywords, by their words and by their shape.
func spam(c *checker) {
	for _, passage := range c.passages {
		c.spamIn(passage)
	}
}

func (c *checker) spamIn(p passage) {
	pieces := piecesOf(p.text)
	if at, topic, isSpam := keywords(pieces, p.isTitle); isSpam {
		c.warn("This reads like keyword spam ("+topic+").", p, at)
		return
	}
	if !strings.ContainsAny(p.text, sentenceMarks) && isForeignList(pieces, func() script { return c.scriptAround(p) }) {
		c.warn("This reads like keyword spam (short phrases in another script than the body).", p, pieces[0].begin)
	}
}

// tally counts the pieces of a passage.
type tally struct {
	pieces, keywords, strong int
	letters, strongLetters   int
	run, longestRun          int // keywords in a row
	isTold                   bool
	isEdge                   bool // the first or the last piece is strong
}

// keywords tells whether a passage is a list of keywords, or a title has some
// at one of its ends, and where they begin.
func keywords(pieces []piece, isTitle bool) (at int, topic string, isSpam bool) {
	var t tally
	for i, piece := range pieces {
		found := spamVocabulary().judge(piece)
		if found.isKeyword() && t.keywords == 0 || found.isStrong() && t.strong == 0 {
			at, topic = piece.begin, found.topic
		}
		t.add(found, i == 0 || i == len(pieces)-1)
	}
	return at, topic, t.isSpam(isTitle)
}

func (t *tally) add(found verdict, isEdge bool) {
	t.pieces++
	t.letters += found.letters
	t.isTold = t.isTold || found.isTold
	if found.isStrong() {
		t.strong++
		t.strongLetters += found.letters
		t.isEdge = t.isEdge || isEdge
	}
	if !found.isKeyword() && !found.isStrong() {
		t.run = 0
		return
	}
	t.keywords++
	t.run++
	t.longestRun = max(t.longestRun, t.run)
}

// isSpam is careful with passages that also tell of something.
func (t *tally) isSpam(isTitle bool) bool {
	switch {
	case t.strong > 0 && (t.strongLetters*2 >= t.letters || t.longestRun >= enoughPieces || isTitle && t.isEdge):
		return true
	case t.isTold:
		return false
	}
	return t.longestRun >= enoughPieces || t.keywords > 1 && t.keywords*2 >= t.pieces
}

// isForeignList tells short phrases joined by commas that are in another
// script than the page and say nothing of a sentence. It asks for the page's
// script last, for that takes a look at all of the body.
func isForeignList(pieces []piece, page func() script) bool {
	if len(pieces) < enoughPieces {
		return false
	}
	var whole []rune
	for i, piece := range pieces {
		isLast := i == len(pieces)-1
		if piece.quoted || !piece.commaEnds && !isLast || !isShort(piece) {
			return false
		}
		whole = append(whole, piece.text...)
	}
	letters := countScripts(string(whole))
	own := letters.script()
	if own == latin && (len(pieces) == enoughPieces || !isLowerCase(pieces)) {
		return false
	}
	if (own == hans || own == hant) && (letters[own] < enoughHan || min(letters[hans], letters[hant]) > 0) {
		return false
	}
	return differ(own, page())
}

// isShort tells a phrase from a name and from a sentence.
func isShort(p piece) bool {
	if slices.ContainsFunc(p.text, isIdeographic) {
		return p.letters >= 4 && p.letters <= 16
	}
	return p.words >= 2 && p.words <= 5
}

func isLowerCase(pieces []piece) bool {
	capitals, words := 0, 0
	for _, piece := range pieces {
		capitals += piece.capitals
		words += piece.words
	}
	return capitals*10 <= words
}
