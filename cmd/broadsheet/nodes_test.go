package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// siteOf reads the site's name from a node, and what its cache says of it.
func siteOf(t *testing.T, b *booted) (name, cacheStatus string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+"/v1/site", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	name, _ = decode(t, response.Body)["name"].(string)
	return name, response.Header.Get("Cache-Status")
}

// rename gives the site a name through a node.
func rename(t *testing.T, b *booted, token, name string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, b.url+"/v1/site", strings.NewReader(fmt.Sprintf(`{"name": %q}`, name)))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + token, "If-Match": "*"} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("renaming the site gets %d", response.StatusCode)
	}
}

// twoNodes boots two on one database, and signs an admin in.
func twoNodes(t *testing.T, url string, args ...string) (one, other *booted, token string) {
	t.Helper()
	wanted := settings(t, url, append(args, "--admin-email=chief@example.org", "--admin-password="+goodPassword)...)
	one, other = boot(t, wanted), boot(t, wanted)
	token, ok := signIn(t, one.url, "chief@example.org", goodPassword)
	if !ok {
		t.Fatal("the admin can't sign in")
	}
	return one, other, token
}

func isHit(t *testing.T, b *booted) func() bool {
	return func() bool {
		_, status := siteOf(t, b)
		return status == "broadsheet; hit"
	}
}

// What one node or process has answered, it shows from then on, and the other a
// second later at the most. Then both keep it.
func TestNodesHearEachOther(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		one, other, token := twoNodes(t, url)
		for i := range 5 {
			waitFor(t, "one keeps the site", isHit(t, one))
			waitFor(t, "the other keeps the site", isHit(t, other))
			name := fmt.Sprint("Name ", i)
			rename(t, one, token, name)
			answered := time.Now()
			if got, status := siteOf(t, one); got != name {
				t.Errorf("the node that wrote %q shows %q (%s)", name, got, status)
			}
			for over := false; !over; {
				over = time.Since(answered) > time.Second
				got, status := siteOf(t, other)
				if got != name && over {
					t.Errorf("a second after %q the other node shows %q (%s)", name, got, status)
				}
				over = over || got == name
			}
		}
	})
}

// A listener that is cut off again and again is not trusted with anything.
func TestListenerIsCut(t *testing.T) {
	url := storetest.URLs(t)[storetest.EnginePostgres]
	one, other, token := twoNodes(t, url)
	waitFor(t, "the other keeps the site", isHit(t, other))
	ctx, cancel := context.WithCancel(t.Context())
	var cutting sync.WaitGroup
	cutting.Go(func() { cutListeners(ctx, t, url) })
	for i := range 10 {
		name := fmt.Sprint("Name ", i)
		rename(t, one, token, name)
		time.Sleep(time.Second)
		if got, status := siteOf(t, other); got != name {
			t.Errorf("a second after %q the other node shows %q (%s)", name, got, status)
		}
	}
	cancel()
	cutting.Wait()
	waitFor(t, "the other keeps the site again", isHit(t, other))
	for _, line := range []string{"other writers can't be heard", "other writers are heard"} {
		if !strings.Contains(other.logs.String(), line) {
			t.Errorf("no line %q in the log", line)
		}
	}
}

// cutListeners ends the connections that listen on a database, ten times a
// second, until ctx ends.
func cutListeners(ctx context.Context, t *testing.T, url string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = db.Close() }()
	for cut := 0; ; time.Sleep(100 * time.Millisecond) {
		var some int
		err := db.QueryRowContext(ctx, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'broadsheet listener'`).Scan(&some)
		cut += some
		if ctx.Err() != nil {
			if cut == 0 {
				t.Error("no listener was there to be cut")
			}
			return
		}
		if err != nil {
			t.Error(err)
			return
		}
	}
}

func TestWithoutACache(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		b := boot(t, settings(t, url, "--cache-bytes=0"))
		for range 2 {
			if _, status := siteOf(t, b); status != "" {
				t.Errorf("Cache-Status is %q", status)
			}
		}
	})
}
