package hygiene

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// script is the writing system of a text. Han is Chinese that both scripts
// write alike.
type script int

const (
	noScript script = iota
	latin
	cyrillic
	arabic
	thai
	hangul
	kana
	han
	hans
	hant
	otherScript
)

// alphabets are the scripts other than Han, by the table of their letters.
var alphabets = []struct {
	script script
	table  *unicode.RangeTable
}{
	{latin, unicode.Latin},
	{cyrillic, unicode.Cyrillic},
	{arabic, unicode.Arabic},
	{thai, unicode.Thai},
	{hangul, unicode.Hangul},
	{kana, unicode.Hiragana},
	{kana, unicode.Katakana},
}

// scriptOfLetter returns the script of a letter, noScript of anything else.
func scriptOfLetter(r rune) script {
	switch {
	case r >= firstHan && r <= lastHan:
		return hanScripts()[r-firstHan]
	case r <= unicode.MaxASCII && unicode.IsLetter(r):
		return latin
	case unicode.Is(unicode.Han, r):
		return han
	case !unicode.IsLetter(r):
		return noScript
	}
	for _, alphabet := range alphabets {
		if unicode.Is(alphabet.table, r) {
			return alphabet.script
		}
	}
	return otherScript
}

// count of letters by script.
type count [otherScript + 1]int

func countScripts(text string) count {
	var letters count
	for _, r := range text {
		letters[scriptOfLetter(r)]++
	}
	return letters
}

func (letters count) plus(other count, times int) count {
	for i := range letters {
		letters[i] += other[i] * times
	}
	return letters
}

func scriptOf(text string) script {
	return countScripts(text).script()
}

// script returns the script that most letters are of, noScript when there are
// none. A Han character counts as three letters; in Chinese the characters
// that only one script has decide.
func (letters count) script() script {
	chinese := letters[han] + letters[hans] + letters[hant]
	found, most := chineseOf(letters), chinese*3
	if letters[kana]*5 > chinese {
		found = kana
	}
	for _, alphabet := range alphabets {
		if alphabet.script != kana && letters[alphabet.script] > most {
			found, most = alphabet.script, letters[alphabet.script]
		}
	}
	if letters[otherScript] > most {
		return otherScript
	}
	return found
}

func chineseOf(letters count) script {
	switch {
	case letters[hans] > letters[hant]:
		return hans
	case letters[hant] > 0:
		return hant
	case letters[han] > 0:
		return han
	}
	return noScript
}

// scriptOfLanguage returns what a BCP 47 tag says, noScript when it says
// nothing.
func scriptOfLanguage(tag string) script {
	language, rest, _ := strings.Cut(strings.ToLower(tag), "-")
	switch {
	case language == "zh" && strings.Contains(rest, "hant"):
		return hant
	case language == "zh" && strings.Contains(rest, "hans"):
		return hans
	case language == "zh":
		return han
	case language == "ja":
		return kana
	case language == "ko":
		return hangul
	case language == "en":
		return latin
	}
	return noScript
}

// differ tells two scripts that one text would not mix. Han goes with both
// scripts of Chinese and with kana.
func differ(a, b script) bool {
	isChinese := func(s script) bool { return s == han || s == hans || s == hant }
	switch {
	case a == b || a == noScript || b == noScript:
		return false
	case a == han && (isChinese(b) || b == kana), b == han && (isChinese(a) || a == kana):
		return false
	}
	return true
}

const (
	firstHan = '\u4E00'
	lastHan  = '\u9FFF'

	// sharedForms are characters of GB 2312 that publishers of Traditional
	// text also use, beside or instead of the form of Big5.
	sharedForms = "内没别吕净温户黄脱税悦奥虚够强着册凉减况决冲"
)

// hanScripts tells Simplified characters, those of GB 2312 that Big5 lacks,
// from Traditional ones, those of Big5's first level that GB 2312 lacks. The
// extensions of both charsets do not count.
var hanScripts = sync.OnceValue(func() []script {
	simplified := charactersOf(simplifiedchinese.GBK, 0xB0, 0xF7, 0xA1)
	common := charactersOf(traditionalchinese.Big5, 0xA4, 0xC6, 0x40)
	rare := charactersOf(traditionalchinese.Big5, 0xC9, 0xF9, 0x40)
	scripts := slices.Repeat([]script{han}, lastHan-firstHan+1)
	for i := range scripts {
		switch r := firstHan + rune(i); {
		case strings.ContainsRune(sharedForms, r):
		case simplified[r] && !common[r] && !rare[r]:
			scripts[i] = hans
		case common[r] && !simplified[r]:
			scripts[i] = hant
		}
	}
	return scripts
})

// charactersOf decodes every pair of bytes whose first is of a range and whose
// second is not below another.
func charactersOf(charset encoding.Encoding, first, last, second byte) map[rune]bool {
	var pairs []byte
	for lead := first; lead <= last; lead++ {
		for trail := second; trail < math.MaxUint8; trail++ {
			pairs = append(pairs, lead, trail, '\n')
		}
	}
	text, err := charset.NewDecoder().Bytes(pairs)
	if err != nil {
		return nil
	}
	found := map[rune]bool{}
	for _, r := range string(text) {
		found[r] = true
	}
	return found
}
