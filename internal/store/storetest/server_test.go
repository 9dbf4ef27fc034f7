package storetest

import (
	"path"
	"strings"
	"testing"
)

func TestDatabaseGoesWithItsTest(t *testing.T) {
	on := running(t)
	var name string
	t.Run("inner", func(t *testing.T) {
		name = path.Base(strings.Split(emptyPostgres(t), "?")[0])
		if !exists(t, on, name) {
			t.Errorf("%s is not there during its test", name)
		}
	})
	if exists(t, on, name) {
		t.Errorf("%s outlived its test", name)
	}
}

func TestTakeOver(t *testing.T) {
	mine := running(t)
	const abandoned = family + "gone_7"
	if _, err := mine.admin.Exec(t.Context(), `CREATE DATABASE `+quote(abandoned)); err != nil {
		t.Fatal(err)
	}
	kept, err := mine.clone(t.Context(), "template1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = mine.drop(t.Context(), kept) }()
	t.Setenv("TEST_DATABASE_URL", mine.base.String())
	another, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	defer another.admin.Close()
	defer func() { _ = another.guard.Close(t.Context()) }()
	if exists(t, mine, abandoned) {
		t.Error("a database that nobody holds stays")
	}
	if !exists(t, mine, kept) {
		t.Error("a database in use was dropped")
	}
}

func exists(t *testing.T, on *server, name string) bool {
	t.Helper()
	var found bool
	err := on.admin.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&found)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
