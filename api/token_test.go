package api_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// scriptToken makes a token of the user with a role; without input it may read.
func (n *newsroom) scriptToken(t *testing.T, role news.Role, input object) *response {
	t.Helper()
	whole := object{"name": "a script", "scopes": []string{"articles:read"}}
	maps.Copy(whole, input)
	return n.do(t, "POST", "/v1/tokens", n.as(t, role), whole).want(t, http.StatusCreated)
}

// script is scriptToken for what the script sends.
func (n *newsroom) script(t *testing.T, role news.Role, scopes ...string) string {
	t.Helper()
	return n.scriptToken(t, role, object{"scopes": scopes}).text(t, "/token")
}

func TestTokensAreMadeAndRead(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor := n.as(t, news.RoleEditor)
		input := object{"name": "import", "scopes": []string{"articles:write", "articles:read", "articles:write"}, "expires_at": "2025-08-01T00:00:00Z"}
		made := n.scriptToken(t, news.RoleEditor, input)
		made.head(t, "Cache-Control", "private, no-store, no-transform")
		address, secret := made.header.Get("Location"), made.text(t, "/token")
		read := n.do(t, "GET", address, editor, nil).want(t, http.StatusOK)
		read.head(t, "ETag", made.header.Get("ETag"))
		read.has(t, "", object{
			"id": made.text(t, "/id"), "revision": 1, "user_id": n.users[news.RoleEditor].ID, "name": "import",
			"scopes": []string{"articles:read", "articles:write"}, "created_at": "2025-07-11T12:00:00Z",
			"expires_at": "2025-08-01T00:00:00Z", "last_used_at": nil,
		})
		for table, rows := range storetest.Beside(t, n.store).All(t) {
			parts := strings.Split(secret, ".")
			for _, row := range rows {
				if strings.Contains(row, parts[1]) || strings.Contains(row, parts[2]) {
					t.Errorf("the token is in the table %s: %s", table, row)
				}
			}
		}
		n.clock.move(time.Second)
		n.scriptToken(t, news.RoleReader, object{"name": "reads"})
		n.do(t, "GET", "/v1/tokens?fields=name", editor, nil).has(t, "/data", []object{{"name": "import"}})
		all := n.do(t, "GET", "/v1/tokens?fields=name&limit=1&with_total=true", n.as(t, news.RoleAdmin), nil)
		all.has(t, "/data", []object{{"name": "reads"}})
		all.has(t, "/page/total", 2)
		rest := n.do(t, "GET", "/v1/tokens?fields=name&limit=1&cursor="+all.text(t, "/page/next_cursor"), n.as(t, news.RoleAdmin), nil)
		rest.has(t, "/data", []object{{"name": "import"}})
		n.do(t, "GET", address, n.as(t, news.RoleReader), nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "GET", address, n.as(t, news.RoleAdmin), nil).want(t, http.StatusOK)
	})
}

func TestTokenFaults(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		reader := n.as(t, news.RoleReader)
		for body, pointer := range map[string]string{
			`{"scopes":["articles:read"]}`:           "/name",
			`{"name":"a"}`:                           "/scopes",
			`{"name":"a","scopes":[]}`:               "/scopes",
			`{"name":"a","scopes":["articles:eat"]}`: "/scopes/0",
			`{"name":"a","scopes":["articles:read"],"expires_at":"2025-07-11T12:00:00Z"}`:         "/expires_at",
			`{"name":"a","scopes":["articles:read"],"expires_at":"tomorrow"}`:                     "/expires_at",
			`{"name":"a","scopes":["articles:read"],"id":"0198f2c4-0000-7000-8000-000000000001"}`: "/id",
		} {
			r := n.do(t, "POST", "/v1/tokens", reader, body).problem(t, http.StatusUnprocessableEntity, "validation")
			r.has(t, "/errors/0/pointer", pointer)
		}
		for _, path := range []string{"/v1/tokens/x", "/v1/tokens/" + news.NewID()} {
			n.do(t, "GET", path, reader, nil).problem(t, http.StatusNotFound, "not-found")
			n.do(t, "DELETE", path, reader, nil, "If-Match", "*").problem(t, http.StatusNotFound, "not-found")
		}
	})
}

func TestRevokedTokens(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		made := n.scriptToken(t, news.RoleAuthor, nil)
		address, secret := made.header.Get("Location"), made.text(t, "/token")
		n.me(t, secret).want(t, http.StatusOK)
		n.do(t, "DELETE", address, n.as(t, news.RoleAuthor), nil).problem(t, http.StatusPreconditionRequired, "precondition-required")
		n.do(t, "DELETE", address, n.as(t, news.RoleEditor), nil, "If-Match", "*").problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "DELETE", address, n.as(t, news.RoleAuthor), nil, "If-Match", made.header.Get("ETag")).want(t, http.StatusNoContent)
		n.me(t, secret).problem(t, http.StatusUnauthorized, "invalid-token")
		n.do(t, "GET", address, n.as(t, news.RoleAuthor), nil).problem(t, http.StatusNotFound, "not-found")

		elsewhere := n.scriptToken(t, news.RoleAuthor, nil)
		n.me(t, elsewhere.text(t, "/token")).want(t, http.StatusOK)
		if err := n.store.DeleteToken(t.Context(), elsewhere.text(t, "/id")); err != nil {
			t.Fatal(err)
		}
		n.clock.move(2 * time.Second)
		n.me(t, elsewhere.text(t, "/token")).problem(t, http.StatusUnauthorized, "invalid-token")

		other := n.scriptToken(t, news.RoleAuthor, nil)
		n.do(t, "DELETE", other.header.Get("Location"), n.as(t, news.RoleAdmin), nil, "If-Match", "*").want(t, http.StatusNoContent)
	})
}

func TestTokensExpireAndAreNoted(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		made := n.scriptToken(t, news.RoleReader, object{"expires_at": "2025-07-11T13:00:00.5Z"})
		forever := n.scriptToken(t, news.RoleReader, nil).text(t, "/token")
		used := func() any { return n.see(t, made.header.Get("Location")).at(t, "/last_used_at") }
		n.me(t, made.text(t, "/token")).want(t, http.StatusOK)
		for _, step := range []struct {
			move time.Duration
			want string
		}{
			{30 * time.Second, "2025-07-11T12:00:00Z"},
			{28 * time.Second, "2025-07-11T12:00:00Z"},
			{2 * time.Second, "2025-07-11T12:01:00Z"},
		} {
			n.clock.move(step.move)
			n.me(t, made.text(t, "/token")).want(t, http.StatusOK)
			if got := used(); got != step.want {
				t.Errorf("after %v it was last used at %v, want %s", step.move, got, step.want)
			}
		}
		n.clock.move(59*time.Minute + 499*time.Millisecond)
		n.me(t, made.text(t, "/token")).want(t, http.StatusOK)
		n.clock.move(2 * time.Second)
		n.me(t, made.text(t, "/token")).problem(t, http.StatusUnauthorized, "invalid-token")
		n.clock.move(100 * 365 * 24 * time.Hour)
		n.me(t, forever).want(t, http.StatusOK)
	})
}

// A script has what its scopes say of its owner's role, as that is today.
func TestRightsOfScripts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		reads, writes := n.script(t, news.RoleEditor, "articles:read"), n.script(t, news.RoleEditor, "articles:write")
		publishes, sections := n.script(t, news.RoleEditor, "articles:publish"), n.script(t, news.RoleEditor, "sections:write")
		draft := n.draft(t, object{"external_id": "x-1", "section_id": n.section(t, "Harbour", nil).ID})
		for token, status := range map[string]int{reads: 200, writes: 200, publishes: 200, sections: 404} {
			n.do(t, "GET", draft, token, nil).want(t, status)
		}
		n.do(t, "GET", "/v1/articles?status=any", sections, nil).problem(t, http.StatusBadRequest, "bad-parameter")
		n.do(t, "PATCH", draft, reads, object{"title": "New"}, "If-Match", "*").problem(t, http.StatusForbidden, "forbidden").
			head(t, "WWW-Authenticate", `Bearer error="insufficient_scope"`)
		n.do(t, "PATCH", draft, writes, object{"title": "New"}, "If-Match", "*").want(t, http.StatusOK).has(t, "/external_id", "x-1")
		n.do(t, "POST", draft+"/publish", writes, nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "POST", draft+"/publish", publishes, nil).want(t, http.StatusOK)
		n.do(t, "POST", "/v1/sections", sections, object{"name": "S"}).want(t, http.StatusCreated)
		n.do(t, "POST", "/v1/articles", sections, object{"title": "S"}).problem(t, http.StatusForbidden, "forbidden")

		n.change(t, news.RoleEditor, func(u *news.User) { u.Role = news.RoleReader })
		n.clock.move(2 * time.Second)
		n.do(t, "POST", "/v1/sections", sections, object{"name": "S"}).problem(t, http.StatusForbidden, "forbidden")
		n.deactivate(t, news.RoleEditor)
		n.clock.move(2 * time.Second)
		n.me(t, reads).problem(t, http.StatusUnauthorized, "invalid-token")
	})
}

// A script that could make tokens, passwords or admins would have no limits.
func TestScriptsStayScripts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		all := n.script(t, news.RoleAdmin, words(news.Scopes())...)
		n.do(t, "POST", "/v1/tokens", all, object{"name": "b", "scopes": []string{"articles:read"}}).problem(t, http.StatusForbidden, "forbidden")
		n.patchUser(t, all, news.RoleAdmin, object{"password": newPassword, "current_password": password}).problem(t, http.StatusForbidden, "forbidden")
		n.patchUser(t, all, news.RoleEditor, object{"password": newPassword}).problem(t, http.StatusForbidden, "forbidden")
		n.patchUser(t, all, news.RoleEditor, object{"role": "admin"}).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "POST", n.userPath(news.RoleEditor)+"/password_reset", all, nil).problem(t, http.StatusForbidden, "forbidden")
		boss := object{"email": "boss@example.org", "name": "Boss", "role": "admin"}
		n.do(t, "POST", "/v1/users", all, boss).problem(t, http.StatusForbidden, "forbidden")
		boss["role"] = "editor"
		n.do(t, "POST", "/v1/users", all, boss).want(t, http.StatusCreated)
		n.patchUser(t, all, news.RoleEditor, object{"name": "Ed", "role": "author"}).want(t, http.StatusOK)
		n.patchUser(t, all, news.RoleAdmin, object{"name": "Chief"}).want(t, http.StatusOK)
	})
}

func TestForgedScriptTokens(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		made := n.scriptToken(t, news.RoleAdmin, nil)
		script, access := made.text(t, "/token"), n.as(t, news.RoleAdmin)
		other := n.scriptToken(t, news.RoleReader, nil).text(t, "/id")
		if n.me(t, n.forge(t, script, func(*forgery) {})).status != http.StatusOK {
			t.Fatal("a token that we forge without a change is not taken: the others prove nothing")
		}
		for name, token := range map[string]string{
			"for an access token":        n.forge(t, script, func(f *forgery) { f.header["typ"] = "at+jwt" }),
			"with an expiry for one":     n.forge(t, script, func(f *forgery) { f.header["typ"], f.claims["exp"] = "at+jwt", n.clock.now().Unix()+99 }),
			"an access token for it":     n.forge(t, access, func(f *forgery) { f.header["typ"] = "script+jwt" }),
			"that and without a session": n.forge(t, access, func(f *forgery) { f.header["typ"] = "script+jwt"; delete(f.claims, "sid") }),
			"with a session":             n.forge(t, script, func(f *forgery) { f.claims["sid"] = news.NewID() }),
			"another's":                  n.forge(t, script, func(f *forgery) { f.claims["jti"] = other }),
			"for another":                n.forge(t, script, func(f *forgery) { f.claims["sub"] = n.users[news.RoleReader].ID }),
			"unknown":                    n.forge(t, script, func(f *forgery) { f.claims["jti"] = news.NewID() }),
			"odd":                        n.forge(t, script, func(f *forgery) { f.claims["jti"] = "' OR 1=1 --" }),
			"without a name":             n.forge(t, script, func(f *forgery) { delete(f.claims, "jti") }),
			"past its end":               n.forge(t, script, func(f *forgery) { f.claims["exp"] = n.clock.now().Unix() - 60 }),
			"of another type":            n.forge(t, script, func(f *forgery) { f.header["typ"] = "JWT" }),
			"signed with another key":    n.forge(t, script, func(f *forgery) { f.sign = signWithAnother(t) }),
			"the id alone":               made.text(t, "/id"),
		} {
			t.Run(name, func(t *testing.T) { n.me(t, token).problem(t, http.StatusUnauthorized, "invalid-token") })
		}
		n.refresh(t, script).want(t, http.StatusUnprocessableEntity) // longer than any refresh token
	})
}
