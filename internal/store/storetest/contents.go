package storetest

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
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
	read   string // a statement for the rows of all tables
	lite   bool   // SQLite
}

// What lists every table with a statement for its rows, as text. Those that FTS5
// keeps its terms in are its own: what is in them follows from search_texts.
const (
	postgresTables = `SELECT tablename, format('SELECT %L, t::text FROM %I t', tablename, tablename)
		FROM pg_tables WHERE schemaname = current_schema()`
	sqliteTables = `SELECT m.name,
			'SELECT ''' || m.name || ''', json_array(' || group_concat('t."' || p.name || '"') || ') FROM "' || m.name || '" t'
		FROM sqlite_schema m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'search_terms%' GROUP BY m.name`
)

// Beside opens the database of a store that this package handed out.
func Beside(tb testing.TB, s *store.Store) *Rows {
	tb.Helper()
	known, _ := urls.Load(s)
	address, ok := known.(string)
	if !ok {
		tb.Fatal("the store is not one of storetest's")
	}
	driver, list := "pgx", postgresTables
	if s.Engine() == EngineSQLite {
		driver, list, address = "sqlite", sqliteTables, "file:"+strings.TrimPrefix(address, "sqlite:")
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1) // for what is set of the session
	rows := &Rows{db: db, lite: driver == "sqlite"}
	var statements []string
	for _, table := range pairs(tb, db, list) {
		rows.tables = append(rows.tables, table[0])
		statements = append(statements, table[1])
	}
	rows.read = strings.Join(statements, " UNION ALL ")
	return rows
}

// All returns every row of every table as text, in an order of its own. Two of
// them are equal when nothing was written in between.
func (r *Rows) All(tb testing.TB) map[string][]string {
	tb.Helper()
	all := make(map[string][]string, len(r.tables))
	for _, table := range r.tables {
		all[table] = nil
	}
	for _, row := range pairs(tb, r.db, r.read) {
		all[row[0]] = append(all[row[0]], row[1])
	}
	for _, rows := range all {
		slices.Sort(rows)
	}
	return all
}

// pairs returns the rows of an answer of two columns.
func pairs(tb testing.TB, db *sql.DB, statement string) [][2]string {
	tb.Helper()
	rows, err := db.QueryContext(context.WithoutCancel(tb.Context()), statement)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var found [][2]string
	for rows.Next() {
		var pair [2]string
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			tb.Fatal(err)
		}
		found = append(found, pair)
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

// Explain returns the plan of a statement whose parameters are numbered, as the
// store's readers make it for all values.
func (r *Rows) Explain(tb testing.TB, statement string) string {
	tb.Helper()
	nulls := 0
	for strings.Contains(statement, "$"+strconv.Itoa(nulls+1)) || strings.Contains(statement, "?"+strconv.Itoa(nulls+1)) {
		nulls++
	}
	if r.lite {
		const step = 3 // after an id, the parent's and a number
		return r.text(tb, step, "EXPLAIN QUERY PLAN "+statement, make([]any, nulls)...)
	}
	arguments := ""
	if nulls > 0 {
		arguments = "(" + strings.TrimSuffix(strings.Repeat("NULL, ", nulls), ", ") + ")"
	}
	r.Exec(tb, store.ReaderSettings)
	r.Exec(tb, "PREPARE planned AS "+statement)
	defer r.Exec(tb, "DEALLOCATE planned")
	return r.text(tb, 0, "EXPLAIN EXECUTE planned"+arguments)
}

// text returns one column of an answer, a line a row.
func (r *Rows) text(tb testing.TB, column int, statement string, args ...any) string {
	tb.Helper()
	rows, err := r.db.QueryContext(context.WithoutCancel(tb.Context()), statement, args...)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, into := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, values[column].String)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
