package store_test

import (
	"context"
	"database/sql"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// watched notes what a watcher is told, in order: a group, "all", "heard" once
// for any number in a row, and "lost".
type watched struct {
	mu   sync.Mutex
	told []string
}

func (w *watched) note(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.told) == 0 || w.told[len(w.told)-1] != what || what != "heard" {
		w.told = append(w.told, what)
	}
}

// since returns what was told from a place on.
func (w *watched) since(place int) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.told[place:])
}

// watch has a store watched until the test ends.
func watch(t *testing.T, s *store.Store) *watched {
	t.Helper()
	w := &watched{}
	ctx, cancel := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() {
		s.Watch(ctx, store.Watcher{
			Stale: func(groups []news.Group) {
				for _, group := range groups {
					w.note(string(group))
				}
			},
			All:   func() { w.note("all") },
			Heard: func(time.Time) { w.note("heard") },
			Lost:  func(error) { w.note("lost") },
		})
	})
	t.Cleanup(func() {
		cancel()
		watching.Wait()
	})
	w.wait(t, 0, "all", "heard")
	return w
}

// wait waits until these are told from a place on, in this order, whatever else.
func (w *watched) wait(t *testing.T, place int, wanted ...string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		left := wanted
		for _, told := range w.since(place) {
			if len(left) > 0 && told == left[0] {
				left = left[1:]
			}
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("told %v, want %v", w.since(place), wanted)
		}
	}
}

// write writes something and says which groups it makes stale.
func write(t *testing.T, s *store.Store, groups ...news.Group) {
	t.Helper()
	err := s.Tx(t.Context(), func(tx *store.Store) error {
		if _, err := tx.Setting(t.Context(), news.NewID(), "x"); err != nil {
			return err
		}
		return tx.Notify(t.Context(), groups)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWatchHearsOthers(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		ours, theirs := openBoth(t, url)
		w := watch(t, ours)
		place := len(w.since(0))
		write(t, theirs, "one", "two")
		if ours.Engine() == storetest.EngineSQLite {
			w.wait(t, place, "all", "heard")
		} else {
			w.wait(t, place, "one", "two", "heard")
		}
		place = len(w.since(0))
		write(t, ours, "three")
		time.Sleep(time.Second)
		if told := w.since(place); slices.Contains(told, "all") || slices.Contains(told, "three") || slices.Contains(told, "lost") {
			t.Errorf("of what we write ourselves we are told %v", told)
		}
	})
}

func openBoth(t *testing.T, url string) (ours, theirs *store.Store) {
	t.Helper()
	var both [2]*store.Store
	for i := range both {
		s, err := store.Open(t.Context(), url, store.Options{MaxConnections: 4})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		both[i] = s
	}
	if err := both[0].Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return both[0], both[1]
}

// Nothing that is sent while the connection is cut comes later, so everything is
// stale then.
func TestWatchIsCut(t *testing.T) {
	url := storetest.URLs(t)[storetest.EnginePostgres]
	ours, theirs := openBoth(t, url)
	w := watch(t, ours)
	for range 3 {
		place := len(w.since(0))
		cutListeners(t, url)
		w.wait(t, place, "lost", "all", "heard")
	}
	place := len(w.since(0))
	write(t, theirs, "one")
	w.wait(t, place, "one")
}

// cutListeners ends the connections that listen on a database.
func cutListeners(t *testing.T, url string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var cut int
	err = db.QueryRowContext(t.Context(), `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND application_name = 'broadsheet listener'`).Scan(&cut)
	if err != nil || cut == 0 {
		t.Fatalf("%d connections cut, %v", cut, err)
	}
}

// A long transaction of ours keeps us from asking, and makes nothing stale.
func TestWatchWhileWeWrite(t *testing.T) {
	ours, _ := openBoth(t, storetest.URLs(t)[storetest.EngineSQLite])
	w := watch(t, ours)
	place := len(w.since(0))
	err := ours.Tx(t.Context(), func(*store.Store) error {
		w.wait(t, place, "lost")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.wait(t, place, "lost", "heard")
	if told := w.since(place); slices.Contains(told, "all") {
		t.Errorf("told %v", told)
	}
}
