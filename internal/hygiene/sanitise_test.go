package hygiene

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene/attacks"
)

func TestSanitise(t *testing.T) {
	tests := []struct {
		name, html, want string
		removed          int
	}{
		{"nothing", "", "", 0},
		{"plain text", "Plain text, 純文字\nline 2", "Plain text, 純文字\nline 2", 0},
		{"text with signs", "5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2", 0},
		{"escaped text", "5 &lt; 6 &amp; 7 &gt; 2", "5 &lt; 6 &amp; 7 &gt; 2", 0},
		{"quotes stay", `<p>It's "fine"</p>`, `<p>It's "fine"</p>`, 0},
		{"entities", "<p>&eacute;&nbsp;&#x5BE7;&hellip;</p>", "<p>é\u00a0寧…</p>", 0},
		{"paragraphs", "<p>一</p>\n<p>二</p>", "<p>一</p>\n<p>二</p>", 0},
		{"paragraphs without ends", "<p>a<p>b", "<p>a</p><p>b</p>", 0},
		{"headings", "<h2>a</h3><p>b", "<h2>a</h2><p>b</p>", 0},
		{"lists", `<ol start="3" reversed type="a"><li value="7">a<li>b<ul><li>c</ol>d`, `<ol start="3" reversed="" type="a"><li value="7">a</li><li>b<ul><li>c</li></ul></li></ol>d`, 0},
		{"definitions", "<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>", 0},
		{"table", `<table><caption>c</caption><tr><th scope="col" colspan="2">a<td rowspan=3>b</table>`, `<table><caption>c</caption><tbody><tr><th scope="col" colspan="2">a</th><td rowspan="3">b</td></tr></tbody></table>`, 0},
		{"text in a table", "<table>a<tr>b<td>c</table>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>", 0},
		{"cell without a table", "<td>a</td><tr>b", "ab", 2},
		{"figure", `<figure><img src="https://x.cn/a.jpg" alt="圖" width="640" height="480" title="t"><figcaption>說明</figcaption></figure>`, `<figure><img src="https://x.cn/a.jpg" alt="圖" width="640" height="480" title="t"><figcaption>說明</figcaption></figure>`, 0},
		{"image of the site", `<img src="/media/a.jpg" alt="">`, `<img src="/media/a.jpg" alt="">`, 0},
		{"image without https", `<img src="http://x.cn/a.jpg" alt="a">`, "", 3},
		{"image without a scheme", `<img src="//x.cn/a.jpg" alt="a">`, `<img src="https://x.cn/a.jpg" alt="a">`, 0},
		{"image of a data address", `<img src="data:image/png;base64,AAAA">`, "", 2},
		{"image loading", `<img src="/a.jpg" loading="lazy" srcset="/b.jpg 2x" class="c">`, `<img src="/a.jpg">`, 3},
		{"links", `<a href="https://x.cn/?a=1&b=2" title="t" rel="nofollow sponsored" target="_blank">a</a>`, `<a href="https://x.cn/?a=1&amp;b=2" title="t" rel="nofollow sponsored">a</a>`, 1},
		{"links within the site", `<a href="/news/x">a</a><a href="page.html">b</a><a href="#n">c</a><a href="?q">d</a>`, `<a href="/news/x">a</a><a href="page.html">b</a><a href="#n">c</a><a href="?q">d</a>`, 0},
		{"mail", `<a href="mailto:a@x.cn">a</a>`, `<a href="mailto:a@x.cn">a</a>`, 0},
		{"link with spaces", "<a href=' https://x.cn/a b\n '>a</a>", `<a href="https://x.cn/a%20b">a</a>`, 0},
		{"backslashes in links", `<a href="/a\b?c\d#e\f">g</a>`, `<a href="/a%5Cb?c%5Cd#e%5Cf">g</a>`, 0},
		{"foreign scheme", `<a href="ftp://x.cn/">a</a>`, "a", 2},
		{"anchor before a link", `<p><a name="top"><a href="/x">a</a> b</p>`, `<p><a href="/x">a</a> b</p>`, 2},
		{"rel of other words", `<a href="/x" rel="opener">a</a>`, `<a href="/x">a</a>`, 1},
		{"languages", `<p lang="zh-Hant" dir="ltr"><span lang="ja">日</span><span class="x">b</span></p>`, `<p lang="zh-Hant" dir="ltr"><span lang="ja">日</span>b</p>`, 2},
		{"ruby", "<ruby>漢<rp>(</rp><rt>hàn<rp>)</rp>字<rt>zì</ruby>", "<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>", 0},
		{"reading without a ruby", "漢<rt>hàn</rt>", "漢hàn", 1},
		{"block in a ruby", "<ruby>漢<rt>hàn<ul><li>a<rt>b</ul>", "<ruby>漢<rt>hàn</rt></ruby><ul><li>ab</li></ul>", 1},
		{"wrapper", "<div>a<p>b</p>c <b>d</b></div>e", "<p>a</p><p>b</p><p>c <b>d</b></p>e", 1},
		{"wrappers", "<section>\n<div><p>a</p></div>\n<div></div></section>", "\n<p>a</p>\n", 3},
		{"wrapper in a heading", "<h2><div>a</div></h2>", "<h2>a</h2>", 1},
		{"unknown elements", `<font color="red">a</font><x-y>b</x-y><o:p>c</o:p>`, "abc", 4},
		{"misnested", "<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c", 0},
		{"bold across paragraphs", "<p><b>a</p><p>b</b></p>", "<p><b>a</b></p><p>b</p>", 0},
		{"pre", "<pre>\n\n a\n  b</pre>", "<pre>\n\n a\n  b</pre>", 0},
		{"pre with a mark", "<pre>\n\u0338<b>a</b></pre><pre><a>\n\nb</a></pre>", "<pre>&#824;<b>a</b></pre><pre>\n\nb</pre>", 1},
		{"pre with one line end", "<pre>\na</pre>", "<pre>a</pre>", 0},
		{"comments", "a<!-- b --><!DOCTYPE html>c<![CDATA[d]]>", "ac", 3},
		{"normal form", "<p title='e\u0301'>e\u0301 e<i></i>\u0301</p>", "<p>é e<i></i>\u0301</p>", 1},
		{"normal form over a removed tag", "e<x>\u0301</x>", "é", 1},
		{"mark after a tag", "<b>\u0338</b>\u0327\u0338", "<b>&#824;</b>&#824;\u0327", 0},
		{"control characters", "a\x00b\x1b&#1;&#x7f;\u0085\ufffe\tc\r\nd\re\fg", "ab\tc\nd\ne g", 0},
		{"invalid UTF-8", "a\xffb", "a\ufffdb", 0},
		{"same attribute twice", `<a href="/a" href="/b">c</a>`, `<a href="/a">c</a>`, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			clean, removed := Sanitise(test.html)
			if clean != test.want || removed != test.removed {
				t.Errorf("Sanitise(%q)\n got %q, %d\nwant %q, %d", test.html, clean, removed, test.want, test.removed)
			}
			checkPromises(t, test.html)
		})
	}
}

func TestEmbedsBecomeLinks(t *testing.T) {
	link := func(url, text string) string { return `<p><a href="` + url + `">` + text + `</a></p>` }
	tests := []struct{ name, html, want string }{
		{"frame", `<iframe src="https://v.cn/e/1" width=1>x<b></iframe>`, link("https://v.cn/e/1", "https://v.cn/e/1")},
		{"frame with a title", `<iframe src="https://v.cn/e/1" title="The &lt;launch&gt;"></iframe>`, link("https://v.cn/e/1", "The &lt;launch&gt;")},
		{"frame in a paragraph", `<p><iframe src="http://v.cn/"></iframe></p>`, link("http://v.cn/", "http://v.cn/")},
		{"frame after text", `<p>a<iframe src="http://v.cn/"></iframe>`, "<p>a</p>" + link("http://v.cn/", "http://v.cn/")},
		{"frame without a scheme", `<iframe src="//v.cn/?a=1&b=2"></iframe>`, link("https://v.cn/?a=1&amp;b=2", "https://v.cn/?a=1&amp;b=2")},
		{"video", `<video src="https://v.cn/a.mp4" controls></video>`, link("https://v.cn/a.mp4", "https://v.cn/a.mp4")},
		{"video with sources", `<video><source src="https://v.cn/a.webm"><source src="https://v.cn/a.mp4"></video>`, link("https://v.cn/a.webm", "https://v.cn/a.webm")},
		{"audio", `<audio src="https://v.cn/a.mp3"></audio>`, link("https://v.cn/a.mp3", "https://v.cn/a.mp3")},
		{"object and embed", `<object data="https://v.cn/a.swf"><embed src="https://v.cn/a.swf"></object>`, link("https://v.cn/a.swf", "https://v.cn/a.swf")},
		{"embed", `<embed src="https://v.cn/a.swf">b`, link("https://v.cn/a.swf", "https://v.cn/a.swf") + "b"},
		{"frame of a script", `<iframe src="javascript:alert(1)"></iframe>`, ""},
		{"frame of a document", `<iframe srcdoc="<script>alert(1)</script>"></iframe>`, ""},
		{"frames", `<frameset><frame src="https://x.cn/">a</frameset></iframe><object>b`, "ab"},
		{"object of data", `<object data="data:text/html,x">a</object>`, "a"},
		{"picture", `<picture><source srcset="/b.webp"><img src="/a.jpg"></picture>`, `<img src="/a.jpg">`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			clean, removed := Sanitise(test.html)
			if clean != test.want || removed == 0 {
				t.Errorf("Sanitise(%q)\n got %q, %d\nwant %q", test.html, clean, removed, test.want)
			}
			checkPromises(t, test.html)
		})
	}
}

// markup draws HTML in which every rule of the balancer meets every other.
func markup() *rapid.Generator[string] {
	fragments := []string{
		"\n", " ", "text", "寧", "&lt;", "&#1;", "\u0338", "\u0301", "<", ">", "&", `"`, "<!-- x -->", "<", "/>", "</",
		`<a href="/x">`, `<a href="javascript:x">`, `<a name="x">`, `<img src="/x">`, `<img alt="x">`, `<span lang="ja">`,
		`<td colspan="2">`, `<iframe src="https://x.cn/">`, "</iframe>", "<script>", "</script>", "<title>", "</title>",
		`<b lang="a">`, `<b lang="b">`, "<template>", "<select>", "<svg>", "</svg>", "<math>", "<mi>", "<form>", "<font>", "</font>",
	}
	for _, name := range append(slices.Sorted(maps.Keys(allowed)), "div", "div", "section") {
		fragments = append(fragments, "<"+name+">", "</"+name+">")
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 40).Draw(t, "fragments"), "")
	})
}

func TestSanitiseKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkPromises(t, markup().Draw(t, "html")) })
}

func FuzzSanitise(f *testing.F) {
	f.Add(`<div>a<p>b<table>c<td>d<b>e</table><ruby>漢<rt>x</ruby><pre>` + "\n\n")
	f.Add(`<iframe src="https://x.cn/"></iframe><a href="//x.cn">a<a name=b>c`)
	for _, attack := range attacks.All() {
		f.Add(attack)
	}
	f.Fuzz(func(t *testing.T, source string) { checkPromises(t, source) })
}
