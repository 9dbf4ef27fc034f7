package script

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name, language string
		to             Script
		in, want       string
	}{
		{"phrases", "zh-Hans", Hant, "头发干燥，出发后干杯", "頭髮乾燥，出發後乾杯"},
		{"standard of OpenCC", "zh-Hans", Hant, "为了台湾里面的群众", "爲了臺灣裏面的羣衆"},
		{"standard of Taiwan", "zh-Hans", HantTW, "为了台湾里面的群众", "為了臺灣裡面的群眾"},
		{"standard of Hong Kong", "zh-Hans", HantHK, "为了台湾里面的群众", "為了台灣裏面的羣眾"},
		{"words stay", "zh-Hans", HantTW, "软件和信息", "軟件和信息"},
		{"back", "zh-Hant", Hans, "頭髮乾燥，出發後乾杯", "头发干燥，出发后干杯"},
		{"back from Taiwan", "zh-TW", Hans, "看著裡面的群眾", "看着里面的群众"},
		{"back from Hong Kong", "zh-HK", Hans, "衞生署説", "卫生署说"},
		{"to Taiwan", "zh-Hant", HantTW, "爲了裏面", "為了裡面"},
		{"to Hong Kong", "zh-Hant", HantHK, "爲了裏面的衛生", "為了裏面的衞生"},
		{"Taiwan to Hong Kong", "zh-TW", HantHK, "裡面的衛生", "裏面的衞生"},
		{"Hong Kong to Taiwan", "zh-HK", HantTW, "裏面的衞生", "裡面的衛生"},
		{"keeps a phrase", "zh-Hant", Hans, "乾隆皇帝", "乾隆皇帝"},
		{"keeps the other script", "zh-Hans", Hant, "頭髮", "頭髮"},
		{"Latin", "zh-Hans", Hant, "C919 and 5G基站 GB/T 7714", "C919 and 5G基站 GB/T 7714"},
		{"emoji", "zh-Hans", Hant, "👨‍👩‍👧发👍🏽", "👨‍👩‍👧發👍🏽"},
		{"kana and hangul", "zh-Hans", Hant, "ひらがな 한글", "ひらがな 한글"},
		{"variation selector", "zh-Hans", Hant, "葛\U000E0100发\U000E0101", "葛\U000E0100發\U000E0101"},
		{"supplementary plane, in", "zh-Hans", Hant, "𫍟", "𧦧"},
		{"supplementary plane, unknown", "zh-Hans", Hant, "𠀀𠀁", "𠀀𠀁"},
		{"compatibility ideograph", "zh-Hant", Hans, "\uf902", "车"},
		{"glyphs that few fonts have", "zh-Hant", Hans, "㑮", "㑮"},
		{"line ends", "zh-Hans", Hant, "头\r\n发\x00\t", "頭\r\n發\x00\t"},
		{"no UTF-8", "zh-Hans", Hant, "\xff头\xe5\xa4发\x80", "\xff頭\xe5\xa4發\x80"},
		{"nothing", "zh-Hans", Hant, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := For(c.language, c.to).Text(c.in); got != c.want {
				t.Errorf("%q → %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// all calls f with every converter there is.
func all(f func(*Converter)) {
	for _, c := range converters {
		f(c)
	}
}

func FuzzText(f *testing.F) {
	for _, c := range testcases(f)[:40] {
		f.Add(c.Input)
	}
	f.Add("\xff头\xe5\xa4发\x80\uf900")
	f.Fuzz(func(t *testing.T, text string) {
		all(func(c *Converter) {
			got := c.Text(text)
			if !aligned(text, got) {
				t.Errorf("%q → %q", text, got)
			}
		})
	})
}

// aligned tells whether two texts are of as many characters, and differ in
// Han ones alone: bytes that are no UTF-8 and all else stay.
func aligned(a, b string) bool {
	for a != "" && b != "" {
		r, size := utf8.DecodeRuneInString(a)
		to, width := utf8.DecodeRuneInString(b)
		if r != to && (r < firstHan || to < firstHan) || (r == utf8.RuneError) != (to == utf8.RuneError) {
			return false
		}
		if r == utf8.RuneError && a[:size] != b[:width] {
			return false
		}
		a, b = a[size:], b[width:]
	}
	return a == b
}

// TestHostile has texts of 1 MB of which some would not end before the test's
// time is over if anything took more than linear time.
func TestHostile(t *testing.T) {
	const size = 1 << 20
	for name, unit := range map[string]string{
		"begun phrases":   "不管三七二十一不管三七二十",
		"one character":   "干",
		"no UTF-8":        "\xe5\xa4",
		"inline tags":     "<b>头",
		"begun tags":      "<",
		"references":      "&#22836;&#2283",
		"ampersands":      "&#",
		"unended code":    "<code>头",
		"nested lang":     `<i lang=en>`,
		"comments":        "<!--",
		"ended before":    "</b>",
		"attributes":      `<a lang`,
		"raw text":        "<textarea>",
		"broken in a tag": "头<b>\xe5<i>\xa4</b>\xb4",
	} {
		t.Run(name, func(t *testing.T) {
			in := strings.Repeat(unit, size/len(unit))
			c := For("zh-Hans", HantHK)
			if got := c.Text(in); len(got) < len(in)/2 {
				t.Error("text is lost")
			}
			if got := c.HTML(in); len(got) < len(in)/2 {
				t.Error("HTML is lost")
			}
		})
	}
}
