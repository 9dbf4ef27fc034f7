package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"only punctuation", "——！？…", ""},
		{"Hans", "宁波市", "宁波市"},
		{"Hant", "寧波科創區", "宁波科创区"},
		{"punctuation between Han", "「宁波，鄞州」。", "宁波鄞州"},
		{"spaces between Han", "宁 波\t鄞　州", "宁波鄞州"},
		{"a line end", "宁波\n鄞州", "宁波鄞州"},
		{"paragraphs", "宁波\n\n鄞州", "宁波\n鄞州"},
		{"paragraphs of words", "one two\r\n\r\nthree", " one two \n three "},
		{"a paragraph separator", "宁\u2029波", "宁\n波"},
		{"empty lines at the ends", "\n\n宁波\n\n", "宁波"},
		{"words", "The Port, of Ningbo.", " the port of ningbo "},
		{"a word between Han", "用Go写", "用 go 写"},
		{"letters and digits", "5G基站", " 5 g 基站"},
		{"full width", "５Ｇ基站ＡＢＣ", " 5 g 基站 abc "},
		{"a year", "2025年", " 2025 年"},
		{"a standard", "GB/T 7714—2015", " gb t 7714 2015 "},
		{"an aircraft", "C919客机", " c 919 客机"},
		{"C++", "C++ and c＋＋11", " c＋＋ and c＋＋ 11 "},
		{"C#", "C#, F＃", " c＃ f＃ "},
		{"no C++", "abc++ 5G+ #tag C+", " abc 5 g tag c "},
		{"a phone", "iPhone15", " iphone 15 "},
		{"an address", "news@example.com https://example.org/a_b", " news example com https example org a b "},
		{"accents", "Café Ångström Çelik naïve", " cafe angstrom celik naive "},
		{"accents apart", "Cafe\u0301 na\u0308i\u0308ve", " cafe naive "},
		{"Vietnamese", "Đà Nẵng Việt Nam", " da nang viet nam "},
		{"letters of their own", "Straße Øresund Łódź Ærø İstanbul ısı", " strasse oresund lodz aero istanbul isi "},
		{"Greek", "Ἀθῆναι ΟΔΟΣ", " αθηναι οδοσ "},
		{"Cyrillic keeps й", "Красный Й", " красный й "},
		{"Cyrillic й apart", "Красныи\u0306", " красный "},
		{"ligatures", "ﬁnance ﬃ", " finance ffi "},
		{"one character that is four", "㍿鳥", "株式会社鸟"},
		{"roman and circled numbers", "第Ⅷ届①②", "第 viii 届 12 "},
		{"powers", "CO₂ m²", " co 2 m 2 "},
		{"a trade mark", "Broadsheet™", " broadsheet "},
		{"katakana", "カタカナ", "カタカナ"},
		{"half-width kana", "ｶﾀｶﾅ ｶﾞﾊﾟ", "カタカナガパ"},
		{"voiced apart", "か\u3099は\u309a", "がぱ"},
		{"the prolonged mark", "コーヒー", "コーヒー"},
		{"hiragana stays", "ひらがな", "ひらがな"},
		{"Hangul", "서울 시장", "서울시장"},
		{"Hangul apart", "\u1109\u1165\u110b\u116e\u11af", "서울"},
		{"Thai keeps its marks", "กรุงเทพฯ", "กรุงเทพฯ"},
		{"Devanagari", "हिन्दी", " हिन्दी "},
		{"Arabic", "كِتاب", " كِتاب "},
		{"invisible characters", "宁\u200b波 co\u00adop \ufeffx", "宁波 coop x "},
		{"variation selectors", "葛\U000E0100城", "葛城"},
		{"keycaps", "1\ufe0f\u20e3", " 1 "},
		{"emoji", "👍🏽宁波🎉", "宁波"},
		{"no UTF-8", "宁\xff波\xe5\xae", "宁波"},
		{"compatibility ideographs", "\uf9d1\u2f06", "六二"},
		{"beyond the BMP", "𠮷野家", "𠮷野家"},
		{"iteration mark and zero", "佐々木二〇二五", "佐々木二〇二五"},
		{"apostrophes", "China’s don't", " china s don t "},
		{"a mark on nothing", " \u0301 \u0301a", " a "},
	} {
		if got := folder.fold(c.text); got != c.want {
			t.Errorf("%s: %q folds to %q, want %q", c.name, c.text, got, c.want)
		}
		if got := folder.Fold(c.text).Text; got != c.want {
			t.Errorf("%s: with origins %q folds to %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestOrigin(t *testing.T) {
	for _, c := range []struct{ text, find, want string }{
		{"在寧波市", "宁波", "寧波"},
		{"在「寧波，鄞州」", "宁波鄞州", "寧波，鄞州"},
		{"the ＡＢＣ news", "abc", "ＡＢＣ"},
		{"the ＡＢＣ news", "b", "Ｂ"},
		{"a ﬁne day", "fi", "ﬁ"},
		{"a ﬁne day", "ine", "ﬁne"},
		{"看㍿公司", "会社", "㍿"},
		{"看㍿公司", "社公", "㍿公"},
		{"un cafe\u0301 noir", "cafe", "cafe\u0301"},
		{"un café noir", "cafe", "café"},
		{"ｶﾞｽ", "ガ", "ｶﾞ"},
		{"5G基站", "5 g 基", "5G基"},
		{"Straße 5", "strasse", "Straße"},
		{"Straße 5", "ss", "ß"},
		{"use C++ now", "c＋＋", "C++"},
		{"서\u110b\u116e\u11af시", "울시", "\u110b\u116e\u11af시"},
		{"co\u00adop", "coop", "co\u00adop"},
	} {
		folded := folder.Fold(c.text)
		at := strings.Index(folded.Text, c.find)
		if at < 0 {
			t.Errorf("%q is not in %q", c.find, folded.Text)
			continue
		}
		if from, to := folded.Origin(at, at+len(c.find)); c.text[from:to] != c.want {
			t.Errorf("%q in %q comes from %q, want %q", c.find, c.text, c.text[from:to], c.want)
		}
	}
}

// texts draws what may come in: the scripts that newsrooms write, and worse.
func texts() *rapid.Generator[string] {
	pieces := rapid.OneOf(
		rapid.SampledFrom([]string{
			"宁波", "寧波", "鄞州", "科创", "科創區", "5G", "基站", "2025", "年", "GB/T", "7714", "C919", "C++", "c#", "ＡＢＣ", "ﬁ", "㍿", "é", "e\u0301",
			"カ", "ｶﾞ", "が", "서울", "\u110b\u116e\u11af", " ", " ", "，", "。", "-", "\n", "\n\n", "\u2029", "ing", "election", "elections", "cities", "city",
			"port", "ports", "manu", "manufacturing", "a", "the", "й", "и\u0306", "\u200d", "\u0301", "½", "ไทย", "\xff", "title:", "tag:", "\"", "“", "”", "「", "」", "：",
		}),
		rapid.String(),
		rapid.StringOfN(rapid.RuneFrom([]rune("宁波鄞州寧ab1 ，")), 0, 6, -1),
	)
	return rapid.Map(rapid.SliceOfN(pieces, 0, 12), func(parts []string) string { return strings.Join(parts, "") })
}

func TestFoldedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		folded := folder.Fold(text)
		if plain := folder.fold(text); plain != folded.Text {
			t.Fatalf("%q with origins, %q without", folded.Text, plain)
		}
		if !utf8.ValidString(folded.Text) {
			t.Fatalf("%q is no UTF-8", folded.Text)
		}
		if strings.Contains(folded.Text, "  ") || strings.Contains(folded.Text, "\n\n") || strings.HasPrefix(folded.Text, "\n") || strings.HasSuffix(folded.Text, "\n") {
			t.Fatalf("%q has gaps", folded.Text)
		}
		for _, r := range folded.Text {
			if r >= 'Ａ' && r <= 'Ｚ' || r < ' ' && r != '\n' || r <= unicode.MaxASCII && unicode.In(r, unicode.Lu, unicode.P, unicode.S) {
				t.Fatalf("%q holds %q", folded.Text, r)
			}
		}
		units(folded.Text, func(u unit, _ bool) {
			for _, r := range u.text {
				if c := classOf(r); (c == dense) != (u.class == dense) {
					t.Fatalf("%q in the unit %q", r, u.text)
				}
			}
		})
	})
}

func TestNormalFormsFoldAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.NewReplacer("™", "", "℠", "").Replace(strings.ToValidUTF8(texts().Draw(t, "text"), " "))
		want := folder.fold(norm.NFC.String(text))
		for _, form := range []norm.Form{norm.NFD, norm.NFKC, norm.NFKD} {
			if got := folder.fold(form.String(text)); got != want {
				t.Fatalf("form %d of %q folds to %q, NFC to %q", form, text, got, want)
			}
		}
	})
}

func TestOriginsCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		folded := folder.Fold(text)
		before := 0
		units(folded.Text, func(u unit, _ bool) {
			at := strings.Index(folded.Text[before:], u.text) + before
			from, to := folded.Origin(at, at+len(u.text))
			if from >= to || to > len(text) {
				t.Fatalf("%q of %q comes from [%d, %d)", u.text, text, from, to)
			}
			if again := folder.fold(text[from:to]); !strings.Contains(again, u.text) {
				t.Fatalf("%q of %q comes from %q, which folds to %q", u.text, text, text[from:to], again)
			}
			before = at + len(u.text)
		})
	})
}
