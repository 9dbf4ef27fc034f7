package news

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxSlugLength = 120

	// maxMarks bounds the combining marks kept on one letter. No orthography
	// stacks more, and normalisation breaks up runs of more than 30.
	maxMarks = 16
)

// NormaliseSlug returns s as slugs are stored and looked up: lower case by
// simple case mapping, in Unicode normalisation form C. So İ becomes i, ß
// stays, and Σ becomes σ wherever it stands. Normalising twice changes nothing.
func NormaliseSlug(s string) string {
	return norm.NFC.String(strings.ToLower(norm.NFC.String(s)))
}

// MakeSlug makes a slug from a title: letters and digits of any script, Han
// included, with everything between them turned into one "-". Small and
// circled digits become plain ones, invisible characters vanish. It is at most
// 120 characters long, cut at a "-" where that keeps more than half. The answer
// is "" when the title has no letter or digit, and may be a word or shape that
// CheckSlug refuses, for which SlugWithNumber is the way out.
func MakeSlug(title string) string {
	var slug strings.Builder
	gap, marks := false, 0
	for _, r := range plainDigits(NormaliseSlug(title)) {
		switch {
		case isInvisible(r):
		case isSlugLetter(r), unicode.IsDigit(r):
			if gap && slug.Len() > 0 {
				slug.WriteByte('-')
			}
			slug.WriteRune(r)
			gap, marks = false, marksAfter(r)
		case unicode.IsMark(r):
			if marks > 0 {
				slug.WriteRune(r)
				marks--
			}
		default:
			gap, marks = true, 0
		}
	}
	return cutSlug(norm.NFC.String(slug.String()), maxSlugLength)
}

// CheckSlug returns s as NormaliseSlug does, and whether that is a slug: 1–120
// characters, letters (with their combining marks) and digits of any script
// joined by single "-", not of the shape of an id, and no reserved word.
func CheckSlug(s string) (normalised string, ok bool) {
	normalised = NormaliseSlug(s)
	length := utf8.RuneCountInString(normalised)
	if length == 0 || length > maxSlugLength || isReservedSlug(normalised) {
		return normalised, false
	}
	previous := '-'
	for _, r := range normalised {
		if !maySlugFollow(previous, r) {
			return normalised, false
		}
		previous = r
	}
	return normalised, previous != '-'
}

// SlugWithNumber returns base followed by "-" and n, base being cut so that
// the whole stays within 120 characters. Without a base it is n alone.
func SlugWithNumber(base string, n int) string {
	number := strconv.Itoa(n)
	if base == "" {
		return number
	}
	return cutSlug(base, maxSlugLength-len(number)-1) + "-" + number
}

func maySlugFollow(previous, r rune) bool {
	switch {
	case r == '-':
		return previous != '-'
	case isInvisible(r):
		return false
	case unicode.IsMark(r):
		return isSlugLetter(previous) || unicode.IsMark(previous)
	default:
		return isSlugLetter(r) || unicode.IsDigit(r)
	}
}

func isReservedSlug(s string) bool {
	if _, isID := ParseID(s); isID {
		return true
	}
	return s == "external" || s == "bulk" || s == "parse"
}

// isSlugLetter counts letter-like numbers as letters: the Han zero 〇 is one.
func isSlugLetter(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nl) && !isInvisible(r)
}

// isInvisible tells characters that leave no trace on paper: variation
// selectors, joiners, fillers, direction marks.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func marksAfter(r rune) int {
	if isSlugLetter(r) {
		return maxMarks
	}
	return 0
}

// plainDigits writes ², ₂ and ② as 2, so that CO₂ keeps its number.
func plainDigits(s string) string {
	if !strings.ContainsFunc(s, isSmallDigit) {
		return s
	}
	var plain strings.Builder
	for _, r := range s {
		if isSmallDigit(r) {
			plain.WriteString(norm.NFKC.String(string(r)))
		} else {
			plain.WriteRune(r)
		}
	}
	return plain.String()
}

func isSmallDigit(r rune) bool {
	return unicode.Is(unicode.No, r)
}

// cutSlug never parts a letter from its marks.
func cutSlug(slug string, limit int) string {
	runes := []rune(slug)
	if len(runes) <= limit {
		return slug
	}
	end := limit
	for end > 0 && unicode.IsMark(runes[end]) {
		end--
	}
	head := string(runes[:end])
	if dash := strings.LastIndexByte(head, '-'); runes[end] != '-' && dash > len(head)/2 {
		head = head[:dash]
	}
	return strings.TrimRight(head, "-")
}
