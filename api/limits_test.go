package api_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	rate "github.com/seed-6f93249c/broadsheet/internal/limit"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// limited has the newsroom served with limits, behind a trusted proxy.
func (n *newsroom) limited(t *testing.T, reads, writes rate.Rate) {
	t.Helper()
	server, err := api.New(t.Context(), n.service, api.Options{
		ReadLimit: reads, WriteLimit: writes, TrustedProxies: []string{"127.0.0.0/8"},
		Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	running := httptest.NewServer(server)
	t.Cleanup(running.Close)
	n.url, n.twin = running.URL, nil
}

func TestReadLimit(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		reader, editor := n.as(t, news.RoleReader), n.as(t, news.RoleEditor)
		n.limited(t, rate.Rate{Times: 3, Per: time.Minute}, rate.Rate{})
		for _, left := range []string{"2", "1", "0"} {
			r := n.do(t, "GET", "/v1/site", reader, nil).want(t, http.StatusOK)
			r.head(t, "RateLimit-Policy", `"read";q=3;w=60`)
			if got := r.header.Get("Ratelimit"); !strings.HasPrefix(got, `"read";r=`+left+`;t=`) {
				t.Errorf("RateLimit: %s, want %s left", got, left)
			}
		}
		r := n.do(t, "GET", "/v1/site", reader, nil).problem(t, http.StatusTooManyRequests, "too-many-requests")
		r.head(t, "Retry-After", "20")
		r.head(t, "RateLimit", `"read";r=0;t=60`)
		n.do(t, "GET", "/v1/articles/none", editor, nil).want(t, http.StatusNotFound).head(t, "RateLimit", `"read";r=2;t=20`)
		n.do(t, "HEAD", "/v1/site", reader, nil).want(t, http.StatusTooManyRequests)
		n.clock.move(20 * time.Second)
		n.do(t, "GET", "/v1/site", reader, nil).want(t, http.StatusOK).head(t, "RateLimit", `"read";r=0;t=60`)
		for _, path := range []string{"/healthz", "/readyz", "/", "/openapi.json", "/.well-known/jwks.json"} {
			for range 5 {
				n.get(t, path).want(t, http.StatusOK).head(t, "RateLimit", "")
			}
		}
	})
}

// What caches may keep says nothing of the reader who asked first.
func TestAnonymousReadersAreCounted(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.limited(t, rate.Rate{Times: 2, Per: time.Minute}, rate.Rate{})
		from := func(address string) *response { return n.get(t, "/v1/site", "X-Forwarded-For", address) }
		for range 2 {
			r := from("192.0.2.1").want(t, http.StatusOK)
			r.head(t, "RateLimit", "")
			r.head(t, "RateLimit-Policy", "")
		}
		from("192.0.2.1").problem(t, http.StatusTooManyRequests, "too-many-requests").head(t, "Cache-Control", "no-store")
		from("192.0.2.2").want(t, http.StatusOK)
		for _, address := range []string{"2001:db8:1:2::1", "2001:db8:1:2::2"} {
			from(address).want(t, http.StatusOK)
		}
		from("2001:db8:1:2::3").want(t, http.StatusTooManyRequests)
		from("2001:db8:1:3::1").want(t, http.StatusOK)
		n.get(t, "/v1/articles/none", "X-Forwarded-For", "192.0.2.2").want(t, http.StatusNotFound).head(t, "RateLimit", `"read";r=0;t=60`)
	})
}

func TestWriteLimit(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor, script := n.as(t, news.RoleEditor), n.script(t, news.RoleEditor, "sections:write")
		n.limited(t, rate.Rate{}, rate.Rate{Times: 1, Per: 10 * time.Second})
		for _, token := range []string{editor, script} {
			r := n.do(t, "POST", "/v1/sections", token, object{"name": "S"}).want(t, http.StatusCreated)
			r.head(t, "RateLimit-Policy", `"write";q=1;w=10`)
			r.head(t, "RateLimit", `"write";r=0;t=10`)
			n.do(t, "POST", "/v1/sections", token, object{"name": "S"}).problem(t, http.StatusTooManyRequests, "too-many-requests").
				head(t, "Retry-After", "10")
			n.do(t, "GET", "/v1/sections", token, nil).want(t, http.StatusOK).head(t, "RateLimit", "")
		}
		n.login(t, "reader@example.org", password).want(t, http.StatusOK).head(t, "RateLimit", `"write";r=0;t=10`)
		n.login(t, "reader@example.org", password).problem(t, http.StatusTooManyRequests, "too-many-requests")
	})
}

func TestWithoutLimits(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		r := n.do(t, "GET", "/v1/site", n.as(t, news.RoleReader), nil)
		r.head(t, "RateLimit", "")
		r.head(t, "RateLimit-Policy", "")
	})
}

// Who sends bad tokens is counted as a stranger, whatever the tokens say.
func TestBadTokensAreCounted(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		reader := n.as(t, news.RoleReader)
		n.limited(t, rate.Rate{Times: 2, Per: time.Minute}, rate.Rate{})
		guess := func(address string) *response {
			return n.do(t, "GET", "/v1/articles", reader+"x", nil, "X-Forwarded-For", address)
		}
		for range 2 {
			guess("192.0.2.1").problem(t, http.StatusUnauthorized, "invalid-token")
		}
		guess("192.0.2.1").problem(t, http.StatusTooManyRequests, "too-many-requests").head(t, "Retry-After", "30")
		guess("192.0.2.2").problem(t, http.StatusUnauthorized, "invalid-token")
		n.do(t, "GET", "/v1/articles", reader, nil, "X-Forwarded-For", "192.0.2.1").want(t, http.StatusOK)
	})
}

// The address is the last that no trusted proxy has: what a client puts before it
// is its own invention.
func TestForwardedAddresses(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.limited(t, rate.Rate{Times: 1, Per: time.Minute}, rate.Rate{})
		first := true
		for _, forwarded := range []string{
			"192.0.2.1", "203.0.113.9, 192.0.2.1", "198.51.100.1,198.51.100.2, 192.0.2.1", "garbage, 192.0.2.1", "192.0.2.1, 127.0.0.9",
			"203.0.113.9, 192.0.2.1, 127.0.0.9, 127.0.0.8", "::ffff:192.0.2.1", "127.0.0.1, 192.0.2.1",
		} {
			want := http.StatusTooManyRequests
			if first {
				want = http.StatusOK
			}
			n.get(t, "/v1/site", "X-Forwarded-For", forwarded).want(t, want)
			first = false
		}
		n.get(t, "/v1/site", "X-Forwarded-For", "203.0.113.1", "X-Forwarded-For", "192.0.2.1").want(t, http.StatusTooManyRequests)
		n.get(t, "/v1/site", "X-Real-Ip", "203.0.113.1", "X-Forwarded-For", "192.0.2.1").want(t, http.StatusTooManyRequests)
		n.get(t, "/v1/site", "X-Forwarded-For", "192.0.2.2").want(t, http.StatusOK)
	})
}

// Without trusted proxies nobody is believed.
func TestForwardedAddressesOfNobody(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		server, err := api.New(t.Context(), n.service, api.Options{ReadLimit: rate.Rate{Times: 1, Per: time.Minute}})
		if err != nil {
			t.Fatal(err)
		}
		running := httptest.NewServer(server)
		t.Cleanup(running.Close)
		n.url, n.twin = running.URL, nil // the other is not limited
		n.get(t, "/v1/site", "X-Forwarded-For", "192.0.2.1").want(t, http.StatusOK)
		n.get(t, "/v1/site", "X-Forwarded-For", "192.0.2.2").want(t, http.StatusTooManyRequests)
	})
}
