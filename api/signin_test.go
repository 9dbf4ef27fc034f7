package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// try signs in from an address and returns how long to wait, if it is told to.
func (n *newsroom) try(t *testing.T, address, email, password string) (good bool, wait time.Duration) {
	t.Helper()
	_, err := n.service.Login(t.Context(), news.Actor{Address: address}, email, password)
	var failure *news.Error
	if err == nil {
		return true, 0
	}
	if !errors.As(err, &failure) || (failure.Kind != news.Unauthenticated && failure.Kind != news.TooMany) {
		t.Fatal(err)
	}
	if failure.Kind == news.TooMany && (failure.RetryAfter <= 0 || failure.RetryAfter > time.Minute) {
		t.Errorf("told to wait %v", failure.RetryAfter)
	}
	return false, failure.RetryAfter
}

// failUntil fails to sign in until it is told to wait, and returns how often
// that took.
func (n *newsroom) failUntil(t *testing.T, address, email string) (times int) {
	t.Helper()
	const most = 200
	for times = range most {
		if _, wait := n.try(t, address, email, "not the password"); wait > 0 {
			return times
		}
	}
	return most
}

func TestTooManySignIns(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for range 5 {
			n.login(t, "editor@example.org", "not the password").problem(t, http.StatusUnauthorized, "bad-credentials")
		}
		for _, guess := range []string{"not the password", password} {
			r := n.login(t, "Editor@example.org", guess).problem(t, http.StatusTooManyRequests, "too-many-sign-ins")
			r.head(t, "Retry-After", "60")
			r.head(t, "Cache-Control", "no-store")
		}
		newSession(t, n.login(t, "author@example.org", password))
		n.clock.move(59 * time.Second)
		n.login(t, "editor@example.org", password).problem(t, http.StatusTooManyRequests, "too-many-sign-ins").head(t, "Retry-After", "1")
		n.clock.move(time.Second)
		newSession(t, n.login(t, "editor@example.org", password))
		if times := n.failUntil(t, "127.0.0.1", "editor@example.org"); times != 5 {
			t.Errorf("after a success %d may fail", times)
		}
		for _, rows := range storetest.Beside(t, n.store).All(t)["sign_in_limits"] {
			if strings.Contains(rows, "example.org") || strings.Contains(rows, "127.0.0.1") {
				t.Errorf("what was typed is stored: %s", rows)
			}
		}
	})
}

// Whoever tries from one address, however hard, keeps nobody out elsewhere.
func TestOneAddressLocksNobodyOut(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for range 30 {
			n.failUntil(t, "192.0.2.1", "editor@example.org")
			n.clock.move(time.Minute)
		}
		if good, wait := n.try(t, "198.51.100.7", "editor@example.org", password); !good {
			t.Errorf("the editor is kept out elsewhere for %v", wait)
		}
	})
}

// Whoever tries from everywhere keeps nobody out where they work, and for a
// minute at most elsewhere.
func TestManyAddressesLockNobodyOutForLong(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		if good, _ := n.try(t, "198.51.100.7", "editor@example.org", password); !good {
			t.Fatal("the editor can't sign in")
		}
		failed := 0
		for i := range 60 {
			failed += n.failUntil(t, fmt.Sprintf("192.0.2.%d", i), "editor@example.org")
		}
		if failed != 20 {
			t.Errorf("%d guesses were looked at, want 20", failed)
		}
		if good, wait := n.try(t, "198.51.100.7", "editor@example.org", password); !good {
			t.Errorf("the editor is kept out at work for %v", wait)
		}
		good, wait := n.try(t, "203.0.113.9", "editor@example.org", password)
		if good || wait != 6*time.Second {
			t.Errorf("elsewhere: signed in %v, wait %v", good, wait)
		}
		if good, _ := n.try(t, "203.0.113.9", "author@example.org", password); !good {
			t.Error("others are kept out too")
		}
		n.clock.move(wait)
		if good, wait := n.try(t, "203.0.113.9", "editor@example.org", password); !good {
			t.Errorf("and still for %v", wait)
		}
		n.clock.move(31 * 24 * time.Hour)
		for i := range 60 {
			n.failUntil(t, fmt.Sprintf("192.0.2.%d", i), "editor@example.org")
		}
		if good, _ := n.try(t, "198.51.100.7", "editor@example.org", password); good {
			t.Error("an address of a month ago is still known")
		}
	})
}

// One address may try 50 accounts, and then one in six seconds; a network of
// IPv6 counts as one.
func TestOneAddressTriesManyAccounts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		failed := 0
		for i := range 100 {
			address := fmt.Sprintf("2001:db8:1:2::%x", i)
			if _, wait := n.try(t, address, fmt.Sprintf("user%d@example.org", i), "not the password"); wait == 0 {
				failed++
			}
		}
		if failed != 50 {
			t.Errorf("%d accounts were tried, want 50", failed)
		}
		if good, _ := n.try(t, "2001:db8:1:3::1", "editor@example.org", password); !good {
			t.Error("the network beside it is kept out")
		}
		n.clock.move(6 * time.Second)
		if good, wait := n.try(t, "2001:db8:1:2::1", "editor@example.org", password); !good {
			t.Errorf("six seconds later there is still a wait of %v", wait)
		}
	})
}

func TestManyAttemptsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		waits := make([]time.Duration, 20)
		var group sync.WaitGroup
		for i := range waits {
			group.Go(func() { _, waits[i] = n.try(t, "192.0.2.1", "editor@example.org", "not the password") })
		}
		group.Wait()
		looked := 0
		for _, wait := range waits {
			if wait == 0 {
				looked++
			}
		}
		if looked != 5 {
			t.Errorf("%d guesses were looked at, want 5", looked)
		}
	})
}

// Those who sign in at once tidy up at once too, and don't wait for each other.
func TestManySignInsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for range 3 {
			var group sync.WaitGroup
			for _, role := range news.Roles() {
				for i := range 3 {
					group.Go(func() {
						if good, wait := n.try(t, fmt.Sprintf("192.0.2.%d", i), string(role)+"@example.org", password); !good {
							t.Errorf("the %s waits for %v", role, wait)
						}
					})
				}
			}
			group.Wait()
			n.clock.move(time.Minute)
		}
	})
}

func TestIdleLimitsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		rows := storetest.Beside(t, n.store)
		for i := range 10 {
			n.try(t, "192.0.2.1", fmt.Sprintf("user%d@example.org", i), "not the password")
		}
		if count := len(rows.All(t)["sign_in_limits"]); count != 21 {
			t.Errorf("%d rows for 10 accounts at one address, want 21", count)
		}
		n.clock.move(time.Hour)
		n.try(t, "198.51.100.7", "editor@example.org", password)
		if count := len(rows.All(t)["sign_in_limits"]); count != 1 {
			t.Errorf("%d rows are left, want that of the editor at the address", count)
		}
	})
}

// Whoever found a session open guesses the password no faster there.
func TestGuessingTheCurrentPassword(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		own := n.as(t, news.RoleAuthor)
		guess := object{"password": newPassword, "current_password": "not the password"}
		for range 5 {
			n.patchUser(t, own, news.RoleAuthor, guess).problem(t, http.StatusUnprocessableEntity, "validation")
		}
		guess["current_password"] = password
		n.patchUser(t, own, news.RoleAuthor, guess).problem(t, http.StatusTooManyRequests, "too-many-sign-ins").head(t, "Retry-After", "60")
		n.clock.move(time.Minute)
		n.patchUser(t, own, news.RoleAuthor, guess).want(t, http.StatusOK)
	})
}
