package api_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// keyed sends a POST with a key as the user with a role.
func (n *newsroom) keyed(t *testing.T, path string, role news.Role, key string, body any, headers ...string) *response {
	t.Helper()
	return n.do(t, "POST", path, n.as(t, role), body, append(headers, "Idempotency-Key", key)...)
}

// replays fails the test unless an answer is another again, to the byte.
func (r *response) replays(t *testing.T, first *response) {
	t.Helper()
	r.head(t, "Idempotency-Replayed", "true")
	first.head(t, "Idempotency-Replayed", "")
	ours, theirs := maps.Clone(r.header), maps.Clone(first.header)
	for _, own := range []string{"X-Request-Id", "Date", "Idempotency-Replayed"} {
		ours.Del(own)
		theirs.Del(own)
	}
	if r.status != first.status || !bytes.Equal(r.body, first.body) || !reflect.DeepEqual(ours, theirs) {
		t.Errorf("the answer %d\n%v\n%s\nis not the first one: %d\n%v\n%s", r.status, ours, r.body, first.status, theirs, first.body)
	}
	if r.header.Get("X-Request-ID") == first.header.Get("X-Request-ID") {
		t.Error("two requests have one id")
	}
}

// Every write that takes a key is done once, and answered twice.
func TestRepeatedWritesAreDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		rows := storetest.Beside(t, n.store)
		section := n.section(t, "Desk", nil)
		into := n.byline(t, "Into")
		for _, name := range []string{"One", "Two"} {
			n.byline(t, name)
		}
		draft := n.draft(t, object{"section_id": section.ID, "tags": []any{"Sea", "Space"}})
		for i, c := range []struct {
			path   string
			body   any
			status int
		}{
			{"/v1/articles", object{"title": "寧波", "section_id": section.ID, "tags": []any{"New"}}, 201},
			{"/v1/sections", object{"name": "Another"}, 201},
			{"/v1/bylines", object{"name": "Another"}, 201},
			{"/v1/bylines/one/merge", object{"into": into.ID}, 200},
			{"/v1/tags/sea/merge", object{"into": "space"}, 200},
			{draft + "/submit", nil, 200},
			{draft + "/return", object{"note": "Once more"}, 200},
			{draft + "/publish", object{"change_note": "Now"}, 200},
			{draft + "/corrections", object{"kind": "update", "note": "Now"}, 201},
			{draft + "/withdraw", object{"reason": "error"}, 200},
			{draft + "/trash", nil, 200},
			{draft + "/restore", nil, 200},
			{draft + "/revisions/1/restore", nil, 200},
			{"/v1/articles", object{"title": ""}, 422},
			{"/v1/articles", `{"title": `, 400},
			{"/v1/articles/nothing/publish", nil, 404},
			{draft + "/restore", nil, 409},
			{"/v1/bylines/two/merge", object{"into": "two"}, 422},
			{"/v1/bylines/one/merge", object{"into": "two"}, 308},
		} {
			key := fmt.Sprint("key-", i)
			first := n.keyed(t, c.path, news.RoleEditor, key, c.body).want(t, c.status)
			n.clock.move(time.Minute)
			n.as(t, news.RoleEditor)
			before := rows.All(t)
			n.keyed(t, c.path, news.RoleEditor, key, c.body).replays(t, first)
			n.keyed(t, c.path, news.RoleEditor, `"`+key+`"`, c.body).replays(t, first)
			if after := rows.All(t); !reflect.DeepEqual(before, after) {
				t.Errorf("POST %s with its key again changes the database", c.path)
			}
			if c.status >= 300 {
				continue
			}
			if other := n.keyed(t, c.path, news.RoleEditor, key+"-other", c.body); other.header.Get("Idempotency-Replayed") != "" {
				t.Errorf("POST %s with another key is answered as the first was", c.path)
			}
		}
	})
}

// A refusal undoes what the handler did, and the answer to an old precondition is
// given to whoever asks with a newer one.
func TestRepeatedConditions(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, object{"section_id": n.section(t, "Desk", nil).ID})
		tag := n.see(t, draft).header.Get("ETag")
		first := n.keyed(t, draft+"/publish", news.RoleEditor, "k", nil, "If-Match", tag).want(t, 200)
		n.keyed(t, draft+"/publish", news.RoleEditor, "k", nil, "If-Match", tag).replays(t, first)
		n.keyed(t, draft+"/publish", news.RoleEditor, "k", nil, "If-Match", first.header.Get("ETag")).replays(t, first)
		stale := n.keyed(t, draft+"/publish", news.RoleEditor, "l", nil, "If-Match", tag).problem(t, 412, "stale")
		stale.head(t, "ETag", first.header.Get("ETag"))
		n.patch(t, draft, object{"title": "Other"}).want(t, 200)
		n.keyed(t, draft+"/publish", news.RoleEditor, "l", nil, "If-Match", tag).replays(t, stale)
	})
}

// A key with another body is refused; with another path, user or token it is
// another key.
func TestKeysOfOthers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		body := object{"title": "A"}
		first := n.keyed(t, "/v1/articles", news.RoleEditor, "k", body).want(t, 201)
		n.keyed(t, "/v1/articles", news.RoleEditor, "k", object{"title": "B"}).problem(t, 422, "idempotency-mismatch")
		n.keyed(t, "/v1/articles", news.RoleEditor, "k", body, "Content-Type", "text/plain").problem(t, 422, "idempotency-mismatch")
		n.keyed(t, "/v1/articles?fields=id", news.RoleEditor, "k", body).problem(t, 422, "idempotency-mismatch")
		for name, r := range map[string]*response{
			"user": n.keyed(t, "/v1/articles", news.RoleAuthor, "k", body),
			"path": n.keyed(t, "/v1/sections", news.RoleEditor, "k", object{"name": "A"}),
			"case": n.keyed(t, "/v1/articles", news.RoleEditor, "K", body),
		} {
			r.want(t, 201).head(t, "Idempotency-Replayed", "")
			if name != "path" && r.text(t, "/id") == first.text(t, "/id") {
				t.Errorf("another %s finds the answer", name)
			}
		}
		scopes := object{"name": "Script", "scopes": []any{"articles:read", "articles:write"}}
		var ids []string
		for range 2 {
			token := n.do(t, "POST", "/v1/tokens", n.as(t, news.RoleEditor), scopes).want(t, 201).text(t, "/token")
			script := n.do(t, "POST", "/v1/articles", token, body, "Idempotency-Key", "k").want(t, 201)
			n.do(t, "POST", "/v1/articles", token, body, "Idempotency-Key", "k").replays(t, script)
			ids = append(ids, script.text(t, "/id"))
		}
		if ids[0] == ids[1] || slices.Contains(ids, first.text(t, "/id")) {
			t.Errorf("tokens share an answer: %v", ids)
		}
		n.keyed(t, "/v1/articles", news.RoleEditor, "k", body).replays(t, first)
	})
}

// What may soon be allowed is judged again, and a replay needs today's rights.
func TestRightsOfTheDay(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, object{"section_id": n.section(t, "Desk", nil).ID})
		role := func(who, role news.Role) {
			t.Helper()
			n.do(t, "PATCH", "/v1/users/"+n.users[who].ID, n.as(t, news.RoleAdmin), object{"role": role}, "If-Match", "*").want(t, 200)
			n.clock.move(3 * time.Second)
		}
		n.keyed(t, draft+"/publish", news.RoleAuthor, "k", nil).problem(t, 403, "forbidden")
		n.do(t, "POST", draft+"/publish", "", nil, "Idempotency-Key", "k").problem(t, 401, "unauthenticated")
		role(news.RoleAuthor, news.RoleEditor)
		first := n.keyed(t, draft+"/publish", news.RoleAuthor, "k", nil).want(t, 200)
		n.keyed(t, draft+"/publish", news.RoleAuthor, "k", nil).replays(t, first)
		role(news.RoleAuthor, news.RoleReader)
		n.keyed(t, draft+"/publish", news.RoleAuthor, "k", nil).problem(t, 403, "forbidden")
		n.keyed(t, draft+"/publish", news.RoleAuthor, "k", object{}).problem(t, 403, "forbidden")
		role(news.RoleAuthor, news.RoleEditor)
		n.keyed(t, draft+"/publish", news.RoleAuthor, "k", nil).replays(t, first)
		n.do(t, "PATCH", "/v1/users/"+n.users[news.RoleAuthor].ID, n.as(t, news.RoleAdmin), object{"active": false}, "If-Match", "*").want(t, 200)
		token := n.signedIn[news.RoleAuthor].token
		n.do(t, "POST", draft+"/publish", token, nil, "Idempotency-Key", "k").problem(t, 401, "invalid-token")
	})
}

// The first answer is the first answer, whatever became of the article; after a
// day the key is as good as new.
func TestAnswersExpire(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		rows := storetest.Beside(t, n.store)
		body := object{"title": "A"}
		first := n.keyed(t, "/v1/articles", news.RoleEditor, "k", body).want(t, 201)
		address := first.header.Get("Location")
		for _, path := range []string{address, address + "?purge=true"} {
			n.do(t, "DELETE", path, n.as(t, news.RoleAdmin), nil, "If-Match", "*")
		}
		n.see(t, address).want(t, 404)
		n.clock.move(news.AnswersAreKept - time.Microsecond)
		n.keyed(t, "/v1/articles", news.RoleEditor, "k", body).replays(t, first)
		n.clock.move(time.Microsecond)
		second := n.keyed(t, "/v1/articles", news.RoleEditor, "k", body).want(t, 201)
		if second.head(t, "Idempotency-Replayed", ""); second.text(t, "/id") == first.text(t, "/id") {
			t.Error("an answer is kept for more than a day")
		}
		for i := range 30 {
			n.keyed(t, "/v1/articles", news.RoleEditor, fmt.Sprint("more-", i), body).want(t, 201)
		}
		n.clock.move(news.AnswersAreKept)
		n.keyed(t, "/v1/articles", news.RoleEditor, "last", body).want(t, 201)
		if left := len(rows.All(t)["kept_answers"]); left != 12 {
			t.Errorf("a write leaves %d of 31 old answers and its own, want 11 and its own", left)
		}
		if err := n.service.ForgetAnswers(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := len(rows.All(t)["kept_answers"]); left != 1 {
			t.Errorf("%d answers are left, want the last", left)
		}
	})
}

func TestNoKeys(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		rows := storetest.Beside(t, n.store)
		body := object{"title": "A"}
		for _, key := range []string{
			"", `""`, `"`, `"a`, `a"b`, `"a"b`, `"a b"`, "a b", "a,b", `"a";p=1`, "a;p", `\`, `"\a"`, "ä", `"ä"`, "a\tb",
			strings.Repeat("k", 256), `"` + strings.Repeat("k", 256) + `"`,
		} {
			r := n.keyed(t, "/v1/articles", news.RoleEditor, key, body).problem(t, 400, "bad-header")
			if !strings.Contains(r.text(t, "/detail"), "Idempotency-Key") {
				t.Errorf("%q: the detail is %s", key, r.body)
			}
		}
		n.keyed(t, "/v1/articles", news.RoleEditor, "a", body, "Idempotency-Key", "b").problem(t, 400, "bad-header")
		for _, key := range []string{"a", "!", strings.Repeat("k", 255), `"` + strings.Repeat(`\"`, 255) + `"`, `"a,b;c"`, "8e03978e-40d5-43dd-bc93-6894a57f9324"} {
			first := n.keyed(t, "/v1/articles", news.RoleEditor, key, body).want(t, 201)
			n.keyed(t, "/v1/articles", news.RoleEditor, key, body).replays(t, first)
		}
		if kept := len(rows.All(t)["kept_answers"]); kept != 6 {
			t.Errorf("%d answers are kept, want 6", kept)
		}
	})
}

// Whoever fills the store with refusals fills little of it, and bodies that do
// not arrive are no requests.
func TestKeysOfTheHostile(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		rows := storetest.Beside(t, n.store)
		kept := func() int { return len(rows.All(t)["kept_answers"]) }
		long := `{"` + strings.Repeat("x", 70_000) + `": 1}`
		for range 2 {
			n.keyed(t, "/v1/articles", news.RoleEditor, "long", long).problem(t, 400, "bad-body").head(t, "Idempotency-Replayed", "")
			n.keyed(t, "/v1/articles", news.RoleEditor, "large", strings.Repeat(" ", 3<<20)).problem(t, 413, "too-large").head(t, "Idempotency-Replayed", "")
		}
		if kept() != 0 {
			t.Errorf("%d answers are kept", kept())
		}
		rows.Exec(t, `INSERT INTO kept_answers (scope, fingerprint, user_id, created_at, status, header, body)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
			SELECT 'n' || i, '', u.id, u.created_at, 422, '{}', '' FROM n, users u WHERE u.email = 'editor@example.org'`)
		first := n.keyed(t, "/v1/articles", news.RoleEditor, "1000", object{}).want(t, 422)
		n.keyed(t, "/v1/articles", news.RoleEditor, "1001", object{}).want(t, 422)
		n.keyed(t, "/v1/articles", news.RoleEditor, "1001", object{}).want(t, 422).head(t, "Idempotency-Replayed", "")
		n.keyed(t, "/v1/articles", news.RoleEditor, "1000", object{}).replays(t, first)
		n.keyed(t, "/v1/articles", news.RoleAuthor, "1001", object{}).want(t, 422)
		good := n.keyed(t, "/v1/articles", news.RoleEditor, "1001", object{"title": "A"}).want(t, 201)
		n.keyed(t, "/v1/articles", news.RoleEditor, "1001", object{"title": "A"}).replays(t, good)
		if kept() != 1002 {
			t.Errorf("%d answers are kept", kept())
		}
	})
}

// Where no key is taken, it is ignored.
func TestKeysElsewhere(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, nil)
		for range 2 {
			n.do(t, "POST", "/v1/auth/login", "", object{"email": "editor@example.org", "password": password}, "Idempotency-Key", "k k").
				want(t, 200).head(t, "Idempotency-Replayed", "")
			n.do(t, "PATCH", draft, n.as(t, news.RoleEditor), object{"title": "B"}, "If-Match", "*", "Idempotency-Key", "k").
				want(t, 200).head(t, "Idempotency-Replayed", "")
			n.do(t, "GET", draft, n.as(t, news.RoleEditor), nil, "Idempotency-Key", "k").want(t, 200).head(t, "Idempotency-Replayed", "")
		}
	})
}

// Every POST takes a key but those whose answers hold secrets: a new one that does
// not has to be named here.
func TestPostsTakeKeys(t *testing.T) {
	var without []string
	for _, r := range api.Routes() {
		operation := spec().Paths.Value(r.Path).GetOperation(r.Method)
		documented := operation.Parameters.GetByInAndName("header", "Idempotency-Key") != nil
		if documented != r.TakesKey || (r.TakesKey && r.Method != http.MethodPost) {
			t.Errorf("%s %s takes a key: %v, and is documented to: %v", r.Method, r.Path, r.TakesKey, documented)
		}
		if r.Method == http.MethodPost && !r.TakesKey {
			without = append(without, r.Path)
		}
	}
	want := []string{
		"/v1/auth/login", "/v1/auth/refresh", "/v1/auth/logout", "/v1/auth/password",
		"/v1/users", "/v1/users/{user}/password_reset", "/v1/tokens",
		"/v1/articles/{article}/preview_tokens",
	}
	if !slices.Equal(without, want) {
		t.Errorf("no key is taken by %v, want %v", without, want)
	}
}

// another returns the newsroom as a second node on the same database has it.
func (n *newsroom) another(t *testing.T) *newsroom {
	t.Helper()
	second := *n
	second.store = storetest.Another(t, n.store)
	var err error
	if second.service, err = service.New(t.Context(), second.store, service.Options{Now: n.clock.now, Issuer: n.issuer}); err != nil {
		t.Fatal(err)
	}
	if second.server, err = api.New(t.Context(), second.service, api.Options{Version: "test"}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(second.server)
	t.Cleanup(server.Close)
	second.url = server.URL
	return &second
}

// Of those who send one key to two nodes at the same time, one does the write, and
// the others get its answer, now or when they ask again.
func TestOneKeyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		nodes := []*newsroom{n, n.another(t)}
		token, rows := n.as(t, news.RoleEditor), storetest.Beside(t, n.store)
		for round := range 10 {
			var all sync.WaitGroup
			answers := make([]*response, writers)
			body, key := object{"title": fmt.Sprint("Round ", round)}, fmt.Sprint("round-", round)
			for i := range answers {
				all.Go(func() {
					answers[i] = nodes[i%2].do(t, "POST", "/v1/articles", token, body, "Idempotency-Key", key)
				})
			}
			all.Wait()
			first := n.do(t, "POST", "/v1/articles", token, body, "Idempotency-Key", key).want(t, 201)
			did := 0
			for _, r := range answers {
				switch {
				case r.status == http.StatusConflict:
					r.problem(t, 409, "idempotency-running")
				case r.header.Get("Idempotency-Replayed") == "":
					did++
					first.replays(t, r)
				case !bytes.Equal(r.body, first.body):
					t.Errorf("got %s, want %s", r.body, first.body)
				}
			}
			if did != 1 {
				t.Errorf("%d requests are answered as the first", did)
			}
		}
		if made := len(rows.All(t)["articles"]); made != 10 {
			t.Errorf("10 keys made %d articles", made)
		}
	})
}
