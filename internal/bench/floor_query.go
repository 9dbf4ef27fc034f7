package main

import (
	"context"
	"database/sql"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed-6f93249c/broadsheet/internal/bench/corpus"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// queryFloor makes this program floor Q, which answers with what one statement
// returns: it takes an address and the URL of a database.
const queryFloor = "floor-of-queries"

// statements are written by hand, one for an answer. They return finished JSON,
// with the fields that Broadsheet's answers have.
type statements struct {
	article string // of an id
	section string // a list, of a section's slug
	page    string // a list of all, of the place that it begins after: a published_order and an id
}

// answerer runs statements.
type answerer struct {
	statements

	// one runs a statement and returns its row, or no bytes without one.
	one func(ctx context.Context, statement string, values ...any) ([]byte, error)
	// moment is a time as the statements take it.
	moment func(t time.Time) any
	close  func() error
}

func serveQueries(ctx context.Context, address, database string) error {
	a, err := openAnswerer(ctx, database)
	if err != nil {
		return err
	}
	defer func() { _ = a.close() }()
	return serveFloor(ctx, address, a)
}

func openAnswerer(ctx context.Context, database string) (*answerer, error) {
	if path, is := strings.CutPrefix(database, "sqlite:"); is {
		return openSQLiteAnswerer(ctx, path)
	}
	config, err := pgxpool.ParseConfig(database)
	if err != nil {
		return nil, err
	}
	const connections = 20 // as Broadsheet has
	config.MaxConns = connections
	maps.Copy(config.ConnConfig.RuntimeParams, map[string]string{
		"timezone": "UTC", "plan_cache_mode": "force_generic_plan", "jit": "off",
		"enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off", // small tables by their indexes
	})
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	var listed bool
	if err := pool.QueryRow(ctx, `SELECT to_regclass('listings') IS NOT NULL`).Scan(&listed); err != nil {
		return nil, err
	}
	return &answerer{
		statements: postgresStatements(listed),
		one: func(ctx context.Context, statement string, values ...any) (row []byte, err error) {
			return row, pool.QueryRow(ctx, statement, values...).Scan(&row)
		},
		moment: func(t time.Time) any { return t },
		close:  func() error { pool.Close(); return nil },
	}, nil
}

func openSQLiteAnswerer(ctx context.Context, path string) (*answerer, error) {
	const connections = 8 // as Broadsheet has
	db, err := corpus.OpenSQLite(path, "cache_size(-4000)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	var listed bool
	if err := db.QueryRowContext(ctx, `SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'listings'`).Scan(&listed); err != nil {
		return nil, err
	}
	a := &answerer{statements: sqliteStatements(listed), close: db.Close}
	prepared := map[string]*sql.Stmt{}
	for _, statement := range []string{a.article, a.section, a.page} {
		if prepared[statement], err = db.PrepareContext(ctx, statement); err != nil { //nolint:sqlclosecheck // it lives as long as the database
			return nil, err
		}
	}
	a.one = func(ctx context.Context, statement string, values ...any) (row []byte, err error) {
		return row, prepared[statement].QueryRowContext(ctx, append(values, a.moment(time.Now()))...).Scan(&row)
	}
	a.moment = func(t time.Time) any { return t.UTC().Format("2006-01-02 15:04:05.999999-07:00") }
	return a, nil
}

// ServeHTTP answers /v1/articles/ID, /v1/articles?section=SLUG, and
// /v1/articles?after=TIME/ID, or without a place from the beginning.
func (a *answerer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := a.answer(r)
	if err != nil || len(body) == 0 {
		http.Error(w, "there is no answer", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

func (a *answerer) answer(r *http.Request) ([]byte, error) {
	if id, is := strings.CutPrefix(r.URL.Path, "/v1/articles/"); is {
		return a.one(r.Context(), a.article, id)
	}
	query := r.URL.Query()
	if section := query.Get("section"); section != "" {
		return a.one(r.Context(), a.section, section)
	}
	place, id, placed := strings.Cut(query.Get("after"), "/")
	if !placed {
		return a.one(r.Context(), a.page, a.moment(news.FarFuture()), "ffffffff-ffff-ffff-ffff-ffffffffffff")
	}
	after, err := time.Parse(time.RFC3339Nano, place)
	if err != nil {
		return nil, err
	}
	return a.one(r.Context(), a.page, a.moment(after), id)
}
