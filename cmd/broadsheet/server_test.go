package main

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// settings are those that serve would have, on a free port.
func settings(t *testing.T, url string, args ...string) config.Serve {
	t.Helper()
	args = append([]string{"serve", "--addr=127.0.0.1:0", "--database-url", url, "--signing-keys", t.TempDir()}, args...)
	return parse(t, args...).Serve.Serve
}

// booted is a server that runs until the test ends or stop is called.
type booted struct {
	*server
	url   string
	greet string
	logs  *safeBuffer
	stop  func() error // and wait for its end
}

func boot(t *testing.T, settings config.Serve) *booted {
	t.Helper()
	b := open(t, settings)
	b.start(t)
	return b
}

// open makes everything ready, and start has it run.
func open(t *testing.T, settings config.Serve) *booted {
	t.Helper()
	b := &booted{logs: &safeBuffer{}}
	var err error
	if b.server, err = openServer(t.Context(), settings, slog.New(slog.NewJSONHandler(b.logs, nil))); err != nil {
		t.Fatal(err)
	}
	b.notice = 0
	var greeting bytes.Buffer
	if err := b.server.greet(&greeting); err != nil {
		t.Fatal(err)
	}
	b.greet, b.url = greeting.String(), baseURL(b.listener.Addr().String())
	return b
}

func (b *booted) start(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.run(ctx) }()
	b.stop = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = b.stop() })
}

// safeBuffer is a buffer that a server and a test share.
type safeBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

var madeUp = regexp.MustCompile(`Password +([0-9a-z-]{29}) `)

func passwordIn(t *testing.T, greeting string) string {
	t.Helper()
	found := madeUp.FindStringSubmatch(greeting)
	if found == nil {
		t.Fatalf("no password in %s", greeting)
	}
	return found[1]
}

func TestFirstStart(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		wanted := settings(t, url, "--demo")
		first := boot(t, wanted)
		for _, text := range []string{"API        " + first.url, "Reference  " + first.url + "/docs", "Sign-in    admin@example.org"} {
			if !strings.Contains(first.greet, text) {
				t.Errorf("no %q in %s", text, first.greet)
			}
		}
		password := passwordIn(t, first.greet)
		token, ok := signIn(t, first.url, "admin@example.org", password)
		if !ok {
			t.Fatal("the password that was printed is not taken")
		}
		if _, me := call(t, "GET", first.url+"/v1/auth/me", token, ""); me["role"] != "admin" {
			t.Errorf("the first admin is %v", me)
		}
		if _, site := call(t, "GET", first.url+"/v1/site", "", ""); site["name"] != "Lantern Bay Courier" {
			t.Errorf("the site is %v", site)
		}
		if n := countArticles(t, url); n != 12 {
			t.Errorf("%d articles", n)
		}
		if err := first.stop(); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(first.logs.String(), password) {
			t.Error("the password is in the log")
		}
		onlyHashed(t, url, "admin@example.org", password)

		second := boot(t, wanted)
		if strings.Contains(second.greet, "Password") || strings.Contains(second.greet, "Sign-in") {
			t.Errorf("a second start greets with %s", second.greet)
		}
		if _, ok := signIn(t, second.url, "admin@example.org", password); !ok {
			t.Error("after a second start the password is not taken")
		}
		if status, _ := call(t, "GET", second.url+"/v1/auth/me", token, ""); status != http.StatusOK {
			t.Errorf("after a second start a token gets %d", status)
		}
		if n := countArticles(t, url); n != 12 {
			t.Errorf("%d articles after a second start", n)
		}
	})
}

// onlyHashed fails the test if the password itself is anywhere in the rows of
// its user or, on SQLite, in the files.
func onlyHashed(t *testing.T, url, email, password string) {
	t.Helper()
	user, err := look(t, url).UserByEmail(t.Context(), email)
	if err != nil || !strings.HasPrefix(user.PasswordHash, "$argon2id$") {
		t.Errorf("the password is kept as %v, %v", user, err)
	}
	path, isFile := strings.CutPrefix(url, "sqlite:")
	if !isFile {
		return
	}
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + suffix)
		if err != nil && suffix == "" {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(password)) {
			t.Errorf("the password is in %s", path+suffix)
		}
	}
}

func TestFirstAdminOfTheSettings(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		b := boot(t, settings(t, url, "--admin-email=Chief@example.org", "--admin-password="+goodPassword))
		if !strings.Contains(b.greet, "Sign-in    Chief@example.org, with the password that was set") || strings.Contains(b.greet, goodPassword) {
			t.Errorf("greets with %s", b.greet)
		}
		if _, ok := signIn(t, b.url, "chief@example.org", goodPassword); !ok {
			t.Error("the admin can't sign in")
		}
		if n := countArticles(t, url); n != 0 {
			t.Errorf("%d articles that nobody asked for", n)
		}
	})
}

func TestWithoutAnyUser(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		if b := boot(t, settings(t, url)); !strings.Contains(b.greet, "nobody can yet: broadsheet user add") {
			t.Errorf("greets with %s", b.greet)
		}
	})
}

func TestSigningKeyWarning(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		wanted := settings(t, url)
		for _, made := range []bool{true, false} {
			b := boot(t, wanted)
			if err := b.stop(); err != nil {
				t.Fatal(err)
			}
			warned, want := strings.Contains(b.logs.String(), "a signing key was made"), made && b.store.Engine() == "postgres"
			if warned != want {
				t.Errorf("on %s, made %t: warned %t", b.store.Engine(), made, warned)
			}
		}
	})
}

// Four nodes start at once on one empty database. All come up, one makes the
// admin, one the sample site, and each takes the others' tokens.
func TestFourNodesAtOnce(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		const nodes = 4
		wanted := settings(t, url, "--demo")
		started := make([]*booted, nodes)
		var group sync.WaitGroup
		for i := range started {
			group.Go(func() { started[i] = boot(t, wanted) })
		}
		group.Wait()
		if t.Failed() {
			return
		}
		token, admins := "", 0
		for _, b := range started {
			if b.admin.email != "" {
				admins++
				token, _ = signIn(t, b.url, "admin@example.org", passwordIn(t, b.greet))
			}
		}
		if admins != 1 || token == "" {
			t.Fatalf("%d nodes made the admin, token %q", admins, token)
		}
		for _, b := range started {
			if status, _ := call(t, "GET", b.url+"/v1/auth/me", token, ""); status != http.StatusOK {
				t.Errorf("another node's token gets %d", status)
			}
			if status, _ := call(t, "GET", b.url+"/readyz", "", ""); status != http.StatusOK {
				t.Errorf("/readyz answers %d", status)
			}
		}
		if n := countArticles(t, url); n != 12 {
			t.Errorf("%d articles", n)
		}
	})
}

func TestAddressInUse(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		b := boot(t, settings(t, url))
		again := settings(t, url, "--admin-email=chief@example.org", "--addr="+b.listener.Addr().String())
		if _, err := openServer(t.Context(), again, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "in use") {
			t.Errorf("got %v", err)
		}
		if has, err := look(t, url).HasUsers(t.Context()); has || err != nil {
			t.Errorf("an admin was made whose password nobody was told: %v, %v", has, err)
		}
	})
}

func TestNotMigrated(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		_, err := openServer(t.Context(), settings(t, url, "--no-auto-migrate"), slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), "run broadsheet migrate first") {
			t.Errorf("got %v", err)
		}
	})
}
