package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/oidc/oidctest"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// A token from the command line is good at a server that runs, until it is
// revoked there.
func TestTokens(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		const email = "admin@example.org"
		s := settings(t, url, "--admin-email", email, "--admin-password", "long enough it is")
		b := boot(t, s)
		token := func(args ...string) outcome {
			return command(t, "", append([]string{"token"}, append(args, "--database-url", url)...)...)
		}
		made := token("create", email, "nightly import", "articles:write", "articles:read", "--days", "1", "--signing-keys", s.SigningKeys)
		made.want(t, exitDone, "is shown this once")
		signed := strings.TrimSpace(made.out)
		status, me := call(t, http.MethodGet, b.url+"/v1/auth/me", signed, "")
		if status != http.StatusOK || me["email"] != email {
			t.Fatalf("the token is answered with %d: %v", status, me)
		}
		list := token("list")
		list.want(t, exitDone, email, "nightly import", "articles:read,articles:write")
		if strings.Contains(list.out, signed) {
			t.Error("the token is listed")
		}
		id := strings.Fields(strings.Split(list.out, "\n")[1])[0]
		token("revoke", id).want(t, exitDone, "two seconds")
		waitFor(t, "the token to be refused", func() bool {
			status, _ := call(t, http.MethodGet, b.url+"/v1/auth/me", signed, "")
			return status == http.StatusUnauthorized
		})
		token("revoke", id).want(t, exitFailed, "there is no such token")
		token("create", "nobody@example.org", "x", "articles:read", "--signing-keys", s.SigningKeys).want(t, exitFailed, "there is no such user")
		token("create", email, "x", "articles:read", "--signing-keys", t.TempDir()).want(t, exitUsage, "BROADSHEET_SIGNING_KEYS")
	})
}

// A server starts whether or not the external issuer can be reached, and says
// where people sign in.
func TestServeWithAnExternalIssuer(t *testing.T) {
	issuer := oidctest.Start(t)
	args := []string{"--oidc-audience", oidctest.Audience, "--oidc-role-claim", "groups", "--oidc-roles", `editor=cn=desk\,ou=news,admin=chiefs`}
	url := storetest.URLs(t)[storetest.EngineSQLite]
	b := boot(t, settings(t, url, append(args, "--oidc-issuer", issuer.URL, "--no-local-sign-in")...))
	if !strings.Contains(b.greet, "at "+issuer.URL) {
		t.Errorf("it greets with %s", b.greet)
	}
	roles, err := b.settings.Roles()
	if err != nil || roles["cn=desk,ou=news"] != "editor" || roles["chiefs"] != "admin" {
		t.Errorf("%v, %v", roles, err)
	}
	if status, _ := call(t, http.MethodPost, b.url+"/v1/auth/login", "", `{"email":"a@b.c","password":"x"}`); status != http.StatusNotFound {
		t.Errorf("a sign-in is answered with %d", status)
	}
	_ = b.stop()
	down := boot(t, settings(t, url, append(args, "--oidc-issuer", "http://127.0.0.1:1")...))
	if status, _ := call(t, http.MethodGet, down.url+"/v1/site", "", ""); status != http.StatusOK {
		t.Errorf("with an issuer that is down it answers with %d", status)
	}
}
