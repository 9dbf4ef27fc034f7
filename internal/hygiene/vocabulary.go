package hygiene

import (
	"cmp"
	_ "embed" // for spam.txt
	"slices"
	"strings"
	"sync"
	"unicode"
)

// use says what a word of the list is in keyword spam.
type use string

const (
	phrase use = "phrase" // spam by itself
	trade  use = "trade"  // what is sold: spam beside a lure
	bait   use = "bait"   // what such lists are filled up with
	lure   use = "lure"   // what sells
	press  use = "press"  // what tells of it
	host   use = "host"   // part of an address
)

// term is a word of the list, or several.
type term struct {
	letters []rune // folded
	use     use
	topic   string // adult, gambling or drugs; "" for lures, press and hosts
}

// vocabulary is the list, by the first letter, longer terms first.
type vocabulary map[rune][]term

//go:embed spam.txt
var spamList string

var spamVocabulary = sync.OnceValue(func() vocabulary { return parseVocabulary(spamList) })

func parseVocabulary(list string) vocabulary {
	v, use, topic := vocabulary{}, use(""), ""
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if name, isHeading := strings.CutPrefix(line, "["); isHeading {
			topic, use = headingOf(strings.TrimSuffix(name, "]"))
			continue
		}
		if line == "" || line[0] == '#' {
			continue
		}
		for word := range strings.SplitSeq(strings.TrimSuffix(line, ","), ",") {
			letters := []rune(strings.TrimSpace(word))
			v[letters[0]] = append(v[letters[0]], term{letters, use, topic})
		}
	}
	for _, terms := range v {
		slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(len(b.letters), len(a.letters)) })
	}
	return v
}

// headingOf reads "topic use" or "use".
func headingOf(name string) (topic string, _ use) {
	if topic, rest, hasTopic := strings.Cut(name, " "); hasTopic {
		return topic, use(rest)
	}
	return "", use(name)
}

// at returns the longest term of text, but for hosts, that begins at i. Words
// of letters and digits count as a whole only.
func (v vocabulary) at(text []rune, i int) (found term, ok bool) {
	if i > 0 && isWordRune(text[i-1]) && isWordRune(text[i]) {
		return term{}, false
	}
	for _, term := range v[text[i]] {
		end := i + len(term.letters)
		if end > len(text) || !slices.Equal(text[i:end], term.letters) {
			continue
		}
		isPart := end < len(text) && isWordRune(text[end]) && isWordRune(text[end-1])
		if !isPart && term.use != host {
			return term, true
		}
	}
	return term{}, false
}

// isHost tells a label of an address that is on the list.
func (v vocabulary) isHost(label string) bool {
	letters := []rune(label)
	return len(letters) > 0 && slices.ContainsFunc(v[letters[0]], func(t term) bool {
		return t.use == host && slices.Equal(t.letters, letters)
	})
}

// isWordRune tells what words with spaces between them are made of.
func isWordRune(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isIdeographic(r)
}

// fold makes letters comparable: lower case, and half width where they are
// full.
func fold(r rune) rune {
	const fullWidth = '！' - '!'
	if r >= '！' && r <= '～' {
		r -= fullWidth
	}
	return unicode.ToLower(r)
}
