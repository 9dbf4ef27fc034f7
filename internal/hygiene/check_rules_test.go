package hygiene

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestTheDocumentListsTheChecks(t *testing.T) {
	document, err := os.ReadFile("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed, known []string
	for line := range strings.Lines(string(document)) {
		if rest, isRow := strings.CutPrefix(line, "| `"); isRow {
			code, _, _ := strings.Cut(rest, "`")
			listed = append(listed, code)
		}
	}
	for _, check := range checks {
		known = append(known, check.code)
	}
	if !slices.Equal(listed, known) {
		t.Errorf("the document lists\n%v\nthe checks are\n%v", listed, known)
	}
}

func TestLogins(t *testing.T) {
	tests := []struct {
		name    string
		isLogin bool
	}{
		{"zgkjcx", true},
		{"HN666", true},
		{"li_wei", true},
		{"a@x.cn", true},
		{"Admin", true},
		{"系統管理員", true},
		{"值班賬號", true},
		{"wang.xiaoming", true},
		{"王小明", false},
		{"Ann Lee", false},
		{"Lucy", false},
		{"O'Brien", false},
		{"van Gogh", false},
		{"bell hooks", false},
		{"Łukasz", false},
		{"山田 太郎", false},
		{"", false},
	}
	for _, test := range tests {
		if got := isLogin(test.name); got != test.isLogin {
			t.Errorf("%q is a login: %v", test.name, got)
		}
	}
}

func TestWhoIsCreditedByLogin(t *testing.T) {
	byline := &news.Byline{Name: "zgkjcx"}
	article := &news.Article{Credits: []news.Credit{
		{Role: "author", Name: "zgkjcx"},
		{Role: "responsible_editor", Byline: byline},
		{Role: "responsible_editor", Name: "王小明", Byline: byline},
		{Role: "entry_editor", Byline: byline},
	}}
	want := []news.Warning{{Code: "login-as-editor", Pointer: "/credits/1", Detail: "An account is named where readers expect an editor's name.", Excerpt: "zgkjcx", Count: 1}}
	if got := Check(Subject{Article: article}); !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestSourcesOfAReprint(t *testing.T) {
	article := &news.Article{Kind: news.KindReprint}
	if got := Check(Subject{Article: article}); len(got) != 1 || got[0].Code != "reprint-without-source" || got[0].Pointer != "/sources" {
		t.Errorf("got %+v", got)
	}
	article.Sources = []news.Source{{Name: "寧波市科技局"}}
	if got := Check(Subject{Article: article}); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestPlaces puts one fault into every field of plain text.
func TestPlaces(t *testing.T) {
	const fault = "The cafÃ© reopens"
	article := &news.Article{
		Title: fault, Subtitle: fault, ShortTitle: fault, Summary: fault, Body: "<p>" + fault + "</p><p>" + fault + "</p>",
		SEO:       &news.SEO{Title: fault, Description: fault},
		LeadImage: &news.LeadImage{URL: "/a.jpg", Alt: fault, Caption: fault, Credit: fault},
		Credits:   []news.Credit{{Role: "author", Name: "A"}, {Role: "author", Name: fault}},
		Sources:   []news.Source{{Name: fault}},
		Tags:      []news.Tag{{Name: "a"}, {Name: fault}},
	}
	got := map[string]int{}
	for _, w := range Check(Subject{Article: article}) {
		got[w.Code+" "+w.Pointer] = w.Count
	}
	for _, pointer := range []string{
		"/title", "/subtitle", "/short_title", "/summary", "/seo/title", "/seo/description", "/lead_image/alt", "/lead_image/caption",
		"/lead_image/credit", "/credits/1/name", "/sources/0/name", "/tags/1",
	} {
		if got["mojibake "+pointer] != 1 {
			t.Errorf("%s: %d", pointer, got["mojibake "+pointer])
		}
	}
	if got["mojibake /body"] != 2 || len(got) != 13 {
		t.Errorf("got %v", got)
	}
}

func TestSpamInOtherTitles(t *testing.T) {
	const spam = "澳门新葡京官网注册送彩金"
	for pointer, article := range map[string]*news.Article{
		"/subtitle":    {Title: "a", Subtitle: spam},
		"/short_title": {Title: "a", ShortTitle: spam},
		"/seo/title":   {Title: "a", SEO: &news.SEO{Title: spam}},
	} {
		if got := SuspectedTitles(article); len(got) != 1 || got[0].Pointer != pointer || got[0].Code != news.SpamSuspected {
			t.Errorf("%s: %+v", pointer, got)
		}
	}
	if got := SuspectedTitles(&news.Article{Title: "a", Summary: spam, Body: "<p>" + spam + "</p>"}); len(got) > 0 {
		t.Errorf("no title is spam, but %+v", got)
	}
}

// TestWhatWasRemovedIsNamed also proves that clean HTML has lost nothing.
func TestWhatWasRemovedIsNamed(t *testing.T) {
	tests := []struct {
		sent, detail, excerpt string
		count                 int
	}{
		{`<p>a</p><!-- b -->`, "1 element, attribute or comment that a body may not have was removed.", "comment", 1},
		{
			`<p onclick="x" class="y">a<script>1</script><script src="/x">2</script></p><p class="y">b</p>`,
			"6 elements, attributes or comments that a body may not have were removed.", "onclick, class ×2, script ×2, src", 6,
		},
		{`<p lang="en">a</p>`, "", "", 0},
	}
	for _, test := range tests {
		clean, removed := Sanitise(test.sent)
		got, _ := warningOf(Check(Subject{Article: &news.Article{Body: clean}, Sent: test.sent, Removed: removed}), "html-removed", "/body")
		if got.Detail != test.detail || got.Excerpt != test.excerpt || got.Count != test.count {
			t.Errorf("of %q: %+v", test.sent, got)
		}
	}
}

func TestWarningsOfACodeAreBounded(t *testing.T) {
	article := &news.Article{}
	for range 50 {
		article.Credits = append(article.Credits, news.Credit{Role: "editor", Name: "admin"})
	}
	got := Check(Subject{Article: article})
	if len(got) != maxPointers || got[0].Count != 1 || got[maxPointers-1].Count != 31 {
		t.Errorf("got %d: %+v", len(got), got)
	}
}

func TestExcerpts(t *testing.T) {
	long := strings.Repeat("一二三四五六七八九十", 20)
	tests := []struct {
		text string
		from int
		want string
	}{
		{"", 0, ""},
		{"short\ntext ", 6, "short text"},
		{long, 0, string([]rune(long)[:78]) + "…"},
		{long, 300, "…" + string([]rune(long)[80:158]) + "…"},
		{long, len(long), "…" + string([]rune(long)[180:])},
	}
	for _, test := range tests {
		if got := excerptOf(test.text, test.from); got != test.want {
			t.Errorf("of %q from %d: %q, want %q", test.text, test.from, got, test.want)
		}
	}
}

func TestBodiesAreRead(t *testing.T) {
	b := readBody(`<h2>一</h2><p>二<b>三</b> <code>x,,y</code></p><ul><li>四</li><li> </li></ul><p><img src="/a" alt=""></p>` +
		`<pre>a,,b</pre><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby><blockquote><p></p></blockquote><a href="/x"><b>五</b></a>`)
	if want := []string{"一", "二三", "四", "漢", "五"}; !slices.Equal(b.paragraphs, want) {
		t.Errorf("paragraphs %q, want %q", b.paragraphs, want)
	}
	if b.empty != 2 || !slices.Equal(b.images, []image{{"/a", true}}) || !slices.Equal(b.links, []anchor{{"/x", "", "五", false}}) {
		t.Errorf("got %+v", b)
	}
}

func TestScriptsAreTold(t *testing.T) {
	tests := []struct {
		text string
		want script
	}{
		{"", noScript},
		{"123 — …", noScript},
		{"The council met", latin},
		{"宁波市科技创新", hans},
		{"寧波市科技創新", hant},
		{"中山大白", han},
		{"GPT-4发布会在上海举行", hans},
		{"東京で桜が咲いた", kana},
		{"서울 뉴스", hangul},
		{"Совет собрался", cyrillic},
		{"اجتمع المجلس", arabic},
		{"ข่าว", thai},
		{"हिन्दी", otherScript},
		{"内没别吕净温户黄", han},
	}
	for _, test := range tests {
		if got := scriptOf(test.text); got != test.want {
			t.Errorf("%q is %d, want %d", test.text, got, test.want)
		}
	}
}

// TestTheListOfSpam holds the list to its form, and to both scripts.
func TestTheListOfSpam(t *testing.T) {
	uses, seen := map[use]int{}, map[string]bool{}
	for first, terms := range spamVocabulary() {
		for _, term := range terms {
			uses[term.use]++
			key := fmt.Sprint(string(term.letters), term.use == host)
			if seen[key] || term.letters[0] != first || string(term.letters) != strings.Map(fold, string(term.letters)) {
				t.Errorf("%q stands twice or is not folded", string(term.letters))
			}
			seen[key] = true
			if letters := countScripts(string(term.letters)); letters[hans] > 0 && letters[hant] > 0 {
				t.Errorf("%q is of both scripts", string(term.letters))
			}
		}
	}
	for _, use := range []use{phrase, trade, bait, lure, press, host} {
		if uses[use] < 20 {
			t.Errorf("%d words are %s", uses[use], use)
		}
		delete(uses, use)
	}
	if len(uses) > 0 {
		t.Errorf("there are unknown uses: %v", uses)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("創(chuàng)新 域?qū)嵺", `<p>免费毛片,<a href="https://x.cn">www.y.cn</a></p>`)
	f.Add("Ã© “a” 《b》", `<div style="left:-999px"><a href=//x>.</div><p><br></p><img src=x>`)
	f.Fuzz(func(t *testing.T, title, sent string) {
		clean, removed := Sanitise(sent)
		article := &news.Article{Title: strings.ToValidUTF8(title, "?"), Body: clean, Language: "zh-Hant"}
		for _, body := range []string{clean, sent} {
			article.Body = body
			for _, w := range Check(Subject{Article: article, Sent: sent, Removed: removed}) {
				if w.Code == "" || w.Detail == "" || w.Count < 1 || utf8.RuneCountInString(w.Excerpt) > maxExcerpt ||
					w.Pointer != "/title" && w.Pointer != "/body" {
					t.Errorf("of %q and %q: %+v", title, sent, w)
				}
			}
		}
	})
}
