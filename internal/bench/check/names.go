package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// rename renames sections and bylines until ctx ends.
func (c *check) rename(ctx context.Context, names []*name, random *rand.Rand) error {
	const pause = 60
	for ctx.Err() == nil {
		n := names[random.IntN(len(names))]
		if err := c.renameOne(ctx, n, random.IntN(len(c.nodes))); err != nil {
			return ended(ctx, err)
		}
		sleep(ctx, time.Duration(random.IntN(pause))*time.Millisecond)
	}
	return nil
}

func (c *check) renameOne(ctx context.Context, n *name, node int) error {
	text := judge.Text(n.subject, n.version+1)
	number := c.history.Begin(n.subject, judge.State{Visible: true, Version: n.version + 1}, time.Now())
	r, err := c.say(context.WithoutCancel(ctx), node, http.MethodPatch, n.path, map[string]any{"name": text})
	switch {
	case err == nil && r.status == http.StatusOK:
		c.history.Acknowledge(n.subject, number, node, time.Now)
		n.version++
		return nil
	case err == nil && r.status != http.StatusServiceUnavailable:
		return fmt.Errorf("PATCH %s was answered with %d: %.300s", n.path, r.status, r.body)
	}
	found, err := c.find(ctx, n.path)
	if err != nil {
		return err
	}
	if found["name"] != text {
		c.history.Void(n.subject, number)
		return nil
	}
	c.history.Acknowledge(n.subject, number, nobody, time.Now)
	n.version++
	return nil
}
