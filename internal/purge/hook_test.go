package purge_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/purge"
)

const token = "s3cret-of-the-hook"

var groups = []news.Group{"article-1aZ", "list-all"}

// receiver answers every call with answer.
func receiver(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

func TestStyles(t *testing.T) {
	for _, c := range []struct {
		style              purge.Style
		method, body       string
		header, wantHeader string
	}{
		{"", "POST", `{"groups":["article-1aZ","list-all"]}`, "Authorization", "Bearer " + token},
		{purge.JSON, "POST", `{"groups":["article-1aZ","list-all"]}`, "Authorization", "Bearer " + token},
		{purge.Fastly, "POST", `{"surrogate_keys":["article-1aZ","list-all"]}`, "Fastly-Key", token},
		{purge.Cloudflare, "POST", `{"tags":["article-1aZ","list-all"]}`, "Authorization", "Bearer " + token},
		{purge.Varnish, "PURGE", "", "xkey", "article-1aZ list-all"},
		{purge.Varnish, "PURGE", "", "Authorization", "Bearer " + token},
	} {
		t.Run(string(c.style), func(t *testing.T) {
			url := receiver(t, func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if r.Method != c.method || string(body) != c.body || r.Header.Get(c.header) != c.wantHeader || err != nil {
					t.Errorf("got %s %q, %s: %q, %v", r.Method, body, c.header, r.Header.Get(c.header), err)
				}
				if r.URL.RequestURI() != "/zones/1?a=b" {
					t.Errorf("called %s", r.URL)
				}
				if c.body != "" && r.Header.Get("Content-Type") != "application/json" {
					t.Errorf("the body is %q", r.Header.Get("Content-Type"))
				}
				_, _ = io.WriteString(w, `{"success": true}`)
			})
			hook := purge.New(purge.Settings{URL: url + "/zones/1?a=b", Token: token, Style: c.style})
			if err := hook.Purge(t.Context(), groups); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWithoutAToken(t *testing.T) {
	url := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Fastly-Key") != "" {
			t.Errorf("sent %v", r.Header)
		}
	})
	for _, style := range []purge.Style{purge.JSON, purge.Fastly, purge.Varnish} {
		if err := purge.New(purge.Settings{URL: url, Style: style}).Purge(t.Context(), groups); err != nil {
			t.Error(err)
		}
	}
}

// What may pass by itself is tried again soon, what somebody has to mend slowly,
// and never before the receiver said.
func TestFailures(t *testing.T) {
	soon := []time.Duration{time.Second, time.Minute}
	slowly := []time.Duration{30 * time.Second, 10 * time.Minute}
	for _, c := range []struct {
		style      purge.Style
		status     int
		retryAfter string
		body       string
		want       []time.Duration
	}{
		{status: 500, want: soon},
		{status: 503, want: soon},
		{status: 408, want: soon},
		{status: 425, want: soon},
		{status: 429, want: soon},
		{status: 400, want: slowly},
		{status: 401, want: slowly},
		{status: 404, want: slowly},
		{status: 304, want: slowly},
		{status: 429, retryAfter: "7", want: []time.Duration{7 * time.Second, time.Minute}},
		{status: 503, retryAfter: "120", want: []time.Duration{2 * time.Minute, 2 * time.Minute}},
		{status: 503, retryAfter: "4294967295", want: []time.Duration{10 * time.Minute, 10 * time.Minute}},
		{status: 503, retryAfter: "99999999999999999999", want: soon},
		{status: 503, retryAfter: "-5", want: soon},
		{status: 503, retryAfter: "Fri, 11 Jul 2025 08:00:00 GMT", want: soon},
		{status: 503, retryAfter: "Fri, 11 Jul 2225 08:00:00 GMT", want: []time.Duration{10 * time.Minute, 10 * time.Minute}},
		{status: 403, retryAfter: "1", want: slowly},
		{style: purge.Cloudflare, status: 200, body: `{"success": false}`, want: slowly},
		{style: purge.Cloudflare, status: 200, body: `<html>`, want: slowly},
	} {
		url := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			if c.retryAfter != "" {
				w.Header().Set("Retry-After", c.retryAfter)
			}
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		})
		err := purge.New(purge.Settings{URL: url, Token: token, Style: c.style}).Purge(t.Context(), groups)
		failure, ok := errors.AsType[*purge.Error](err)
		if !ok || failure.First != c.want[0] || failure.Longest != c.want[1] {
			t.Errorf("%d %q gets %v, %+v, want %v", c.status, c.retryAfter, err, failure, c.want)
		}
		quiet(t, err, url)
	}
}

// quiet checks that an error shows neither the token nor the address.
func quiet(t *testing.T, err error, url string) {
	t.Helper()
	if err == nil || strings.Contains(err.Error(), token) || strings.Contains(err.Error(), url) {
		t.Errorf("the error is %v", err)
	}
}

// A redirect would carry the token elsewhere.
func TestARedirectIsNotFollowed(t *testing.T) {
	elsewhere := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("it was followed") })
	for _, status := range []int{301, 302, 303, 307, 308} {
		url := receiver(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere, status) })
		err := purge.New(purge.Settings{URL: url, Token: token}).Purge(t.Context(), groups)
		quiet(t, err, url)
	}
}

func TestNobodyListens(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for _, url := range []string{gone.URL + "/?key=" + token, "http://[::1", "http://\x7f"} {
		err := purge.New(purge.Settings{URL: url, Token: token}).Purge(t.Context(), groups)
		quiet(t, err, url)
		if _, ok := errors.AsType[*purge.Error](err); !ok {
			t.Errorf("%v is no Error", err)
		}
	}
}

func TestAReceiverThatHangs(t *testing.T) {
	held := make(chan struct{})
	url := receiver(t, func(http.ResponseWriter, *http.Request) { <-held })
	defer close(held)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := purge.New(purge.Settings{URL: url, Token: token}).Purge(ctx, groups)
	quiet(t, err, url)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// An answer without an end is not read to it.
func TestAReceiverThatTalks(t *testing.T) {
	var sent atomic.Int64
	ended := make(chan struct{})
	url := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		defer close(ended)
		for chunk := strings.Repeat("x", 1<<20); sent.Load() < 1<<30; {
			n, err := io.WriteString(w, chunk)
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	if err := purge.New(purge.Settings{URL: url}).Purge(t.Context(), groups); err != nil {
		t.Error(err)
	}
	<-ended
	if n := sent.Load(); n >= 1<<30 {
		t.Errorf("%d bytes were taken", n)
	}
}
