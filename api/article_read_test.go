package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Neighbors are the visible articles before and after in the same section, by
// publication time, then id.
func TestNeighbors(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		desk := n.section(t, "Desk", nil)
		child := n.section(t, "Child", desk)
		add := func(slug, published string, section *news.Section) {
			n.published(t, object{"slug": slug, "title": slug, "section_id": section.ID, "published_at": published})
		}
		add("b1", "2025-07-02T00:00:00Z", desk)
		add("c", "2025-07-03T00:00:00Z", desk)
		add("a", "2025-07-01T00:00:00Z", desk)
		add("b2", "2025-07-02T00:00:00Z", desk)
		add("below", "2025-07-02T00:00:00Z", child)
		n.move(t, n.draft(t, object{"slug": "d", "section_id": desk.ID}), "publish", object{"published_at": "2025-07-20T00:00:00Z"}).want(t, http.StatusOK)
		n.draft(t, object{"slug": "homeless"})
		for slug, around := range map[string][2]any{
			"a": {nil, "b1"}, "b1": {"a", "b2"}, "b2": {"b1", "c"}, "c": {"b2", nil}, "below": {nil, nil},
		} {
			for _, r := range []*response{n.get(t, "/v1/articles/"+slug+"?include=neighbors"), n.see(t, "/v1/articles/"+slug+"?include=neighbors")} {
				for i, name := range []string{"previous", "next"} {
					if around[i] == nil {
						r.has(t, "/neighbors/"+name, nil)
						continue
					}
					r.has(t, "/neighbors/"+name+"/slug", around[i])
					if got := keys(t, r.at(t, "/neighbors/"+name)); !slices.Equal(got, []string{"id", "published_at", "slug", "title"}) {
						t.Errorf("a neighbor has %v", got)
					}
				}
			}
		}
		n.see(t, "/v1/articles/d?include=neighbors").has(t, "/neighbors/previous/slug", "c")
		n.see(t, "/v1/articles/homeless?include=neighbors").has(t, "/neighbors", object{"previous": nil, "next": nil})
		if bare, _ := n.get(t, "/v1/articles/a").at(t, "").(map[string]any); bare["neighbors"] != nil {
			t.Errorf("neighbors nobody asked for: %v", bare["neighbors"])
		}
		n.get(t, "/v1/articles/a?include=revisions").problem(t, http.StatusBadRequest, "bad-parameter")
	})
}

func TestBodyFormats(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.published(t, object{"section_id": n.section(t, "Desk", nil).ID, "body": "<h2>Head &amp; line</h2><p>One <em>two</em></p>"})
		html := n.get(t, address)
		html.has(t, "/body", "<h2>Head &amp; line</h2><p>One <em>two</em></p>")
		html.has(t, "/blocks", []any{})
		if same := n.get(t, address+"?body_format=html"); !bytes.Equal(same.body, html.body) {
			t.Errorf("html is %s, the default %s", same.body, html.body)
		}
		text := n.get(t, address+"?body_format=text")
		text.has(t, "/body", "Head & line\n\nOne two")
		text.has(t, "/blocks", []any{})
		blocks := n.get(t, address+"?body_format=blocks")
		blocks.has(t, "/body", nil)
		if found, _ := blocks.at(t, "/blocks").([]any); len(found) != 2 {
			t.Errorf("blocks are %v", found)
		}
		if text.header.Get("ETag") == html.header.Get("ETag") || blocks.header.Get("ETag") == html.header.Get("ETag") {
			t.Error("two formats have one ETag")
		}
		n.get(t, address+"?body_format=markdown").problem(t, http.StatusBadRequest, "bad-parameter")
		empty := n.draft(t, object{"body": nil})
		for _, format := range []string{"html", "text", "blocks"} {
			r := n.see(t, fmt.Sprintf("%s?body_format=%s", empty, format))
			r.has(t, "/body", nil)
			r.has(t, "/blocks", []any{})
		}
	})
}
