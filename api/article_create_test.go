package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// internals are the fields that readers without an account do not get.
var internals = []string{"created_by", "updated_by", "external_id", "legacy", "embargo_until"}

func TestCreateArticleDefaults(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), object{"title": "How to use <script>"})
		r.want(t, http.StatusCreated)
		r.head(t, "Location", "/v1/articles/"+r.text(t, "/id"))
		r.head(t, "Content-Type", "application/json")
		for _, null := range []string{
			"subtitle", "short_title", "summary", "body", "section_id", "section", "original", "dateline",
			"lead_image", "seo", "rights", "published_at", "published_precision", "published_date", "first_published_at",
			"withdrawn", "embargo_until", "external_id", "legacy",
		} {
			r.has(t, "/"+null, nil)
		}
		for _, empty := range []string{"blocks", "breadcrumbs", "credits", "sources", "tags", "corrections"} {
			r.has(t, "/"+empty, []any{})
		}
		for pointer, value := range (object{
			"/title": "How to use <script>", "/slug": "how-to-use-script", "/path": "how-to-use-script",
			"/revision": 1, "/status": "draft", "/language": "en", "/kind": "news", "/featured": false,
			"/word_count": 0, "/reading_minutes": 0, "/links/self": r.header.Get("Location"),
			"/created_at": "2025-07-11T12:00:00Z", "/updated_at": "2025-07-11T12:00:00Z",
			"/created_by": n.users[news.RoleAuthor].ID, "/updated_by": n.users[news.RoleAuthor].ID,
		}) {
			r.has(t, pointer, value)
		}
		if again := n.see(t, r.header.Get("Location")); !bytes.Equal(again.body, r.bare()) {
			t.Errorf("read back as\n%s, written as\n%s", again.body, r.body)
		}
		if !strings.Contains(string(r.body), `"How to use <script>"`) {
			t.Errorf("the title is escaped: %s", r.body)
		}
	})
}

// everyField is an article with every field set, as it is answered too.
func everyField() object {
	return object{
		"slug": "every-field", "title": "Every field", "subtitle": "Sub", "short_title": "Short", "summary": "Sum <b>",
		"body": `<p>One <em>two</em> 三四</p>`, "language": "zh-Hant", "kind": "reprint", "featured": true,
		"sources": []any{object{"name": "寧波市科技局", "url": nil}, object{"name": "Gazette", "url": "https://example.org/a"}},
		"original": object{
			"title": "Before", "author": "Somebody", "url": "https://example.org/b", "published_at": "2024-02-29T01:02:03.456789Z",
		},
		"dateline":     object{"agency": "Xinhua", "place": "Beijing", "date": "2025-07-11"},
		"lead_image":   object{"url": "/a.jpg", "alt": "A", "caption": "C", "credit": "P", "width": 640, "height": 480},
		"seo":          object{"title": "T", "description": "D", "canonical_url": "https://example.org/c", "noindex": true},
		"rights":       object{"copyright": "©", "usage_terms": "None", "ai_generated": true},
		"legacy":       object{"url": "http://old.example.org/1.asp?id=2", "system": "cms", "raw_sha256": strings.Repeat("ab", 32)},
		"published_at": "2025-07-10T00:00:00Z", "published_precision": "day",
		"embargo_until": "2025-07-11T10:00:00.000001Z", "external_id": "Old/1 號",
	}
}

func TestEveryFieldComesBack(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		root := n.section(t, "Articles", nil)
		leaf := n.section(t, "Science", root)
		first, second := n.byline(t, "Li Lei"), n.byline(t, "韓梅梅")
		input := everyField()
		input["section_id"] = leaf.ID
		input["tags"] = []any{"Space", "太空", " space"}
		input["credits"] = []any{
			object{"byline_id": second.ID, "role": "reporter"},
			object{"byline_id": first.ID, "role": "editor", "name": "L. L."},
		}
		address := n.draft(t, input)
		for _, r := range []*response{n.see(t, address), n.move(t, address, "publish", nil), n.see(t, address)} {
			for name, value := range everyField() {
				r.has(t, "/"+name, value)
			}
			r.has(t, "/published_date", "2025-07-10")
			r.has(t, "/word_count", 4)
			r.has(t, "/reading_minutes", 1)
			r.has(t, "/section", object{"id": leaf.ID, "slug": "science", "name": "Science", "path": "articles/science"})
			r.has(t, "/breadcrumbs", []any{
				object{"id": root.ID, "slug": "articles", "name": "Articles"},
				object{"id": leaf.ID, "slug": "science", "name": "Science"},
			})
			r.has(t, "/path", "articles/science/every-field")
			r.has(t, "/tags", []any{object{"slug": "space", "name": "Space"}, object{"slug": "太空", "name": "太空"}})
			r.has(t, "/credits", []any{
				object{
					"role": "reporter", "name": "韓梅梅", "byline_id": second.ID,
					"byline": object{"id": second.ID, "slug": "韓梅梅", "name": "韓梅梅", "kind": "person"},
				},
				object{
					"role": "editor", "name": "L. L.", "byline_id": first.ID,
					"byline": object{"id": first.ID, "slug": "li-lei", "name": "Li Lei", "kind": "person"},
				},
			})
		}
	})
}

func TestWhatReadersGet(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		input := everyField()
		input["section_id"] = n.section(t, "Desk", nil).ID
		address := n.published(t, input)
		anonymous, signedIn := n.get(t, address).want(t, http.StatusOK), n.see(t, address).want(t, http.StatusOK)
		without(t, anonymous.at(t, ""), signedIn.at(t, ""), internals)
		anonymousList, signedInList := n.get(t, "/v1/articles"), n.see(t, "/v1/articles")
		without(t, anonymousList.at(t, "/data/0"), signedInList.at(t, "/data/0"), internals)
		without(t, signedInList.at(t, "/data/0"), signedIn.at(t, ""), []string{"body", "blocks", "corrections", "seo"})
	})
}

// without fails the test unless the keys of two objects differ by the names
// alone.
func without(t *testing.T, less, more any, names []string) {
	t.Helper()
	wanted := slices.Sorted(slices.Values(slices.Concat(keys(t, less), names)))
	if got := keys(t, more); !slices.Equal(got, wanted) {
		t.Errorf("fields are %v, want %v", got, wanted)
	}
}

func keys(t *testing.T, value any) []string {
	t.Helper()
	members, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("%v is no object", value)
	}
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestCreateArticleRefuses(t *testing.T) {
	const nobody = "01980000-0000-7000-8000-000000000000"
	each(t, func(t *testing.T, n *newsroom) {
		taken := n.draft(t, object{"slug": "taken", "external_id": "42"})
		byline := n.byline(t, "Li Lei")
		for _, c := range []struct {
			name   string
			input  object
			status int
			faults []string // pointers
		}{
			{"nothing", object{}, 422, []string{"/title"}},
			{"every rule", object{
				"title": strings.Repeat("長", 301), "short_title": strings.Repeat("x", 81), "kind": "poem", "language": "x y",
				"tags": []any{"", strings.Repeat("x", 61)}, "lead_image": object{"url": "http://example.org/a"},
				"dateline": object{"date": "2025-02-29"}, "published_precision": "year",
			}, 422, []string{
				"/dateline/date", "/kind", "/language", "/lead_image/url", "/published_precision", "/short_title",
				"/tags/0", "/tags/1", "/title",
			}},
			{"every type", object{
				"title": 1, "featured": "yes", "credits": object{}, "tags": []any{1}, "published_at": "yesterday", "seo": []any{},
			}, 422, []string{"/credits", "/featured", "/published_at", "/seo", "/tags/0", "/title"}},
			{"what is not there", object{
				"title": "", "section_id": nobody, "tags": []any{object{"slug": "none"}, object{"slug": "no"}},
				"credits":      []any{object{"byline_id": nobody, "role": "editor"}, object{"byline_id": byline.ID, "role": "king"}},
				"published_at": "2025-07-10T01:00:00Z", "published_precision": "day",
			}, 422, []string{
				"/credits/0/byline_id", "/credits/1/role", "/published_at", "/section_id", "/tags/0/slug", "/tags/1/slug", "/title",
			}},
			{"a byline that is another", object{"title": "T", "credits": []any{object{
				"byline_id": byline.ID, "role": "editor",
				"byline": object{"id": byline.ID, "slug": "li-lei", "name": "Li L.", "kind": "person"},
			}}}, 422, []string{"/credits/0/byline"}},
			{"read-only", object{"title": "T", "status": "draft", "id": nobody}, 422, []string{"/id", "/status"}},
			{"unknown", object{"titel": "T", "seo": object{"keywords": ""}}, 400, []string{"/seo/keywords", "/titel"}},
			{"a slug of another", object{"title": "T", "slug": "Taken"}, 409, []string{"/slug"}},
			{"an external id of another", object{"title": "T", "external_id": "42"}, 409, []string{"/external_id"}},
			{"an external id too long", object{"title": "T", "external_id": strings.Repeat("長", 86)}, 422, []string{"/external_id"}},
			{"a reserved slug", object{"title": "T", "slug": "bulk"}, 422, []string{"/slug"}},
			{"a slug like an id", object{"title": "T", "slug": nobody}, 422, []string{"/slug"}},
		} {
			t.Run(c.name, func(t *testing.T) {
				r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleEditor), c.input).want(t, c.status)
				if got := pointers(t, r); !slices.Equal(got, c.faults) {
					t.Errorf("faults at %v, want %v: %s", got, c.faults, r.body)
				}
			})
		}
		all := n.see(t, "/v1/articles?status=any&with_total=true")
		all.has(t, "/page/total", 1)
		all.has(t, "/data/0/links/self", taken)
		n.see(t, "/v1/articles?tag=no").want(t, http.StatusBadRequest)
	})
}

// pointers returns where the errors of a problem are, sorted.
func pointers(t *testing.T, r *response) []string {
	t.Helper()
	var found []string
	faults, _ := r.at(t, "/errors").([]any)
	for _, fault := range faults {
		members, _ := fault.(map[string]any)
		pointer, _ := members["pointer"].(string)
		parameter, _ := members["parameter"].(string)
		found = append(found, pointer+parameter)
	}
	slices.Sort(found)
	return found
}
