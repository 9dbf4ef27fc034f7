package api_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/oidc"
	"github.com/seed-6f93249c/broadsheet/internal/oidc/oidctest"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// federation is a newsroom that trusts an external issuer, and a key of that.
type federation struct {
	*newsroom
	issuer *oidctest.Issuer
	key    oidctest.Key
}

// trusting has the newsroom served with an external issuer, beside the sign-in of
// our own or in its place.
func (n *newsroom) trusting(t *testing.T, alone bool) *federation {
	t.Helper()
	f := &federation{newsroom: n, issuer: oidctest.Start(t), key: oidctest.NewKey(t, "first", "RS256")}
	f.issuer.Publish(f.key)
	trust := oidc.New(oidc.Settings{
		Issuer: f.issuer.URL, Audience: oidctest.Audience, RoleClaim: "realm_access.roles",
		Roles: map[string]news.Role{"newsroom-readers": news.RoleReader, "newsroom-editors": news.RoleEditor, "chiefs": news.RoleAdmin},
	}, n.clock.now)
	var err error
	n.service, err = service.New(t.Context(), n.store, service.Options{
		Now: n.clock.now, Issuer: n.issuer, RefreshTTL: refreshTTL, External: trust, NoLocalSignIn: alone,
		Passwords: auth.NewPasswords(auth.Cost{MemoryKiB: 8, Passes: 1, Lanes: 1}),
	})
	if err != nil {
		t.Fatal(err)
	}
	server, err := api.New(t.Context(), n.service, api.Options{TrustedProxies: []string{"127.0.0.0/8"}})
	if err != nil {
		t.Fatal(err)
	}
	running := httptest.NewServer(server)
	t.Cleanup(running.Close)
	n.url = running.URL
	return f
}

// token signs one for a subject with values of the role claim.
func (f *federation) token(t *testing.T, subject string, more object, roles ...string) string {
	t.Helper()
	claims := f.issuer.Claims(subject, f.clock.now(), object{"realm_access": object{"roles": roles}})
	maps.Copy(claims, more)
	return f.key.Sign(t, claims)
}

func TestExternalUsers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		lin := object{"email": "lin@example.org", "name": "Lin Wen"}
		me := n.me(t, f.token(t, "u-1", lin, "newsroom-editors")).want(t, http.StatusOK)
		me.has(t, "/email", "lin@example.org")
		me.has(t, "/name", "Lin Wen")
		me.has(t, "/role", "editor")
		me.has(t, "/issuer", f.issuer.URL)
		made := n.do(t, "POST", "/v1/articles", f.token(t, "u-1", lin, "newsroom-editors"), object{"title": "T"}).want(t, http.StatusCreated)
		made.has(t, "/created_by", me.text(t, "/id"))
		n.me(t, f.token(t, "u-1", lin, "chiefs")).has(t, "/id", me.text(t, "/id"))
		n.me(t, f.token(t, "u-2", nil, "newsroom-readers")).want(t, http.StatusOK).has(t, "/name", "Unnamed")
		log := n.log(t, "?noun=user&resource="+me.text(t, "/id"))
		log.has(t, "/data/0/action", "create")
		log.has(t, "/data/0/user_id", me.text(t, "/id"))
		log.has(t, "/data/0/address", "127.0.0.1")
		n.as(t, news.RoleEditor) // those of our own still sign in
	})
}

// The role is what this token says, whatever another says or said.
func TestExternalRoles(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		chief, editor := f.token(t, "u-1", nil, "chiefs", "newsroom-readers"), f.token(t, "u-1", nil, "newsroom-editors")
		for range 2 {
			n.do(t, "PATCH", "/v1/site", chief, object{"name": "S"}, "If-Match", "*").want(t, http.StatusOK)
			n.do(t, "PATCH", "/v1/site", editor, object{"name": "S"}, "If-Match", "*").problem(t, http.StatusForbidden, "forbidden")
		}
		n.clock.move(time.Minute)
		demoted := f.token(t, "u-1", object{"name": "Newer"}, "newsroom-readers")
		me := n.me(t, demoted).want(t, http.StatusOK)
		me.has(t, "/role", "reader")
		me.has(t, "/name", "Newer")
		n.clock.move(2 * time.Second)
		n.me(t, chief).want(t, http.StatusOK).has(t, "/role", "reader") // the row follows the newest token
		for name, token := range map[string]string{
			"no role claim": f.key.Sign(t, f.issuer.Claims("u-3", n.clock.now(), nil)),
			"no roles":      f.token(t, "u-3", nil),
			"unknown role":  f.token(t, "u-3", nil, "owners", "admin"),
		} {
			t.Run(name, func(t *testing.T) {
				n.me(t, token).problem(t, http.StatusForbidden, "no-role").head(t, "WWW-Authenticate", `Bearer error="insufficient_scope"`)
				n.do(t, "GET", "/v1/articles", token, nil).problem(t, http.StatusForbidden, "no-role")
			})
		}
		users := n.do(t, "GET", "/v1/users?with_total=true", n.as(t, news.RoleAdmin), nil)
		users.has(t, "/page/total", len(news.Roles())+1)
	})
}

func TestForgedTokensOfTheIssuer(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		claims := f.issuer.Claims("u-1", n.clock.now(), object{"realm_access": object{"roles": []string{"chiefs"}}})
		n.me(t, f.key.Sign(t, claims)).want(t, http.StatusOK)
		forgeries := f.issuer.Forgeries(t, f.key, claims, n.clock.now())
		maps.Copy(forgeries, f.issuer.Elsewhere(t, f.key, claims))
		forgeries["another issuer's key"] = oidctest.NewKey(t, "elsewhere", "ES256").Sign(t, claims)
		for name, token := range forgeries {
			if strings.Contains(token, "\n") {
				delete(forgeries, name) // no header can hold it
			}
		}
		for _, name := range slices.Sorted(maps.Keys(forgeries)) {
			t.Run(name, func(t *testing.T) { n.refuses(t, forgeries[name]) })
		}
	})
}

// Who signs in elsewhere under an address becomes nobody who has it here.
func TestAnExternalAddressTakesNoAccountOver(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		admin := n.users[news.RoleAdmin]
		me := n.me(t, f.token(t, "thief", object{"email": "ADMIN@example.org", "email_verified": true}, "newsroom-readers")).want(t, http.StatusOK)
		if id := me.text(t, "/id"); id == admin.ID || me.text(t, "/email") != id+"@external.invalid" {
			t.Errorf("the thief is %s", me.body)
		}
		n.do(t, "GET", "/v1/users", f.token(t, "thief", object{"email": "admin@example.org"}, "newsroom-readers"), nil).
			problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "GET", n.userPath(news.RoleAdmin), n.as(t, news.RoleAdmin), nil).has(t, "/issuer", nil)
		newSession(t, n.login(t, "admin@example.org", password))
		lin := n.me(t, f.token(t, "u-1", object{"email": "lin@example.org"}, "newsroom-readers")).want(t, http.StatusOK)
		n.me(t, f.token(t, "u-2", object{"email": "lin@example.org"}, "newsroom-readers")).want(t, http.StatusOK)
		n.do(t, "POST", "/v1/users", n.as(t, news.RoleAdmin), object{"email": "lin@example.org", "name": "L", "role": "reader"}).
			problem(t, http.StatusConflict, "duplicate")
		for _, guess := range []string{"", password} {
			if n.login(t, "lin@example.org", guess).status == http.StatusOK {
				t.Errorf("%q signs an external user in here", guess)
			}
		}
		n.me(t, f.token(t, "u-1", object{"email": "lin@example.org"}, "newsroom-readers")).has(t, "/id", lin.text(t, "/id"))
	})
}

// Here an external user can be made inactive, within seconds, and nothing else.
func TestExternalUsersAreTheIssuers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		admin, token := n.as(t, news.RoleAdmin), f.token(t, "u-1", object{"name": "Lin"}, "chiefs")
		address := "/v1/users/" + n.me(t, token).want(t, http.StatusOK).text(t, "/id")
		for _, change := range []object{{"name": "X"}, {"email": "x@example.org"}, {"role": "reader"}, {"password": newPassword}} {
			n.do(t, "PATCH", address, admin, change, "If-Match", "*").problem(t, http.StatusConflict, "external-user")
		}
		n.do(t, "PATCH", address, token, object{"name": "X"}, "If-Match", "*").problem(t, http.StatusConflict, "external-user")
		n.do(t, "POST", address+"/password_reset", admin, nil).problem(t, http.StatusConflict, "external-user")
		if err := n.service.SetPassword(t.Context(), news.System(), n.me(t, token).text(t, "/email"), newPassword); err == nil {
			t.Error("an external user gets a password")
		}
		n.do(t, "POST", "/v1/tokens", token, object{"name": "s", "scopes": []string{"articles:read"}}).problem(t, http.StatusForbidden, "forbidden")
		n.patchUser(t, admin, news.RoleAdmin, object{"active": false}).problem(t, http.StatusConflict, "last-admin")

		n.do(t, "PATCH", address, admin, object{"active": false}, "If-Match", "*").want(t, http.StatusOK).has(t, "/active", false)
		n.me(t, token).problem(t, http.StatusUnauthorized, "invalid-token")
		n.clock.move(time.Minute)
		n.me(t, f.token(t, "u-1", object{"name": "Another"}, "chiefs")).problem(t, http.StatusUnauthorized, "invalid-token")
		n.do(t, "GET", address, n.as(t, news.RoleAdmin), nil).has(t, "/name", "Lin")
		n.do(t, "PATCH", address, n.as(t, news.RoleAdmin), object{"active": true}, "If-Match", "*").want(t, http.StatusOK)
		n.me(t, f.token(t, "u-1", nil, "chiefs")).want(t, http.StatusOK)

		user, err := n.store.User(t.Context(), strings.TrimPrefix(address, "/v1/users/"))
		if err != nil {
			t.Fatal(err)
		}
		user.Active = false // by another node
		if err := n.store.UpdateUser(t.Context(), user); err != nil {
			t.Fatal(err)
		}
		n.clock.move(2 * time.Second)
		n.me(t, f.token(t, "u-1", nil, "chiefs")).problem(t, http.StatusUnauthorized, "invalid-token")
	})
}

// Many first requests at once make one user.
func TestManyFirstRequests(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		token := f.token(t, "u-1", object{"email": "lin@example.org"}, "newsroom-editors")
		ids := make([]string, 8)
		var group sync.WaitGroup
		for i := range ids {
			group.Go(func() { ids[i] = n.me(t, token).want(t, http.StatusOK).text(t, "/id") })
		}
		group.Wait()
		if len(slices.Compact(slices.Sorted(slices.Values(ids)))) != 1 {
			t.Errorf("they are %v", ids)
		}
	})
}

func TestKeysOfTheIssuerChange(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		n.me(t, f.token(t, "u-1", nil, "chiefs")).want(t, http.StatusOK)
		f.key = oidctest.NewKey(t, "second", "EdDSA")
		f.issuer.Publish(f.key)
		n.clock.move(5 * time.Second)
		n.me(t, f.token(t, "u-1", nil, "chiefs")).want(t, http.StatusOK)
	})
}

// While the issuer is down nobody is taken for somebody, or for a forger, and
// those of our own come in.
func TestTheIssuerIsDown(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		f := n.trusting(t, false)
		f.issuer.Answer(func(_ string, w http.ResponseWriter) bool {
			w.WriteHeader(http.StatusBadGateway)
			return true
		})
		n.me(t, f.token(t, "u-1", nil, "chiefs")).problem(t, http.StatusServiceUnavailable, "issuer-unavailable").head(t, "Retry-After", "1")
		newSession(t, n.login(t, "editor@example.org", password))
		n.get(t, "/v1/articles").want(t, http.StatusOK)
	})
}

// The issuer in the place of our own sign-in: scripts alone hold tokens of ours.
func TestTheIssuerAlone(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		script, own, reset := n.script(t, news.RoleEditor, "articles:read"), n.signIn(t, news.RoleEditor), "x"
		f := n.trusting(t, true)
		n.login(t, "editor@example.org", password).problem(t, http.StatusNotFound, "no-local-sign-in")
		n.refresh(t, own.refresh).problem(t, http.StatusNotFound, "no-local-sign-in")
		n.redeem(t, reset, newPassword).problem(t, http.StatusNotFound, "no-local-sign-in")
		n.me(t, own.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.me(t, script).want(t, http.StatusOK)
		n.me(t, f.token(t, "u-1", nil, "chiefs")).want(t, http.StatusOK)
		n.logout(t, "", own.refresh).want(t, http.StatusNoContent)
	})
}
