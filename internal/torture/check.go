package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"
)

// check asks again for what had no answer and for what had one, and looks at what
// is stored.
func (r *run) check(ctx context.Context, c *client) error {
	for _, w := range r.writers {
		w.client = c
		if err := r.resolve(ctx, w); err != nil {
			return err
		}
		if err := r.repeat(ctx, w); err != nil {
			return err
		}
	}
	found, err := inspect(ctx, r.engine.db, r.ledger.entries)
	if err != nil {
		return err
	}
	faults, err := verify(ctx, r.settings, r.engine)
	if err != nil {
		return err
	}
	if faults != "" {
		found.half = append(found.half, faults)
	}
	r.tally.take(found, len(r.ledger.entries))
	progressf("%s, round %d: %d acknowledged%s", r.engine.name, r.tally.rounds, len(r.ledger.entries), found)
	return nil
}

// resolve sends the request that had no answer again, until it has one.
func (r *run) resolve(ctx context.Context, w *writer) error {
	if w.pending == nil {
		return nil
	}
	r.tally.unknown++
	got, err := insist(ctx, w.client, w.pending.request)
	if err != nil {
		return err
	}
	if got.replayed {
		r.tally.doneUnseen++
	}
	return w.settle(ctx, w.pending, got)
}

// insist sends a request until it has an answer for good.
func insist(ctx context.Context, c *client, what request) (answer, error) {
	const patience, pause = 30 * time.Second, 20 * time.Millisecond
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		got, err := c.send(ctx, what)
		if err == nil && !got.open() {
			return got, nil
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return got, fmt.Errorf("%s %s has no answer: %w, %d %s", what.Method, what.Path, err, got.status, got.body)
		}
	}
}

// repeat sends what was acknowledged in this round again, with its key: it must get
// the same answer.
func (r *run) repeat(ctx context.Context, w *writer) error {
	for _, s := range w.done {
		got, err := insist(ctx, w.client, s.request)
		if err != nil {
			return err
		}
		r.tally.repeated++
		if !got.replayed || got.status != s.answer.status || got.etag != s.answer.etag || !bytes.Equal(got.body, s.answer.body) {
			r.tally.otherwise++
			progressf("%s %s %s was answered with %d %s, now with %d %s",
				s.Method, s.Path, s.Key, s.answer.status, s.answer.etag, got.status, got.etag)
		}
	}
	for _, p := range append([]*piece{w.shared}, w.pieces...) {
		got, err := insist(ctx, w.client, request{Method: http.MethodGet, Path: "/v1/articles/" + p.id})
		if err != nil {
			return err
		}
		p.etag, p.status = got.etag, got.text("status")
	}
	const recent = 8
	w.pieces = w.pieces[max(0, len(w.pieces)-recent):]
	return nil
}
