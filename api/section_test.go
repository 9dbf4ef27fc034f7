package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func (n *newsroom) post(t *testing.T, path string, body any, headers ...string) *response {
	t.Helper()
	return n.do(t, "POST", path, n.as(t, news.RoleEditor), body, headers...)
}

// remove deletes what is at an address as an editor, whatever its revision.
func (n *newsroom) remove(t *testing.T, address string) *response {
	t.Helper()
	return n.do(t, "DELETE", address, n.as(t, news.RoleEditor), nil, "If-Match", "*")
}

// column returns the texts at a name of every item of a list.
func (r *response) column(t *testing.T, name string) []string {
	t.Helper()
	items, ok := r.want(t, http.StatusOK).at(t, "/data").([]any)
	if !ok {
		t.Fatalf("no list: %s", r.body)
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i], _ = item.(object)[name].(string)
	}
	return texts
}

func TestCreateSection(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		parent := n.section(t, "文章中心", nil)
		r := n.post(t, "/v1/sections", object{"name": "Sci & Tech", "parent_id": parent.ID}).want(t, http.StatusCreated)
		address := "/v1/sections/" + r.text(t, "/id")
		r.head(t, "Location", address)
		r.head(t, "Cache-Group-Invalidation", `"`+string(news.GroupOf(news.NounSection, r.text(t, "/id")))+`", "lists"`)
		for pointer, value := range (object{
			"/name": "Sci & Tech", "/slug": "sci-tech", "/path": "文章中心/sci-tech", "/revision": 1, "/position": 1, "/depth": 2,
			"/parent_id": parent.ID, "/description": nil, "/seo": nil, "/links/self": address,
			"/created_at": "2025-07-11T12:00:00Z", "/updated_at": "2025-07-11T12:00:00Z",
			"/breadcrumbs": []any{
				object{"id": parent.ID, "slug": "文章中心", "name": "文章中心"},
				object{"id": r.text(t, "/id"), "slug": "sci-tech", "name": "Sci & Tech"},
			},
		}) {
			r.has(t, pointer, value)
		}
		for _, path := range []string{address, "/v1/sections/sci-tech", "/v1/sections/SCI-Tech"} {
			again := n.get(t, path).want(t, http.StatusOK)
			if !bytes.Equal(again.body, r.body) {
				t.Errorf("%s reads %s, want %s", path, again.body, r.body)
			}
			again.head(t, "ETag", r.header.Get("ETag"))
			groups := `"` + string(news.GroupOf(news.NounSection, parent.ID)) + `", "` + string(news.GroupOf(news.NounSection, r.text(t, "/id"))) + `"`
			again.head(t, "Cache-Groups", groups)
		}
		n.post(t, "/v1/sections", object{"name": "First", "position": 0, "parent_id": parent.ID, "seo": object{"noindex": true}}).
			has(t, "/position", 0)
		if got := n.get(t, "/v1/sections").column(t, "slug"); !slices.Equal(got, []string{"文章中心", "first", "sci-tech"}) {
			t.Errorf("the tree is %v", got)
		}
	})
}

func TestWriteSectionRefuses(t *testing.T) {
	const nobody = "01980000-0000-7000-8000-000000000000"
	each(t, func(t *testing.T, n *newsroom) {
		top := n.section(t, "top", nil)
		child := n.section(t, "child", top)
		n.section(t, "taken", nil)
		for _, c := range []struct {
			name   string
			input  object
			status int
			faults []string
		}{
			{"every rule", object{
				"name": " ", "slug": "a b", "description": strings.Repeat("x", 1001), "parent_id": "x", "position": -1,
				"seo": object{"canonical_url": "ftp://example.org"},
			}, 422, []string{"/description", "/name", "/parent_id", "/position", "/seo/canonical_url", "/slug"}},
			{"every type", object{"name": 1, "slug": nil, "parent_id": 2, "position": "1", "seo": ""}, 422, []string{"/name", "/parent_id", "/position", "/seo"}},
			{"a parent that is not there, and a rule", object{"name": "", "parent_id": nobody}, 422, []string{"/name", "/parent_id"}},
			{"a fraction", object{"name": "n", "position": 1.5}, 422, []string{"/position"}},
			{"read-only", object{"name": "n", "path": "x", "depth": 9, "article_count": 7}, 422, []string{"/article_count", "/depth", "/path"}},
			{"unknown", object{"name": "n", "titel": "x"}, 400, []string{"/titel"}},
			{"a slug of another", object{"name": "n", "slug": "Taken"}, 409, []string{"/slug"}},
		} {
			t.Run(c.name, func(t *testing.T) {
				for _, r := range []*response{n.post(t, "/v1/sections", c.input), n.patch(t, "/v1/sections/child", c.input)} {
					if got := pointers(t, r.want(t, c.status)); !slices.Equal(got, c.faults) {
						t.Errorf("faults at %v, want %v: %s", got, c.faults, r.body)
					}
				}
			})
		}
		for _, parent := range []string{top.ID, child.ID} {
			r := n.patch(t, "/v1/sections/top", object{"parent_id": parent}).problem(t, 422, "validation")
			r.has(t, "/errors/0/pointer", "/parent_id")
		}
		if got := n.get(t, "/v1/sections").column(t, "path"); !slices.Equal(got, []string{"top", "top/child", "taken"}) {
			t.Errorf("the tree is %v", got)
		}
	})
}

func TestPatchSection(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		a, b := n.section(t, "a", nil), n.section(t, "b", nil)
		n.section(t, "leaf", a)
		before := n.see(t, "/v1/sections/leaf")
		moved := n.patch(t, "/v1/sections/leaf", object{"parent_id": b.ID, "name": "Leaf"}).want(t, http.StatusOK)
		moved.has(t, "/path", "b/leaf")
		moved.has(t, "/revision", 2)
		moved.head(t, "ETag", n.see(t, "/v1/sections/leaf").header.Get("ETag"))

		stale := n.do(t, "PATCH", "/v1/sections/leaf", n.as(t, news.RoleEditor), object{"name": "x"}, "If-Match", before.header.Get("ETag"))
		stale.problem(t, http.StatusPreconditionFailed, "stale").head(t, "ETag", moved.header.Get("ETag"))
		n.do(t, "PATCH", "/v1/sections/leaf", n.as(t, news.RoleEditor), object{"name": "x"}).
			problem(t, http.StatusPreconditionRequired, "precondition-required")

		unchanged := n.see(t, "/v1/sections?include=article_count&root=leaf").at(t, "/data/0")
		again := n.do(t, "PATCH", "/v1/sections/leaf", n.as(t, news.RoleEditor), unchanged, "If-Match", moved.header.Get("ETag"))
		again.want(t, http.StatusOK).head(t, "ETag", moved.header.Get("ETag"))
		again.head(t, "Cache-Group-Invalidation", "")
		n.patch(t, "/v1/sections/leaf", object{"article_count": 9}).problem(t, 422, "validation")
		n.patch(t, "/v1/sections/leaf", object{"parent_id": nil, "position": nil}).has(t, "/position", 3)
	})
}

func TestSectionsOfThePast(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.section(t, "old", nil)
		n.patch(t, "/v1/sections/old", object{"slug": "寧波"}).want(t, http.StatusOK)
		r := n.get(t, "/v1/sections/old?fields=id").want(t, http.StatusMovedPermanently)
		r.head(t, "Location", "/v1/sections/%E5%AF%A7%E6%B3%A2?fields=id")
		n.patch(t, "/v1/sections/old", object{"name": "x"}).want(t, http.StatusPermanentRedirect).
			head(t, "Location", "/v1/sections/%E5%AF%A7%E6%B3%A2")
		n.get(t, "/v1/sections/none").problem(t, http.StatusNotFound, "not-found")
		n.get(t, "/v1/sections/01980000-0000-7000-8000-00000000000x").problem(t, http.StatusNotFound, "not-found")
	})
}

func TestDeleteSection(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		old, target := n.section(t, "old", nil), n.section(t, "target", nil)
		n.section(t, "child", old)
		article := n.published(t, object{"title": "Filed", "section_id": old.ID})
		n.remove(t, "/v1/sections/old").problem(t, http.StatusConflict, "in-use")
		for _, to := range []string{"none", "old", "child", "&x=1"} {
			n.remove(t, "/v1/sections/old?move_to="+to).problem(t, http.StatusBadRequest, "bad-parameter")
		}
		n.do(t, "DELETE", "/v1/sections/old?move_to=target", n.as(t, news.RoleEditor), nil).
			problem(t, http.StatusPreconditionRequired, "precondition-required")
		r := n.remove(t, "/v1/sections/old?move_to=target").want(t, http.StatusNoContent)
		r.head(t, "Cache-Group-Invalidation", `"`+string(news.GroupOf(news.NounSection, old.ID))+`", "lists"`)
		r.head(t, "Cache-Control", "private, no-store, no-transform")
		n.get(t, article).has(t, "/path", "target/filed")
		n.get(t, article).has(t, "/revision", 3)
		if got := n.get(t, "/v1/sections").column(t, "path"); !slices.Equal(got, []string{"target", "target/child"}) {
			t.Errorf("the tree is %v", got)
		}
		n.get(t, "/v1/sections/"+old.ID).want(t, http.StatusMovedPermanently).head(t, "Location", "/v1/sections/target")
		n.get(t, "/v1/articles?section=old").has(t, "/data/0/section_id", target.ID)
		n.remove(t, "/v1/sections/child").want(t, http.StatusNoContent)
		n.get(t, "/v1/sections/child").problem(t, http.StatusNotFound, "not-found")
	})
}

func TestListSections(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		a := n.section(t, "a", nil)
		ax := n.section(t, "x", a)
		n.section(t, "y", ax)
		n.section(t, "b", nil)
		n.published(t, object{"section_id": ax.ID})
		for query, want := range map[string]string{
			"": "a a/x a/x/y b", "?max_depth=1": "a b", "?root=x": "a/x a/x/y", "?root=" + ax.ID + "&max_depth=1": "a/x",
		} {
			r := n.get(t, "/v1/sections"+query)
			if got := strings.Join(r.column(t, "path"), " "); got != want {
				t.Errorf("%q lists %s, want %s", query, got, want)
			}
			r.head(t, "Cache-Groups", `"lists"`)
		}
		for query, place := range map[string]string{
			"root=none": "root", "max_depth=0": "max_depth", "max_depth=9": "max_depth", "include=articles": "include",
			"limit=101": "limit", "roots=a": "roots", "sort=name": "sort",
		} {
			r := n.get(t, "/v1/sections?"+query).problem(t, http.StatusBadRequest, "bad-parameter")
			r.has(t, "/errors/0/parameter", place)
		}
		counted := n.get(t, "/v1/sections?include=article_count&fields=slug,article_count")
		counted.has(t, "/data", []any{
			object{"slug": "a", "article_count": 1},
			object{"slug": "x", "article_count": 1},
			object{"slug": "y", "article_count": 0},
			object{"slug": "b", "article_count": 0},
		})
		counted.head(t, "Cache-Groups", `"lists", "list-all"`)
	})
}

func TestPagesOfSections(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, name := range []string{"a", "b", "c"} {
			n.section(t, name, nil)
		}
		first := n.get(t, "/v1/sections?limit=2&with_total=true")
		first.has(t, "/page/total", 3)
		second := n.get(t, "/v1/sections?limit=2&cursor="+first.text(t, "/page/next_cursor"))
		if got := second.column(t, "slug"); !slices.Equal(got, []string{"c"}) {
			t.Errorf("the second page is %v", got)
		}
		second.has(t, "/page/next_cursor", nil)
		back := n.get(t, "/v1/sections?limit=2&cursor="+second.text(t, "/page/prev_cursor"))
		if got := back.column(t, "slug"); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("back is %v", got)
		}
		n.get(t, "/v1/sections?root=a&cursor="+first.text(t, "/page/next_cursor")).problem(t, http.StatusBadRequest, "bad-parameter")
	})
}
