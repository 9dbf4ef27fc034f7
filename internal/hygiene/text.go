package hygiene

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	textEscaper      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	spaces           = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", " ")
	attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")
)

// slash is U+0338. Right after a tag it must be written as a reference:
// normalisation would join it to the ">" of the tag and make that a "≯".
const slash = "\u0338"

// tidy returns decoded text as it is stored.
func tidy(text string) string {
	return norm.NFC.String(visible(text))
}

func escapeText(text string) string {
	if rest, found := strings.CutPrefix(text, slash); found {
		return "&#824;" + textEscaper.Replace(rest)
	}
	return textEscaper.Replace(text)
}

// visible makes line ends "\n", and drops control characters but those and tab,
// and the code points that Unicode keeps from being characters. Invalid UTF-8
// becomes U+FFFD.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if isForbidden(r) {
			return -1
		}
		return r
	}, spaces.Replace(strings.ToValidUTF8(s, "\uFFFD")))
}

func isForbidden(r rune) bool {
	if r == '\t' || r == '\n' {
		return false
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

func isBlank(s string) bool {
	return strings.Trim(s, " \t\n") == ""
}
