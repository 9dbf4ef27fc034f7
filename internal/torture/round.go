package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"time"
)

// run is all rounds on one engine.
type run struct {
	settings

	engine  *engine
	tally   *tally
	ledger  *ledger
	token   string
	section string
	writers []*writer
}

// tortureEngine runs all rounds on an engine. The run comes back also with an
// error.
func tortureEngine(ctx context.Context, s settings, e *engine) (*run, error) {
	r := &run{settings: s, engine: e, tally: &tally{engine: e.name}}
	var err error
	if r.ledger, err = openLedger(filepath.Join(s.folder, e.name+".ndjson")); err != nil {
		return r, err
	}
	server, err := serve(ctx, s, e)
	if err != nil {
		return r, errors.Join(err, r.ledger.close())
	}
	err = r.begin(ctx, server)
	for range s.rounds {
		if err == nil {
			server, err = r.round(ctx, server)
		}
	}
	return r, errors.Join(err, server.kill(), r.ledger.close())
}

// begin signs in and makes what the writers share.
func (r *run) begin(ctx context.Context, server *process) error {
	c := newClient(server.url, "")
	login, err := c.send(ctx, request{
		Method: http.MethodPost, Path: "/v1/auth/login", Body: map[string]any{"email": admin, "password": password},
	})
	if err != nil {
		return err
	}
	r.token = login.text("access_token")
	c.token = r.token
	section, err := c.send(ctx, request{Method: http.MethodPost, Path: "/v1/sections", Body: map[string]any{"name": "Torture"}})
	if err != nil {
		return err
	}
	r.section = section.text("id")
	shared, err := c.send(ctx, request{
		Method: http.MethodPost, Path: "/v1/articles", Key: "shared",
		Body: map[string]any{"title": "Shared", "body": "<p>x</p>", "section_id": r.section},
	})
	if err != nil || !shared.good() {
		return errors.Join(err, fmt.Errorf("an article to share: %d %s", shared.status, shared.body))
	}
	for i := range r.settings.writers {
		r.writers = append(r.writers, &writer{
			ledger: r.ledger, section: r.section, random: rand.New(rand.NewPCG(uint64(i), 1)),
			shared: &piece{id: shared.text("id"), etag: shared.etag, status: "draft"},
		})
	}
	return nil
}

// round has writers write until what they write to is killed, and checks what is
// left. It returns the server that is then running.
func (r *run) round(ctx context.Context, server *process) (*process, error) {
	r.tally.rounds++
	c := newClient(server.url, r.token)
	faults := make([]error, len(r.writers))
	working, finish := context.WithCancel(ctx)
	defer finish()
	var all sync.WaitGroup
	for i, w := range r.writers {
		w.client, w.name, w.count, w.done, w.pending = c, fmt.Sprintf("r%d-w%d", r.tally.rounds, i), 0, nil, nil
		all.Go(func() { faults[i] = w.write(working) })
	}
	const least, most = 50 * time.Millisecond, 600 * time.Millisecond
	time.Sleep(least + time.Duration(rand.Int64N(int64(most-least))))
	server, err := r.kill(ctx, server)
	finish()
	all.Wait()
	if err := errors.Join(err, errors.Join(faults...)); err != nil {
		return server, err
	}
	return server, r.check(ctx, newClient(server.url, r.token))
}

// kill kills the server and starts another one; every fourth time it is Postgres
// that is killed, and the server has to get over it.
func (r *run) kill(ctx context.Context, server *process) (*process, error) {
	const every = 4
	if r.engine.crash != nil && r.tally.rounds%every == 0 {
		r.tally.databaseKills++
		return server, r.engine.crash(ctx)
	}
	r.tally.serverKills++
	if err := server.kill(); err != nil {
		return server, err
	}
	next, err := serve(ctx, r.settings, r.engine)
	if err != nil {
		return server, err
	}
	return next, nil
}
