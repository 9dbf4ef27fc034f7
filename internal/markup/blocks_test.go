package markup

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene"
)

func text(kind BlockType, html, text string) Block {
	return Block{Type: kind, Text: text, HTML: &html, Items: []Item{}, Rows: [][]Cell{}}
}

func figure(url, alt, caption, text string) Block {
	block := Block{Type: BlockFigure, Text: text, URL: &url, Alt: &alt, Items: []Item{}, Rows: [][]Cell{}}
	if caption != "" {
		block.Caption = &caption
	}
	return block
}

func list(ordered bool, items ...Item) Block {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = item.Text
	}
	return Block{Type: BlockList, Text: strings.Join(texts, "\n"), Ordered: &ordered, Items: items, Rows: [][]Cell{}}
}

func TestBlocks(t *testing.T) {
	plain := func(s string) Block { return text(BlockParagraph, s, s) }
	heading := text(BlockHeading, "a <em>b</em>", "a b")
	heading.Level = new(3)
	sized := figure("https://x.cn/a.jpg", "圖", "", "")
	sized.Width, sized.Height = new(640), new(480)
	code := Block{Type: BlockCode, Text: "  a < b\n\nc", Items: []Item{}, Rows: [][]Cell{}}
	divider := Block{Type: BlockDivider, Items: []Item{}, Rows: [][]Cell{}}
	table := Block{Type: BlockTable, Text: "a\tb\nc d\te", Caption: new("<b>t</b>"), Items: []Item{}, Rows: [][]Cell{
		{{"a", "a", true, 1, 1}, {"b", "b", true, 2, 1}},
		{{"c\nd", "c<br>d", false, 1, 3}, {"e", "<i>e</i>", false, 1, 1}},
	}}
	tests := []struct {
		name, html string
		want       []Block
	}{
		{"nothing", "", []Block{}},
		{"empty paragraphs", "<p></p><p> <b></b></p>\n", []Block{}},
		{"plain text", "5 &lt; 6", []Block{text(BlockParagraph, "5 &lt; 6", "5 < 6")}},
		{"paragraphs", "<p>一</p>\n<p> 二</p>三", []Block{plain("一"), plain("二"), plain("三")}},
		{"inline", `<p>a <a href="/x?a=1&amp;b=2" title='"'>b</a><br>c</p>`, []Block{text(BlockParagraph, `a <a href="/x?a=1&amp;b=2" title="&#34;">b</a><br>c`, "a b\nc")}},
		{"ruby", "<p><ruby>漢<rt>hàn</rt></ruby></p>", []Block{text(BlockParagraph, "<ruby>漢<rt>hàn</rt></ruby>", "漢")}},
		{"language", `<p lang="ja">日</p>`, []Block{text(BlockParagraph, `<span lang="ja">日</span>`, "日")}},
		{"paragraph in bold", "<b>x<p>a</p></b>", []Block{plain("x"), plain("a")}},
		{"heading", "<h3>a <em>b</em></h3>", []Block{heading}},
		{"divider", "a<hr>b", []Block{plain("a"), divider, plain("b")}},
		{"code", "<pre>  a &lt; <b>b</b>\n\nc\n</pre>", []Block{code}},
		{"quote", "<blockquote><p>a</p><p><i>b</i></p><hr><p>c</p></blockquote><blockquote>d</blockquote>", []Block{
			text(BlockQuote, "a<br><br><i>b</i>", "a\n\nb"), divider, text(BlockQuote, "c", "c"), text(BlockQuote, "d", "d"),
		}},
		{"list", "<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", []Block{list(false, Item{"a", "a", 1, nil}, Item{"b\nc", "b<br>c", 1, nil})}},
		{"numbered list", `<ol start="3"><li>a</li><li value="7"><b>b</b><ul><li>c</li></ul></li><li>d</li></ol>`, []Block{list(true,
			Item{"a", "a", 1, new(3)}, Item{"b", "<b>b</b>", 1, new(7)}, Item{"c", "c", 2, nil}, Item{"d", "d", 1, new(8)})}},
		{"reversed list", `<ol reversed=""><li>a</li><li>b</li></ol>`, []Block{list(true, Item{"a", "a", 1, new(2)}, Item{"b", "b", 1, new(1)})}},
		{"list straight in a list", "<ul><li>a</li><ul><li>b</li></ul>c</ul>", []Block{list(false, Item{"a", "a", 1, nil}, Item{"b", "b", 2, nil}, Item{"c", "c", 1, nil})}},
		{"definitions", "<dl><dt>a</dt><dd>b</dd></dl>", []Block{list(false, Item{"a", "a", 1, nil}, Item{"b", "b", 2, nil})}},
		{"image in a list", `<ul><li>a<img src="/a.jpg" alt="b"></li></ul>`, []Block{list(false, Item{"a", "a", 1, nil}), figure("/a.jpg", "b", "", "")}},
		{"image", `<img src="https://x.cn/a.jpg" alt="圖" width="640" height="480">`, []Block{sized}},
		{"image in a paragraph", `<p>a <a href="/x"><img src="/a.jpg"></a> b</p>`, []Block{text(BlockParagraph, "a  b", "a b"), figure("/a.jpg", "", "", "")}},
		{"figure", `<figure><img src="/a.jpg" alt="b"><figcaption>c <b>d</b></figcaption></figure>`, []Block{figure("/a.jpg", "b", "c <b>d</b>", "c d")}},
		{"figure of two", `<figure><figcaption>c</figcaption><p><img src="/a.jpg"></p><img src="/b.jpg"></figure>`, []Block{figure("/a.jpg", "", "", ""), figure("/b.jpg", "", "c", "c")}},
		{"figure without an image", "<figure><p>a</p><figcaption>c</figcaption></figure>", []Block{plain("a"), plain("c")}},
		{"table", `<table><caption><b>t</b></caption><thead><tr><th>a</th><th colspan="2">b</th></tr></thead><tbody><tr><td rowspan="3"><p>c</p><p>d</p></td><td><i>e</i></td></tr></tbody></table>`, []Block{table}},
		{"item without a list", "<li>a</li>", []Block{plain("a")}},
		{"too deep", strings.Repeat("<b>", 1000) + "a &lt; b", []Block{text(BlockParagraph, "a &lt; b", "a < b")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Blocks(test.html); !reflect.DeepEqual(got, test.want) {
				t.Errorf("Blocks(%q)\n got %s\nwant %s", test.html, inJSON(t, got), inJSON(t, test.want))
			}
		})
	}
}

func TestEveryFieldOfABlockIsThere(t *testing.T) {
	want := `{"type":"divider","text":"","html":null,"level":null,"ordered":null,"items":[],"url":null,"alt":null,` +
		`"width":null,"height":null,"caption":null,"rows":[]}`
	if got := inJSON(t, Blocks("<hr>")[0]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestBlocksLoseNothing compares letters: what readers of blocks see is what
// readers of the text see, and all of their HTML is clean inline HTML.
func TestBlocksLoseNothing(t *testing.T) {
	fragments := []string{" ", "text", "寧", "&lt;", "\u0338", "<br>", `<img src="/a.jpg">`, `<span lang="ja">`, "</span>", `<p lang="ja">`}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(blockElements)), []string{"b", "a href='/x'", "ruby", "rt", "div"}) {
		fragments = append(fragments, "<"+name+">", "</"+strings.Fields(name)[0]+">")
	}
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 40).Draw(t, "fragments")
		clean, _ := hygiene.Sanitise(strings.Join(drawn, ""))
		shown := ""
		for _, block := range Blocks(clean) {
			shown += block.Text
			if block.Type == BlockTable && block.Caption != nil {
				shown += Text(*block.Caption)
			}
			for _, inner := range htmlOf(block) {
				checkInline(t, inner)
			}
		}
		if got, want := letters(shown), letters(Text(clean)); got != want {
			t.Fatalf("of %q\nblocks have %q\nthe text   %q", clean, got, want)
		}
	})
}

func htmlOf(block Block) []string {
	var parts []string
	for _, part := range []*string{block.HTML, block.Caption} {
		if part != nil {
			parts = append(parts, *part)
		}
	}
	for _, item := range block.Items {
		parts = append(parts, item.HTML)
	}
	for _, row := range block.Rows {
		for _, cell := range row {
			parts = append(parts, cell.HTML)
		}
	}
	return parts
}

func checkInline(t *rapid.T, inner string) {
	clean, removed := hygiene.Sanitise(inner)
	if clean != inner || removed != 0 {
		t.Fatalf("%q is not clean but %q", inner, clean)
	}
	for name := range blockElements {
		if strings.Contains(inner, "<"+name+">") || strings.Contains(inner, "<img") {
			t.Fatalf("%q is not inline", inner)
		}
	}
}

// letters sorts what is no space: captions and images move a little.
func letters(text string) string {
	runes := []rune(norm.NFD.String(strings.Join(strings.FieldsFunc(text, unicode.IsSpace), "")))
	slices.Sort(runes)
	return string(runes)
}

func inJSON(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func FuzzMarkup(f *testing.F) {
	f.Add(`<ol reversed><li value=x>a<ul>b</ol><table><caption>c<tr><td rowspan=0>d</table><figure><img><figcaption>e`)
	f.Add("<pre>\n\n a</pre></td></li><rt>b")
	f.Fuzz(func(t *testing.T, source string) {
		if Words(source) < 0 || ReadingMinutes(source) < 0 || Text(source) != strings.Trim(Text(source), "\n") {
			t.Errorf("%q", source)
		}
		for _, block := range Blocks(source) {
			if block.Items == nil || block.Rows == nil || block.Type == "" {
				t.Errorf("of %q: %v", source, block)
			}
		}
	})
}
