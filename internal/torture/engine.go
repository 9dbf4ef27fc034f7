package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/seed-6f93249c/broadsheet/internal/store" // registers the drivers
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// engine is an empty database.
type engine struct {
	name string
	url  string
	// crash ends the database's own process and starts it again; nil where there
	// is none, or it is not ours.
	crash func(ctx context.Context) error
	stop  func() error
	db    *sql.DB // beside the server
}

func openEngine(ctx context.Context, name, folder string) (*engine, error) {
	switch name {
	case "sqlite":
		path := filepath.Join(folder, "torture.db")
		return open(&engine{name: name, url: "sqlite:" + path}, "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)")
	case "postgres":
		return openPostgres(ctx)
	default:
		return nil, fmt.Errorf("%q is neither sqlite nor postgres", name)
	}
}

// openPostgres starts a Postgres that syncs. Where none is installed it takes a
// new database of the one of TEST_DATABASE_URL, which is then not crashed.
func openPostgres(ctx context.Context) (*engine, error) {
	server, err := cluster.StartOwn(ctx, cluster.Own{Durable: true})
	own := err == nil
	if errors.Is(err, cluster.ErrNotInstalled) && os.Getenv(cluster.Variable) != "" {
		server, err = cluster.Start(ctx)
	}
	if err != nil {
		return nil, err
	}
	const database = "broadsheet_torture"
	admin, err := sql.Open("pgx", server.URL)
	if err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	for _, statement := range []string{`DROP DATABASE IF EXISTS ` + database + ` WITH (FORCE)`, `CREATE DATABASE ` + database} {
		if _, err := admin.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(err, admin.Close(), server.Stop())
		}
	}
	e := &engine{name: "postgres", url: strings.Replace(server.URL, "/postgres?", "/"+database+"?", 1), stop: server.Stop}
	if own {
		e.crash = server.Restart
	}
	if err := admin.Close(); err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	return open(e, "pgx", e.url)
}

// open opens the database beside the server. It keeps no connection for later:
// one from before a crash is dead, and fails whoever is given it.
func open(e *engine, driver, address string) (*engine, error) {
	var err error
	if e.db, err = sql.Open(driver, address); err != nil {
		return nil, err
	}
	e.db.SetMaxIdleConns(0)
	return e, nil
}

func (e *engine) close() error {
	err := e.db.Close()
	if e.stop != nil {
		err = errors.Join(err, e.stop())
	}
	return err
}
