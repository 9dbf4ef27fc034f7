package api_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

const (
	password      = "correct horse battery"
	allowedOrigin = "https://desk.example.org"
	accessTTL     = 15 * time.Minute
	refreshTTL    = 24 * time.Hour
	cacheBytes    = 8 << 20
)

// newsroom is a running server of one test on one engine. Its clock stands at
// noon of 2025-07-11 until it is moved.
type newsroom struct {
	url        string
	server     *api.Server
	twin       *api.Server // the same without a response cache; nil compares nothing
	service    *service.Service
	store      *store.Store
	clock      *clock
	issuer     auth.Issuer
	private    ed25519.PrivateKey
	users      map[news.Role]*news.User
	statements *atomic.Int64
	signedIn   map[news.Role]access
}

type access struct {
	token   string
	expires time.Time
}

// each runs fn against a server on either engine, which has one user of each
// role: reader@example.org and so on.
func each(t *testing.T, fn func(t *testing.T, n *newsroom)) {
	t.Helper()
	trace := func(ctx context.Context, _ string) {
		if count, ok := ctx.Value(statementsKey{}).(*atomic.Int64); ok {
			count.Add(1)
		}
	}
	storetest.EachWith(t, store.Options{Trace: trace}, func(t *testing.T, s *store.Store) {
		fn(t, open(t, s))
	})
}

type statementsKey struct{}

func open(tb testing.TB, s *store.Store) *newsroom {
	tb.Helper()
	n := &newsroom{
		store: s, clock: &clock{at: time.Date(2025, time.July, 11, 12, 0, 0, 0, time.UTC)},
		users: map[news.Role]*news.User{}, statements: &atomic.Int64{}, signedIn: map[news.Role]access{},
	}
	n.issuer, n.private = newIssuer(tb, n.clock)
	options := service.Options{
		Now: n.clock.now, Issuer: n.issuer, RefreshTTL: refreshTTL,
		Passwords: auth.NewPasswords(auth.Cost{MemoryKiB: 8, Passes: 1, Lanes: 1}),
	}
	n.twin, _ = n.run(tb, options)
	options.Cache = cache.New(cacheBytes)
	n.server, n.service = n.run(tb, options)
	n.hire(tb)
	n.listen(tb)
	return n
}

// run makes a server of its own on the newsroom's database.
func (n *newsroom) run(tb testing.TB, options service.Options) (*api.Server, *service.Service) {
	tb.Helper()
	svc, err := service.New(tb.Context(), n.store, options)
	if err != nil {
		tb.Fatal(err)
	}
	server, err := api.New(tb.Context(), svc, api.Options{
		Version: "test", CORSOrigins: []string{allowedOrigin},
		Logger: slog.New(slog.NewTextHandler(tb.Output(), nil)),
	})
	if err != nil {
		tb.Fatal(err)
	}
	return server, svc
}

func newIssuer(tb testing.TB, at *clock) (auth.Issuer, ed25519.PrivateKey) {
	tb.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		tb.Fatal(err)
	}
	ring, _, err := auth.OpenKeyring(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), at.now)
	if err != nil {
		tb.Fatal(err)
	}
	return auth.Issuer{Keyring: ring, Issuer: "broadsheet", Audience: "broadsheet-api", TTL: accessTTL, Now: at.now}, private
}

// hire makes a user of each role.
func (n *newsroom) hire(tb testing.TB) {
	tb.Helper()
	for _, role := range news.Roles() {
		user, err := n.service.CreateUser(tb.Context(), news.System(), service.NewUser{
			Email: string(role) + "@example.org", Name: "The " + string(role), Role: role, Password: password,
		})
		if err != nil {
			tb.Fatal(err)
		}
		n.users[role] = user
	}
}

func (n *newsroom) listen(tb testing.TB) {
	tb.Helper()
	server := httptest.NewUnstartedServer(n.server)
	ctx := context.WithValue(context.WithoutCancel(tb.Context()), statementsKey{}, n.statements)
	server.Config.BaseContext = func(_ net.Listener) context.Context { return ctx }
	server.Start()
	tb.Cleanup(server.Close)
	n.url = server.URL
}

// as returns an access token of the user with a role, good at the clock's time.
func (n *newsroom) as(t *testing.T, role news.Role) string {
	t.Helper()
	if known := n.signedIn[role]; known.expires.After(n.clock.now()) {
		return known.token
	}
	answer := n.login(t, string(role)+"@example.org", password).want(t, http.StatusOK)
	token := answer.text(t, "/access_token")
	n.signedIn[role] = access{token: token, expires: n.clock.now().Add(accessTTL)}
	return token
}

func (n *newsroom) login(t *testing.T, email, password string) *response {
	t.Helper()
	return n.do(t, "POST", "/v1/auth/login", "", map[string]string{"email": email, "password": password})
}

// clock is a clock that moves when told to, and by a tick each time that it is
// looked at.
type clock struct {
	mu   sync.Mutex
	at   time.Time
	tick time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(c.tick)
	return c.at
}

// ticks sets the tick.
func (c *clock) ticks(tick time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tick = tick
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
