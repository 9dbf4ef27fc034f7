package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// session is one sign-in as a client keeps it.
type session struct{ access, refresh string }

func (n *newsroom) signIn(t *testing.T, role news.Role) session {
	t.Helper()
	return newSession(t, n.login(t, string(role)+"@example.org", password))
}

func newSession(t *testing.T, r *response) session {
	t.Helper()
	r.want(t, http.StatusOK)
	return session{access: r.text(t, "/access_token"), refresh: r.text(t, "/refresh_token")}
}

func (n *newsroom) refresh(t *testing.T, token string) *response {
	t.Helper()
	return n.do(t, "POST", "/v1/auth/refresh", "", map[string]string{"refresh_token": token})
}

func (n *newsroom) logout(t *testing.T, access, token string) *response {
	t.Helper()
	return n.do(t, "POST", "/v1/auth/logout", access, map[string]string{"refresh_token": token})
}

func (n *newsroom) me(t *testing.T, access string) *response {
	t.Helper()
	return n.do(t, "GET", "/v1/auth/me", access, nil)
}

func TestRefresh(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		first := n.signIn(t, news.RoleAuthor)
		n.clock.move(accessTTL + auth.Leeway + time.Second)
		n.me(t, first.access).problem(t, http.StatusUnauthorized, "invalid-token")
		answer := n.refresh(t, first.refresh)
		second := newSession(t, answer)
		answer.head(t, "Cache-Control", "no-store")
		answer.has(t, "/expires_in", int(accessTTL.Seconds()))
		n.me(t, second.access).want(t, http.StatusOK)
		third := newSession(t, n.refresh(t, second.refresh))
		n.me(t, third.access).want(t, http.StatusOK)
		if third.refresh == second.refresh || second.refresh == first.refresh {
			t.Error("a refresh token came back")
		}
	})
}

// A refresh token that comes twice may have been stolen: its session ends, and
// no other.
func TestReplayedRefreshToken(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		first, other := n.signIn(t, news.RoleAuthor), n.signIn(t, news.RoleAuthor)
		second := newSession(t, n.refresh(t, first.refresh))
		n.me(t, second.access).want(t, http.StatusOK)
		for range 2 {
			n.refresh(t, first.refresh).problem(t, http.StatusUnauthorized, "invalid-token").head(t, "WWW-Authenticate", "Bearer")
		}
		n.refresh(t, second.refresh).problem(t, http.StatusUnauthorized, "invalid-token")
		n.me(t, second.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.me(t, other.access).want(t, http.StatusOK)
		newSession(t, n.refresh(t, other.refresh))
		log := n.log(t, "?action=replay&with_total=true")
		log.has(t, "/page/total", 1)
		log.has(t, "/data/0/user_id", n.users[news.RoleAuthor].ID)
		log.has(t, "/data/0/address", "127.0.0.1")
	})
}

func TestConcurrentRefresh(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const clients = 8
		token := n.signIn(t, news.RoleEditor).refresh
		answers := make([]*response, clients)
		var group sync.WaitGroup
		for i := range answers {
			group.Go(func() { answers[i] = n.refresh(t, token) })
		}
		group.Wait()
		won := 0
		for _, answer := range answers {
			if answer.status == http.StatusOK {
				won++
				continue
			}
			answer.problem(t, http.StatusUnauthorized, "invalid-token")
		}
		if won != 1 {
			t.Errorf("%d of %d won", won, clients)
		}
	})
}

func TestBadRefreshTokens(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		made, _ := auth.NewRefreshToken()
		good := n.signIn(t, news.RoleEditor)
		for name, token := range map[string]string{
			"made up":   made,
			"its hash":  auth.HashRefreshToken(good.refresh),
			"truncated": good.refresh[:42],
			"padded":    good.refresh + "=",
		} {
			t.Run(name, func(t *testing.T) { n.refresh(t, token).problem(t, http.StatusUnauthorized, "invalid-token") })
		}
		n.refresh(t, good.access).want(t, http.StatusUnprocessableEntity) // longer than any refresh token
		inactive := n.signIn(t, news.RoleAuthor)
		n.deactivate(t, news.RoleAuthor)
		n.refresh(t, inactive.refresh).problem(t, http.StatusUnauthorized, "invalid-token")
		newSession(t, n.refresh(t, good.refresh))
	})
}

// A session lasts so long from signing in, however often it is refreshed, and
// its last access token is not said to live on.
func TestSessionsExpire(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const left = 10 * time.Minute
		first := n.signIn(t, news.RoleEditor)
		n.clock.move(refreshTTL - left)
		answer := n.refresh(t, first.refresh)
		last := newSession(t, answer)
		answer.has(t, "/expires_in", left.Seconds())
		n.clock.move(left - time.Microsecond)
		n.me(t, last.access).want(t, http.StatusOK)
		n.clock.move(2 * time.Second)
		n.me(t, last.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.refresh(t, last.refresh).problem(t, http.StatusUnauthorized, "invalid-token")

		hash := auth.HashRefreshToken(last.refresh)
		if _, err := n.store.SessionOfToken(t.Context(), hash); err != nil {
			t.Errorf("before the next sign-in: %v", err)
		}
		fresh := n.signIn(t, news.RoleReader)
		if _, err := n.store.SessionOfToken(t.Context(), hash); err == nil {
			t.Error("signing in does not remove what has expired")
		}
		n.me(t, fresh.access).want(t, http.StatusOK)
	})
}

func TestLogout(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		mine, other := n.signIn(t, news.RoleEditor), n.signIn(t, news.RoleEditor)
		n.me(t, mine.access).want(t, http.StatusOK)
		r := n.logout(t, mine.access, mine.refresh).want(t, http.StatusNoContent)
		r.head(t, "Cache-Control", "private, no-store, no-transform")
		if len(r.body) != 0 {
			t.Errorf("204 with %q", r.body)
		}
		n.me(t, mine.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.refresh(t, mine.refresh).problem(t, http.StatusUnauthorized, "invalid-token")
		n.me(t, other.access).want(t, http.StatusOK)
		n.logout(t, "", other.refresh).want(t, http.StatusNoContent).head(t, "Cache-Control", "no-store")
		n.me(t, other.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.logout(t, "", other.refresh).want(t, http.StatusNoContent)
	})
}

func TestLogoutWithATokenOfBefore(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		first := n.signIn(t, news.RoleEditor)
		second := newSession(t, n.refresh(t, first.refresh))
		n.logout(t, "", first.refresh).want(t, http.StatusNoContent)
		n.me(t, second.access).problem(t, http.StatusUnauthorized, "invalid-token")
	})
}

func TestLogoutOfOthers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		mine, theirs := n.signIn(t, news.RoleAdmin), n.signIn(t, news.RoleReader)
		made, _ := auth.NewRefreshToken()
		for _, token := range []string{theirs.refresh, made} {
			r := n.logout(t, mine.access, token).problem(t, http.StatusUnauthorized, "invalid-token")
			r.head(t, "WWW-Authenticate", `Bearer error="invalid_token"`)
			r.has(t, "/detail", "the refresh token is not one of yours")
		}
		n.me(t, theirs.access).want(t, http.StatusOK)
		n.logout(t, "", made).want(t, http.StatusNoContent)
	})
}

func TestNewPasswordEndsSessions(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const changed = "another long password"
		before, other := n.signIn(t, news.RoleEditor), n.signIn(t, news.RoleReader)
		n.me(t, before.access).want(t, http.StatusOK)
		if err := n.service.SetPassword(t.Context(), news.System(), "Editor@example.org", changed); err != nil {
			t.Fatal(err)
		}
		n.me(t, before.access).problem(t, http.StatusUnauthorized, "invalid-token")
		n.refresh(t, before.refresh).problem(t, http.StatusUnauthorized, "invalid-token")
		n.login(t, "editor@example.org", password).problem(t, http.StatusUnauthorized, "bad-credentials")
		after := newSession(t, n.login(t, "editor@example.org", changed))
		n.me(t, after.access).has(t, "/revision", 2)
		n.me(t, other.access).want(t, http.StatusOK)
	})
}

// A password that is changed while somebody signs in with it leaves no session
// behind, whoever comes first.
func TestNewPasswordDuringLogin(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		current := password
		for round := range 30 {
			var (
				group  sync.WaitGroup
				answer *response
			)
			changed := fmt.Sprintf("password of round %d", round)
			n.clock.move(time.Minute) // so that no limit of sign-ins is met
			group.Go(func() { answer = n.login(t, "editor@example.org", current) })
			group.Go(func() {
				if err := n.service.SetPassword(t.Context(), news.System(), "editor@example.org", changed); err != nil {
					t.Error(err)
				}
			})
			group.Wait()
			if answer.status == http.StatusOK {
				n.me(t, answer.text(t, "/access_token")).problem(t, http.StatusUnauthorized, "invalid-token")
			}
			current = changed
		}
	})
}
