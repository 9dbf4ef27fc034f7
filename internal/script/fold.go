package script

import (
	"fmt"
	"sync"
	"unicode/utf8"
)

// HansRune is the character that a Han character is searched by: the
// simplified one where there is one, and any other rune itself. Text of every
// script must be folded by it, documents as well as queries.
//
// It knows no context, so that any part of a text folds like the whole, and
// folding twice is folding once. What that costs: characters that only some
// words tell apart are one (乾 is 干 in 乾隆 too, 瞭 is 了, 像 is 象), and the
// few words whose simplified form has another character altogether do not meet
// (計畫 and 计划). Regional forms meet (衞 and 衛 are 卫, 著 is 着). Width,
// case and compatibility forms are NFKC's matter, before it.
func HansRune(r rune) rune {
	if r < firstHan || r > utf8.MaxRune {
		return r
	}
	f := folds()
	if to := f.runes[int(f.pages[r>>8])<<8|int(r&0xff)]; to != 0 {
		return to
	}
	return r
}

// firstHan is the first character that any dictionary names, less a few.
const firstHan = 0x2e80

// foldTable is read as table.first is.
type foldTable struct {
	pages []uint8
	runes []rune
}

var folds = sync.OnceValue(func() *foldTable {
	pairs, err := shipped().foldPairs()
	if err != nil {
		panic(fmt.Errorf("embedded dictionaries: %w", err))
	}
	f := &foldTable{pages: make([]uint8, (utf8.MaxRune>>8)+1), runes: make([]rune, 256)}
	for from := range pairs {
		page := &f.pages[from>>8]
		if *page == 0 {
			*page = uint8(len(f.runes) >> 8) // a test holds that there are fewer pages
			f.runes = append(f.runes, make([]rune, 256)...)
		}
		f.runes[int(*page)<<8|int(from&0xff)] = follow(pairs, from)
	}
	return f
})

// follow goes from a character to what it becomes in the end.
func follow(pairs map[rune]rune, r rune) rune {
	for range 8 {
		to, ok := pairs[r]
		if !ok {
			break
		}
		r = to
	}
	return r
}

// foldPairs maps characters to what they are folded to, step by step.
func (l *library) foldPairs() (map[rune]rune, error) {
	choices, err := readChoices(l.files, "TSCharacters.txt")
	if err != nil {
		return nil, err
	}
	pairs, simplified := simplify(choices)
	for _, name := range []string{"TWVariantsRev.txt", "HKVariantsRev.txt"} {
		variants, err := readChoices(l.files, name)
		if err != nil {
			return nil, err
		}
		for from, to := range variants {
			if pairs[from] == 0 && !simplified[from] && follow(pairs, to[0]) != from {
				pairs[from] = to[0]
			}
		}
	}
	return pairs, nil
}

// simplify maps characters to their first choice. One whose first choice is
// itself takes the second, unless others become it: then it is a simplified
// character too.
func simplify(choices map[rune][]rune) (pairs map[rune]rune, simplified map[rune]bool) {
	pairs, simplified = map[rune]rune{}, map[rune]bool{}
	for from, to := range choices {
		if to[0] != from {
			pairs[from] = to[0]
			simplified[to[0]] = true
		}
	}
	for from, to := range choices {
		if to[0] == from && len(to) > 1 && !simplified[from] {
			pairs[from] = to[1]
		}
	}
	return pairs, simplified
}
