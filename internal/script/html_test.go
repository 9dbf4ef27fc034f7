package script

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"text", "<p>头发</p>", "<p>頭髮</p>"},
		{"across inline tags", "<p><b>头</b>发，出<i>发</i></p>", "<p><b>頭</b>髮，出<i>發</i></p>"},
		{"across a comment", "头<!-- 头发 -->发", "頭<!-- 头发 -->髮"},
		{"not across blocks", "<li>头</li><li>发</li>头<br>发", "<li>頭</li><li>發</li>頭<br>發"},
		{"attributes", `<img alt="头发" title=头发 src='/头发.jpg'>头发<a href="?q=头发">头发</a>`, `<img alt="头发" title=头发 src='/头发.jpg'>頭髮<a href="?q=头发">頭髮</a>`},
		{"code", "头<code>头发</code>发<pre>头<b>发</b></pre><kbd>头发</kbd><samp>头发</samp>头发", "頭<code>头发</code>發<pre>头<b>发</b></pre><kbd>头发</kbd><samp>头发</samp>頭髮"},
		{"code in code", "<code>头<CODE>头</CODE>头</code>头", "<code>头<CODE>头</CODE>头</code>頭"},
		{"code without end", "头<code>头<p>头", "頭<code>头<p>头"},
		{"no text", "<script>头发</script><style>头发</style><textarea>头发<b></textarea>头发", "<script>头发</script><style>头发</style><textarea>头发<b></textarea>頭髮"},
		{"tags in raw text", `<iframe><img alt=头></iframe><noscript><img alt=头></noscript>头`, `<iframe><img alt=头></iframe><noscript><img alt=头></noscript>頭`},
		{"escapes", "头&amp;发&lt;头发&gt;&nbsp;&copy头&quot;", "頭&amp;發&lt;頭髮&gt;&nbsp;&copy頭&quot;"},
		{"references", "&#22836;&#x53D1;中&#20013;&#60;b&#62;", "頭髮中&#20013;&#60;b&#62;"},
		{"no references", "&#22836 &#; &#x; &#xZZ; &#99999999999999999999; &", "&#22836 &#; &#x; &#xZZ; &#99999999999999999999; &"},
		{"other languages", `头<span lang="ja">芸術 头<span>头</span></span>头<q lang=zh-Hans>头</q><i lang="">头</i>`, `頭<span lang="ja">芸術 头<span>头</span></span>頭<q lang=zh-Hans>頭</q><i lang="">頭</i>`},
		{"other language of nothing", `头<br lang=en>头<img lang=en>头`, `頭<br lang=en>頭<img lang=en>頭`},
		{"tags as they were written", "<P CLASS = x >头</P\n><br/>头</i >", "<P CLASS = x >頭</P\n><br/>頭</i >"},
		{"a tag that never ends", `头<a title="头`, `頭<a title="头`},
		{"no tag", "头 < 发 <头> a<b", "頭 < 發 <頭> a<b"},
		{"no UTF-8", "头<b>\xe5\xa4</b>\xb4发", "頭<b>\xe5\xa4</b>\xb4發"},
		{"NUL and line ends", "头\x00\r\n发", "頭\x00\r\n發"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := For("zh-Hans", Hant).HTML(c.in); got != c.want {
				t.Errorf("%q\n→    %q\nwant %q", c.in, got, c.want)
			}
		})
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("<p><b>头</b>发&#22836;&amp;<code>头</code><img alt=头 lang=ja>")
	f.Add("<textarea></b>头<!--头-->\xff</textarea><a href=\"头")
	f.Add("<svg><title>头<b alt=头></svg><![CDATA[头]]><plaintext>头<i>")
	f.Fuzz(func(t *testing.T, source string) {
		all(func(c *Converter) {
			got := c.HTML(source)
			if before, after := markup(source), markup(got); !slices.Equal(before, after) {
				t.Errorf("%q → %q:\n%q\n%q", source, got, before, after)
			}
			if visible(source) != visible(got) {
				t.Errorf("%q → %q: text is lost or made", source, got)
			}
			if utf8.ValidString(source) && !utf8.ValidString(got) {
				t.Errorf("%q → %q is no UTF-8", source, got)
			}
		})
	})
}

// markup is all that is no text, to the byte, and the raw text of what holds
// no running text.
func markup(source string) []string {
	var tokens []string
	in := ""
	for z := html.NewTokenizer(strings.NewReader(source)); ; {
		kind := z.Next()
		raw := string(z.Raw())
		switch {
		case kind == html.ErrorToken:
			return append(tokens, raw)
		case kind != html.TextToken || verbatim[in]:
			tokens = append(tokens, raw)
		}
		in = ""
		if kind == html.StartTagToken {
			name, _ := z.TagName()
			in = string(name)
		}
	}
}

// visible is the number of characters that a reader sees.
func visible(source string) int {
	count := 0
	for z := html.NewTokenizer(strings.NewReader(source)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return count
		}
		if kind == html.TextToken {
			count += utf8.RuneCountInString(html.UnescapeString(string(z.Raw())))
		}
	}
}
