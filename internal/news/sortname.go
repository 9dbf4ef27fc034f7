package news

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// surnames lists the surnames, Simplified and Traditional, that are not read
// as their characters commonly are.
var surnames = map[string]string{
	"万俟": "mo qi", "萬俟": "mo qi", "尉迟": "yu chi", "尉遲": "yu chi", "单于": "chan yu", "單于": "chan yu",
	"澹台": "tan tai", "澹臺": "tan tai",
	"单": "shan", "單": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "區": "ou", "查": "zha",
	"盖": "ge", "蓋": "ge", "缪": "miao", "繆": "miao", "朴": "piao", "翟": "zhai", "乐": "yue", "樂": "yue",
	"员": "yun", "員": "yun", "秘": "bi", "种": "chong", "重": "chong", "折": "she", "覃": "qin", "卜": "bu",
	"繁": "po", "适": "kuo", "祭": "zhai", "句": "gou", "钭": "tou", "鈄": "tou", "乜": "nie", "粘": "nian",
	"郇": "xun", "薄": "bo", "阚": "kan", "闞": "kan", "藏": "zang", "佴": "nai", "洗": "xian", "召": "shao",
	"颉": "xie", "頡": "xie", "能": "nai", "晟": "cheng", "賁": "ben",
}

// particles belong to the family name that they stand before.
var particles = map[string]bool{
	"van": true, "von": true, "der": true, "den": true, "ter": true, "ten": true, "te": true, "'t": true,
	"zu": true, "zum": true, "zur": true, "de": true, "del": true, "della": true, "di": true, "da": true,
	"do": true, "dos": true, "das": true, "du": true, "la": true, "las": true, "le": true, "los": true,
	"af": true, "av": true, "al": true, "el": true, "bin": true, "ibn": true, "st.": true,
}

var (
	conjunctions = []string{"y", "e", "i"}
	suffixes     = []string{"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}
)

// SortName returns the name by which a byline is sorted unless an editor gives
// another. A name with Han characters becomes pinyin without tones, lower
// case, a space between syllables, ü written v, with the surname of a person
// read as a surname: 曾国藩 is "zeng guo fan". The name of a person in Latin
// letters is turned round, "Doe, Jane", particles staying with the family name
// that follows, "van Gogh, Vincent", and "King, Martin Luther, Jr.". All
// other names stay as they are: those of organisations, single words, names
// with a comma, kana, Hangul and other scripts. What can't be known from the
// name is guessed: that the last word is the family name, and that Han without
// kana is Chinese.
func SortName(name string, kind BylineKind) string {
	name = strings.Join(strings.Fields(name), " ")
	isPerson := kind == BylinePerson
	switch {
	case strings.ContainsFunc(name, isHan) && !strings.ContainsFunc(name, isKanaOrHangul):
		return pinyinName(name, isPerson)
	case isPerson && isLatin(name) && !strings.Contains(name, ","):
		return familyNameFirst(strings.Fields(name))
	}
	return name
}

func pinyinName(name string, isPerson bool) string {
	var parts []string
	if isPerson {
		surname, reading := surnameOf(name)
		if surname != "" {
			parts = append(parts, reading)
		}
		name = strings.TrimPrefix(name, surname)
	}
	word := ""
	for _, r := range name + " " {
		if unicode.In(r, unicode.L, unicode.M, unicode.N) && !isHan(r) {
			word += string(unicode.ToLower(r))
			continue
		}
		if word != "" {
			parts = append(parts, word)
		}
		word = ""
		if isHan(r) {
			parts = append(parts, syllable(r))
		}
	}
	return strings.Join(parts, " ")
}

// surnameOf finds a surname of its own reading at the head of a Chinese name.
// A name with a dot is foreign and has none.
func surnameOf(name string) (surname, reading string) {
	characters := []rune(name)
	if strings.ContainsAny(name, "·•‧・") {
		return "", ""
	}
	const longest = 2
	for length := min(longest, len(characters)-1); length > 0; length-- {
		surname = string(characters[:length])
		if reading, isSpecial := surnames[surname]; isSpecial {
			return surname, reading
		}
	}
	return "", ""
}

func syllable(r rune) string {
	if readings := pinyin.SinglePinyin(r, pinyin.Args{Style: pinyin.Normal}); len(readings) > 0 {
		return readings[0]
	}
	return string(r)
}

func familyNameFirst(words []string) string {
	suffix := ""
	if last := len(words) - 1; last > 1 && slices.Contains(suffixes, words[last]) {
		suffix = ", " + words[last]
		words = words[:last]
	}
	family := familyNameAt(words)
	if family == 0 {
		return strings.Join(words, " ") + suffix
	}
	return strings.Join(words[family:], " ") + ", " + strings.Join(words[:family], " ") + suffix
}

// familyNameAt returns where the family name begins, 0 when it is all there is.
func familyNameAt(words []string) int {
	if len(words) == 0 || particles[words[0]] {
		return 0
	}
	at := len(words) - 1
	const withConjunction = 2
	if at > withConjunction && slices.Contains(conjunctions, words[at-1]) {
		at -= withConjunction
	}
	for at > 1 && particles[strings.ToLower(words[at-1])] {
		at--
	}
	return at
}

func isHan(r rune) bool {
	return unicode.Is(unicode.Han, r)
}

func isKanaOrHangul(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

func isLatin(name string) bool {
	isForeign := func(r rune) bool { return unicode.In(r, unicode.L, unicode.N) && !unicode.Is(unicode.Latin, r) }
	isOwn := func(r rune) bool { return unicode.Is(unicode.Latin, r) }
	return strings.ContainsFunc(name, isOwn) && !strings.ContainsFunc(name, isForeign)
}
