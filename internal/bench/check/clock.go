package main

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// schedule takes an article down and has it come back at a time, again and again
// until ctx ends: by its date or by an embargo, put off now and then.
func (c *check) schedule(ctx context.Context, a *article, random *rand.Rand) error {
	for ctx.Err() == nil {
		if err := c.scheduleOnce(ctx, a, random); err != nil {
			return ended(ctx, err)
		}
	}
	return nil
}

func (c *check) scheduleOnce(ctx context.Context, a *article, random *rand.Rand) error {
	const (
		short, long, around = 300, 1500, 400 // milliseconds
		corrected           = 4              // one in so many
	)
	node := random.IntN(len(c.nodes))
	if a.state.Visible {
		err := c.move(ctx, a, node, "withdraw", withdrawal(), a.withdrawn())
		if err != nil || a.state.Visible {
			return err
		}
	}
	if err := c.revise(ctx, a, node); err != nil {
		return err
	}
	if random.IntN(corrected) == 0 {
		if err := c.correct(ctx, a, node); err != nil {
			return err
		}
	}
	how := []string{"published_at", "embargo_until"}[random.IntN(2)]
	for range 1 + random.IntN(2) {
		from := soon(short + random.IntN(long))
		state := judge.State{Visible: true, Version: a.state.Version, Corrections: a.state.Corrections, From: from, Gone: true}
		if err := c.move(ctx, a, node, "publish", map[string]any{how: from.Format(time.RFC3339Nano)}, state); err != nil {
			return err
		}
		if time.Until(from) < short*time.Millisecond {
			break // too late to put it off
		}
	}
	sleep(ctx, time.Until(a.state.From)+time.Duration(random.IntN(around))*time.Millisecond)
	return nil
}

// soon is some milliseconds from now, as it is stored.
func soon(milliseconds int) time.Time {
	return time.Now().Add(time.Duration(milliseconds) * time.Millisecond).UTC().Truncate(time.Microsecond)
}
