package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// serve answers a request without a network. headers are names and values in
// turn.
func (n *newsroom) serve(t *testing.T, request *http.Request, headers ...string) *response {
	t.Helper()
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	n.server.ServeHTTP(recorder, request)
	r := &response{status: recorder.Code, header: recorder.Result().Header, body: recorder.Body.Bytes()}
	if r.status >= http.StatusInternalServerError {
		t.Fatalf("%s %q failed: %s", request.Method, request.URL, r.body)
	}
	return r
}

// FuzzArticleBody: whatever bytes are sent as an article, they are taken or
// refused by a problem that names its places. What is taken can be read, and
// sent back as it is read without a change.
func FuzzArticleBody(f *testing.F) {
	n := open(f, storetest.SQLite(f, store.Options{}))
	for _, b := range badBodies() {
		if len(b.body) < 1000 {
			f.Add([]byte(b.body))
		}
	}
	whole, err := json.Marshal(everyField())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"title":"寧波\u0301","slug":"寧波","body":"<p onclick=x>a<b>c<!--","tags":["a","A",{"name":"b"}],"published_at":"0001-01-01T00:00:00Z","published_precision":"day"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		token := "Bearer " + n.as(t, news.RoleEditor)
		post := httptest.NewRequest(http.MethodPost, "/v1/articles", bytes.NewReader(body))
		r := n.serve(t, post, "Authorization", token, "Content-Type", "application/json")
		if r.status != http.StatusCreated {
			refused(t, r)
			return
		}
		address := r.header.Get("Location")
		shown := n.serve(t, httptest.NewRequest(http.MethodGet, address, http.NoBody), "Authorization", token).want(t, http.StatusOK)
		if tag := shown.header.Get("ETag"); tag != r.header.Get("ETag") {
			t.Errorf("the ETag %s became %s", r.header.Get("ETag"), tag)
		}
		if len(shown.body) > twoMiB {
			return
		}
		back := httptest.NewRequest(http.MethodPatch, address, bytes.NewReader(shown.body))
		same := n.serve(t, back, "Authorization", token, "Content-Type", "application/json", "If-Match", shown.header.Get("ETag")).want(t, http.StatusOK)
		if !bytes.Equal(same.bare(), shown.body) {
			t.Errorf("sent back, %s\nbecame %s", shown.body, same.body)
		}
		merge := httptest.NewRequest(http.MethodPatch, address, bytes.NewReader(body))
		again := n.serve(t, merge, "Authorization", token, "Content-Type", "application/merge-patch+json", "If-Match", "*")
		if again.status != http.StatusOK {
			refused(t, again)
		}
	})
}

// refused fails the test unless the answer is a problem for which the client is
// to blame.
func refused(t *testing.T, r *response) {
	t.Helper()
	r.problem(t, r.status, r.text(t, "/code"))
	if named := places(t, r); len(named) == 0 && (r.status == 400 || r.status == 422) {
		t.Errorf("no place is named: %s", r.body)
	}
}

// FuzzQuery: whatever query or last segment of a path is sent, it is taken or
// refused by a problem that names its places.
func FuzzQuery(f *testing.F) {
	n := open(f, storetest.SQLite(f, store.Options{}))
	paths := []string{"/v1/articles", "/v1/sections", "/v1/bylines", "/v1/tags", "/v1/resolve", "/v1/site", "/v1/auth/me", "/healthz"}
	for i, query := range []string{
		"limit=5&sort=title", "section=a&section=b", "cursor=AAAA", "published_from=2025-07-11T00:00:00Z", "status=any&with_total=true&fields=id,title", "%zz=%", "a;b&c=%00&=",
		"root=x&max_depth=3&include=article_count", "q=寧波&kind=person&organization=x", "path=/a/b//c", "featured=true&has_corrections=false&role=author&byline=x",
	} {
		f.Add(uint8(i), query, true)
		f.Add(uint8(i+1), query, false)
	}
	f.Fuzz(func(t *testing.T, path uint8, text string, signedIn bool) {
		headers := []string{}
		if signedIn {
			headers = append(headers, "Authorization", "Bearer "+n.as(t, news.RoleReader))
		}
		list := httptest.NewRequest(http.MethodGet, paths[int(path)%len(paths)], http.NoBody)
		list.URL.RawQuery = text
		if r := n.serve(t, list, headers...); r.status != http.StatusOK {
			refused(t, r)
		}
		one := httptest.NewRequest(http.MethodGet, paths[int(path)%4], http.NoBody)
		one.URL.Path += "/" + text
		if strings.Contains(text, "/") {
			one.URL.RawPath = one.URL.EscapedPath()
		}
		if r := n.serve(t, one, headers...); r.status != http.StatusOK {
			refused(t, r)
		}
	})
}
