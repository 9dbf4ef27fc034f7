package search

import (
	"slices"
	"strings"
)

const (
	minStem   = 3 // letters before a suffix
	minPlural = 4
)

// invariable are words that only look like plurals or participles.
var invariable = []string{
	"news", "always", "series", "species", "physics", "mathematics", "economics", "politics", "ethics", "perhaps", "besides", "thus",
	"during", "morning", "evening", "nothing", "something", "anything", "everything", "spring", "string", "king", "ring", "wing", "thing",
	"bring", "sing", "beijing", "chongqing", "nanjing", "speed", "need", "seed", "feed", "indeed", "exceed", "proceed", "succeed", "breed",
	"hundred", "sacred", "wales", "paris", "texas", "mars", "lens", "times", "james", "athens", "brussels",
}

// inflections returns the forms of an English word other than itself: plural
// or third person, past and participle of what the word may be a form of. They
// are made by rule, so some are no words; those find nothing. The answer is
// empty for what is not a lower case ASCII word.
func inflections(word string) []string {
	if len(word) < minStem || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
		return nil
	}
	var forms []string
	for _, base := range bases(word) {
		forms = append(forms, base)
		for _, form := range []string{plural(base), suffixed(base, "ed"), suffixed(base, "ing")} {
			if !slices.Contains(invariable, form) {
				forms = append(forms, form)
			}
		}
	}
	slices.Sort(forms)
	return slices.DeleteFunc(slices.Compact(forms), func(form string) bool { return form == word })
}

// bases returns what a word may be a form of: itself, if it has no suffix.
func bases(word string) []string {
	if slices.Contains(invariable, word) {
		return []string{word}
	}
	for _, suffix := range []string{"ing", "ied", "ed"} {
		stem, ok := strings.CutSuffix(word, suffix)
		if !ok || len(stem) < minStem || !hasVowel(stem) {
			continue
		}
		if suffix == "ied" {
			return []string{stem + "y"}
		}
		return unsuffixed(stem)
	}
	if len(word) < minPlural || !strings.HasSuffix(word, "s") || hasSuffix(word, "ss", "us", "is") {
		return []string{word}
	}
	switch {
	case strings.HasSuffix(word, "ies") && len(word) > minPlural:
		stem := strings.TrimSuffix(word, "ies")
		return []string{stem + "y", stem + "ie"}
	case hasSuffix(word, "sses", "xes", "ches", "shes", "zzes"):
		return []string{strings.TrimSuffix(word, "es")}
	}
	return []string{strings.TrimSuffix(word, "s")}
}

// unsuffixed returns the words that stem may come from: launch, mak(e),
// stop(p).
func unsuffixed(stem string) []string {
	last := len(stem) - 1
	if stem[last] == stem[last-1] && !strings.ContainsRune("aeiouls", rune(stem[last])) {
		return []string{stem[:last], stem}
	}
	if stem[last] == 'y' || strings.ContainsRune("aeiou", rune(stem[last-1])) && strings.ContainsRune("wx", rune(stem[last])) {
		return []string{stem}
	}
	return []string{stem, stem + "e"}
}

// plural is the third person as well.
func plural(base string) string {
	last := len(base) - 1
	switch {
	case hasSuffix(base, "s", "x", "z", "ch", "sh"):
		return base + "es"
	case base[last] == 'y' && !isVowel(base[last-1]):
		return base[:last] + "ies"
	}
	return base + "s"
}

// suffixed returns base with "ed" or "ing".
func suffixed(base, suffix string) string {
	last := len(base) - 1
	switch {
	case base[last] == 'e' && (base[last-1] != 'e' || suffix == "ed"):
		return base[:last] + suffix
	case base[last] == 'y' && !isVowel(base[last-1]) && suffix == "ed":
		return base[:last] + "ied"
	case doubles(base):
		return base + base[last:] + suffix
	}
	return base + suffix
}

// doubles tells a short word that ends in one vowel and one consonant: stop,
// plan.
func doubles(base string) bool {
	last := len(base) - 1
	return len(base) <= minPlural && !isVowel(base[last]) && !strings.ContainsRune("wxy", rune(base[last])) &&
		isVowel(base[last-1]) && !hasVowel(base[:last-1])
}

func hasSuffix(word string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(suffix string) bool { return strings.HasSuffix(word, suffix) })
}

func hasVowel(word string) bool {
	return strings.ContainsAny(word, "aeiouy")
}

func isVowel(letter byte) bool {
	return strings.IndexByte("aeiou", letter) >= 0
}
