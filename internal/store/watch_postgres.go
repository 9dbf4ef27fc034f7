package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// watchPostgres listens on a connection of its own until that fails. A query on
// it that is answered proves that no notification is missing: Postgres signals
// listeners before a commit is answered, and delivers what is pending before it
// says that it is ready for the next query.
func watchPostgres(ctx context.Context, s *Store, w Watcher) error {
	heardItself := false
	conn, err := listen(ctx, s.address, func(payload string) {
		node, groups, all := readPayload(payload)
		switch {
		case node == s.node:
			heardItself = true
		case all:
			w.All()
		default:
			w.Stale(groups)
		}
	})
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if err := ask(ctx, conn, "SELECT pg_notify($1, $2)", channel, s.node); err != nil {
		return err
	}
	if !heardItself {
		return errors.New("notifications do not arrive: a pooler that shares connections does not pass them")
	}
	w.All()
	for {
		moment := time.Now()
		if err := ask(ctx, conn, "SELECT 1"); err != nil {
			return err
		}
		w.Heard(moment)
		if err := wait(ctx, conn); err != nil {
			return err
		}
	}
}

// listen opens a connection that hands every notification over.
func listen(ctx context.Context, address string, hand func(payload string)) (*pgx.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, watchTimeout)
	defer cancel()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadURL, err)
	}
	config.RuntimeParams["application_name"] = "broadsheet listener"
	config.OnNotification = func(_ *pgconn.PgConn, n *pgconn.Notification) { hand(n.Payload) }
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// ask runs a statement whose answer must come soon.
func ask(ctx context.Context, conn *pgx.Conn, statement string, arguments ...any) error {
	ctx, cancel := context.WithTimeout(ctx, watchTimeout)
	defer cancel()
	_, err := conn.Exec(ctx, statement, arguments...)
	return err
}

// wait hands notifications over as they come, for a while.
func wait(ctx context.Context, conn *pgx.Conn) error {
	some, cancel := context.WithTimeout(ctx, watchEvery)
	defer cancel()
	for {
		err := conn.PgConn().WaitForNotification(some)
		if some.Err() != nil && !conn.IsClosed() {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}
