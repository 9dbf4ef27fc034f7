package storetest_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func TestEach(t *testing.T) {
	var lock sync.Mutex
	var engines []string
	t.Run("run", func(t *testing.T) {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			current, err := s.Current(t.Context())
			if err != nil || !current {
				t.Errorf("migrated: %v, %v", current, err)
			}
			if !strings.HasSuffix(t.Name(), "/"+s.Engine()) {
				t.Errorf("%s runs on %s", t.Name(), s.Engine())
			}
			lock.Lock()
			defer lock.Unlock()
			engines = append(engines, s.Engine())
		})
	})
	slices.Sort(engines)
	if want := wanted(t); !slices.Equal(engines, want) {
		t.Errorf("ran on %v, want %v", engines, want)
	}
}

func TestEachURLIsEmpty(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		s, err := store.Open(t.Context(), url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		if current, err := s.Current(t.Context()); err != nil || current {
			t.Errorf("an empty database is up to date: %v, %v", current, err)
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Errorf("it cannot be migrated: %v", err)
		}
	})
}

func TestURLs(t *testing.T) {
	first, second := storetest.URLs(t), storetest.URLs(t)
	if got := slices.Sorted(maps.Keys(first)); !slices.Equal(got, []string{"postgres", "sqlite"}) {
		t.Errorf("engines %v", got)
	}
	for engine, url := range first {
		if second[engine] == url {
			t.Errorf("%s: the same database twice", engine)
		}
	}
}

// wanted are the engines that Each reaches here.
func wanted(t *testing.T) []string {
	t.Helper()
	if os.Getenv("REQUIRE_POSTGRES") == "1" || storetest.HasPostgres() {
		return []string{storetest.EnginePostgres, storetest.EngineSQLite}
	}
	return []string{storetest.EngineSQLite}
}
