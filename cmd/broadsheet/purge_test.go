package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

const purgeToken = "s3cret-of-the-hook"

// edge takes purges as Cloudflare does, once it is up.
type edge struct {
	mu     sync.Mutex
	calls  int
	purged []string
}

func (e *edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls++
	if e.calls == 1 {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	var sent struct {
		Tags []string `json:"tags"`
	}
	err := json.NewDecoder(r.Body).Decode(&sent)
	good := err == nil && r.Header.Get("Authorization") == "Bearer "+purgeToken
	if good {
		e.purged = append(e.purged, sent.Tags...)
	}
	_, _ = fmt.Fprintf(w, `{"success": %t}`, good)
}

func (e *edge) has() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.purged)
}

// What stands in front is told, by the very names that it saw on the answer, what
// a write through any node made stale, once it can be reached.
func TestWritesAreTold(t *testing.T) {
	t.Setenv("BROADSHEET_PURGE_TOKEN", purgeToken)
	storetest.EachURL(t, func(t *testing.T, url string) {
		told := &edge{}
		receiver := httptest.NewServer(told)
		defer receiver.Close()
		wanted := settings(t, url, "--admin-email=chief@example.org", "--admin-password="+goodPassword, "--metrics-addr=127.0.0.1:0",
			"--purge-url="+receiver.URL+"/zones/1/purge_cache?key="+purgeToken, "--purge-style=cloudflare", "--surrogate-header=Cache-Tag")
		one, other := boot(t, wanted), boot(t, wanted)
		token, ok := signIn(t, one.url, "chief@example.org", goodPassword)
		if !ok {
			t.Fatal("the admin can't sign in")
		}
		tag := cacheTag(t, one.url+"/v1/site")
		rename(t, other, token, "The Ebb")
		waitFor(t, "the purge", func() bool { return slices.Contains(told.has(), tag) })
		if purged := told.has(); !slices.Equal(purged, []string{tag}) {
			t.Errorf("purged are %v, want %s", purged, tag)
		}
		waitFor(t, "its end", func() bool {
			return strings.Contains(counted(t, one)+counted(t, other), `broadsheet_jobs_total{kind="purge",outcome="done"} 1`)
		})
		logs := one.logs.String() + other.logs.String()
		if strings.Contains(logs, purgeToken) || !strings.Contains(logs, "the purge hook answers with 502") {
			t.Errorf("the logs are %s", logs)
		}
		if !strings.Contains(counted(t, one)+counted(t, other), `broadsheet_jobs_total{kind="purge",outcome="put_off"} 1`) {
			t.Error("the failure is not counted")
		}
	})
}

// counted returns the figures of a node.
func counted(t *testing.T, b *booted) string {
	t.Helper()
	return body(t, "http://"+b.gauges.listener.Addr().String()+"/metrics")
}

func cacheTag(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.Header.Get("Cache-Tag")
}
