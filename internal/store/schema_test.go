package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// The queries give one line for each fact of a schema, worded alike on both
// engines. goose's own table is its own affair, and the full-text index is each
// engine's own.
const (
	postgresColumns = `
		SELECT table_name || '.' || column_name || ' ' ||
			CASE data_type WHEN 'uuid' THEN 'text' WHEN 'jsonb' THEN 'text' WHEN 'bigint' THEN 'integer'
				WHEN 'timestamp with time zone' THEN 'datetime' ELSE data_type END ||
			CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' AND table_name NOT LIKE 'search%'`
	sqliteColumns = `
		SELECT t.name || '.' || c.name || ' ' || lower(c.type) ||
			CASE WHEN c."notnull" OR c.pk > 0 THEN ' not null' ELSE '' END
		FROM sqlite_schema t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'goose%' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'search%'`

	postgresIndexes = `
		SELECT t.relname || ' (' || string_agg(a.attname, ', ' ORDER BY k.place) || ')' ||
			CASE WHEN i.indisunique THEN ' unique' ELSE '' END
		FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
			CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (attnum, place)
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
		WHERE n.nspname = 'public' AND t.relname NOT LIKE 'goose%' AND t.relname NOT LIKE 'search%'
		GROUP BY i.indexrelid, t.relname, i.indisunique`
	sqliteIndexes = `
		SELECT t.name || ' (' || (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' ||
			CASE WHEN i."unique" THEN ' unique' ELSE '' END
		FROM sqlite_schema t, pragma_index_list(t.name) i
		WHERE t.type = 'table' AND t.name NOT LIKE 'goose%' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE 'search%'`

	postgresReferences = `
		SELECT t.relname || '.' || a.attname || ' to ' || r.relname ||
			CASE c.confdeltype WHEN 'c' THEN ' cascade' WHEN 'a' THEN '' ELSE ' other' END
		FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f'`
	sqliteReferences = `
		SELECT t.name || '.' || f."from" || ' to ' || f."table" ||
			CASE f.on_delete WHEN 'CASCADE' THEN ' cascade' WHEN 'NO ACTION' THEN '' ELSE ' other' END
		FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'`
)

func TestBothSchemasAreTheSame(t *testing.T) {
	urls := storetest.URLs(t)
	postgres, sqlite := migrated(t, "pgx", urls[storetest.EnginePostgres]), migrated(t, "sqlite", urls[storetest.EngineSQLite])
	for _, fact := range []struct {
		what, postgres, sqlite, sample string
	}{
		{"columns", postgresColumns, sqliteColumns, "articles.slug text not null"},
		{"indexes", postgresIndexes, sqliteIndexes, "articles (slug) unique"},
		{"references", postgresReferences, sqliteReferences, "credits.article_id to articles cascade"},
	} {
		ours, theirs := facts(t, postgres, fact.postgres), facts(t, sqlite, fact.sqlite)
		if !slices.Contains(ours, fact.sample) {
			t.Errorf("Postgres lacks %s among\n%s", fact.sample, strings.Join(ours, "\n"))
		}
		for _, line := range ours {
			if !slices.Contains(theirs, line) {
				t.Errorf("%s: only Postgres has %s", fact.what, line)
			}
		}
		for _, line := range theirs {
			if !slices.Contains(ours, line) {
				t.Errorf("%s: only SQLite has %s", fact.what, line)
			}
		}
	}
}

// migrated migrates an empty database and opens it past the store.
func migrated(t *testing.T, driver, url string) *sql.DB {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driver, strings.TrimPrefix(url, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func facts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	if doubled := len(lines) - len(slices.Compact(slices.Clone(lines))); doubled > 0 {
		t.Error(fmt.Sprint(doubled, " facts are told twice"))
	}
	return lines
}
