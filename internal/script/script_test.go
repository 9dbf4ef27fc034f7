package script

import "testing"

func TestParse(t *testing.T) {
	for _, s := range []Script{Hans, Hant, HantTW, HantHK} {
		if got, ok := Parse(string(s)); !ok || got != s {
			t.Errorf("Parse(%q) = %q, %v", s, got, ok)
		}
		if got, ok := Named(s.Tag()); !ok || got != s {
			t.Errorf("Named(%q) = %q, %v", s.Tag(), got, ok)
		}
	}
	if s, ok := Parse("Hant-TW"); !ok || s != HantTW {
		t.Errorf("Hant-TW is %q, %v", s, ok)
	}
	for _, word := range []string{"", "zh", "zh-Hans", "latn", "hant_tw", "hans "} {
		if s, ok := Parse(word); ok {
			t.Errorf("Parse(%q) = %q", word, s)
		}
	}
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct {
		tag       string
		named, of Script
	}{
		{"zh-Hans", Hans, Hans},
		{"zh-Hant", Hant, Hant},
		{"ZH-hant-tw", HantTW, HantTW},
		{"zh-Hant-HK", HantHK, HantHK},
		{"zh-Hant-MO", HantHK, HantHK},
		{"zh-Hans-SG", Hans, Hans},
		{"zh-Hans-TW", Hans, Hans},
		{"zh-Hant-CN", Hant, Hant},
		{"zh", "", Hans},
		{"zh-CN", "", Hans},
		{"zh-TW", "", HantTW},
		{"zh-HK", "", HantHK},
		{"zh-MO", "", HantHK},
		{"cmn-Hans", Hans, Hans},
		{"zh-Latn-pinyin", "", ""},
		{"en", "", ""},
		{"ja", "", ""},
		{"und-Hant", "", ""},
		{"", "", ""},
		{"no tag", "", ""},
	} {
		if got, ok := Named(c.tag); got != c.named || ok != (c.named != "") {
			t.Errorf("Named(%q) = %q, %v; want %q", c.tag, got, ok, c.named)
		}
		if got, ok := Of(c.tag); got != c.of || ok != (c.of != "") {
			t.Errorf("Of(%q) = %q, %v; want %q", c.tag, got, ok, c.of)
		}
	}
}

func TestFor(t *testing.T) {
	for _, c := range []struct {
		language string
		to       Script
	}{
		{"zh-Hans", Hans},
		{"zh-CN", Hans},
		{"zh-Hant", Hant},
		{"zh-TW", Hant},
		{"zh-HK", Hant},
		{"zh-TW", HantTW},
		{"zh-Hant-HK", HantHK},
		{"en", Hant},
		{"ja", Hans},
		{"", Hans},
		{"zh-Hans", ""},
	} {
		if For(c.language, c.to) != nil {
			t.Errorf("%s to %s converts", c.language, c.to)
		}
	}
	var none *Converter
	if none.Text("头发") != "头发" || none.HTML("<p>头发") != "<p>头发" {
		t.Error("no converter converts")
	}
}
