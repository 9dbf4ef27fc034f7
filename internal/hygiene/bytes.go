package hygiene

import (
	"unicode"
	"unicode/utf8"
)

// isUTF8 tells bytes that are so many characters in UTF-8, or more, of those
// that text is made of. A longer text may have lost some of its bytes.
func isUTF8(bytes string, atLeast int) bool {
	whole, broken := countCharacters(bytes, isLikely)
	return whole >= atLeast && broken == 0 || whole > 2*atLeast && whole > broken
}

// isManyCharacters tells the bytes of Chinese in UTF-8. Two at least must be
// whole: single ones happen in GBK.
func isManyCharacters(bytes string) bool {
	whole, broken := countCharacters(bytes, func(r rune) bool { return unicode.Is(unicode.Han, r) || isFullWidth(r) })
	return whole > 1 && whole > broken
}

// countCharacters counts the characters of more than one byte that may stand
// in text, and the bytes that belong to none.
func countCharacters(bytes string, isOne func(rune) bool) (whole, broken int) {
	for bytes != "" {
		r, size := utf8.DecodeRuneInString(bytes)
		if size > 1 && isOne(r) {
			whole++
		} else {
			broken += size
		}
		bytes = bytes[size:]
	}
	return whole, broken
}

// isLikely tells the characters beyond ASCII that are frequent in text: accented
// letters, Cyrillic, quotes and dashes, Chinese and Japanese.
func isLikely(r rune) bool {
	return r >= 0xA0 && r <= 0xFF || r >= 0x400 && r <= 0x4FF || r >= 0x2010 && r <= 0x203A ||
		r == '€' || r == '™' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || isFullWidth(r)
}

// isFullWidth tells the punctuation of Chinese.
func isFullWidth(r rune) bool {
	return r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}

// isGB2312 tells the bytes of two or more of the frequent characters of
// GB 2312.
func isGB2312(bytes string) bool {
	if len(bytes) < 4 || len(bytes)%2 != 0 {
		return false
	}
	for i := 0; i < len(bytes); i += 2 {
		if bytes[i] < 0xB0 || bytes[i] > 0xD7 || bytes[i+1] < 0xA1 {
			return false
		}
	}
	return true
}
