package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const newPassword = "another long password"

func (n *newsroom) userPath(role news.Role) string { return "/v1/users/" + n.users[role].ID }

// patchUser changes the user with a role as who has the token, whatever its
// revision.
func (n *newsroom) patchUser(t *testing.T, token string, role news.Role, change object) *response {
	t.Helper()
	return n.do(t, "PATCH", n.userPath(role), token, change, "If-Match", "*")
}

func TestUsersAreMadeAndRead(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin := n.as(t, news.RoleAdmin)
		input := object{"email": "Lin@Example.org", "name": "Lin", "role": "author", "password": newPassword}
		made := n.do(t, "POST", "/v1/users", admin, input).want(t, http.StatusCreated)
		made.has(t, "/password_reset", nil)
		made.has(t, "/email", "lin@example.org")
		made.has(t, "/active", true)
		if strings.Contains(string(made.body), newPassword) {
			t.Error("the password is shown")
		}
		read := n.do(t, "GET", made.header.Get("Location"), admin, nil).want(t, http.StatusOK)
		read.has(t, "/id", made.at(t, "/id"))
		read.head(t, "ETag", made.header.Get("ETag"))
		newSession(t, n.login(t, "lin@example.org", newPassword))
		n.do(t, "POST", "/v1/users", admin, input).problem(t, http.StatusConflict, "duplicate").has(t, "/errors/0/pointer", "/email")

		list := n.do(t, "GET", "/v1/users?limit=2&fields=email&with_total=true", admin, nil).want(t, http.StatusOK)
		list.has(t, "/data", []object{{"email": "admin@example.org"}, {"email": "author@example.org"}})
		list.has(t, "/page/total", 5)
		rest := n.do(t, "GET", "/v1/users?fields=email&cursor="+list.text(t, "/page/next_cursor"), admin, nil).want(t, http.StatusOK)
		rest.has(t, "/data", []object{{"email": "editor@example.org"}, {"email": "lin@example.org"}, {"email": "reader@example.org"}})
	})
}

func TestUserWithoutAPassword(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		made := n.do(t, "POST", "/v1/users", n.as(t, news.RoleAdmin), object{"email": "lin@example.org", "name": "Lin", "role": "author"})
		token := made.want(t, http.StatusCreated).text(t, "/password_reset/reset_token")
		made.has(t, "/password_reset/expires_at", "2025-07-12T12:00:00Z")
		for _, guess := range []string{"", "anything at all"} {
			if n.login(t, "lin@example.org", guess).status == http.StatusOK {
				t.Errorf("%q signs in", guess)
			}
		}
		n.redeem(t, token, newPassword).want(t, http.StatusNoContent)
		newSession(t, n.login(t, "lin@example.org", newPassword))
	})
}

func (n *newsroom) redeem(t *testing.T, token, password string) *response {
	t.Helper()
	return n.do(t, "POST", "/v1/auth/password", "", object{"reset_token": token, "password": password})
}

func TestUserFaults(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin := n.as(t, news.RoleAdmin)
		r := n.do(t, "POST", "/v1/users", admin, object{"email": "lin", "name": " ", "role": "owner", "password": "short"})
		r.problem(t, http.StatusUnprocessableEntity, "validation")
		for i, pointer := range []string{"/email", "/name", "/role", "/password"} {
			found := false
			for j := range 4 {
				found = found || r.text(t, "/errors/"+string(rune('0'+j))+"/pointer") == pointer
			}
			if !found {
				t.Errorf("fault %d, %s, is missing in %s", i, pointer, r.body)
			}
		}
		n.do(t, "POST", "/v1/users", admin, object{"active": true}).problem(t, http.StatusUnprocessableEntity, "validation")
		n.do(t, "POST", "/v1/users", admin, object{"admin": true}).problem(t, http.StatusBadRequest, "bad-body")
		for change, status := range map[string]int{
			`{"active": null}`: 422, `{"active": 1}`: 422, `{"role": null}`: 422, `{"id": "x"}`: 422, `{"password_hash": "x"}`: 400,
			`{"email": "reader@example.org"}`: 409, `{"password": "short"}`: 422,
		} {
			n.do(t, "PATCH", n.userPath(news.RoleEditor), admin, change, "If-Match", "*").want(t, status)
		}
		n.do(t, "PATCH", n.userPath(news.RoleEditor), admin, object{}).problem(t, http.StatusPreconditionRequired, "precondition-required")
		n.do(t, "PATCH", n.userPath(news.RoleEditor), admin, object{}, "If-Match", `"9-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		for _, path := range []string{"/v1/users/" + news.NewID(), "/v1/users/editor", "/v1/users/editor@example.org"} {
			n.do(t, "GET", path, admin, nil).problem(t, http.StatusNotFound, "not-found")
			n.do(t, "PATCH", path, admin, object{}, "If-Match", "*").problem(t, http.StatusNotFound, "not-found")
			n.do(t, "POST", path+"/password_reset", admin, nil).problem(t, http.StatusNotFound, "not-found")
		}
	})
}

// Who is no admin sees and changes the own profile alone.
func TestOwnProfile(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		own := n.as(t, news.RoleAuthor)
		n.do(t, "GET", n.userPath(news.RoleAuthor), own, nil).want(t, http.StatusOK).has(t, "/role", "author")
		n.do(t, "GET", n.userPath(news.RoleEditor), own, nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "GET", "/v1/users", own, nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "POST", "/v1/users", own, object{}).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "POST", n.userPath(news.RoleAuthor)+"/password_reset", own, nil).problem(t, http.StatusForbidden, "forbidden")
		n.patchUser(t, own, news.RoleEditor, object{"name": "X"}).problem(t, http.StatusForbidden, "forbidden")
		for _, change := range []object{{"role": "admin"}, {"active": false}, {"email": "x@example.org"}, {"name": "X", "role": "editor"}} {
			n.patchUser(t, own, news.RoleAuthor, change).problem(t, http.StatusForbidden, "forbidden")
		}
		whole := object{"id": n.users[news.RoleAuthor].ID, "name": "New", "role": "author", "email": "Author@example.org", "active": true}
		n.patchUser(t, own, news.RoleAuthor, whole).want(t, http.StatusOK).has(t, "/revision", 2)
		n.patchUser(t, own, news.RoleAuthor, object{"name": "New"}).want(t, http.StatusOK).has(t, "/revision", 2)
		n.me(t, own).has(t, "/name", "New")
	})
}

func TestOwnPassword(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		mine, other := n.signIn(t, news.RoleAuthor), n.signIn(t, news.RoleAuthor)
		r := n.patchUser(t, mine.access, news.RoleAuthor, object{"password": newPassword})
		r.problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/current_password")
		r = n.patchUser(t, mine.access, news.RoleAuthor, object{"password": newPassword, "current_password": "not this one"})
		r.problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/code", "wrong")
		n.me(t, other.access).want(t, http.StatusOK)

		r = n.patchUser(t, mine.access, news.RoleAuthor, object{"password": newPassword, "current_password": password})
		r.want(t, http.StatusOK).has(t, "/revision", 2)
		n.me(t, mine.access).want(t, http.StatusOK)
		n.me(t, other.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.refresh(t, other.refresh).problem(t, http.StatusUnauthorized, "invalid-token")
		newSession(t, n.refresh(t, mine.refresh))
		n.login(t, "author@example.org", password).problem(t, http.StatusUnauthorized, "bad-credentials")
		newSession(t, n.login(t, "author@example.org", newPassword))
	})
}

func TestAdminsChangeUsers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin := n.as(t, news.RoleAdmin)
		editor, author := n.signIn(t, news.RoleEditor), n.signIn(t, news.RoleAuthor)
		n.me(t, editor.access).want(t, http.StatusOK)

		n.patchUser(t, admin, news.RoleEditor, object{"role": "reader"}).want(t, http.StatusOK)
		n.do(t, "POST", "/v1/sections", editor.access, object{"name": "S"}).problem(t, http.StatusForbidden, "forbidden")

		n.patchUser(t, admin, news.RoleAuthor, object{"active": false}).want(t, http.StatusOK)
		n.me(t, author.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.refresh(t, author.refresh).problem(t, http.StatusUnauthorized, "invalid-token")
		n.login(t, "author@example.org", password).problem(t, http.StatusUnauthorized, "bad-credentials")
		n.patchUser(t, admin, news.RoleAuthor, object{"active": true}).want(t, http.StatusOK)
		n.me(t, author.access).problem(t, http.StatusUnauthorized, "invalid-token")
		newSession(t, n.login(t, "author@example.org", password))

		n.patchUser(t, admin, news.RoleEditor, object{"email": "ed@example.org", "password": newPassword}).want(t, http.StatusOK)
		n.me(t, editor.access).problem(t, http.StatusUnauthorized, "invalid-token")
		newSession(t, n.login(t, "ed@example.org", newPassword))
	})
}

// Of two admins who take each other's role away at once, one stays.
func TestTheLastAdminStays(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin := n.as(t, news.RoleAdmin)
		for _, change := range []object{{"active": false}, {"role": "editor"}} {
			n.patchUser(t, admin, news.RoleAdmin, change).problem(t, http.StatusConflict, "last-admin")
		}
		n.patchUser(t, admin, news.RoleEditor, object{"role": "admin"}).want(t, http.StatusOK)
		second := n.as(t, news.RoleEditor)
		answers := make([]*response, 2)
		var group sync.WaitGroup
		group.Go(func() { answers[0] = n.patchUser(t, admin, news.RoleEditor, object{"role": "reader"}) })
		group.Go(func() { answers[1] = n.patchUser(t, second, news.RoleAdmin, object{"active": false}) })
		group.Wait()
		good := 0
		for _, answer := range answers {
			if answer.status == http.StatusOK {
				good++
			}
		}
		if good != 1 {
			t.Errorf("%d of 2 were taken: %d %s, %d %s", good, answers[0].status, answers[0].body, answers[1].status, answers[1].body)
		}
	})
}

func TestPasswordReset(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin, editor := n.as(t, news.RoleAdmin), n.signIn(t, news.RoleEditor)
		reset := func() string {
			r := n.do(t, "POST", n.userPath(news.RoleEditor)+"/password_reset", admin, nil).want(t, http.StatusOK)
			r.head(t, "Cache-Control", "private, no-store, no-transform")
			return r.text(t, "/reset_token")
		}
		first, second := reset(), reset()
		if _, err := n.store.PasswordReset(t.Context(), second, n.clock.now()); err == nil {
			t.Error("the token is stored as it is")
		}
		n.redeem(t, first, newPassword).problem(t, http.StatusUnauthorized, "invalid-token")
		n.redeem(t, second, "short").problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/password")
		n.me(t, editor.access).want(t, http.StatusOK)
		n.redeem(t, second, newPassword).want(t, http.StatusNoContent)
		n.redeem(t, second, newPassword).problem(t, http.StatusUnauthorized, "invalid-token")
		n.me(t, editor.access).problem(t, http.StatusUnauthorized, "invalid-token")
		newSession(t, n.login(t, "editor@example.org", newPassword))

		late := reset()
		n.clock.move(24 * time.Hour)
		n.redeem(t, late, password).problem(t, http.StatusUnauthorized, "invalid-token")

		admin = n.as(t, news.RoleAdmin)
		idle := reset()
		n.patchUser(t, admin, news.RoleEditor, object{"active": false}).want(t, http.StatusOK)
		n.redeem(t, idle, password).problem(t, http.StatusUnauthorized, "invalid-token")
		n.patchUser(t, admin, news.RoleEditor, object{"active": true, "password": newPassword}).want(t, http.StatusOK)
		n.redeem(t, idle, password).problem(t, http.StatusUnauthorized, "invalid-token")

		made, _ := auth.NewResetToken()
		n.redeem(t, made, password).problem(t, http.StatusUnauthorized, "invalid-token")
		n.do(t, "POST", n.userPath(news.RoleEditor)+"/password_reset", admin, nil, "If-Match", `"1-x"`).problem(t, http.StatusPreconditionFailed, "stale")
	})
}

func TestOneResetTokenSetsOnePassword(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		token := n.do(t, "POST", n.userPath(news.RoleEditor)+"/password_reset", n.as(t, news.RoleAdmin), nil).text(t, "/reset_token")
		var group sync.WaitGroup
		answers := make([]*response, 6)
		for i := range answers {
			group.Go(func() { answers[i] = n.redeem(t, token, newPassword) })
		}
		group.Wait()
		won := 0
		for _, answer := range answers {
			if answer.status == http.StatusNoContent {
				won++
			}
		}
		if won != 1 {
			t.Errorf("%d of %d set a password", won, len(answers))
		}
	})
}

// A reset that was made before a user was made inactive is good for nothing
// after, also when the user is active again.
func TestDeactivationEndsResets(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin := n.as(t, news.RoleAdmin)
		reset := n.do(t, "POST", n.userPath(news.RoleAuthor)+"/password_reset", admin, nil).want(t, http.StatusOK).text(t, "/reset_token")
		for _, active := range []bool{false, true} {
			n.patchUser(t, admin, news.RoleAuthor, object{"active": active}).want(t, http.StatusOK)
			n.redeem(t, reset, newPassword).problem(t, http.StatusUnauthorized, "invalid-token")
		}
	})
}
