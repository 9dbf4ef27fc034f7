package service_test

import (
	"fmt"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// TestReadsTakeAFixedNumberOfStatements holds what each read costs, whatever
// the page holds.
func TestReadsTakeAFixedNumberOfStatements(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("s", nil)
		for i := range 12 {
			name := fmt.Sprint("row ", i)
			n.section(name, section)
			article := n.published(name, section, credit("author", n.byline(name), n.byline(name+" too")), tags(name, "all", "more"))
			if _, err := n.correct(editor, article.ID, "N"); err != nil {
				t.Fatal(err)
			}
		}
		articles := func(actor news.Actor, filter news.ArticleFilter, page news.Page) (int, error) {
			list, err := n.Articles(n.ctx, actor, filter, news.SortNewest, page, 360e9)
			return len(list.Items), err
		}
		reads := []struct {
			name string
			want int
			read func(page news.Page) (int, error)
		}{
			{"articles", 1, func(p news.Page) (int, error) { return articles(anonymous, news.ArticleFilter{}, p) }},
			{"articles of a section", 1, func(p news.Page) (int, error) {
				return articles(anonymous, news.ArticleFilter{Sections: []string{"s"}}, p)
			}},
			{"articles of a tag", 2, func(p news.Page) (int, error) {
				return articles(anonymous, news.ArticleFilter{Tags: []string{"all"}}, p)
			}},
			{"corrections", 4, func(p news.Page) (int, error) {
				list, err := n.Corrections(n.ctx, anonymous, news.CorrectionFilter{}, p, 360e9)
				return len(list.Items), err
			}},
			{"sections", 1, func(p news.Page) (int, error) {
				list, err := n.Sections(n.ctx, service.SectionQuery{}, p)
				return len(list.Items), err
			}},
			{"sections with counts", 2, func(p news.Page) (int, error) {
				list, err := n.Sections(n.ctx, service.SectionQuery{WithCounts: true}, p)
				return len(list.Items), err
			}},
			{"bylines", 1, func(p news.Page) (int, error) {
				list, err := n.Bylines(n.ctx, anonymous, news.BylineFilter{}, p)
				return len(list.Items), err
			}},
			{"tags", 2, func(p news.Page) (int, error) {
				list, err := n.Tags(n.ctx, anonymous, p)
				return len(list.Items), err
			}},
		}
		if _, err := articles(anonymous, news.ArticleFilter{}, news.Page{Limit: 1}); err != nil {
			t.Fatal(err) // now the sections are known
		}
		for _, r := range reads {
			for _, page := range []news.Page{{Limit: 1}, {Limit: 3}, {Limit: 12}, {Limit: 12, WithTotal: true}} {
				want := r.want
				if page.WithTotal && r.name != "sections" && r.name != "sections with counts" {
					want++
				}
				n.statements()
				rows, err := r.read(page)
				if got := n.statements(); err != nil || rows != page.Limit || got != want {
					t.Errorf("%s, page %+v: %d rows, %v, %d statements, want %d", r.name, page, rows, err, got, want)
				}
			}
		}
	})
}

func TestReadsOfOneTakeFewStatements(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section, byline := n.section("s", nil), n.byline("b")
		article := n.published("Article", section, credit("author", byline), tags("t"))
		n.editByline("b", func(b *news.Byline) { b.Slug = "now" })
		reads := []struct {
			name string
			want int
			read func() error
		}{
			{"the first article, and the sections", 2, func() error { _, err := n.Article(n.ctx, anonymous, article.ID); return err }},
			{"an article by id", 1, func() error { _, err := n.Article(n.ctx, anonymous, article.ID); return err }},
			{"an article by slug", 1, func() error { _, err := n.Article(n.ctx, anonymous, "article"); return err }},
			{"what is around an article", 1, func() error { _, err := n.Neighbors(n.ctx, article, n.now(), n.now()); return err }},
			{"a section", 2, func() error { _, err := n.Section(n.ctx, "s"); return err }},
			{"a byline", 2, func() error { _, err := n.Byline(n.ctx, anonymous, "now"); return err }},
			{"a byline by its past", 4, func() error { _, err := n.Byline(n.ctx, anonymous, "b"); return err }},
			{"a tag", 2, func() error { _, err := n.Tag(n.ctx, anonymous, "t"); return err }},
			{"the path of a section", 1, func() error { _, err := n.Resolve(n.ctx, anonymous, "s"); return err }},
			{"the path of an article", 2, func() error { _, err := n.Resolve(n.ctx, anonymous, "s/article"); return err }},
		}
		for _, r := range reads {
			n.statements()
			err := r.read()
			if got := n.statements(); err != nil || got != r.want {
				t.Errorf("%s: %v, %d statements, want %d", r.name, err, got, r.want)
			}
		}
	})
}
