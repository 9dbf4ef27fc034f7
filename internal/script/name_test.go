package script

import "testing"

func TestOfName(t *testing.T) {
	for _, c := range []struct{ name, usual, want string }{
		{"寧波", "zh-Hans", "zh-Hant"},
		{"宁波", "zh-Hans", "zh-Hans"},
		{"面", "zh-CN", "zh-CN"},
		{"宁波", "zh-Hant-HK", "zh-Hant-HK"},
		{"寧波", "zh-TW", "zh-TW"},
		{"寧波", "en", "zh-Hant"},
		{"面", "en", "zh-Hans"},
		{"面", "", "zh-Hans"},
	} {
		if got := OfName(c.name, c.usual); got != c.want {
			t.Errorf("%s where %q is usual is %s, want %s", c.name, c.usual, got, c.want)
		}
	}
}

func TestHasHan(t *testing.T) {
	for text, want := range map[string]bool{"": false, "abc é 한 か": false, "a寧": true, "𠮷": true, "\xff": false, "〇": true} {
		if got := HasHan(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
