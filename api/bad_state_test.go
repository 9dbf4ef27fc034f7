package api_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

var overwrite = []string{"If-Match", "*"}

// What another resource has or had cannot be had, and reserved words by none.
func TestTakenValues(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		n.patch(t, d.draft, object{"slug": "moved"}).want(t, 200)
		n.patch(t, "/v1/sections/film", object{"slug": "cinema"}).want(t, 200)
		taken := func(name, method, path string, body any, places ...string) refusal {
			c := refusal{name: name, method: method, path: path, body: body, headers: overwrite, status: 409, code: "slug-taken", places: places}
			if !strings.HasPrefix(places[0], "/slug") {
				c.code = "duplicate"
			}
			return c
		}
		other := n.byline(t, "李四")
		d.refuse(t, []refusal{
			taken("slug of another article", "POST", "/v1/articles", object{"title": "A", "slug": "seen"}, "/slug slug-taken"),
			taken("the same in capitals", "POST", "/v1/articles", object{"title": "A", "slug": "SEEN"}, "/slug slug-taken"),
			taken("slug that an article had", "POST", "/v1/articles", object{"title": "A", "slug": "draft"}, "/slug slug-taken"),
			taken("patch to another's slug", "PATCH", d.draft, object{"slug": "seen"}, "/slug slug-taken"),
			taken("external id", "POST", "/v1/articles", object{"title": "A", "external_id": "old-1"}, "/external_id duplicate"),
			taken("patch to another's external id", "PATCH", d.draft, object{"external_id": "old-1"}, "/external_id duplicate"),
			taken("slug of a section", "POST", "/v1/sections", object{"name": "A", "slug": "culture"}, "/slug slug-taken"),
			taken("slug that a section had", "POST", "/v1/sections", object{"name": "A", "slug": "film"}, "/slug slug-taken"),
			taken("patch to another section's slug", "PATCH", "/v1/sections/culture", object{"slug": "cinema"}, "/slug slug-taken"),
			taken("slug of a byline", "POST", "/v1/bylines", object{"name": "A", "slug": "王小明"}, "/slug slug-taken"),
			taken("patch to another byline's slug", "PATCH", "/v1/bylines/"+other.ID, object{"slug": "王小明"}, "/slug slug-taken"),
		})
		n.patch(t, d.draft, object{"slug": "draft"}).want(t, 200) // back to its own
		for _, slug := range []string{
			"external", "bulk", "parse", "External", news.NewID(), strings.ToUpper(news.NewID()), "00000000-0000-0000-0000-000000000000", "a b", "a/b", "a_b", "a.b", "-a", "a-", "a--b",
			"-", " ", "a\u200bb", "\u202ea", "a?b", "a#b", "%20", "..", "\u0301", "a\ufe0f", "😀", "a\nb",
		} {
			for _, to := range []refusal{
				{path: "/v1/articles", body: object{"title": "A", "slug": slug}},
				{path: "/v1/sections", body: object{"name": "A", "slug": slug}},
				{path: "/v1/bylines", body: object{"name": "A", "slug": slug}},
				{path: "/v1/tags/" + d.tag, body: object{"slug": slug}, method: "PATCH"},
			} {
				to.name, to.headers, to.status, to.code, to.places = to.path+" "+slug, overwrite, 422, "validation", []string{"/slug slug"}
				d.refuse(t, []refusal{to})
			}
		}
	})
}

// The tree stays a tree, and eight sections deep at most.
func TestTreeRules(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		seventh := d.film
		for _, name := range []string{"Three", "Four", "Five", "Six", "Seven"} {
			seventh = n.section(t, name, seventh)
		}
		deepest := n.section(t, "Eight", seventh)
		child := n.section(t, "Child", n.section(t, "Apart", nil))
		move := func(name, ref string, parent any, code string) refusal {
			return refusal{
				name: name, method: "PATCH", path: "/v1/sections/" + ref, body: object{"parent_id": parent}, headers: overwrite,
				status: 422, code: "validation", places: []string{"/parent_id " + code},
			}
		}
		d.refuse(t, []refusal{
			move("under itself", "culture", d.culture.ID, "cycle"),
			move("under its child", "culture", d.film.ID, "cycle"),
			move("under its deepest descendant", "culture", deepest.ID, "cycle"),
			move("under an article", "film", strings.TrimPrefix(d.seen, "/v1/articles/"), "unknown"),
			move("under nothing there is", "film", news.NewID(), "unknown"),
			move("under a slug", "film", "culture", "id"),
			move("to depth 9", child.ID, deepest.ID, "too-deep"),
			move("its child to depth 9", "apart", seventh.ID, "too-deep"),
			{name: "a ninth", path: "/v1/sections", body: object{"name": "Nine", "parent_id": deepest.ID}, status: 422, code: "validation", places: []string{"/parent_id too-deep"}},
			{name: "an orphan", path: "/v1/sections", body: object{"name": " ", "parent_id": news.NewID()}, status: 422, code: "validation", places: []string{"/name required", "/parent_id unknown"}},
		})
	})
}

// What is in use stays, and goes where something is only when there is such a place.
func TestDeletingWhatIsInUse(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		remove := func(name, path string, status int, code string, places ...string) refusal {
			return refusal{name: name, method: "DELETE", path: path, headers: overwrite, status: status, code: code, places: places}
		}
		d.refuse(t, []refusal{
			remove("a section with children", "/v1/sections/culture", 409, "in-use"),
			remove("a section with articles", "/v1/sections/film", 409, "in-use"),
			remove("a byline that is credited", "/v1/bylines/"+d.byline.ID, 409, "in-use"),
			remove("a tag that is carried", "/v1/tags/"+d.tag, 409, "in-use"),
			remove("an article that is visible", d.seen, 409, "wrong-move"),
			remove("purging what is not in the trash", d.draft+"?purge=true", 409, "wrong-move"),
			remove("moving to nowhere", "/v1/sections/film?move_to=nowhere", 400, "bad-parameter", "move_to unknown"),
			remove("moving to itself", "/v1/sections/film?move_to=film", 400, "bad-parameter", "move_to cycle"),
			remove("moving under itself", "/v1/sections/culture?move_to=film", 400, "bad-parameter", "move_to cycle"),
			{name: "merging a byline into itself", path: "/v1/bylines/" + d.byline.ID + "/merge", body: object{"into": d.byline.ID}, status: 422, code: "validation", places: []string{"/into itself"}},
			{name: "merging a byline into nothing", path: "/v1/bylines/" + d.byline.ID + "/merge", body: object{"into": "no\u0301body"}, status: 422, code: "validation", places: []string{"/into unknown"}},
			{name: "merging a tag into itself", path: "/v1/tags/cinema/merge", body: object{"into": "Cinema"}, status: 422, code: "validation", places: []string{"/into itself"}},
			{name: "merging a tag into nothing", path: "/v1/tags/cinema/merge", body: object{"into": news.NewID()}, status: 422, code: "validation", places: []string{"/into unknown"}},
		})
		for _, path := range []string{d.draft, "/v1/sections/film", "/v1/bylines/" + d.byline.ID, "/v1/tags/cinema"} {
			d.refuse(t, []refusal{
				{name: "no If-Match " + path, method: "DELETE", path: path, status: 428, code: "precondition-required"},
				{name: "stale " + path, method: "DELETE", path: path, headers: []string{"If-Match", `"7-x"`}, status: 412, code: "stale"},
			})
		}
	})
}

// Every change needs the ETag of what it changes; a stale one gets the current.
func TestChangingWhatHasChanged(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for path, change := range map[string]object{
			d.draft: {"title": "B"}, d.seen: {"title": "B"}, "/v1/sections/culture": {"description": "B"}, "/v1/bylines/" + d.byline.ID: {"bio": "B"},
			"/v1/tags/cinema": {"name": "CINEMA"}, "/v1/site": {"description": "B"},
		} {
			admin := n.as(t, news.RoleAdmin)
			old := n.do(t, "GET", path, admin, nil).want(t, 200).header.Get("ETag")
			current := n.do(t, "PATCH", path, admin, change, "If-Match", old).want(t, 200).header.Get("ETag")
			rows := d.rows.All(t)
			stale := n.do(t, "PATCH", path, admin, change, "If-Match", old).problem(t, 412, "stale")
			stale.head(t, "ETag", current)
			n.do(t, "PATCH", path, admin, change).problem(t, 428, "precondition-required")
			n.do(t, "PATCH", path, admin, "{", "If-Match", old).problem(t, 412, "stale")
			n.do(t, "PATCH", path, admin, "{").problem(t, 428, "precondition-required")
			n.do(t, "PATCH", path, admin, "{", "If-Match", current).problem(t, 400, "bad-body")
			d.sameRows(t, rows)
			n.do(t, "GET", path, admin, nil).head(t, "ETag", current)
		}
		d.refuse(t, []refusal{
			{name: "publish what has changed", path: d.draft + "/publish", headers: []string{"If-Match", `"1-x"`}, status: 412, code: "stale"},
			{name: "withdraw what has changed", path: d.seen + "/withdraw", body: object{"reason": "error"}, headers: []string{"If-Match", `"1-x"`}, status: 412, code: "stale"},
			{name: "read what has changed", method: "GET", path: d.seen, headers: []string{"If-Match", `"1-x"`}, status: 412, code: "stale"},
		})
	})
}

// What only the server writes may come back as it was shown, and not otherwise.
func TestReadOnlyFields(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, path := range []string{d.draft, d.seen, "/v1/sections/film", "/v1/bylines/" + d.byline.ID, "/v1/tags/cinema", "/v1/site"} {
			admin := n.as(t, news.RoleAdmin)
			shown := n.do(t, "GET", path, admin, nil).want(t, 200)
			back := n.do(t, "PATCH", path, admin, string(shown.body), "If-Match", shown.header.Get("ETag")).want(t, 200)
			back.head(t, "ETag", shown.header.Get("ETag"))
			if !bytes.Equal(back.bare(), shown.body) {
				t.Errorf("%s became %s", shown.body, back.body)
			}
			for _, name := range []string{
				"id", "revision", "path", "links", "section", "breadcrumbs", "status", "published_date", "first_published_at", "withdrawn", "corrections", "word_count", "reading_minutes",
				"created_at", "updated_at", "created_by", "updated_by", "depth", "article_count",
			} {
				value, there := shown.at(t, "").(map[string]any)[name]
				if !there {
					continue
				}
				for sort, other := range map[string]any{"changed": object{"x": 1}, "removed": nil} {
					if value == nil && other == nil {
						continue
					}
					d.refuse(t, []refusal{{
						name: path + " " + name + " " + sort, method: "PATCH", path: path, body: object{name: other}, headers: overwrite,
						status: 422, code: "validation", places: []string{"/" + name + " read-only"},
					}})
				}
			}
		}
		byline := object{"id": d.byline.ID, "slug": d.byline.Slug, "name": "Another name", "kind": "person"}
		d.refuse(t, []refusal{
			{name: "create with an id", body: object{"title": "A", "id": news.NewID()}, status: 422, code: "validation", places: []string{"/id read-only"}},
			{name: "create as published", body: object{"title": "A", "status": "published"}, status: 422, code: "validation", places: []string{"/status read-only"}},
			{
				name: "rename a byline by its credit", method: "PATCH", path: d.draft, headers: overwrite, body: object{"credits": []object{{"byline_id": d.byline.ID, "role": "author", "byline": byline}}},
				status: 422, code: "validation", places: []string{"/credits/0/byline read-only"},
			},
		})
	})
}
