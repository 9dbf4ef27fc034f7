package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestPatchMerges(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil)
		for _, c := range []struct {
			name          string
			before, patch object
			want          object // pointers and values
		}{
			{
				"null clears", everyField(),
				object{
					"subtitle": nil, "summary": nil, "original": nil, "sources": nil, "section_id": nil, "published_at": nil,
					"published_precision": nil, "embargo_until": nil, "external_id": nil, "legacy": nil, "featured": nil, "body": nil,
				},
				object{
					"/subtitle": nil, "/summary": nil, "/original": nil, "/sources": []any{}, "/section_id": nil, "/section": nil,
					"/published_at": nil, "/published_precision": nil, "/published_date": nil, "/embargo_until": nil,
					"/external_id": nil, "/legacy": nil, "/featured": false, "/body": nil, "/word_count": 0, "/reading_minutes": 0,
					"/short_title": "Short", "/revision": 2,
				},
			},
			{
				"null takes the default",
				object{"language": "zh-Hant", "kind": "opinion"},
				object{"language": nil, "kind": nil},
				object{"/language": "en", "/kind": "news"},
			},
			{
				"objects merge", everyField(),
				object{
					"slug": "merged", "external_id": "2", "dateline": object{"place": nil, "agency": "Reuters"},
					"lead_image": object{"width": nil, "alt": "New"}, "seo": object{}, "original": object{"published_at": nil},
				},
				object{
					"/dateline":              object{"agency": "Reuters", "place": nil, "date": "2025-07-11"},
					"/lead_image":            object{"url": "/a.jpg", "alt": "New", "caption": "C", "credit": "P", "width": nil, "height": 480},
					"/original/title":        "Before",
					"/original/published_at": nil,
					"/seo/noindex":           true,
				},
			},
			{
				"an object of nothing",
				object{},
				object{"rights": object{}, "seo": object{"title": nil}},
				object{"/rights": object{"copyright": nil, "usage_terms": nil, "ai_generated": false}, "/seo/noindex": false},
			},
			{
				"arrays are replaced",
				object{
					"sources": []any{object{"name": "A", "url": "https://example.org"}, object{"name": "B"}}, "tags": []any{"one", "two"},
				},
				object{"sources": []any{object{"name": "B"}}, "tags": []any{object{"slug": "two"}, object{"name": "ONE"}, "Three"}},
				object{
					"/sources": []any{object{"name": "B", "url": nil}},
					"/tags": []any{
						object{"slug": "two", "name": "two"}, object{"slug": "one", "name": "one"}, object{"slug": "three", "name": "Three"},
					},
				},
			},
			{
				"the body is cleaned and counted",
				object{},
				object{"body": `<p onclick="x()">三個字<script>x()</script></p>` + "<p>e\u0301</p>"},
				object{"/body": "<p>三個字</p><p>\u00e9</p>", "/word_count": 4, "/reading_minutes": 1},
			},
			{
				"filed",
				object{},
				object{"section_id": strings.ToUpper(section.ID)},
				object{"/section_id": section.ID, "/path": "desk/filed", "/breadcrumbs/0/name": "Desk"},
			},
		} {
			t.Run(c.name, func(t *testing.T) {
				c.before["title"] = c.name
				delete(c.before, "slug")
				delete(c.before, "external_id")
				address := n.draft(t, c.before)
				r := n.patch(t, address, c.patch).want(t, http.StatusOK)
				for pointer, value := range c.want {
					r.has(t, pointer, value)
				}
				if again := n.see(t, address); !bytes.Equal(again.body, r.bare()) {
					t.Errorf("read back as\n%s, written as\n%s", again.body, r.body)
				}
			})
		}
	})
}

// What was read can be sent back whole, and changes nothing.
func TestPatchUnchanged(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		whole := everyField()
		whole["section_id"] = n.section(t, "Desk", nil).ID
		whole["credits"] = []any{
			object{"byline_id": n.byline(t, "Li Lei").ID, "role": "editor"},
			object{"byline_id": n.byline(t, "Han Meimei").ID, "role": "editor", "name": "H. M."},
		}
		whole["tags"] = []any{"b", "a"}
		draft, visible := n.draft(t, object{"body": "<p>e\u0301&#x1F600;&nbsp;&lt;</p><p></p>"}), n.published(t, whole)
		withdrawn := n.published(t, object{"section_id": whole["section_id"]})
		n.move(t, withdrawn, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		for _, address := range []string{draft, visible, withdrawn} {
			before := n.see(t, address)
			n.clock.move(1)
			for _, body := range []any{string(before.body), object{}, object{"title": before.text(t, "/title"), "status": before.text(t, "/status")}} {
				r := n.do(t, "PATCH", address, n.as(t, news.RoleEditor), body, "If-Match", before.header.Get("ETag")).want(t, http.StatusOK)
				r.head(t, "ETag", before.header.Get("ETag"))
				r.head(t, "Cache-Group-Invalidation", "")
				if !bytes.Equal(r.bare(), before.body) {
					t.Errorf("%s became %s", before.body, r.body)
				}
			}
		}
	})
}

func TestPatchRefuses(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, object{"subtitle": "S"})
		n.draft(t, object{"slug": "taken", "external_id": "42", "tags": []any{"Space"}})
		before := n.see(t, address)
		for _, c := range []struct {
			name   string
			patch  any
			status int
			faults []string
		}{
			{"no object", `[]`, 400, []string{""}},
			{"unknown, to be removed", object{"nothing": nil, "seo": object{"none": nil}}, 400, []string{"/nothing", "/seo/none"}},
			{"read-only", object{
				"id": "x", "status": "published", "revision": 7, "word_count": nil, "withdrawn": object{"reason": "error"},
				"section": object{"id": "x"}, "links": object{"self": "x"}, "breadcrumbs": []any{1}, "created_at": "2025-07-11T12:00:01Z",
			}, 422, []string{
				"/breadcrumbs", "/created_at", "/id", "/links", "/revision", "/section", "/status", "/withdrawn", "/word_count",
			}},
			{"required", object{"title": nil}, 422, []string{"/title"}},
			{"a tag by another name", object{"tags": []any{object{"slug": "space", "name": "Outer space"}}}, 422, []string{"/tags/0/name"}},
			{"nested null", object{"credits": []any{nil}}, 422, []string{"/credits/0"}},
			{"body too long once it is clean", object{"body": strings.Repeat("&", 300_000)}, 422, []string{"/body"}},
			{"slug of another", object{"slug": "taken"}, 409, []string{"/slug"}},
			{"external id of another", object{"external_id": "42"}, 409, []string{"/external_id"}},
		} {
			t.Run(c.name, func(t *testing.T) {
				r := n.patch(t, address, c.patch).want(t, c.status)
				if got := pointers(t, r); !slices.Equal(got, c.faults) {
					t.Errorf("faults at %q, want %q: %s", got, c.faults, r.body)
				}
			})
		}
		n.see(t, address).head(t, "ETag", before.header.Get("ETag"))
	})
}

// A credit's name follows its byline when it is the byline's, and stays when
// it is another.
func TestCreditNamesFollow(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		byline := n.byline(t, "Li Lei")
		address := n.draft(t, object{"credits": []any{
			object{"byline_id": byline.ID, "role": "author"},
			object{"byline_id": byline.ID, "role": "editor", "name": "Li Lei"},
			object{"byline_id": byline.ID, "role": "translator", "name": "L. L."},
		}})
		before := n.see(t, address)
		n.rename(t, byline, "Li Hua")
		after := n.see(t, address)
		for i, name := range []string{"Li Hua", "Li Hua", "L. L."} {
			at := "/credits/" + string(rune('0'+i))
			after.has(t, at+"/name", name)
			after.has(t, at+"/byline/name", "Li Hua")
		}
		after.has(t, "/revision", 1)
		if after.header.Get("ETag") == before.header.Get("ETag") {
			t.Error("the ETag stays when an embedded byline is renamed")
		}
		n.patch(t, address, object{"credits": after.at(t, "/credits")}).has(t, "/revision", 1)
		n.rename(t, byline, "L. L.")
		n.patch(t, address, object{"credits": n.see(t, address).at(t, "/credits")}).want(t, http.StatusOK)
		n.rename(t, byline, "Li Bai")
		n.see(t, address).has(t, "/credits/2/name", "Li Bai")
	})
}

func (n *newsroom) rename(t *testing.T, byline *news.Byline, name string) {
	t.Helper()
	_, err := n.service.UpdateByline(t.Context(), news.System(), byline.ID, func(b *news.Byline) error {
		b.Name = name
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
