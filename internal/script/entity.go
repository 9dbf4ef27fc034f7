package script

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decode returns raw text of HTML with references to Han characters in their
// place. All other references stay as they are written: no dictionary has
// their characters.
func decode(raw string) string {
	if !strings.Contains(raw, "&#") {
		return raw
	}
	var out strings.Builder
	out.Grow(len(raw))
	for at := 0; at < len(raw); {
		r, size := character(raw[at:])
		if raw[at] == '&' && r != '&' {
			out.WriteRune(r)
		} else {
			out.WriteString(raw[at : at+size])
		}
		at += size
	}
	return out.String()
}

// character reads the first character of raw text of HTML that is not empty: a
// reference is one if it stands for a Han character, and else begins with &.
func character(raw string) (rune, int) {
	if raw[0] == '&' {
		if r, size := reference(raw); size > 0 {
			return r, size
		}
	}
	return utf8.DecodeRuneInString(raw)
}

// longest is the length of the longest reference that is read. Zeros may go
// before the number.
const longest = 16

// reference reads a numeric reference to a Han character, as &#22836; or
// &#x5934;, and returns 0 where there is none.
func reference(raw string) (rune, int) {
	end := strings.IndexByte(raw[:min(longest, len(raw))], ';')
	if end < 3 || raw[1] != '#' {
		return 0, 0
	}
	digits, base := raw[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	number, err := strconv.ParseUint(digits, base, 21)
	if err != nil || !unicode.Is(unicode.Han, rune(number)) {
		return 0, 0
	}
	return rune(number), end + 1
}
