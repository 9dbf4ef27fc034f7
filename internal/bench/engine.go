package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// engine has databases of one kind.
type engine struct {
	name    string
	version string
	// url is that of a database which may not be there.
	url func(name string) string
	// empty makes an empty database of a name, whatever there is of it.
	empty func(ctx context.Context, name string) error
	// settled makes what was loaded as it is some time after: vacuumed, with
	// statistics.
	settled func(ctx context.Context, url string) error
	// worked is how long the engine's own processes on this machine have worked;
	// nil where it works within the server.
	worked func(ctx context.Context) (time.Duration, error)
	close  func() error
}

func openEngine(ctx context.Context, s settings, name string) (*engine, error) {
	switch name {
	case "sqlite":
		return openSQLite(s.databases()), nil
	case "postgres":
		return openPostgres(ctx, s)
	default:
		return nil, fmt.Errorf("%q is neither sqlite nor postgres", name)
	}
}

func openSQLite(folder string) *engine {
	path := func(name string) string { return filepath.Join(folder, name+".db") }
	return &engine{
		name: "sqlite", version: "modernc.org/sqlite " + moduleVersion("modernc.org/sqlite"),
		url: func(name string) string { return "sqlite:" + path(name) },
		empty: func(_ context.Context, name string) error {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(path(name) + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
					return err
				}
			}
			return nil
		},
		settled: func(context.Context, string) error { return nil },
		close:   func() error { return nil },
	}
}

// openPostgres finds or starts a Postgres, which does not flush what it commits.
// Where corpora are kept it has its files among them; else in memory, where there
// is room.
func openPostgres(ctx context.Context, s settings) (*engine, error) {
	server, err := startPostgres(ctx, s)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(server.URL)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", cluster.Variable, err)
	}
	e := &engine{name: "postgres", close: server.Stop}
	if err := query(ctx, server.URL, `SHOW server_version`, &e.version); err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	e.version = "Postgres " + e.version + ", pgx " + moduleVersion("github.com/jackc/pgx/v5")
	e.url = func(name string) string {
		of := *base
		of.Path = "/broadsheet_bench_" + name
		return of.String()
	}
	e.empty = func(ctx context.Context, name string) error {
		if err := query(ctx, server.URL, `DROP DATABASE IF EXISTS broadsheet_bench_`+name+` WITH (FORCE)`); err != nil {
			return err
		}
		return query(ctx, server.URL, `CREATE DATABASE broadsheet_bench_`+name)
	}
	e.settled = func(ctx context.Context, database string) error { return query(ctx, database, `VACUUM ANALYZE`) }
	e.worked = func(ctx context.Context) (time.Duration, error) {
		var pids []int
		err := query(ctx, server.URL, `SELECT array_agg(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()`, &pids)
		return process.WorkedOf("postgres", pids), err
	}
	return e, nil
}

func startPostgres(ctx context.Context, s settings) (*cluster.Cluster, error) {
	if s.keep == "" {
		return cluster.Start(ctx)
	}
	return cluster.StartOwn(ctx, cluster.Own{Folder: filepath.Join(s.keep, "postgres")})
}

// query runs one statement on a connection of its own and reads its row, if
// there is something to read it into.
func query(ctx context.Context, database, statement string, into ...any) error {
	connection, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	if len(into) > 0 {
		return connection.QueryRow(ctx, statement).Scan(into...)
	}
	_, err = connection.Exec(ctx, statement)
	return err
}
