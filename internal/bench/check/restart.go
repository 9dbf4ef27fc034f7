package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// restart is what came of one.
type restart struct {
	away      time.Duration // how long Postgres took no connections
	recovered time.Duration // from its return to the last refusal of a reader
}

// restart has Postgres fall over and come back, and waits until all must be well.
func (c *check) restart(ctx context.Context) (restart, error) {
	started, err := c.started(ctx)
	if err != nil {
		return restart{}, err
	}
	begun := time.Now()
	c.court.Announce(begun)
	failed := make(chan error, 1)
	go func() { failed <- c.postgres.Restart(ctx) }()
	back, err := c.comeBack(ctx, started)
	if err != nil {
		return restart{}, err
	}
	c.court.End(back.Add(c.recovery))
	if err := <-failed; err != nil {
		return restart{}, err
	}
	const after = 500 * time.Millisecond
	select {
	case <-ctx.Done():
		return restart{}, context.Cause(ctx)
	case <-time.After(time.Until(back.Add(min(c.recovery, calm) + after))):
	}
	return restart{away: back.Sub(begun), recovered: max(0, c.court.Counts().LastRefusal.Sub(back))}, nil
}

// calm is how long is waited for late refusals, however late they may be.
const calm = 3 * time.Second

// comeBack waits for a Postgres that was started later than one before.
func (c *check) comeBack(ctx context.Context, before time.Time) (time.Time, error) {
	const patience, pause = 2 * time.Minute, 5 * time.Millisecond
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		if started, err := c.started(ctx); err == nil && started.After(before) {
			return time.Now(), nil
		}
		if ctx.Err() != nil {
			return time.Time{}, context.Cause(ctx)
		}
		time.Sleep(pause)
	}
}

// started asks a new connection when Postgres was started.
func (c *check) started(ctx context.Context) (at time.Time, err error) {
	connection, err := pgx.Connect(ctx, c.postgres.URL)
	if err != nil {
		return at, err
	}
	defer func() { _ = connection.Close(ctx) }()
	return at, connection.QueryRow(ctx, `SELECT pg_postmaster_start_time()`).Scan(&at)
}
