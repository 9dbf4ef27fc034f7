package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
)

// sink takes rows past the service, as fast as its engine does.
type sink interface {
	// write writes the rows of some tables, all or none.
	write(ctx context.Context, tables []table) error
	close(ctx context.Context) error
}

func openSink(ctx context.Context, database string) (sink, error) { //nolint:ireturn // the engine is known by the URL alone
	path, isSQLite := strings.CutPrefix(database, "sqlite:")
	if !isSQLite {
		connection, err := pgx.Connect(ctx, database)
		return copier{connection}, err
	}
	db, err := OpenSQLite(path, "synchronous(OFF)", "cache_size(-262144)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &inserter{db: db, statements: map[string]*sql.Stmt{}}, nil
}

// OpenSQLite opens a file as the store does, with some more pragmas.
func OpenSQLite(path string, pragmas ...string) (*sql.DB, error) {
	query := url.Values{
		"_pragma": append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}, pragmas...),
		"_txlock": {"deferred"}, "_time_format": {"sqlite"}, "_timezone": {"UTC"},
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode())
}

// copier has Postgres COPY.
type copier struct{ connection *pgx.Conn }

func (c copier) write(ctx context.Context, tables []table) error {
	return pgx.BeginFunc(ctx, c.connection, func(tx pgx.Tx) error {
		for _, t := range tables {
			if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		return nil
	})
}

func (c copier) close(ctx context.Context) error { return c.connection.Close(ctx) }

// inserter runs prepared statements in large transactions.
type inserter struct {
	db         *sql.DB
	statements map[string]*sql.Stmt // by table
}

func (i *inserter) write(ctx context.Context, tables []table) error {
	for _, t := range tables {
		if err := i.prepare(ctx, t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	tx, err := i.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := insertRows(ctx, tx.StmtContext(ctx, i.statements[t.name]), t.rows); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", t.name, err), tx.Rollback())
		}
	}
	return tx.Commit()
}

func insertRows(ctx context.Context, statement *sql.Stmt, rows [][]any) error {
	for _, row := range rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

func (i *inserter) prepare(ctx context.Context, t table) error {
	if i.statements[t.name] != nil {
		return nil
	}
	places := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
	//nolint:gosec // the names are those of our own tables
	statement := `INSERT INTO "` + t.name + `" ("` + strings.Join(t.columns, `", "`) + `") VALUES (` + places + `)`
	var err error
	i.statements[t.name], err = i.db.PrepareContext(ctx, statement) //nolint:sqlclosecheck // it closes with the database
	return err
}

func (i *inserter) close(context.Context) error { return i.db.Close() }
