package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		center := n.section(t, "文章中心", nil)
		science := n.section(t, "Science", center)
		article := n.published(t, object{"title": "寧波加快", "section_id": science.ID})
		n.draft(t, object{"title": "Secret", "section_id": science.ID})
		taken := n.published(t, object{"title": "Taken", "section_id": science.ID})
		n.move(t, taken, "withdraw", object{"reason": "legal"}).want(t, http.StatusOK)
		resolve := func(path string) *response { return n.get(t, "/v1/resolve?path="+url.QueryEscape(path)) }

		found := resolve("文章中心/Science/寧波加快").want(t, http.StatusOK)
		found.has(t, "", object{
			"kind": "article", "id": strings.TrimPrefix(article, "/v1/articles/"), "slug": "寧波加快", "path": "文章中心/science/寧波加快",
		})
		if groups := found.header.Get("Cache-Groups"); !strings.HasPrefix(groups, `"article-`) || !strings.HasSuffix(groups, `"lists"`) {
			t.Errorf("its groups are %s", groups)
		}
		section := object{"kind": "section", "id": science.ID, "slug": "science", "path": "文章中心/science"}
		resolve("/文章中心/science/").has(t, "", section)
		n.patch(t, "/v1/sections/science", object{"parent_id": nil, "slug": "sciences"}).want(t, http.StatusOK)
		section["slug"], section["path"] = "sciences", "sciences"
		resolve("文章中心/science").has(t, "", section)
		resolve("文章中心/science/寧波加快").has(t, "/path", "sciences/寧波加快")

		for _, path := range []string{"文章中心/science/secret", "none", "a//b", "a b", "x?y=z#w", ".."} {
			resolve(path).problem(t, http.StatusNotFound, "not-found")
		}
		n.see(t, "/v1/resolve?path=secret").has(t, "/kind", "article")
		gone := resolve("science/taken").problem(t, http.StatusGone, "withdrawn")
		gone.has(t, "/tombstone/withdrawn/reason", "legal")
		for _, query := range []string{"", "?path=", "?path=/", "?path=a&path=b", "?path=" + strings.Repeat("a", 2001), "?path=%ff", "?path=a%00"} {
			n.get(t, "/v1/resolve"+query).problem(t, http.StatusBadRequest, "bad-parameter").has(t, "/errors/0/parameter", "path")
		}
	})
}
