package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// family begins the names of all databases made here: broadsheet_test_<run>_<n>.
const family = "broadsheet_test_"

// fastestCopy is the option of CREATE DATABASE that copies a small database several
// times as fast as the default does; before 15 it was the only way and had no name.
const fastestCopy = `SELECT CASE WHEN current_setting('server_version_num')::int >= 150000 THEN ' STRATEGY file_copy' ELSE '' END`

// theServer is the Postgres of this process, found or started at first use. Nobody
// has to stop it: what was started ends with the process.
var theServer = sync.OnceValues(connect)

// server makes and drops databases. All of one process' carry its prefix, and a
// lock on the prefix says, as long as the process lives, that they are in use.
type server struct {
	cluster  *cluster.Cluster // kept, for it ends when nobody does
	base     url.URL
	admin    *pgxpool.Pool
	guard    *pgx.Conn // holds the lock on prefix, and lives as long as we do
	prefix   string
	strategy string // an option of CREATE DATABASE
	count    atomic.Int64
	migrated func() (template string, err error)
}

func connect() (*server, error) {
	const patience = 2 * time.Minute
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	postgres, err := cluster.Start(ctx)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(postgres.URL)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", cluster.Variable, err)
	}
	admin, err := pgxpool.New(ctx, postgres.URL)
	if err != nil {
		return nil, err
	}
	guard, err := pgx.Connect(ctx, postgres.URL)
	if err != nil {
		return nil, fmt.Errorf("reaching Postgres: %w", err)
	}
	on := &server{
		cluster: postgres, base: *base, admin: admin, guard: guard,
		prefix: family + strings.ToLower(rand.Text()[:10]) + "_",
	}
	on.migrated = sync.OnceValues(on.migrateTemplate)
	if err := guard.QueryRow(ctx, fastestCopy).Scan(&on.strategy); err != nil {
		return nil, fmt.Errorf("asking Postgres for its version: %w", err)
	}
	if err := on.takeOver(ctx); err != nil {
		return nil, fmt.Errorf("clearing up after earlier tests: %w", err)
	}
	return on, nil
}

// takeOver locks our prefix and drops what processes that are gone left behind.
func (on *server) takeOver(ctx context.Context) error {
	if _, err := on.tryLock(ctx, on.prefix); err != nil {
		return err
	}
	rows, err := on.guard.Query(ctx, `SELECT datname FROM pg_database WHERE starts_with(datname::text, $1)`, family)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		free, err := on.tryLock(ctx, name[:strings.LastIndex(name, "_")+1])
		if err != nil {
			return err
		}
		if !free {
			continue
		}
		if err := on.drop(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (on *server) tryLock(ctx context.Context, prefix string) (free bool, err error) {
	err = on.guard.QueryRow(ctx, `SELECT pg_try_advisory_lock(hashtext($1))`, prefix).Scan(&free)
	return free, err
}

func (on *server) migrateTemplate() (string, error) {
	ctx := context.Background()
	template, err := on.clone(ctx, "template1")
	if err != nil {
		return "", err
	}
	return template, migrate(ctx, on.url(template))
}

// clone makes a database that is a copy of template, and returns its name.
func (on *server) clone(ctx context.Context, template string) (string, error) {
	name := fmt.Sprint(on.prefix, on.count.Add(1))
	_, err := on.admin.Exec(ctx, `CREATE DATABASE `+quote(name)+` TEMPLATE `+quote(template)+on.strategy)
	if err != nil {
		return "", fmt.Errorf("cloning %s: %w", template, err)
	}
	return name, nil
}

func (on *server) drop(ctx context.Context, name string) error {
	_, err := on.admin.Exec(ctx, `DROP DATABASE IF EXISTS `+quote(name)+` WITH (FORCE)`)
	return err
}

// url is that of one of the server's databases.
func (on *server) url(name string) string {
	of := on.base
	of.Path = "/" + name
	return of.String()
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
