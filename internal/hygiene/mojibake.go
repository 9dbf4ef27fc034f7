package hygiene

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// misreading is what bytes become when they are decoded with the wrong
// charset. Encoding with it again brings the bytes back.
type misreading struct {
	charset encoding.Encoding
	letters func(rune) bool // what comes out of it
	isText  func(string) bool
}

var misreadings = []misreading{
	{charmap.Windows1252, isWesternSign, func(bytes string) bool { return isUTF8(bytes, 1) || isGB2312(bytes) }},
	{charmap.Windows1251, isCyrillicSign, func(bytes string) bool { return isUTF8(bytes, 3) }},
	{simplifiedchinese.GBK, func(r rune) bool { return r >= firstHan && r <= lastHan }, isManyCharacters},
}

// signatures are lost characters, and what the mark of a lost one (U+FFFD),
// the byte order mark and memory that nobody wrote to become.
var signatures = []string{"\uFFFD", "锟斤拷", "ï»¿", "烫烫烫", "屯屯屯", "????"}

// mojibake finds characters that were lost or decoded with the wrong charset.
func mojibake(c *checker) {
	for _, passage := range c.passages {
		for _, sign := range signatures {
			for at := range placesOf(passage.text, sign) {
				c.mojibakeAt(passage, at)
			}
		}
		for at := range placesOf(passage.text, "?") {
			if isShifted(passage.text[at:]) {
				c.mojibakeAt(passage, at)
			}
		}
		for _, misreading := range misreadings {
			c.misread(passage, misreading)
		}
	}
}

func (c *checker) misread(p passage, by misreading) {
	for at, run := range runsOf(p.text, by.letters) {
		if by.explains(run) {
			c.mojibakeAt(p, at)
		}
	}
}

func (c *checker) mojibakeAt(p passage, at int) {
	c.warn("Characters were lost or decoded with the wrong charset.", p, at)
}

// placesOf returns where a sign begins, counting one that is repeated once.
func placesOf(text, sign string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at, rest := 0, text; ; {
			i := strings.Index(rest, sign)
			if i < 0 || !yield(at+i) {
				return
			}
			length := len(rest)
			rest = rest[i:]
			for strings.HasPrefix(rest, sign) {
				rest = rest[len(sign):]
			}
			at += length - len(rest)
		}
	}
}

// runsOf returns the longest stretches of two letters or more of a kind, and
// where they begin.
func runsOf(text string, isOne func(rune) bool) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for at := 0; at < len(text); {
			begin := strings.IndexFunc(text[at:], isOne)
			if begin < 0 {
				return
			}
			begin += at
			at = len(text)
			if length := strings.IndexFunc(text[begin:], func(r rune) bool { return !isOne(r) }); length >= 0 {
				at = begin + length
			}
			if run := text[begin:at]; utf8.RuneCountInString(run) > 1 && !yield(begin, run) {
				return
			}
		}
	}
}

func (m misreading) explains(run string) bool {
	bytes, err := m.charset.NewEncoder().String(run)
	return err == nil && m.isText(bytes)
}

// isShifted tells what a tool leaves that puts readings behind the characters
// of GBK text without minding where characters begin: 域實踐 became 域?qū)嵺`.
func isShifted(text string) bool {
	letters := strings.TrimPrefix(text, "?")
	end := strings.IndexFunc(letters, func(r rune) bool { return !isReadingLetter(r) })
	return end > 0 && letters[end] == ')' && isToned(letters[:end])
}

func isWesternSign(r rune) bool {
	return r >= 0x80 && r <= 0xFF || r >= 'Œ' && r <= '™' && strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r)
}

func isCyrillicSign(r rune) bool {
	return unicode.Is(unicode.Cyrillic, r) || isWesternSign(r) && !unicode.IsLetter(r)
}
