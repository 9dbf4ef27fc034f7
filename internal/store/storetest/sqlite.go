package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// migratedFile is the content of a migrated SQLite file, made once a process.
var migratedFile = sync.OnceValues(migrateFile)

// SQLite returns a migrated store on a file that goes with the test.
func SQLite(tb testing.TB, options store.Options) *store.Store {
	tb.Helper()
	content, err := migratedFile()
	if err != nil {
		tb.Fatal(err)
	}
	path := filepath.Join(tb.TempDir(), "broadsheet.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	return open(tb, "sqlite:"+path, options)
}

func emptySQLite(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + filepath.Join(tb.TempDir(), "empty.db")
}

func migrateFile() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "broadsheet-sqlite-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "migrated.db")
	if err := migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	// The last connection's close moves the write-ahead log into the file.
	return os.ReadFile(path) //nolint:gosec // the file was made above
}

// migrate brings the schema of the database at url up to date and lets go of it.
func migrate(ctx context.Context, url string) error {
	s, err := store.Open(ctx, url, store.Options{MaxConnections: 2})
	if err != nil {
		return fmt.Errorf("opening a template: %w", err)
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}
