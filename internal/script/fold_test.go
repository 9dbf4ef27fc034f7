package script

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func fold(text string) string {
	return strings.Map(HansRune, text)
}

func TestHansRune(t *testing.T) {
	for _, c := range [][2]string{
		{"寧波", "宁波"},
		{"甬江科創區", "甬江科创区"},
		{"乾隆", "干隆"},
		{"衞生", "卫生"},
		{"衛生", "卫生"},
		{"看著", "看着"},
		{"瞭解", "了解"},
		{"臺灣", "台湾"},
		{"什么", "什么"},
		{"ABC 1 ａｂｃ ひら 한 👍", "ABC 1 ａｂｃ ひら 한 👍"},
		{"\U0010ffff�", "\U0010ffff�"},
	} {
		if got := fold(c[0]); got != c[1] {
			t.Errorf("%s → %s, want %s", c[0], got, c[1])
		}
	}
	if HansRune(-1) != -1 || HansRune(unicode.MaxRune+1) != unicode.MaxRune+1 {
		t.Error("what is no rune is folded")
	}
}

// TestHansRuneTwice holds that what is folded stays so, and that the table
// has as many pages as its numbers reach.
func TestHansRuneTwice(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		once := HansRune(r)
		if twice := HansRune(once); twice != once {
			t.Errorf("%c → %c → %c", r, once, twice)
		}
		if once != r && (!unicode.Is(unicode.Han, r) || !unicode.Is(unicode.Han, once)) {
			t.Errorf("%c → %c", r, once)
		}
	}
	if pages := len(folds().runes) / 256; pages > 256 {
		t.Errorf("%d pages", pages)
	} else {
		t.Logf("%d pages, %d bytes", pages, 4*len(folds().runes)+len(folds().pages))
	}
}

// TestScriptsMeet measures how many of OpenCC's phrases are found in either
// script. Of what does not meet, OpenCC gives one script another character
// that is no simplification.
func TestScriptsMeet(t *testing.T) {
	for _, name := range []string{"STPhrases.txt", "TSPhrases.txt", "TWVariants.txt", "HKVariants.txt"} {
		entries, err := readEntries(shipped().files, []leaf{{file: name}})
		if err != nil {
			t.Fatal(err)
		}
		apart := map[string]string{}
		for _, e := range entries {
			if fold(e.key) != fold(e.value) {
				apart[e.key] = e.value
			}
		}
		t.Logf("%s: %d of %d meet", name, len(entries)-len(apart), len(entries))
		if limit := map[string]int{"STPhrases.txt": 150, "TSPhrases.txt": 160, "TWVariants.txt": 3}[name]; len(apart) > limit {
			t.Errorf("%d do not: %v", len(apart), slices.Sorted(maps.Keys(apart)))
		}
	}
}
