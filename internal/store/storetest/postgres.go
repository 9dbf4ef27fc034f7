package storetest

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// Postgres returns a migrated store on a database that goes with the test.
func Postgres(tb testing.TB, options store.Options) *store.Store {
	tb.Helper()
	on := running(tb)
	template, err := on.migrated()
	if err != nil {
		tb.Fatal(err)
	}
	return open(tb, database(tb, on, template), options)
}

func emptyPostgres(tb testing.TB) string {
	tb.Helper()
	return database(tb, running(tb), "template1")
}

// database returns the URL of a copy of template that goes with the test.
func database(tb testing.TB, on *server, template string) string {
	tb.Helper()
	name, err := on.clone(tb.Context(), template)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := on.drop(context.WithoutCancel(tb.Context()), name); err != nil {
			tb.Errorf("dropping the test's database: %v", err)
		}
	})
	return on.url(name)
}

// running returns this process' Postgres, and skips the test where there is none.
func running(tb testing.TB) *server {
	tb.Helper()
	on, err := theServer()
	if errors.Is(err, cluster.ErrNotInstalled) && os.Getenv("REQUIRE_POSTGRES") != "1" {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return on
}
