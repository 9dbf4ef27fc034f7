package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/markup"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/script"
	"github.com/seed-6f93249c/broadsheet/internal/search"
)

// pieces are what the texts and the queries of the property are put together from.
var pieces = []string{
	"宁波", "寧波", "波", "宁", "经济", "經濟", "市", "济市", "，", "。", " ", "\n\n", "5G", "５Ｇ基站", "基站", "2025年", "C919", "GB/T 7714",
	"city", "Cities", "manufacturing", "manu", "AI", "café", "か", "カメラ", "한국", "국어", "и", "но", "новости", "ｎｏ", "-", "\"", "7",
}

func text(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, most).Draw(t, "pieces"), rapid.SampledFrom([]string{"", "", " "}).Draw(t, "between"))
	})
}

func query() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		words := make([]string, rapid.IntRange(1, 3).Draw(t, "words"))
		for i := range words {
			word := text(3).Draw(t, "word")
			if rapid.Bool().Draw(t, "phrase") {
				word = `"` + strings.ReplaceAll(word, `"`, "") + `"`
			}
			words[i] = rapid.SampledFrom([]string{"", "", "", "-", "title:", "byline:", "section:", "-tag:", "tag:"}).Draw(t, "sign") + word
		}
		return strings.Join(words, " ")
	})
}

// TestBothEnginesFindWhatAScanFinds compares what a newsroom finds, page after
// page and counted, with what reading every text finds.
func TestBothEnginesFindWhatAScanFinds(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		asked, found := 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			entries := n.archive(rt)
			for range 20 {
				asked++
				if n.sameAsScan(rt, query().Draw(rt, "query"), entries) {
					found++
				}
			}
			n.clear()
		})
		if t.Logf("%d of %d queries found something", found, asked); found < asked/5 {
			t.Errorf("only %d of %d queries found something", found, asked)
		}
	})
}

// archive publishes a few articles of drawn texts and returns the entries that
// they have with all their names.
func (n *newsroom) archive(rt *rapid.T) map[string]search.Entry {
	name := func(what string) string { return "x" + text(2).Draw(rt, what) }
	top := n.section(name("section"), nil)
	sections := []*news.Section{nil, top, n.section(name("section"), top)}
	bylines := []*news.Byline{n.byline(name("byline")), n.byline(name("byline"))}
	folder := search.New(script.HansRune)
	entries := map[string]search.Entry{}
	for range rapid.IntRange(1, 12).Draw(rt, "articles") {
		n.pass(1)
		article := n.published(name("title"), sections[1+rapid.IntRange(0, 1).Draw(rt, "filed")], func(a *news.Article) {
			a.Summary, a.Subtitle = text(4).Draw(rt, "summary"), text(2).Draw(rt, "subtitle")
			a.Body = "<p>" + text(8).Draw(rt, "body") + "</p><p>" + text(4).Draw(rt, "body") + "</p>"
			credit("author", bylines[rapid.IntRange(0, 1).Draw(rt, "credit")])(a)
			if rapid.Bool().Draw(rt, "printed") {
				a.Credits[0].Name = name("printed")
			}
			tags(name("tag"))(a)
			a.Sources = []news.Source{{Name: name("source")}}
		})
		entries[article.ID] = folder.Entry(n.document(article.ID))
	}
	return entries
}

// document is what readers can find of an article.
func (n *newsroom) document(id string) search.Document {
	article := n.reread(&news.Article{ID: id})
	d := search.Document{Title: article.Title, Subtitle: article.Subtitle, Summary: article.Summary, Body: markup.Text(article.Body)}
	for _, c := range article.Credits {
		d.Bylines = append(d.Bylines, c.Byline.Name, c.Name)
	}
	for _, s := range article.Section.Breadcrumbs {
		d.Sections = append(d.Sections, s.Name)
	}
	d.Sections = append(d.Sections, article.Section.Name)
	for _, tag := range article.Tags {
		d.Tags = append(d.Tags, tag.Name)
	}
	for _, source := range article.Sources {
		d.Sources = append(d.Sources, source.Name)
	}
	return d
}

func (n *newsroom) sameAsScan(rt *rapid.T, q string, entries map[string]search.Entry) (found bool) {
	parsed, err := search.New(script.HansRune).Parse(q)
	if err != nil {
		rt.Fatal(err)
	}
	var want []string
	for id, entry := range entries {
		if parsed.Matches(entry) {
			want = append(want, id)
		}
	}
	slices.Sort(want)
	slices.Reverse(want)
	limit := rapid.IntRange(1, 5).Draw(rt, "limit")
	if got := n.finds(rt, q, limit); !slices.Equal(got, want) {
		rt.Fatalf("%q finds %s, and a scan %s", q, n.titles(got), n.titles(want))
	}
	return len(want) > 0
}

// finds returns the ids of all that a query finds, the newest first.
func (n *newsroom) finds(t interface{ Fatal(args ...any) }, q string, limit int) []string {
	var ids []string
	page := news.Page{Limit: limit, WithTotal: true}
	for {
		list, err := n.Articles(n.ctx, anonymous, news.ArticleFilter{Query: q}, news.SortNewest, page, 0)
		if err != nil {
			t.Fatal(fmt.Sprintf("%q: %v", q, err))
		}
		for i := range list.Items {
			ids = append(ids, list.Items[i].ID)
		}
		if list.Next == nil {
			if list.Total == nil || int(*list.Total) != len(ids) {
				t.Fatal(fmt.Sprintf("%q: the total is %v of %d", q, list.Total, len(ids)))
			}
			return ids
		}
		page.Cursor = list.Next
	}
}

func (n *newsroom) titles(ids []string) string {
	var all []string
	for _, id := range ids {
		all = append(all, fmt.Sprintf("%+v", n.document(id)))
	}
	return "[" + strings.Join(all, "; ") + "]"
}

// clear removes all articles.
func (n *newsroom) clear() {
	list, err := n.Articles(n.ctx, anonymous, news.ArticleFilter{}, news.SortNewest, news.Page{Limit: 100}, 0)
	for i := range must(n.t, &list, err).Items {
		article := &list.Items[i]
		n.withdraw(article)
		n.purge(article)
	}
}
