package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// What tells how the indexes of a table are made, but for that of its key, and
// what SQLite's planner is to believe of them: names and statements.
const (
	postgresIndexes = `SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
		FROM pg_index i WHERE i.indrelid = 'listings'::regclass AND NOT i.indisprimary`
	sqliteIndexes = `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'listings' AND sql IS NOT NULL
		UNION ALL
		SELECT NULL, format('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%Q, %Q, %Q)', tbl, idx, stat)
		FROM sqlite_stat1 WHERE tbl = 'listings' AND idx <> 'listings'
		UNION ALL
		SELECT NULL, 'ANALYZE sqlite_schema'`
)

// withoutIndexes runs fill while the table of listings has no index but that of
// its key: they are made of a million articles in a fraction of the time that
// keeping them up to date takes.
func withoutIndexes(ctx context.Context, database string, fill func() error) (err error) {
	db, err := open(database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	query := postgresIndexes
	if strings.HasPrefix(database, "sqlite:") {
		query = sqliteIndexes
	}
	drops, makes, err := indexes(ctx, db, query)
	if err != nil {
		return err
	}
	if err := execAll(ctx, db, drops); err != nil {
		return err
	}
	if err := fill(); err != nil {
		return err
	}
	return execAll(ctx, db, makes)
}

func indexes(ctx context.Context, db *sql.DB, query string) (drops, makes []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var (
			name      sql.NullString
			statement string
		)
		if err := rows.Scan(&name, &statement); err != nil {
			return nil, nil, err
		}
		if name.Valid {
			drops = append(drops, "DROP INDEX "+name.String)
		}
		makes = append(makes, statement)
	}
	return drops, makes, rows.Err()
}

func execAll(ctx context.Context, db *sql.DB, statements []string) error {
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
