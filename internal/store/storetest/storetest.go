// Package storetest gives every test a database of its own, on SQLite and on a
// real Postgres, so that what holds on one engine is seen to hold on both.
//
// Only tests import it. Rows, fixtures and the newsroom's rules do not come in:
// it hands out databases, empty or migrated, and takes them away.
package storetest

import (
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// The engines, as subtests and the keys of URLs are named.
const (
	EngineSQLite   = "sqlite"
	EnginePostgres = "postgres"
)

// Each runs fn as the parallel subtests "sqlite" and "postgres", each with a
// migrated store of its own. Where there is no Postgres its subtest is skipped;
// with REQUIRE_POSTGRES=1 it fails.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	EachWith(t, store.Options{}, fn)
}

// EachWith is Each with a store of these options.
func EachWith(t *testing.T, options store.Options, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run(EngineSQLite, func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t, options))
	})
	t.Run(EnginePostgres, func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t, options))
	})
}

// EachURL is Each for what opens and migrates databases itself: fn gets the URL of
// an empty one.
func EachURL(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run(EngineSQLite, func(t *testing.T) {
		t.Parallel()
		fn(t, emptySQLite(t))
	})
	t.Run(EnginePostgres, func(t *testing.T) {
		t.Parallel()
		fn(t, emptyPostgres(t))
	})
}

// URLs returns the URL of an empty database of each engine, for tests that compare
// the two.
func URLs(tb testing.TB) map[string]string {
	tb.Helper()
	return map[string]string{EngineSQLite: emptySQLite(tb), EnginePostgres: emptyPostgres(tb)}
}

// open opens a store that closes with the test. Test stores keep few connections,
// as many of them share one server, and do not wait for the disk.
func open(tb testing.TB, url string, options store.Options) *store.Store {
	tb.Helper()
	if options.MaxConnections == 0 {
		options.MaxConnections = 4
	}
	options.NoSync = true
	s, err := store.Open(tb.Context(), url, options)
	if err != nil {
		tb.Fatal(err)
	}
	urls.Store(s, url)
	tb.Cleanup(func() {
		urls.Delete(s)
		if err := s.Close(); err != nil {
			tb.Errorf("closing the store: %v", err)
		}
	})
	return s
}

// Another opens the database of a store that this package handed out once more,
// as another node would.
func Another(tb testing.TB, s *store.Store) *store.Store {
	tb.Helper()
	known, _ := urls.Load(s)
	address, ok := known.(string)
	if !ok {
		tb.Fatal("the store is not one of storetest's")
	}
	return open(tb, address, store.Options{})
}
