package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// The check of answers against the document would be worth nothing if it
// could not fail.
func TestSpecFault(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.published(t, object{"section_id": n.section(t, "Harbour", nil).ID})
		for _, c := range []struct {
			name   string
			query  string
			change func(r *response, article object)
			faulty bool
		}{
			{"as it came", "", func(*response, object) {}, false},
			{"an undocumented status", "", func(r *response, _ object) { r.status = http.StatusTeapot }, true},
			{"another documented status", "", func(r *response, _ object) { r.status = http.StatusConflict }, true},
			{"an unknown field", "", func(_ *response, a object) { a["extra"] = 1 }, true},
			{"an unknown field within", "", func(_ *response, a object) { a["links"].(object)["extra"] = 1 }, true},
			{"a missing field", "", func(_ *response, a object) { delete(a, "title") }, true},
			{"a missing field, which was not asked for", "?fields=id", func(_ *response, a object) { delete(a, "title") }, false},
			{"an unknown field of those asked for", "?fields=id", func(_ *response, a object) { a["extra"] = 1 }, true},
			{"a field for signed-in users", "", func(_ *response, a object) { a["external_id"] = nil }, false},
			{"null where it may be", "", func(_ *response, a object) { a["section"] = nil }, false},
			{"null where it may not be", "", func(_ *response, a object) { a["credits"] = nil }, true},
			{"a wrong type", "", func(_ *response, a object) { a["revision"] = "1" }, true},
			{"a time that is none", "", func(_ *response, a object) { a["created_at"] = "yesterday" }, true},
			{"an id that is none", "", func(_ *response, a object) { a["id"] = "7" }, true},
			{"a value that is not listed", "", func(_ *response, a object) { a["status"] = "lost" }, true},
			{"another media type", "", func(r *response, _ object) { r.header.Set("Content-Type", "text/plain") }, true},
			{"a header too few", "", func(r *response, _ object) { r.header.Del("ETag") }, true},
			{"a header too many", "", func(r *response, _ object) { r.header.Set("Retry-After", "1") }, true},
			{"an undocumented parameter", "?page=2", func(*response, object) {}, true},
			{"a body where none belongs", "", func(r *response, _ object) { r.status = http.StatusNotModified }, true},
		} {
			r := n.get(t, address)
			article := object{}
			if err := json.Unmarshal(r.body, &article); err != nil {
				t.Fatal(err)
			}
			c.change(r, article)
			r.body, _ = json.Marshal(article)
			request, _ := http.NewRequest(http.MethodGet, n.url+address+c.query, http.NoBody)
			expectFault(t, c.name, request, r, c.faulty)
		}
	})
}

func TestSpecFaultOfRequests(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		taken := n.post(t, "/v1/articles", object{"title": "A title"}).want(t, http.StatusCreated)
		for _, c := range []struct {
			name, path, media, body string
			faulty                  bool
		}{
			{"a good one", "/v1/articles", "application/json", `{"title": "A title", "tags": ["a", {"name": "b"}], "kind": null}`, false},
			{"a field too few", "/v1/articles", "application/json", `{}`, true},
			{"a wrong type", "/v1/articles", "application/json", `{"title": 1}`, true},
			{"a text too long", "/v1/articles", "application/json", `{"title": "` + strings.Repeat("x", 301) + `"}`, true},
			{"a value that is not listed", "/v1/articles", "application/json", `{"title": "A title", "kind": "poem"}`, true},
			{"another media type", "/v1/articles", "text/plain", `{"title": "A title"}`, true},
			{"a path that is not there", "/v1/poems", "application/json", `{"title": "A title"}`, true},
		} {
			request, _ := http.NewRequest(http.MethodPost, n.url+c.path, strings.NewReader(c.body))
			request.Header.Set("Content-Type", c.media)
			expectFault(t, c.name, request, taken, c.faulty)
		}
	})
}

func TestSpecFaultOfProblems(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, c := range []struct {
			name   string
			change func(problem object)
			faulty bool
		}{
			{"as it came", func(object) {}, false},
			{"an unlisted code", func(p object) { p["code"] = "lost" }, true},
			{"a code of another status", func(p object) { p["code"] = "forbidden" }, true},
			{"an unknown field", func(p object) { p["stack"] = "main.go:1" }, true},
			{"a missing field", func(p object) { delete(p, "request_id") }, true},
		} {
			for _, path := range []string{"/v1/articles/none", "/v1/poems"} {
				r := n.get(t, path).want(t, http.StatusNotFound)
				problem := object{}
				if err := json.Unmarshal(r.body, &problem); err != nil {
					t.Fatal(err)
				}
				c.change(problem)
				r.body, _ = json.Marshal(problem)
				request, _ := http.NewRequest(http.MethodGet, n.url+path, http.NoBody)
				expectFault(t, path+", "+c.name, request, r, c.faulty)
			}
		}
	})
}

func expectFault(t *testing.T, name string, request *http.Request, r *response, faulty bool) {
	t.Helper()
	if err := specFault(request, r); (err != nil) != faulty {
		t.Errorf("%s: fault is %v, want one: %v", name, err, faulty)
	}
}
