package news

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestMakeSlug(t *testing.T) {
	han := strings.Repeat("寧", 300)
	tests := []struct{ title, want string }{
		{"Hello, World!", "hello-world"},
		{"  --Hello--  World--  ", "hello-world"},
		{"寧波加快提升甬江科創區創新能級為挑大梁作示范注入強勁動力", "寧波加快提升甬江科創區創新能級為挑大梁作示范注入強勁動力"},
		{"“挑大梁、作示范”：甬江 2025", "挑大梁-作示范-甬江-2025"},
		{"二〇二五年", "二〇二五年"},
		{"How to use `<script>`", "how-to-use-script"},
		{"Don't panic", "don-t-panic"},
		{"Café E\u0301te\u0301", "café-été"},
		{"İSTANBUL'da", "istanbul-da"},
		{"I\u0307", "i"},
		{"STRASSE Straße", "strasse-straße"},
		{"ΝΈΟΣ νέος", "νέοσ-νέος"},
		{"Новости Дня", "новости-дня"},
		{"हिन्दी समाचार", "हिन्दी-समाचार"},
		{"서울 뉴스", "서울-뉴스"},
		{"カタカナ・ニュース", "カタカナ-ニュース"},
		{"CO₂ und PM₂.₅, m²", "co2-und-pm2-5-m2"},
		{"¾ of it", "3-4-of-it"},
		{"葛\U000E0100城", "葛城"},
		{"co\u00ADope\u200Brate", "cooperate"},
		{"1\uFE0F\u20E3 first", "1-first"},
		{"\u0301leading mark", "leading-mark"},
		{"e\uFE0F\u0301", "é"},
		{"🎉🎉", ""},
		{"———", ""},
		{"", ""},
		{"\xff\xfe", ""},
		{"bad\xffbyte", "bad-byte"},
		{"a\x00b", "a-b"},
		{han, han[:120*len("寧")]},
		{strings.Repeat("abcdefghi ", 30), strings.TrimSuffix(strings.Repeat("abcdefghi-", 12), "-")},
		{strings.Repeat("x", 100) + " " + strings.Repeat("y", 100), strings.Repeat("x", 100)},
		{"x " + strings.Repeat("y", 200), "x-" + strings.Repeat("y", 118)},
		{strings.Repeat("x", 119) + " yy", strings.Repeat("x", 119)},
		{strings.Repeat("x", 119) + "q\u0301q", strings.Repeat("x", 119)},
		{"a" + strings.Repeat("\u0335", 50), "a" + strings.Repeat("\u0335", 16)},
	}
	for _, test := range tests {
		if got := MakeSlug(test.title); got != test.want {
			t.Errorf("MakeSlug(%q) = %q, want %q", test.title, got, test.want)
		}
	}
}

func TestCheckSlug(t *testing.T) {
	tests := []struct {
		slug, want string
		ok         bool
	}{
		{"sci-tech-news", "sci-tech-news", true},
		{"Sci-Tech", "sci-tech", true},
		{"寧波-2025", "寧波-2025", true},
		{"cafe\u0301", "café", true},
		{"İ", "i", true},
		{"Å", "å", true},
		{"हिन्दी", "हिन्दी", true},
		{"〇", "〇", true},
		{"٣", "٣", true},
		{"7", "7", true},
		{"external-2", "external-2", true},
		{strings.Repeat("寧", 120), strings.Repeat("寧", 120), true},
		{strings.Repeat("e\u0301", 120), strings.Repeat("é", 120), true},
		{strings.Repeat("寧", 121), strings.Repeat("寧", 121), false},
		{"", "", false},
		{"-", "-", false},
		{"-a", "-a", false},
		{"a-", "a-", false},
		{"a--b", "a--b", false},
		{"a b", "a b", false},
		{"a_b", "a_b", false},
		{"a/b", "a/b", false},
		{"a.b", "a.b", false},
		{"a\x00", "a\x00", false},
		{"a\xff", "a\ufffd", false},
		{"a\u200db", "a\u200db", false},
		{"a\uFE0F", "a\uFE0F", false},
		{"\u3164", "\u3164", false},
		{"7\u0301", "7\u0301", false},
		{"\u0301", "\u0301", false},
		{"a-\u0301", "a-\u0301", false},
		{"co₂", "co₂", false},
		{"external", "external", false},
		{"BULK", "bulk", false},
		{"parse", "parse", false},
		{"0198f2c4-7d3a-7b1e-9c55-0123456789ab", "0198f2c4-7d3a-7b1e-9c55-0123456789ab", false},
		{"0198F2C4-7D3A-7B1E-9C55-0123456789AB", "0198f2c4-7d3a-7b1e-9c55-0123456789ab", false},
		{"0198f2c4-7d3a-7b1e-9c55-0123456789az", "0198f2c4-7d3a-7b1e-9c55-0123456789az", true},
	}
	for _, test := range tests {
		got, ok := CheckSlug(test.slug)
		if got != test.want || ok != test.ok {
			t.Errorf("CheckSlug(%q) = %q, %v, want %q, %v", test.slug, got, ok, test.want, test.ok)
		}
	}
}

func TestSlugWithNumber(t *testing.T) {
	tests := []struct {
		base string
		n    int
		want string
	}{
		{"news", 2, "news-2"},
		{"", 2, "2"},
		{"bulk", 3, "bulk-3"},
		{strings.Repeat("寧", 120), 2, strings.Repeat("寧", 118) + "-2"},
		{strings.Repeat("寧", 120), 1000, strings.Repeat("寧", 115) + "-1000"},
		{strings.Repeat("x", 117) + "-yy", 10, strings.Repeat("x", 117) + "-10"},
	}
	for _, test := range tests {
		if got := SlugWithNumber(test.base, test.n); got != test.want {
			t.Errorf("SlugWithNumber(%q, %d) = %q, want %q", test.base, test.n, got, test.want)
		}
	}
}

func TestNormaliseSlugIsStableForEveryCharacterItChanges(t *testing.T) {
	marks := []string{"", "\u0300", "\u0301", "\u0307", "\u0308", "\u0327", "\u0338", "\u0345"}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.ToLower(r) == r && norm.NFC.IsNormalString(string(r)) {
			continue
		}
		for _, mark := range marks {
			once := NormaliseSlug(string(r) + mark)
			if twice := NormaliseSlug(once); twice != once || !norm.NFC.IsNormalString(once) {
				t.Fatalf("%U%s: %q becomes %q", r, mark, once, twice)
			}
		}
	}
}

// titleText draws text that mixes the characters slugs stumble over.
func titleText() *rapid.Generator[string] {
	odd := rapid.SampledFrom([]rune("-- İßΣςKÅＡ寧波創〇²½①é\u0301\u0307\u0338\u0345\u034F\u200D\uFE0F\u3164\u1100\u1161\u11A8\u0915\u093C\U000E0100🎉/'.\x00"))
	return rapid.StringOfN(rapid.OneOf(odd, rapid.Rune(), rapid.RuneFrom(nil, unicode.M, unicode.L)), 0, 200, -1)
}

func TestMakeSlugKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkMadeSlug(t, titleText().Draw(t, "title"))
	})
}

func FuzzMakeSlug(f *testing.F) {
	for _, seed := range []string{"Hello, World!", "寧波 2025", "İΣß", "external", "e\uFE0F\u0301", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, title string) { checkMadeSlug(t, title) })
}

type failer interface {
	Fatalf(format string, args ...any)
}

func checkMadeSlug(t failer, title string) {
	slug := MakeSlug(title)
	if slug == "" {
		return
	}
	if again := MakeSlug(slug); again != slug {
		t.Fatalf("MakeSlug(%q) = %q, and of that %q", title, slug, again)
	}
	if got, ok := CheckSlug(slug); got != slug || ok == isReservedSlug(slug) {
		t.Fatalf("MakeSlug(%q) = %q, and CheckSlug says %q, %v", title, slug, got, ok)
	}
	for _, n := range []int{2, 12345} {
		numbered := SlugWithNumber(slug, n)
		if got, ok := CheckSlug(numbered); !ok || got != numbered || utf8.RuneCountInString(numbered) > maxSlugLength {
			t.Fatalf("%q is numbered %q, and CheckSlug says %q, %v", slug, numbered, got, ok)
		}
	}
}
