package search

import (
	"strings"
	"unicode/utf8"
)

// minPrefix is how many letters a word has that may go on. UN and AI are not
// the beginnings of under and air.
const minPrefix = 3

// maxNeeds bounds the terms that a long phrase asks for; they are the more
// telling for being spread over it.
const maxNeeds = 8

// clause makes a clause of a piece. ok is false if there is nothing in it.
func (f *Folder) clause(p piece) (c Clause, ok bool) {
	folded := f.fold(strings.Map(inLine, p.text))
	var list []unit
	units(folded, func(u unit, _ bool) { list = append(list, u) })
	if len(list) == 0 {
		return Clause{}, false
	}
	c = Clause{Field: p.field, Not: p.not, folded: folded}
	last := list[len(list)-1]
	goesOn := !p.phrase && !p.not && last.class == letter && utf8.RuneCountInString(last.text) >= minPrefix
	if len(list) == 1 && last.class == letter && !p.phrase {
		c.forms = spaced(inflections(last.text))
	}
	c.Needles = needles(folded, c.forms, goesOn)
	c.Needs, c.Exact = needs(list, goesOn, c.Needles, fieldPrefix(p.field))
	return c, true
}

// inLine makes line ends spaces: a phrase that was pasted is one phrase.
func inLine(r rune) rune {
	if c := classOf(r); c == lineEnd || c == paragraph {
		return ' '
	}
	return r
}

func fieldPrefix(f Field) string {
	if f == AnyField {
		return ""
	}
	return string(rune(f))
}

func spaced(words []string) []string {
	for i, word := range words {
		words[i] = " " + word + " "
	}
	return words
}

// needles returns the substrings of which an entry must hold one: of the forms
// of a word that may go on, only those that it does not begin.
func needles(folded string, forms []string, goesOn bool) []string {
	if !goesOn {
		return append([]string{folded}, forms...)
	}
	beginning := strings.TrimSuffix(folded, " ")
	found := []string{beginning}
	for _, form := range forms {
		if !strings.HasPrefix(form, beginning) {
			found = append(found, form)
		}
	}
	return found
}

// needs returns the groups of terms, and whether they decide alone.
func needs(list []unit, goesOn bool, needles []string, prefix string) (groups [][]Term, exact bool) {
	if len(list) == 1 {
		return single(list[0], goesOn, needles, prefix)
	}
	exact = len(list) == 2
	paired := false // with the unit before
	for i, u := range list {
		atEnd := i == len(list)-1
		pairs := !atEnd && pairs(u, list[i+1])
		if pairs {
			text, cut := term(u, list[i+1])
			groups = append(groups, []Term{{prefix + text, goesOn && i+1 == len(list)-1}})
			exact = exact && !cut
		} else if !paired {
			text, _ := term(u)
			groups = append(groups, []Term{{prefix + text, goesOn && atEnd}})
			exact = false
		}
		paired = pairs
	}
	return thin(groups), exact
}

func single(u unit, goesOn bool, needles []string, prefix string) (groups [][]Term, exact bool) {
	text, cut := term(u)
	group := []Term{{prefix + text, goesOn}}
	for _, form := range needles[1:] {
		text, formCut := clip(strings.TrimSpace(form))
		group = append(group, Term{Text: prefix + text})
		cut = cut || formCut
	}
	return [][]Term{group}, !cut && !isTiny(u)
}

// isTiny tells the words that look like one or two dense characters to an engine
// that takes every character beyond ASCII for one: see Entry.Words.
func isTiny(u unit) bool {
	return u.class != dense && u.text[0] >= utf8.RuneSelf && utf8.RuneCountInString(u.text) <= 2
}

// thin leaves maxNeeds groups at most, evenly spread, the first and last among
// them.
func thin(groups [][]Term) [][]Term {
	if len(groups) <= maxNeeds {
		return groups
	}
	thinned := make([][]Term, maxNeeds)
	for i := range thinned {
		thinned[i] = groups[i*(len(groups)-1)/(maxNeeds-1)]
	}
	return thinned
}
