package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Of all that is wrong with a request the first of 401, 404, 405, 403, 415 and
// 413, 428 and 412, 400, 422, 409 is told.
func TestOrderOfChecks(t *testing.T) {
	const unknown = "/v1/articles/01980000-0000-7000-8000-000000000000"
	const broken, odd, faulty = `{"title":`, `{"unknown":1,"title":1}`, `{"title":1}`
	each(t, func(t *testing.T, n *newsroom) {
		reader, author, editor := n.as(t, news.RoleReader), n.as(t, news.RoleAuthor), n.as(t, news.RoleEditor)
		section := n.section(t, "Desk", nil).ID
		draft, visible := n.draft(t, object{"slug": "mine"}), n.published(t, object{"section_id": section})
		large := `{"title":"` + strings.Repeat("x", 2<<20) + `"}`
		text, stale, good := "Content-Type: text/plain", `If-Match: "7-x"`, "If-Match: *"
		for _, c := range []struct {
			method, path, token, body string
			status                    int
			headers                   []string
		}{
			{"POST", "/v1/articles?x=1", "", broken, 401, []string{text}},
			{"PATCH", unknown, "", broken, 401, []string{text}},
			{"GET", unknown + "?x=1", "bad", "", 401, nil},
			{"PUT", "/v1/articles", "bad", "", 401, nil},
			{"PUT", "/v1/nothing", reader, broken, 404, []string{text}},
			{"PATCH", unknown + "?x=1", reader, broken, 404, []string{text}},
			{"POST", unknown + "/publish", reader, broken, 404, []string{text, stale}},
			{"GET", unknown + "?x=1", "", "", 404, []string{stale}},
			{"PUT", "/v1/articles?x=1", reader, broken, 405, []string{text}},
			{"PUT", unknown, reader, broken, 405, []string{text}},
			{"POST", "/v1/articles?x=1", reader, large, 403, []string{text}},
			{"PATCH", draft + "?x=1", author, broken, 403, []string{text}},
			{"POST", visible + "/withdraw", author, broken, 403, []string{text, stale}},
			{"DELETE", visible + "?purge=true", editor, broken, 403, []string{text}},
			{"PATCH", draft + "?x=1", editor, broken, 415, []string{text}},
			{"POST", visible + "/withdraw", editor, broken, 415, []string{text, stale}},
			{"PATCH", draft + "?x=1", editor, large, 413, nil},
			{"POST", "/v1/articles?x=1", editor, large, 413, nil},
			{"PATCH", draft + "?x=1", editor, broken, 428, nil},
			{"DELETE", visible + "?x=1", editor, "", 428, nil},
			{"PATCH", draft + "?x=1", editor, odd, 412, []string{stale}},
			{"POST", visible + "/publish?x=1", editor, faulty, 412, []string{stale}},
			{"PATCH", draft, editor, broken, 400, []string{"If-Match: 7"}},
			{"PATCH", draft, editor, odd, 400, []string{good}},
			{"PATCH", draft + "?x=1", editor, faulty, 400, []string{good}},
			{"POST", "/v1/articles", editor, `{"unknown":1,"slug":"mine"}`, 400, nil},
			{"POST", visible + "/publish", editor, odd, 400, []string{good}},
			{"POST", "/v1/articles", editor, `{"slug":"mine"}`, 422, nil},
			{"PATCH", visible, editor, `{"published_at":"2099-01-01T00:00:00Z","kind":"x"}`, 422, []string{good}},
			{"PATCH", visible, editor, `{"published_at":"2099-01-01T00:00:00Z","section_id":null}`, 422, []string{good}},
			{"POST", visible + "/publish", editor, `{"published_at":1}`, 422, nil},
			{"POST", "/v1/articles", editor, `{"title":"T","slug":"mine"}`, 409, nil},
			{"PATCH", visible, editor, `{"published_at":"2099-01-01T00:00:00Z"}`, 409, []string{good}},
			{"POST", visible + "/publish", editor, "{}", 409, nil},
		} {
			var headers []string
			for _, header := range c.headers {
				name, value, _ := strings.Cut(header, ": ")
				headers = append(headers, name, value)
			}
			var body any
			if c.body != "" {
				body = c.body
			}
			r := n.do(t, c.method, c.path, c.token, body, headers...)
			if r.status != c.status {
				t.Errorf("%s %s %.40s %v: %d, want %d: %.300s", c.method, c.path, c.body, c.headers, r.status, c.status, r.body)
			}
			if allow := r.header.Get("Allow"); (allow != "") != (r.status == http.StatusMethodNotAllowed) {
				t.Errorf("%d with Allow %q", r.status, allow)
			}
		}
		n.do(t, "PUT", "/v1/articles", editor, nil).problem(t, http.StatusMethodNotAllowed, "method-not-allowed").
			head(t, "Allow", "OPTIONS, GET, HEAD, POST")
		n.get(t, draft+"/publish").problem(t, http.StatusMethodNotAllowed, "method-not-allowed").head(t, "Allow", "OPTIONS, POST")
	})
}

// HEAD answers as GET does, but for the body.
func TestHead(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		address, gone := n.published(t, object{"section_id": section, "title": "寧波"}), n.published(t, object{"section_id": section})
		n.move(t, gone, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.patch(t, address, object{"slug": "new"}).want(t, http.StatusOK)
		for _, path := range []string{
			"/", "/healthz", "/readyz", "/v1/site", "/v1/articles?limit=1&with_total=true", address, address + "?fields=id", gone,
			"/v1/articles/%E5%AF%A7%E6%B3%A2?x=1", "/v1/articles/nothing", "/v1/nothing", "/v1/articles?limit=0", "/problems/stale",
			"/.well-known/jwks.json", address + "/publish", "/v1/auth/me", "/openapi.json",
		} {
			for _, token := range []string{"", n.as(t, news.RoleEditor), "bad"} {
				id := []string{"X-Request-Id", "01980000-0000-7000-8000-000000000000", "Accept-Encoding", "identity"}
				get, head := n.do(t, "GET", path, token, nil, id...), n.do(t, "HEAD", path, token, nil, id...)
				if len(head.body) > 0 || head.status != get.status {
					t.Errorf("HEAD %s: %d with %d bytes, GET %d", path, head.status, len(head.body), get.status)
				}
				for name := range get.header {
					if name != "Date" && name != "Cache-Status" {
						head.head(t, name, strings.Join(get.header.Values(name), ", "))
					}
				}
			}
		}
	})
}
