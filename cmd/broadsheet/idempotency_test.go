package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// create asks a server for an article with a key. ok is false where no answer
// came.
func create(url, token, key string) (status int, id string, ok bool) {
	body := strings.NewReader(fmt.Sprintf(`{"title": %q}`, key))
	request, err := http.NewRequest(http.MethodPost, url+"/v1/articles", body)
	if err != nil {
		return 0, "", false
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Idempotency-Key", key)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", false
	}
	defer answer.Body.Close()
	var article struct {
		ID string `json:"id"`
	}
	whole, err := io.ReadAll(answer.Body)
	if err == nil {
		err = json.Unmarshal(whole, &article)
	}
	return answer.StatusCode, article.ID, err == nil
}

// insist asks until the key is no longer in use.
func insist(t *testing.T, url, token, key string) (id string) {
	t.Helper()
	waitFor(t, key+" is answered", func() bool {
		status, got, ok := create(url, token, key)
		if !ok || (status != http.StatusCreated && status != http.StatusConflict) {
			t.Fatalf("%s: %d, answered: %v", key, status, ok)
		}
		id = got
		return status == http.StatusCreated
	})
	return id
}

// Two servers get the same keys at the same time, from clients that do not wait.
func TestTwoServersOneKey(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		const keys, clients = 12, 6
		folder := t.TempDir()
		servers := []*process{start(t, url, folder), start(t, url, folder)}
		token, _ := signIn(t, servers[0].url, "admin@example.org", servers[0].password)
		for i := range keys {
			key, ids := fmt.Sprint("key-", i), make([]string, clients)
			var all sync.WaitGroup
			for c := range clients {
				all.Go(func() {
					if status, id, _ := create(servers[c%2].url, token, key); status == http.StatusCreated {
						ids[c] = id
					} else if status != http.StatusConflict {
						t.Errorf("%s: %d", key, status)
					}
				})
			}
			all.Wait()
			want := insist(t, servers[i%2].url, token, key)
			for _, id := range ids {
				if id != "" && id != want {
					t.Errorf("%s made %s and %s", key, id, want)
				}
			}
		}
		if made := countArticles(t, url); made != keys {
			t.Errorf("%d keys made %d articles", keys, made)
		}
	})
}

// A server is killed somewhere around a write, and the client asks another one:
// whether the first had done it or not, it is done once.
func TestKilledWithAKey(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		const rounds = 10
		folder := t.TempDir()
		other := start(t, url, folder)
		token, _ := signIn(t, other.url, "admin@example.org", other.password)
		answered := 0
		for i := range rounds {
			victim, key := start(t, url, folder), fmt.Sprint("key-", i)
			warm := insist(t, victim.url, token, "warm-"+key)
			var id string
			done := make(chan bool)
			go func() {
				var ok bool
				_, id, ok = create(victim.url, token, key)
				done <- ok
			}()
			time.Sleep(time.Duration(rand.Int64N(int64(12 * time.Millisecond))))
			victim.signal(t, syscall.SIGKILL)
			known := <-done
			if known {
				answered++
			}
			if again := insist(t, other.url, token, key); known && again != id {
				t.Errorf("%s made %s and %s", key, id, again)
			}
			if again := insist(t, other.url, token, "warm-"+key); again != warm {
				t.Errorf("warm-%s made %s and %s", key, warm, again)
			}
		}
		t.Logf("%d of %d requests were answered before the end", answered, rounds)
		if made := countArticles(t, url); made != 2*rounds {
			t.Errorf("%d keys made %d articles", 2*rounds, made)
		}
	})
}
