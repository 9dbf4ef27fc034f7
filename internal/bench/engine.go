package main

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// engine makes empty databases of one kind.
type engine struct {
	name    string
	version string
	empty   func(ctx context.Context, name string) (url string, err error)
	// settled makes what was loaded as it is some time after: vacuumed, with
	// statistics.
	settled func(ctx context.Context, url string) error
	close   func() error
}

func openEngine(ctx context.Context, name, folder string) (*engine, error) {
	switch name {
	case "sqlite":
		return openSQLite(folder), nil
	case "postgres":
		return openPostgres(ctx)
	default:
		return nil, fmt.Errorf("%q is neither sqlite nor postgres", name)
	}
}

func openSQLite(folder string) *engine {
	return &engine{
		name: "sqlite", version: "modernc.org/sqlite " + moduleVersion("modernc.org/sqlite"),
		empty: func(_ context.Context, name string) (string, error) {
			return "sqlite:" + filepath.Join(folder, name+".db"), nil
		},
		settled: func(context.Context, string) error { return nil },
		close:   func() error { return nil },
	}
}

// openPostgres finds or starts a Postgres. One that it starts keeps its files in
// memory where there is room, and does not sync them.
func openPostgres(ctx context.Context) (*engine, error) {
	server, err := cluster.Start(ctx)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(server.URL)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", cluster.Variable, err)
	}
	e := &engine{name: "postgres", close: server.Stop}
	if err := query(ctx, server.URL, `SHOW server_version`, &e.version); err != nil {
		return nil, err
	}
	e.version = "Postgres " + e.version + ", pgx " + moduleVersion("github.com/jackc/pgx/v5")
	e.empty = func(ctx context.Context, name string) (string, error) {
		name = "broadsheet_bench_" + name
		if err := query(ctx, server.URL, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil {
			return "", err
		}
		of := *base
		of.Path = "/" + name
		return of.String(), query(ctx, server.URL, `CREATE DATABASE `+name)
	}
	e.settled = func(ctx context.Context, database string) error { return query(ctx, database, `VACUUM ANALYZE`) }
	return e, nil
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
