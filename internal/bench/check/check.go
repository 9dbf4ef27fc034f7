package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// check is what goes on over one database.
type check struct {
	settings

	nodes    []*process.Process
	postgres *cluster.Cluster // nil on SQLite
	history  *judge.History
	court    *judge.Court
	roster   *roster
	token    string
	made     atomic.Int64 // corrections
}

func newCheck(s settings, nodes []*process.Process, postgres *cluster.Cluster) *check {
	history := judge.NewHistory(s.bound)
	return &check{
		settings: s, nodes: nodes, postgres: postgres, history: history, court: judge.NewCourt(history), roster: newRoster(),
	}
}

// How many write and read at once. Each desk has a writer.
const (
	desks          = 3
	articlesADesk  = 6
	clocks         = 2
	readersForEach = 4 // node
)

// run has everybody write and read until enough was read.
func (c *check) run(ctx context.Context, o outcome) (outcome, error) {
	newsroom, err := c.found(ctx)
	if err != nil {
		return o, fmt.Errorf("set up the newsroom: %w", err)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var all sync.WaitGroup
	work := func(of func(context.Context) error) {
		all.Go(func() {
			if err := of(ctx); err != nil {
				stop(err)
			}
		})
	}
	for i, desk := range newsroom.desks {
		work(func(ctx context.Context) error { return c.edit(ctx, desk, seeded(i)) })
	}
	for i, clock := range newsroom.clocks {
		work(func(ctx context.Context) error { return c.schedule(ctx, clock, seeded(desks+i)) })
	}
	work(func(ctx context.Context) error { return c.rename(ctx, newsroom.names, seeded(desks+clocks)) })
	for i := range len(c.nodes) * readersForEach {
		r := newReader(c, i%len(c.nodes), seeded(i))
		work(func(ctx context.Context) error { return r.read(ctx) })
	}
	o.restarts, err = c.wait(ctx)
	stop(err)
	all.Wait()
	o.counts, o.writes = c.court.Counts(), c.history.Writes()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return o, cause
	}
	return o, err
}

// wait returns when enough was read for long enough, with Postgres restarted
// meanwhile.
func (c *check) wait(ctx context.Context) (restarts []restart, err error) {
	const look = 50 * time.Millisecond
	begun := time.Now()
	for {
		wanted := 0
		if c.postgres != nil {
			wanted = c.restarts
		}
		answers, share := c.court.Counts().Answers, float64(len(restarts)+1)/float64(wanted+1)
		enough := float64(answers) >= share*float64(c.reads) && time.Since(begun).Seconds() >= share*c.least.Seconds()
		switch {
		case enough && len(restarts) == wanted:
			return restarts, nil
		case enough:
			progressf("postgres: restarting after %d reads", answers)
			r, err := c.restart(ctx)
			if err != nil {
				return restarts, err
			}
			restarts = append(restarts, r)
		}
		select {
		case <-ctx.Done():
			return restarts, context.Cause(ctx)
		case <-time.After(look):
		}
	}
}
