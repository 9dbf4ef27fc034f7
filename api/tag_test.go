package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestTags(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "s", nil)
		n.published(t, object{"title": "One", "section_id": section.ID, "tags": []any{"Science", "寧波"}})
		n.draft(t, object{"title": "Two", "tags": []any{"Science", "secret"}})
		n.get(t, "/v1/tags?fields=slug,name,article_count").has(t, "/data", []any{
			object{"slug": "science", "name": "Science", "article_count": 1}, object{"slug": "寧波", "name": "寧波", "article_count": 1},
		})
		if got := n.see(t, "/v1/tags").column(t, "slug"); !slices.Equal(got, []string{"science", "secret", "寧波"}) {
			t.Errorf("users list %v", got)
		}
		one := n.get(t, "/v1/tags/science").want(t, http.StatusOK)
		one.has(t, "/revision", 1)
		one.has(t, "/links/self", "/v1/tags/"+one.text(t, "/id"))
		one.head(t, "Cache-Groups", `"`+string(news.GroupOf(news.NounTag, one.text(t, "/id")))+`", "list-all"`)
		n.get(t, "/v1/tags/secret").problem(t, http.StatusNotFound, "not-found")
		n.see(t, "/v1/tags/secret").has(t, "/article_count", 0)
		n.get(t, "/v1/articles?tag=secret").problem(t, http.StatusBadRequest, "bad-parameter")
		n.do(t, "POST", "/v1/tags", n.as(t, news.RoleAdmin), object{"name": "x"}).
			problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
	})
}

func TestWriteTags(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.published(t, object{"section_id": n.section(t, "s", nil).ID, "tags": []any{"Science", "Sience", "Art"}})
		before := n.see(t, "/v1/tags/science")
		again := n.do(t, "PATCH", "/v1/tags/science", n.as(t, news.RoleEditor), string(before.body), "If-Match", before.header.Get("ETag"))
		again.want(t, http.StatusOK).head(t, "ETag", before.header.Get("ETag"))
		renamed := n.patch(t, "/v1/tags/science", object{"name": "Sciences", "slug": "sciences"}).want(t, http.StatusOK)
		renamed.has(t, "/revision", 2)
		renamed.has(t, "/article_count", 1)
		renamed.head(t, "ETag", n.see(t, "/v1/tags/sciences").header.Get("ETag"))
		n.get(t, article).has(t, "/tags/0", object{"slug": "sciences", "name": "Sciences"})
		n.get(t, "/v1/tags/science").want(t, http.StatusMovedPermanently).head(t, "Location", "/v1/tags/sciences")
		for _, c := range []struct {
			change object
			status int
			place  string
		}{
			{object{"name": "ART"}, 409, "/name"},
			{object{"slug": "art"}, 409, "/slug"},
			{object{"name": nil}, 422, "/name"},
			{object{"name": strings.Repeat("x", 61)}, 422, "/name"},
			{object{"slug": "a b"}, 422, "/slug"},
			{object{"article_count": 7}, 422, "/article_count"},
		} {
			n.patch(t, "/v1/tags/sciences", c.change).want(t, c.status).has(t, "/errors/0/pointer", c.place)
		}
		n.remove(t, "/v1/tags/sciences").problem(t, http.StatusConflict, "in-use")
		merged := n.post(t, "/v1/tags/sience/merge", object{"into": "sciences"}).want(t, http.StatusOK)
		merged.has(t, "/article_count", 1)
		n.get(t, article).has(t, "/tags", []any{object{"slug": "sciences", "name": "Sciences"}, object{"slug": "art", "name": "Art"}})
		n.get(t, "/v1/tags/sience").want(t, http.StatusMovedPermanently)
		n.post(t, "/v1/tags/art/merge", object{"into": "art"}).problem(t, 422, "validation").has(t, "/errors/0/pointer", "/into")
		n.patch(t, article, object{"tags": nil}).want(t, http.StatusOK)
		n.remove(t, "/v1/tags/art").want(t, http.StatusNoContent)
		n.see(t, "/v1/tags/art").problem(t, http.StatusNotFound, "not-found")
	})
}
