package service_test

import (
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestResolve(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		center := n.section("文章中心", nil)
		science := n.section("Sci Tech", center)
		home := n.section("home", nil)
		shown := n.published("寧波加快", science)
		n.published("Home", home)
		n.draft("Secret", science)
		n.withdraw(n.published("Taken", science))
		renamed := n.published("Before", science)
		_, err := n.UpdateArticle(n.ctx, editor, renamed.ID, func(a *news.Article) error {
			a.Slug = "after"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		n.withdraw(n.published("Back", n.section("Back", center)))
		old := n.section("Old", nil)
		_, err = n.UpdateSection(n.ctx, editor, old.ID, func(s *news.Section) error {
			s.Slug, s.ParentID = "new", &center.ID
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		gone := want{kind: news.Gone, code: "withdrawn"}
		tests := []struct {
			actor news.Actor
			path  string
			kind  news.Noun
			want  string // the path of today
			fails *want
		}{
			{anonymous, "文章中心/sci-tech", news.NounSection, "文章中心/sci-tech", nil},
			{anonymous, "//文章中心/Sci-Tech/", news.NounSection, "文章中心/sci-tech", nil},
			{anonymous, "sci-tech", news.NounSection, "文章中心/sci-tech", nil},
			{anonymous, "somewhere/else/sci-tech", news.NounSection, "文章中心/sci-tech", nil},
			{anonymous, "文章中心/sci-tech/寧波加快", news.NounArticle, "文章中心/sci-tech/寧波加快", nil},
			{anonymous, "old/place/寧波加快", news.NounArticle, "文章中心/sci-tech/寧波加快", nil},
			{anonymous, shown.ID, news.NounArticle, "文章中心/sci-tech/寧波加快", nil},
			{anonymous, "文章中心/sci-tech/before", news.NounArticle, "文章中心/sci-tech/after", nil},
			{anonymous, "old", news.NounSection, "文章中心/new", nil},
			{anonymous, "home", news.NounSection, "home", nil},
			{anonymous, "Home/", news.NounSection, "home", nil},
			{anonymous, "elsewhere/back", news.NounSection, "文章中心/back", nil},
			{anonymous, "home/home", news.NounArticle, "home/home", nil},
			{anonymous, "文章中心/sci-tech/secret", news.NounArticle, "", &want{kind: news.NotFound, code: "not-found"}},
			{reader, "文章中心/sci-tech/secret", news.NounArticle, "文章中心/sci-tech/secret", nil},
			{anonymous, "文章中心/sci-tech/taken", news.NounArticle, "", &gone},
			{reader, "文章中心/sci-tech/taken", news.NounArticle, "文章中心/sci-tech/taken", nil},
			{anonymous, "no-such", "", "", &want{kind: news.NotFound, code: "not-found"}},
			{anonymous, "a b/c\x00d", "", "", &want{kind: news.NotFound, code: "not-found"}},
			{anonymous, "", "", "", &want{news.Malformed, "bad-parameter", []string{"path"}}},
			{anonymous, "///", "", "", &want{news.Malformed, "bad-parameter", []string{"path"}}},
			{anonymous, strings.Repeat("a", 2001), "", "", &want{news.Malformed, "bad-parameter", []string{"path"}}},
			{anonymous, strings.Repeat("a", 2000), "", "", &want{kind: news.NotFound, code: "not-found"}},
		}
		for _, test := range tests {
			got, err := n.Resolve(n.ctx, test.actor, test.path)
			if test.fails != nil {
				test.fails.check(t, err)
				continue
			}
			if err != nil || got.Kind != test.kind || got.Path != test.want || !strings.HasSuffix(got.Path, got.Slug) || got.ID == "" {
				t.Errorf("%q is %+v, %v, want the %s %s", test.path, got, err, test.kind, test.want)
				continue
			}
			if stale := groupNames(got.Groups); !stale[news.Lists] || !stale[news.GroupOf(test.kind, got.ID)] {
				t.Errorf("%q goes stale with %v", test.path, stale)
			}
		}
	})
}
