package script

import (
	"strings"
	"unicode"
)

// HasHan reports whether a text has Han characters.
func HasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= firstHan && unicode.Is(unicode.Han, r) })
}

// OfName is the language of a Chinese name of which only the usual language of
// its place is known, as a BCP 47 tag: the usual one, unless that is simplified
// or not Chinese and the name has traditional characters.
func OfName(name, usual string) string {
	written, isChinese := Of(usual)
	switch {
	case isChinese && written != Hans:
		return usual
	case converters[[2]Script{Hant, Hans}].Text(name) != name:
		return Hant.Tag()
	case isChinese:
		return usual
	default:
		return Hans.Tag()
	}
}
