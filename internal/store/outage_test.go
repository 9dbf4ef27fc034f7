package store_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// TestPostgresFallsOver reads and writes while the server falls over and comes
// back: whatever happens to a connection, the database was out of reach, and
// later it no longer is.
func TestPostgresFallsOver(t *testing.T) {
	postgres, err := cluster.StartOwn(t.Context(), cluster.Own{Durable: true})
	if errors.Is(err, cluster.ErrNotInstalled) && os.Getenv("REQUIRE_POSTGRES") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := postgres.Stop(); err != nil {
			t.Error(err)
		}
	})
	s, err := store.Open(t.Context(), postgres.URL, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	insert(t, s, newSection("s"))
	stop := make(chan struct{})
	failures := make(chan error)
	const busy = 8
	for i := range busy {
		go func() { failures <- useUntil(t, s, stop, i%2 == 0) }()
	}
	if err := postgres.Restart(t.Context()); err != nil {
		t.Error(err)
	}
	time.Sleep(100 * time.Millisecond)
	close(stop)
	for range busy {
		if err := <-failures; err != nil {
			t.Errorf("neither an answer nor Unavailable: %v", err)
		}
	}
	waitUntilReachable(t, s)
}

// useUntil returns the first error that is not Unavailable.
func useUntil(t *testing.T, s *store.Store, stop <-chan struct{}, writes bool) error {
	for {
		select {
		case <-stop:
			return nil
		default:
		}
		_, err := s.Section(t.Context(), "s")
		if writes {
			err = s.Tx(t.Context(), func(tx *store.Store) error {
				return tx.InsertByline(t.Context(), newByline("Jane "+news.NewID()))
			})
		}
		var failure *news.Error
		if err != nil && (!errors.As(err, &failure) || failure.Kind != news.Unavailable) {
			return err
		}
	}
}

func waitUntilReachable(t *testing.T, s *store.Store) {
	t.Helper()
	const patience = 30 * time.Second
	var err error
	for begun := time.Now(); time.Since(begun) < patience; time.Sleep(10 * time.Millisecond) {
		if _, err = s.Section(t.Context(), "s"); err == nil {
			return
		}
	}
	t.Errorf("still out of reach: %v", err)
}
