package markup

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"nothing", "", ""},
		{"plain text", "5 &lt; 6 &amp; 7", "5 < 6 & 7"},
		{"paragraphs", "<p>一</p>\n<p> 二\n 三 </p><p></p><p>四</p>", "一\n\n二 三\n\n四"},
		{"line ends", "<p>a<br>b<br><br>c<br></p><p>d</p>", "a\nb\n\nc\n\nd"},
		{"inline elements", "<p>a <b>b</b>c<i> d</i></p>", "a bc d"},
		{"no-break space", "<p>a\u00a0b\u3000c</p>", "a\u00a0b\u3000c"},
		{"headings", "<h2>a</h2>b<hr>c", "a\n\nb\n\nc"},
		{"lists", "<p>x</p><ul><li>a</li><li><p>b</p><ol><li>c</li></ol></li></ul><p>y</p>", "x\n\na\nb\nc\n\ny"},
		{"definitions", "<dl><dt>a</dt><dd>b</dd></dl>", "a\nb"},
		{"table", "<table><caption>t</caption><tbody><tr><th>a</th><td> b</td></tr><tr><td><p>c</p><p>d</p></td><td></td><td>e</td></tr></tbody></table>f", "t\n\na\tb\nc d\te\n\nf"},
		{"ruby", "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>典", "漢字典"},
		{"pre", "<p>a</p><pre>\n\n  b\n\n c\n</pre><p>d</p>", "a\n\n  b\n\n c\n\nd"},
		{"figure", `<figure><img src="/a" alt="b"><figcaption>c</figcaption></figure>d`, "c\n\nd"},
		{"deep", strings.Repeat("<b>", 100_000) + "a", "a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Text(test.html); got != test.want {
				t.Errorf("Text(%q) = %q, want %q", test.html, got, test.want)
			}
		})
	}
}

func TestWords(t *testing.T) {
	tests := []struct {
		html           string
		words, minutes int
	}{
		{"", 0, 0},
		{"<p> — …!</p>", 0, 0},
		{"<p>word</p>", 1, 1},
		{"<p>w<b>or</b>d</p><p>two</p>", 2, 1},
		{"寧波市2025年GDP增長7.8%", 9, 1},
		{"二〇二五年々", 6, 1},
		{"葛\U000E0100城", 2, 1},
		{"don't won’t state-of-the-art GPT-4 e\u0301te\u0301", 5, 1},
		{"'quoted' -dash- a--b a - b", 6, 1},
		{"1,000.5 3.14 a.b v1.2 end.", 6, 1},
		{"a,b 1, 2", 4, 1},
		{"カタカナ・ニュース ひらがな コーヒー", 7, 1},
		{"서울 뉴스", 2, 1},
		{"हिन्दी समाचार", 2, 1},
		{"<ruby>漢<rt>hàn</rt></ruby>", 1, 1},
		{"don\xff\xfet", 2, 1},
		{strings.Repeat("字", 400), 400, 1},
		{strings.Repeat("字", 401), 401, 2},
		{strings.Repeat("word ", 220), 220, 1},
		{strings.Repeat("word ", 221), 221, 2},
		{strings.Repeat("字", 400) + strings.Repeat(" word", 220), 620, 2},
	}
	for _, test := range tests {
		if got := Words(test.html); got != test.words {
			t.Errorf("Words(%q) = %d, want %d", test.html, got, test.words)
		}
		if got := ReadingMinutes(test.html); got != test.minutes {
			t.Errorf("ReadingMinutes(%q) = %d, want %d", test.html, got, test.minutes)
		}
	}
}
