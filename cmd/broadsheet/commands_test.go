package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

const goodPassword = "correct horse battery"

// look opens the database that a command has written.
func look(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{MaxConnections: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestMigrate(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		command(t, "", "user", "list", "--no-auto-migrate", "--database-url", url).want(t, exitFailed, "run broadsheet migrate first")
		for range 2 {
			command(t, "", "migrate", "--database-url", url).want(t, exitDone, "up to date")
		}
		if current, err := look(t, url).Current(t.Context()); !current || err != nil {
			t.Errorf("current: %v, %v", current, err)
		}
		command(t, "", "user", "list", "--no-auto-migrate", "--database-url", url).want(t, exitDone)
	})
}

func TestUsers(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		user := func(in string, args ...string) outcome {
			return command(t, in, append([]string{"user"}, append(args, "--database-url", url)...)...)
		}
		user(goodPassword+"\n", "add", "Lin@Example.org", "editor", "Lin", "Wen").want(t, exitDone, "lin@example.org can sign in as editor")
		user(goodPassword, "add", "script@example.org", "author").want(t, exitDone)
		list := user("", "list")
		list.want(t, exitDone, "lin@example.org     editor  true    Lin Wen", "script@example.org  author  true    script")
		if strings.Contains(list.out, "argon2") {
			t.Errorf("the list shows a hash: %s", list.out)
		}
		checkPassword(t, url, "lin@example.org", goodPassword)
		user("another long one\r\n", "password", "lin@example.org").want(t, exitDone, "signed out everywhere")
		checkPassword(t, url, "lin@example.org", "another long one")

		user(goodPassword, "add", "LIN@example.org", "reader").want(t, exitFailed, "email is taken")
		user("short\n", "add", "b@example.org", "reader").want(t, exitFailed, "password must have 12 characters or more")
		user("", "add", "b@example.org", "reader").want(t, exitFailed, "password must have 12 characters or more")
		user("", "add", "nobody", "reader").want(t, exitFailed, "email must be an e-mail address", "password must have")
		user(goodPassword, "password", "nobody@example.org").want(t, exitFailed, "there is no such user")
		user("short", "password", "lin@example.org").want(t, exitFailed, "password must have 12 characters or more")
		checkPassword(t, url, "lin@example.org", "another long one")
	})
}

func TestManyUsersAreListed(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		command(t, "", "migrate", "--database-url", url).want(t, exitDone)
		s := look(t, url)
		for i := range 101 {
			email := strings.Repeat("x", i+1) + "@example.org"
			user := &news.User{ID: news.NewID(), Email: email, Role: news.RoleReader}
			if err := s.InsertUser(t.Context(), user); err != nil {
				t.Fatal(err)
			}
		}
		list := command(t, "", "user", "list", "--database-url", url)
		if lines := strings.Count(list.out, "\n"); lines != 102 {
			t.Errorf("%d lines", lines)
		}
	})
}

func checkPassword(t *testing.T, url, email, password string) {
	t.Helper()
	user, err := look(t, url).UserByEmail(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	same, err := auth.NewPasswords(auth.DefaultCost()).Check(t.Context(), password, user.PasswordHash)
	if !same || err != nil {
		t.Errorf("the password of %s is another: %v", email, err)
	}
}

func TestDemo(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		load := []string{"demo", "--database-url", url, "--signing-keys", t.TempDir()}
		command(t, "", load...).want(t, exitDone, "loaded")
		command(t, "", load...).want(t, exitFailed, "the database is not empty")
		if n := countArticles(t, url); n != 12 {
			t.Errorf("%d articles", n)
		}
	})
}

func countArticles(t *testing.T, url string) int64 {
	t.Helper()
	s := look(t, url)
	list, err := s.Articles(t.Context(), news.ArticleFilter{Statuses: news.Statuses()}, news.SortNewest,
		news.Page{Limit: 1, WithTotal: true}, news.FarFuture(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return *list.Total
}

func TestHealth(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asks for %s", r.URL)
		}
		w.WriteHeader(status)
	}))
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "", "0.0.0.0", "localhost"} {
		command(t, "", "health", "--addr", host+":"+port).want(t, exitDone, "alive")
	}
	status = http.StatusServiceUnavailable
	command(t, "", "health", "--addr", ":"+port).want(t, exitFailed, "503")
	server.Close()
	command(t, "", "health", "--addr", ":"+port).want(t, exitFailed, "refused")
}

func TestBaseURL(t *testing.T) {
	for address, want := range map[string]string{
		":8080":            "http://127.0.0.1:8080",
		"0.0.0.0:8080":     "http://127.0.0.1:8080",
		"[::]:8080":        "http://[::1]:8080",
		"127.0.0.1:80":     "http://127.0.0.1:80",
		"[2001:db8::1]:80": "http://[2001:db8::1]:80",
		"news.example:80":  "http://news.example:80",
	} {
		if got := baseURL(address); got != want {
			t.Errorf("baseURL(%q) = %q, want %q", address, got, want)
		}
	}
}
