package storetest

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// urls are those of the stores that were handed out: *store.Store to string.
var urls sync.Map

// Rows is a reader of whole databases, beside the store that a test is about.
type Rows struct {
	db     *sql.DB
	tables []string
	read   string // what a row is read as
}

// Beside opens the database of a store that this package handed out.
func Beside(tb testing.TB, s *store.Store) *Rows {
	tb.Helper()
	known, _ := urls.Load(s)
	address, ok := known.(string)
	if !ok {
		tb.Fatal("the store is not one of storetest's")
	}
	driver, list, read := "pgx", `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`, `t::text`
	if s.Engine() == EngineSQLite {
		driver, list, read = "sqlite", `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`, `t.*`
		address = "file:" + strings.TrimPrefix(address, "sqlite:")
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return &Rows{db: db, read: read, tables: query(tb, db, list)}
}

// All returns every row of every table as text, in an order of its own. Two of
// them are equal when nothing was written in between.
func (r *Rows) All(tb testing.TB) map[string][]string {
	tb.Helper()
	all := make(map[string][]string, len(r.tables))
	for _, table := range r.tables {
		all[table] = query(tb, r.db, `SELECT `+r.read+` FROM `+quote(table)+` t`)
		slices.Sort(all[table])
	}
	return all
}

// query returns the rows of an answer, the columns of each joined.
func query(tb testing.TB, db *sql.DB, statement string) []string {
	tb.Helper()
	rows, err := db.QueryContext(context.WithoutCancel(tb.Context()), statement)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var found []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			tb.Fatal(err)
		}
		texts := make([]string, len(values))
		for i, value := range values {
			texts[i] = value.String
		}
		found = append(found, strings.Join(texts, "\t"))
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return found
}

// Exec changes what is there, by a statement that both engines know.
func (r *Rows) Exec(tb testing.TB, statement string) {
	tb.Helper()
	if _, err := r.db.ExecContext(context.WithoutCancel(tb.Context()), statement); err != nil {
		tb.Fatal(err)
	}
}
