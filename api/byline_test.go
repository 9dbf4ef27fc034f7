package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// everyBylineField is a byline with every field set, as it is answered too.
func everyBylineField(user *news.User) object {
	return object{
		"slug": "li-lei", "name": "李雷", "sort_name": "Li Lei", "kind": "person", "job_title": "記者", "organization": "寧波日報",
		"bio": "Writes <b>", "image_url": "/li.jpg", "url": "https://example.org/li", "same_as": []any{"https://example.org/a", "https://example.org/b"},
		"email": "li@example.org", "external_id": "7", "user_id": user.ID,
	}
}

func TestCreateByline(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		plain := n.do(t, "POST", "/v1/bylines", n.as(t, news.RoleAuthor), object{"name": "Jane Doe"}).want(t, http.StatusCreated)
		plain.head(t, "Location", "/v1/bylines/"+plain.text(t, "/id"))
		for pointer, value := range (object{
			"/name": "Jane Doe", "/slug": "jane-doe", "/sort_name": "Doe, Jane", "/kind": "person", "/revision": 1, "/same_as": []any{},
			"/job_title": nil, "/organization": nil, "/bio": nil, "/image_url": nil, "/url": nil, "/email": nil, "/external_id": nil, "/user_id": nil,
			"/links/self": plain.header.Get("Location"), "/created_at": "2025-07-11T12:00:00Z",
		}) {
			plain.has(t, pointer, value)
		}
		whole := everyBylineField(n.users[news.RoleAuthor])
		made := n.post(t, "/v1/bylines", whole).want(t, http.StatusCreated)
		for _, r := range []*response{made, n.see(t, made.header.Get("Location")), n.see(t, "/v1/bylines/li-lei")} {
			for name, value := range whole {
				r.has(t, "/"+name, value)
			}
			r.head(t, "ETag", made.header.Get("ETag"))
		}
	})
}

func TestWhatReadersGetOfABylineAndWhen(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		made := n.post(t, "/v1/bylines", everyBylineField(n.users[news.RoleAuthor]))
		address := made.header.Get("Location")
		n.get(t, address).problem(t, http.StatusNotFound, "not-found")
		n.get(t, "/v1/bylines").has(t, "/data", []any{})
		n.get(t, "/v1/articles?byline=li-lei").problem(t, http.StatusBadRequest, "bad-parameter")
		article := n.published(t, object{
			"section_id": n.section(t, "s", nil).ID, "credits": []any{object{"byline_id": made.text(t, "/id"), "role": "author"}},
		})
		anonymous := n.get(t, address).want(t, http.StatusOK)
		without(t, anonymous.at(t, ""), made.at(t, ""), []string{"email", "external_id", "user_id"})
		anonymous.head(t, "Cache-Groups", `"`+string(news.GroupOf(news.NounByline, made.text(t, "/id")))+`", "list-all"`)
		n.get(t, "/v1/bylines").has(t, "/data/0", anonymous.at(t, ""))
		n.see(t, "/v1/bylines").has(t, "/data/0", made.at(t, ""))
		n.get(t, "/v1/bylines?fields=email").has(t, "/data/0", object{})
		n.move(t, article, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.get(t, address).problem(t, http.StatusNotFound, "not-found").head(t, "Cache-Control", "no-store")
	})
}

func TestBylineListsLookAhead(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		byline := n.byline(t, "Jane")
		article := n.draft(t, object{
			"section_id": n.section(t, "s", nil).ID, "credits": []any{object{"byline_id": byline.ID, "role": "author"}}, "tags": []any{"t"},
		})
		n.move(t, article, "publish", object{"published_at": n.clock.now().Add(10 * time.Second)}).want(t, http.StatusOK)
		for _, path := range []string{"/v1/bylines", "/v1/tags", "/v1/sections?include=article_count"} {
			n.get(t, path).head(t, "Cache-Control", "public, max-age=10, s-maxage=10")
		}
		n.clock.move(10 * time.Second)
		n.get(t, "/v1/bylines").has(t, "/data/0/id", byline.ID)
		n.get(t, "/v1/tags").has(t, "/data/0/article_count", 1)
	})
}

func TestBylineFilters(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, input := range []object{
			{"name": "Jane Doe", "organization": "Gazette"}, {"name": "Gazette", "kind": "organization"}, {"name": "李雷", "organization": "寧波日報"},
		} {
			n.post(t, "/v1/bylines", input).want(t, http.StatusCreated)
		}
		for query, want := range map[string]string{
			"": "Jane Doe,Gazette,李雷", "?kind=organization": "Gazette", "?kind=organization&kind=person": "Jane Doe,Gazette,李雷",
			"?organization=Gazette": "Jane Doe", "?q=GAZ": "Gazette", "?q=doe": "Jane Doe", "?q=%E9%9B%B7": "李雷", "?q=lei": "李雷", "?q=x%25": "",
		} {
			if got := strings.Join(n.see(t, "/v1/bylines"+query).column(t, "name"), ","); got != want {
				t.Errorf("%q lists %s, want %s", query, got, want)
			}
		}
		n.see(t, "/v1/bylines?kind=robot").problem(t, http.StatusBadRequest, "bad-parameter").has(t, "/errors/0/parameter", "kind")
		n.see(t, "/v1/bylines?knd=desk").has(t, "/errors/0/detail", "there is no parameter knd: was kind meant?")
	})
}

func TestWriteBylineRefuses(t *testing.T) {
	const nobody = "01980000-0000-7000-8000-000000000000"
	each(t, func(t *testing.T, n *newsroom) {
		n.post(t, "/v1/bylines", object{"name": "Taken", "external_id": "7"}).want(t, http.StatusCreated)
		n.byline(t, "Mine")
		before := n.see(t, "/v1/bylines/mine")
		for _, c := range []struct {
			name   string
			input  object
			status int
			faults []string
		}{
			{"every rule", object{
				"name": "\u3000", "slug": "-", "kind": "robot", "image_url": "http://example.org/i", "url": "x", "email": "x",
				"same_as": []any{"https://example.org", "", "y"}, "user_id": "z", "bio": strings.Repeat("x", 5001),
				"external_id": strings.Repeat("x", 256), "sort_name": strings.Repeat("x", 201),
			}, 422, []string{
				"/bio", "/email", "/external_id", "/image_url", "/kind", "/name", "/same_as/1", "/same_as/2", "/slug", "/sort_name", "/url", "/user_id",
			}},
			{"every type", object{"name": []any{}, "same_as": "x", "email": 1, "kind": true}, 422, []string{"/email", "/kind", "/name", "/same_as"}},
			{"a user who is not there, and a rule", object{"name": "", "user_id": nobody}, 422, []string{"/name", "/user_id"}},
			{"read-only", object{"name": "n", "id": nobody, "revision": 3}, 422, []string{"/id", "/revision"}},
			{"a slug of another", object{"name": "n", "slug": "taken"}, 409, []string{"/slug"}},
			{"an external id of another", object{"name": "n", "external_id": "7"}, 409, []string{"/external_id"}},
		} {
			t.Run(c.name, func(t *testing.T) {
				for _, r := range []*response{n.post(t, "/v1/bylines", c.input), n.patch(t, "/v1/bylines/mine", c.input)} {
					if got := pointers(t, r.want(t, c.status)); !slices.Equal(got, c.faults) {
						t.Errorf("faults at %v, want %v: %s", got, c.faults, r.body)
					}
				}
			})
		}
		n.see(t, "/v1/bylines/mine").head(t, "ETag", before.header.Get("ETag"))
		if got := n.see(t, "/v1/bylines").column(t, "name"); len(got) != 2 {
			t.Errorf("bylines are %v", got)
		}
	})
}

func TestPatchByline(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.post(t, "/v1/bylines", everyBylineField(n.users[news.RoleAuthor])).header.Get("Location")
		before := n.see(t, address)
		again := n.do(t, "PATCH", address, n.as(t, news.RoleEditor), string(before.body), "If-Match", before.header.Get("ETag"))
		again.want(t, http.StatusOK).head(t, "ETag", before.header.Get("ETag"))
		r := n.patch(t, address, object{
			"sort_name": nil, "kind": nil, "email": nil, "external_id": nil, "user_id": nil, "same_as": nil, "slug": nil, "image_url": nil,
		}).want(t, http.StatusOK)
		for pointer, value := range (object{
			"/sort_name": "li lei", "/kind": "person", "/email": nil, "/external_id": nil, "/user_id": nil, "/same_as": []any{},
			"/slug": "李雷", "/image_url": nil, "/revision": 2, "/bio": "Writes <b>",
		}) {
			r.has(t, pointer, value)
		}
		n.patch(t, address, object{"name": "韓梅梅"}).has(t, "/sort_name", "han mei mei")
		n.see(t, "/v1/bylines/li-lei").want(t, http.StatusMovedPermanently)
		n.get(t, "/v1/bylines/li-lei").problem(t, http.StatusNotFound, "not-found")
	})
}

func TestDeleteAndMergeBylines(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		from, into := n.byline(t, "Jane Do"), n.byline(t, "Jane Doe")
		address := "/v1/bylines/" + from.ID
		article := n.published(t, object{
			"section_id": n.section(t, "s", nil).ID,
			"credits":    []any{object{"byline_id": from.ID, "role": "author"}, object{"byline_id": into.ID, "role": "author"}},
		})
		n.remove(t, address).problem(t, http.StatusConflict, "in-use")
		for _, bad := range []any{object{}, object{"into": nil}, object{"into": ""}, object{"into": 1}, object{"into": "none"}, object{"into": from.ID}} {
			n.post(t, address+"/merge", bad).problem(t, 422, "validation").has(t, "/errors/0/pointer", "/into")
		}
		n.post(t, address+"/merge", nil, "Content-Type", "application/json").problem(t, http.StatusBadRequest, "bad-body")
		n.post(t, address+"/merge", object{"into": into.ID}, "If-Match", `"9-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		n.do(t, "POST", address+"/merge", n.as(t, news.RoleAuthor), object{"into": into.ID}).problem(t, http.StatusForbidden, "forbidden")

		merged := n.post(t, address+"/merge", object{"into": "jane-doe"}).want(t, http.StatusOK)
		merged.has(t, "/id", into.ID)
		merged.head(t, "ETag", n.see(t, "/v1/bylines/jane-doe").header.Get("ETag"))
		shown := n.get(t, article)
		shown.has(t, "/credits", []any{object{
			"role": "author", "name": "Jane Doe", "byline_id": into.ID,
			"byline": object{"id": into.ID, "slug": "jane-doe", "name": "Jane Doe", "kind": "person"},
		}})
		shown.has(t, "/revision", 3)
		for _, past := range []string{address, "/v1/bylines/jane-do"} {
			n.get(t, past).want(t, http.StatusMovedPermanently).head(t, "Location", "/v1/bylines/jane-doe")
		}
		n.get(t, "/v1/articles?byline=jane-do").has(t, "/data/0/links/self", article)

		unused := n.byline(t, "Unused")
		n.remove(t, "/v1/bylines/"+unused.ID).want(t, http.StatusNoContent)
		n.see(t, "/v1/bylines/unused").problem(t, http.StatusNotFound, "not-found")
	})
}
