package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, email := range []string{"editor@example.org", "Editor@Example.ORG"} {
			r := n.login(t, email, password).want(t, http.StatusOK)
			r.has(t, "/token_type", "Bearer")
			r.has(t, "/expires_in", accessTTL.Seconds())
			r.head(t, "Cache-Control", "no-store")
			if token := r.text(t, "/refresh_token"); len(token) != 43 {
				t.Errorf("a refresh token of %d characters", len(token))
			}
			user := n.users[news.RoleEditor]
			me := n.do(t, "GET", "/v1/auth/me", r.text(t, "/access_token"), nil).want(t, http.StatusOK)
			me.has(t, "", map[string]any{
				"id": user.ID, "revision": 1, "email": "editor@example.org", "name": "The editor", "role": "editor", "active": true, "issuer": nil,
				"created_at": "2025-07-11T12:00:00Z", "updated_at": "2025-07-11T12:00:00Z",
			})
			me.head(t, "Cache-Control", "private, no-store, no-transform")
		}
	})
}

func TestMeIsConditional(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		token := n.as(t, news.RoleReader)
		etag := n.do(t, "GET", "/v1/auth/me", token, nil).header.Get("ETag")
		if !strings.HasPrefix(etag, `"1-`) {
			t.Errorf("ETag %s does not begin with the revision", etag)
		}
		n.do(t, "GET", "/v1/auth/me", token, nil, "If-None-Match", etag).want(t, http.StatusNotModified)
		n.do(t, "GET", "/v1/auth/me?fields=email", token, nil).has(t, "", map[string]any{"email": "reader@example.org"})
		n.do(t, "GET", "/v1/auth/me?colour=red", token, nil).problem(t, http.StatusBadRequest, "bad-parameter")
		n.do(t, "HEAD", "/v1/auth/me", token, nil).want(t, http.StatusOK).head(t, "ETag", etag)
	})
}

// Whoever may not sign in learns nothing: not whether the account exists, nor
// whether it is active.
func TestBadCredentials(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.deactivate(t, news.RoleAuthor)
		for _, tt := range []struct{ name, email, password string }{
			{"wrong password", "editor@example.org", password + "!"},
			{"password cut short", "editor@example.org", password[:8]},
			{"nobody", "nobody@example.org", password},
			{"inactive", "author@example.org", password},
			{"no address", "editor", password},
			{"pattern", "%", password},
		} {
			t.Run(tt.name, func(t *testing.T) {
				r := n.login(t, tt.email, tt.password).problem(t, http.StatusUnauthorized, "bad-credentials")
				r.has(t, "/detail", "no active account has this e-mail address and password")
				r.head(t, "WWW-Authenticate", "Bearer")
				r.head(t, "Cache-Control", "no-store")
			})
		}
	})
}

func TestAuthBodies(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		long := strings.Repeat("x", 1025)
		for _, tt := range []struct {
			name, path, body string
			status           int
			pointer, code    string
		}{
			{"empty", "login", ``, 400, "", "empty"},
			{"unknown field", "login", `{"email":"a@b.c","password":"p","remember":true}`, 400, "/remember", "unknown-field"},
			{"field twice", "login", `{"email":"a@b.c","email":"a@b.c","password":"p"}`, 400, "/email", "duplicate-key"},
			{"trailing data", "login", `{"email":"a@b.c","password":"p"}{}`, 400, "", "trailing-data"},
			{"no password", "login", `{"email":"a@b.c"}`, 422, "/password", "required"},
			{"password null", "login", `{"email":"a@b.c","password":null}`, 422, "/password", "required"},
			{"password a number", "login", `{"email":"a@b.c","password":1}`, 422, "/password", "type"},
			{"password too long", "login", `{"email":"a@b.c","password":"` + long + `"}`, 422, "/password", "too-long"},
			{"no address", "login", `{"password":"p"}`, 422, "/email", "required"},
			{"no token", "refresh", `{}`, 422, "/refresh_token", "required"},
			{"unknown field", "refresh", `{"refresh_token":"x","scope":"all"}`, 400, "/scope", "unknown-field"},
			{"a list of tokens", "refresh", `{"refresh_token":["x"]}`, 422, "/refresh_token", "type"},
			{"no token", "logout", `{}`, 422, "/refresh_token", "required"},
			{"no object", "logout", `"x"`, 400, "", "not-an-object"},
		} {
			t.Run(tt.path+" "+tt.name, func(t *testing.T) {
				r := n.do(t, "POST", "/v1/auth/"+tt.path, "", tt.body).want(t, tt.status)
				r.has(t, "/errors/0/code", tt.code)
				if tt.pointer != "" {
					r.has(t, "/errors/0/pointer", tt.pointer)
				}
			})
		}
		for _, path := range []string{"login", "refresh", "logout"} {
			n.do(t, "POST", "/v1/auth/"+path, "", "a=b", "Content-Type", "application/x-www-form-urlencoded").
				problem(t, http.StatusUnsupportedMediaType, "unsupported-media-type")
			n.do(t, "POST", "/v1/auth/"+path+"?x=1", "", "{}").problem(t, http.StatusBadRequest, "bad-parameter")
			n.do(t, "GET", "/v1/auth/"+path, "", nil).problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
		}
	})
}

func TestWhoMayNot(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, tt := range []struct {
			method, path string
			role         news.Role
		}{
			{"POST", "/v1/articles", news.RoleReader},
			{"PATCH", "/v1/site", news.RoleEditor},
		} {
			anonymous := n.do(t, tt.method, tt.path, "", map[string]any{}, "If-Match", "*")
			anonymous.problem(t, http.StatusUnauthorized, "unauthenticated").head(t, "WWW-Authenticate", "Bearer")
			below := n.do(t, tt.method, tt.path, n.as(t, tt.role), map[string]any{}, "If-Match", "*")
			below.problem(t, http.StatusForbidden, "forbidden").head(t, "WWW-Authenticate", `Bearer error="insufficient_scope"`)
		}
		n.do(t, "GET", "/v1/auth/me", "", nil).problem(t, http.StatusUnauthorized, "unauthenticated").head(t, "WWW-Authenticate", "Bearer")
	})
}

// What another node changes holds here within two seconds.
func TestChangesElsewhere(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		tokens := map[news.Role]string{}
		for _, role := range news.Roles() {
			tokens[role] = n.as(t, role)
			n.do(t, "GET", "/v1/auth/me", tokens[role], nil).want(t, http.StatusOK)
		}
		n.deactivate(t, news.RoleReader)
		n.change(t, news.RoleAuthor, func(u *news.User) { u.Role = news.RoleReader })
		n.change(t, news.RoleEditor, func(u *news.User) { u.Role = news.RoleAdmin })
		if err := n.store.EndSessionsOf(t.Context(), n.users[news.RoleAdmin].ID, n.clock.now()); err != nil {
			t.Fatal(err)
		}
		n.clock.move(2 * time.Second)
		for _, role := range []news.Role{news.RoleReader, news.RoleAdmin} {
			n.do(t, "GET", "/v1/articles", tokens[role], nil).problem(t, http.StatusUnauthorized, "invalid-token")
		}
		n.do(t, "POST", "/v1/articles", tokens[news.RoleAuthor], map[string]string{"title": "A"}).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "PATCH", "/v1/site", tokens[news.RoleEditor], map[string]string{"name": "A"}, "If-Match", "*").want(t, http.StatusOK)
	})
}

func TestAuthenticationIsRemembered(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		count := func(token string) int64 {
			n.statements.Store(0)
			n.do(t, "GET", "/v1/site", token, nil).want(t, http.StatusOK)
			return n.statements.Load()
		}
		token := n.as(t, news.RoleReader)
		public := count("")
		if first, second := count(token), count(token); first != public+1 || second != public {
			t.Errorf("%d statements without a token, %d and %d with one", public, first, second)
		}
		n.clock.move(2 * time.Second)
		if third := count(token); third != public+1 {
			t.Errorf("%d statements after two seconds, want %d", third, public+1)
		}
	})
}

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		r := n.do(t, "GET", "/.well-known/jwks.json", "", nil).want(t, http.StatusOK)
		key := n.issuer.Keyring.JWKS().Keys[0]
		r.has(t, "", map[string]any{"keys": []any{map[string]any{
			"kty": "OKP", "crv": "Ed25519", "x": key.X, "kid": key.KeyID, "use": "sig", "alg": "EdDSA",
		}}})
		r.head(t, "Cache-Control", "public, max-age=30, s-maxage=300, stale-while-revalidate=60, stale-if-error=300")
		r.head(t, "Cache-Groups", `"keys"`)
		r.head(t, "Access-Control-Allow-Origin", "*")
		if strings.Contains(string(r.body), `"d"`) {
			t.Error("a private key is shown")
		}
		n.do(t, "HEAD", "/.well-known/jwks.json", "", nil).want(t, http.StatusOK)
	})
}

// The password is kept as a hash, the refresh token as another.
func TestNothingSecretIsStored(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		token := n.login(t, "admin@example.org", password).text(t, "/refresh_token")
		user, err := n.store.UserByEmail(t.Context(), "admin@example.org")
		if err != nil || !strings.HasPrefix(user.PasswordHash, "$argon2id$v=19$") {
			t.Errorf("the password is kept as %q, %v", user.PasswordHash, err)
		}
		if _, err := n.store.SessionOfToken(t.Context(), auth.HashRefreshToken(token)); err != nil {
			t.Errorf("the hash of the token leads nowhere: %v", err)
		}
		if _, err := n.store.SessionOfToken(t.Context(), token); err == nil {
			t.Error("the token itself is stored")
		}
	})
}

func (n *newsroom) deactivate(t *testing.T, role news.Role) {
	t.Helper()
	n.change(t, role, func(u *news.User) { u.Active = false })
}

// change alters a user in the database, as another node would.
func (n *newsroom) change(t *testing.T, role news.Role, change func(*news.User)) {
	t.Helper()
	user, err := n.store.User(t.Context(), n.users[role].ID)
	if err != nil {
		t.Fatal(err)
	}
	change(user)
	if err := n.store.UpdateUser(t.Context(), user); err != nil {
		t.Fatal(err)
	}
}
