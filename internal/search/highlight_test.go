package search

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMarked(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"寧波加快創新", "宁波", "<mark>寧波</mark>加快創新"},
		{"「寧波，鄞州」兩地", "宁波鄞州", "「<mark>寧波，鄞州</mark>」兩地"},
		{"「寧波，鄞州」兩地", "鄞州 宁波", "「<mark>寧波</mark>，<mark>鄞州</mark>」兩地"},
		{"寧波寧波", "宁波", "<mark>寧波</mark><mark>寧波</mark>"},
		{"人人人", "人人", "<mark>人人</mark>人"},
		{"宁波港口", "宁波港 波港口", "<mark>宁波港口</mark>"},
		{"the ﬁnance of ＡＢＣ", "finance abc", "the <mark>ﬁnance</mark> of <mark>ＡＢＣ</mark>"},
		{"看㍿公司", "会社", "看<mark>㍿</mark>公司"},
		{"un cafe\u0301 noir", "café", "un <mark>cafe\u0301</mark> noir"},
		{"Straße", "strasse", "<mark>Straße</mark>"},
		{"manufacturing", "manu", "<mark>manufacturing</mark>"},
		{"a port, a port", "a", "<mark>a</mark> port, <mark>a</mark> port"},
		{"a a a", `"a a"`, "<mark>a a</mark> a"},
		{"three cities", "city", "three <mark>cities</mark>"},
		{"5G基站", "5g基站", "<mark>5G基站</mark>"},
		{"用C++写", "c++", "用<mark>C++</mark>写"},
		{"a < b & \"c\" <mark>", "c mark", "a &lt; b &amp; &#34;<mark>c</mark>&#34; &lt;<mark>mark</mark>&gt;"},
		{"ｶﾞｽ漏れ", "ガス", "<mark>ｶﾞｽ</mark>漏れ"},
		{"서\u110b\u116e\u11af시", "서울", "<mark>서\u110b\u116e\u11af</mark>시"},
		{"宁波", "杭州", ""},
		{"宁波", "杭州 -宁波", ""},
		{"宁波", "tag:宁波", ""},
		{"宁波", "title:宁波", "<mark>宁波</mark>"},
		{"宁波\n鄞州", "宁波", "<mark>宁波</mark> 鄞州"},
		{"宁\xff波", "宁波", "<mark>宁\ufffd波</mark>"},
		{"宁波", "", ""},
	} {
		if got := folder.Marked(parse(t, c.query), Title, c.text); got != c.want {
			t.Errorf("%q marked by %q is %q, want %q", c.text, c.query, got, c.want)
		}
	}
}

func TestSnippets(t *testing.T) {
	filler := strings.Repeat("这里的句子和查询无关。", 20)
	long := strings.Repeat("无标点的长文", 60)
	for _, c := range []struct {
		name, text, query string
		n                 int
		want              []string
	}{
		{"short", "宁波港很忙。", "港", 3, []string{"宁波<mark>港</mark>很忙。"}},
		{"nothing", filler, "宁波", 3, nil},
		{"none wanted", "宁波", "宁波", 0, nil},
		{"from the sentence on", filler + "可是寧波港很忙。", "宁波", 3, []string{"…可是<mark>寧波</mark>港很忙。"}},
		{"to a sentence's end", "宁波港很忙。" + filler, "宁波", 1, []string{"<mark>宁波</mark>港很忙。" + strings.Repeat("这里的句子和查询无关。", 10) + "…"}},
		{
			"two passages in order", filler + "宁波港很忙。" + filler + "鄞州很静。" + filler, "鄞州 宁波", 2,
			[]string{
				"…<mark>宁波</mark>港很忙。" + strings.Repeat("这里的句子和查询无关。", 10) + "…",
				"…<mark>鄞州</mark>很静。" + strings.Repeat("这里的句子和查询无关。", 10) + "…",
			},
		},
		{
			"the passage that shows both", "宁波。宁波。宁波。宁波。" + filler + "宁波和鄞州。" + filler, "鄞州 宁波", 1,
			[]string{"…<mark>宁波</mark>和<mark>鄞州</mark>。" + strings.Repeat("这里的句子和查询无关。", 10) + "…"},
		},
		{
			"no boundary", long + "宁波" + long, "宁波", 1,
			[]string{"…" + strings.Repeat("无标点的长文", 4) + "<mark>宁波</mark>" + strings.Repeat("无标点的长文", 60)[:94*3] + "…"},
		},
		{
			"words stay whole", strings.Repeat("antidisestablishment ", 20) + "port " + strings.Repeat("antidisestablishment ", 20), "port", 1,
			[]string{"…antidisestablishment <mark>port</mark> antidisestablishment antidisestablishment antidisestablishment antidisestablishment…"},
		},
	} {
		got := folder.Snippets(parse(t, c.query), Body, c.text, c.n)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

var marks = regexp.MustCompile(`</?mark>`)

// TestHighlights holds that snippets are safe, short and about the query: their
// text is the original's, and what is marked holds what was asked.
func TestHighlights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ToValidUTF8(strings.Repeat(texts().Draw(t, "text"), rapid.IntRange(1, 9).Draw(t, "times")), "")
		query := queries(Document{Body: text}).Draw(t, "query")
		q, err := folder.Parse(query)
		if err != nil {
			t.Skip("too many words")
		}
		n := rapid.IntRange(1, 3).Draw(t, "n")
		snippets := folder.Snippets(q, Body, text, n)
		if len(snippets) > n {
			t.Fatalf("%d snippets, not %d", len(snippets), n)
		}
		plain := onOneLine(text)
		for _, s := range snippets {
			bare := html.UnescapeString(marks.ReplaceAllString(s, ""))
			inner := strings.TrimSuffix(strings.TrimPrefix(bare, "…"), "…")
			if utf8.RuneCountInString(inner) > MaxSnippetRunes || !strings.Contains(plain, inner) {
				t.Fatalf("%q (%d characters) is not in %q", inner, utf8.RuneCountInString(inner), plain)
			}
			if !strings.Contains(s, "<mark>") || strings.Count(s, "<mark>") != strings.Count(s, "</mark>") || strings.ContainsAny(marks.ReplaceAllString(s, ""), "<>\"'\n") {
				t.Fatalf("%q is not as it should be", s)
			}
		}
		positive := false
		for _, c := range q.Clauses {
			positive = positive || !c.Not && (c.Field == AnyField || c.Field == Body)
		}
		if q.Matches(folder.Entry(Document{Body: text})) && positive && len(snippets) == 0 {
			t.Fatalf("%q matches and nothing is shown of it", text)
		}
	})
}

func onOneLine(text string) string {
	var out strings.Builder
	writeText(&out, text)
	return html.UnescapeString(out.String())
}

func TestMarkedPassagesFoldToTheQuery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		phrase := strings.Trim(part(text).Draw(t, "phrase"), doubleQuotes)
		q, err := folder.Parse(`"` + strings.NewReplacer(`"`, "", "“", "", "”", "").Replace(phrase) + `"`)
		if err != nil || len(q.Clauses) != 1 || q.Clauses[0].Field != AnyField {
			t.Skip("no phrase")
		}
		for _, h := range folder.hits(q, Body, text) {
			want := strings.TrimSpace(q.Clauses[0].folded)
			if got := folder.fold(text[h.from:h.to]); !strings.Contains(got, want) {
				t.Fatalf("%q is marked for %q", text[h.from:h.to], want)
			}
		}
	})
}
