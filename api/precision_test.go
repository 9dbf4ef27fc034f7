package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// shelf is a newsroom with a kept answer of everything that could go stale.
type shelf struct {
	*newsroom
	articles map[string]string // by section
	paths    map[string]string
}

func newShelf(t *testing.T, n *newsroom) *shelf {
	t.Helper()
	n.alone()
	root, other := n.section(t, "Root", nil), n.section(t, "B", nil)
	leaf := n.section(t, "A", root)
	ann, bob := n.byline(t, "Ann"), n.byline(t, "Bob")
	publish := func(section, byline, tag string) string {
		return n.published(t, object{
			"section_id": section, "tags": []any{tag}, "credits": []any{object{"byline_id": byline, "role": "author"}},
		})
	}
	s := &shelf{newsroom: n, articles: map[string]string{"a": publish(leaf.ID, ann.ID, "Sea"), "b": publish(other.ID, bob.ID, "Sky")}}
	s.paths = map[string]string{
		"article a": s.articles["a"], "article b": s.articles["b"],
		"neighbors a": s.articles["a"] + "?include=neighbors", "neighbors b": s.articles["b"] + "?include=neighbors",
		"list a": "/v1/articles?section=a", "list b": "/v1/articles?section=b", "list root": "/v1/articles?section=root", "list": "/v1/articles",
		"section a": "/v1/sections/a", "section b": "/v1/sections/b", "section root": "/v1/sections/root",
		"sections": "/v1/sections", "counts": "/v1/sections?include=article_count",
		"byline ann": "/v1/bylines/ann", "byline bob": "/v1/bylines/bob", "bylines": "/v1/bylines",
		"tag sea": "/v1/tags/sea", "tag sky": "/v1/tags/sky", "tags": "/v1/tags", "site": "/v1/site",
		"resolve a": "/v1/resolve?path=root/a", "resolve b": "/v1/resolve?path=b",
	}
	return s
}

// after writes and returns what is not kept any more.
func (s *shelf) after(t *testing.T, write func()) map[string]bool {
	t.Helper()
	for _, path := range s.paths {
		s.get(t, path).want(t, http.StatusOK)
	}
	write()
	dropped := map[string]bool{}
	for name, path := range s.paths {
		if s.get(t, path).header.Get("Cache-Status") != hit {
			dropped[name] = true
		}
	}
	return dropped
}

// A write drops what shows it, and nothing else.
func TestPrecision(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		s := newShelf(t, n)
		const (
			everyArticleList = "list,counts,byline ann,byline bob,bylines,tag sea,tag sky,tags"
			everyList        = "list a,list b,list root,list,sections,counts,bylines,tags,neighbors a,neighbors b,resolve a,resolve b"
		)
		editor := n.as(t, news.RoleEditor)
		change := func(path string, body object) func() {
			return func() { n.do(t, "PATCH", path, editor, body, "If-Match", "*").want(t, http.StatusOK) }
		}
		for _, c := range []struct {
			what  string
			write func()
			drops string
		}{
			{"a draft", func() { n.draft(t, nil) }, ""},
			{"an article in A", func() {
				n.published(t, object{"section_id": n.get(t, "/v1/sections/a").text(t, "/id")})
			}, everyArticleList + ",list a,list root,neighbors a"},
			{"a title in A", change(s.articles["a"], object{"title": "New"}), everyArticleList + ",article a,list a,list root,neighbors a"},
			{"nothing in A", change(s.articles["a"], object{"title": "New"}), ""},
			{"byline Ann", change("/v1/bylines/ann", object{"name": "Anna"}), everyList + ",byline ann,article a"},
			{"tag Sea", change("/v1/tags/sea", object{"name": "Ocean"}), everyList + ",tag sea,article a"},
			{"section A", change("/v1/sections/a", object{"name": "Alpha"}), everyList + ",section a,article a"},
			{"section Root", change("/v1/sections/root", object{"name": "Roots"}), everyList + ",section root,section a,article a"},
			{"section B below Root", func() {
				parent := n.get(t, "/v1/sections/root").text(t, "/id")
				change("/v1/sections/b", object{"parent_id": parent})()
			}, everyList + ",section b,article b"},
			{"the site", func() {
				n.do(t, "PATCH", "/v1/site", n.as(t, news.RoleAdmin), object{"name": "N"}, "If-Match", "*").want(t, http.StatusOK)
			}, "site"},
			{"a byline of nobody", func() { n.byline(t, "Cal") }, ""},
			{"a user", func() { n.as(t, news.RoleReader) }, ""},
		} {
			dropped := s.after(t, c.write)
			for name := range s.paths {
				if want := strings.Contains(","+c.drops+",", ","+name+","); dropped[name] != want {
					t.Errorf("%s: %s is dropped: %t, want %t", c.what, name, dropped[name], want)
				}
			}
		}
	})
}

// The last millionth of a second counts, also for what lies beyond the horizon
// of Cache-Control.
func TestBoundaries(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.alone()
		desk := n.section(t, "Desk", nil).ID
		other := n.published(t, object{"section_id": desk})
		soon := n.draft(t, object{"section_id": desk, "slug": "soon"})
		n.move(t, soon, "publish", object{"embargo_until": "2025-07-11T13:00:00.000001Z"}).want(t, http.StatusOK)
		paths := []string{"/v1/articles", "/v1/articles?section=desk", other + "?include=neighbors", "/v1/sections?include=article_count"}
		ask := func(clock, status, policy string, articles int) {
			t.Helper()
			n.at(t, clock)
			for _, path := range paths {
				r := n.get(t, path).want(t, http.StatusOK)
				r.cacheStatus(t, path+" at "+clock, status)
				r.head(t, "Cache-Control", policy)
			}
			if items, _ := n.get(t, "/v1/articles").at(t, "/data").([]any); len(items) != articles {
				t.Errorf("at %s there are %d articles", clock, len(items))
			}
		}
		ask("12:50:00", stored, publicPolicy, 1)
		ask("12:54:00", hit, publicPolicy, 1)
		ask("12:54:59.999999", hit, "public, max-age=30, s-maxage=300", 1)
		ask("12:55:10", stored, "public, max-age=30, s-maxage=290", 1)
		ask("12:59:30.5", hit, "public, max-age=29, s-maxage=29", 1)
		ask("13:00:00", hit, "public, max-age=0, s-maxage=0", 1)
		ask("13:00:00.000001", stored, publicPolicy, 2)
		n.get(t, "/v1/articles/soon").cacheStatus(t, "what was not there", stored)
	})
}

// A section stands in for an article that is not there yet.
func TestResolveBeforeAnArticle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		root := n.section(t, "Root", nil)
		n.section(t, "Both", root)
		article := n.draft(t, object{"slug": "both", "section_id": root.ID})
		n.move(t, article, "publish", object{"published_at": "2025-07-11T12:02:00Z"}).want(t, http.StatusOK)
		n.get(t, "/v1/resolve?path=elsewhere/both").has(t, "/kind", "section")
		n.at(t, "12:01:59.999999")
		r := n.get(t, "/v1/resolve?path=elsewhere/both").want(t, http.StatusOK)
		r.has(t, "/kind", "section")
		r.head(t, "Cache-Control", "public, max-age=0, s-maxage=0")
		n.at(t, "12:02:00")
		n.get(t, "/v1/resolve?path=elsewhere/both").has(t, "/kind", "article")
	})
}
