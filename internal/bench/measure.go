package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// measured is all that is known of Broadsheet on one engine.
type measured struct {
	engine     *engine
	rows       []row
	statements []statementCount
}

// measurement goes through all there is to measure on one engine.
type measurement struct {
	settings

	*measured
	library *library
}

func measureEngine(ctx context.Context, s settings, e *engine) (*measured, error) {
	of := &measured{engine: e}
	if len(s.articles) > 1 {
		return of, measureDepth(ctx, s, of)
	}
	l, err := openLibrary(ctx, s, e, s.articles[0])
	if err != nil {
		return nil, err
	}
	m := &measurement{settings: s, measured: of, library: l}
	for _, step := range []func(context.Context) error{m.start, m.cold, m.warm, m.count} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, l.close(ctx, e))
		}
	}
	return of, l.close(ctx, e)
}

// serve starts a Broadsheet on the corpus.
func (m *measurement) serve(ctx context.Context, environment ...string) (*process.Process, error) {
	return process.Broadsheet(ctx, m.binary, m.folder, m.library.url, environment...)
}

const noCache = "BROADSHEET_CACHE_BYTES=0"

// start takes the medians of the times from the start of the process to its first
// good answer at /readyz.
func (m *measurement) start(ctx context.Context) error {
	const starts = 5
	progressf("%s: starting", m.engine.name)
	var onEmpty, onCorpus []time.Duration
	for i := range starts {
		name := fmt.Sprint("empty", i)
		if err := m.engine.empty(ctx, name); err != nil {
			return err
		}
		empty, err := process.Broadsheet(ctx, m.binary, m.folder, m.engine.url(name))
		if err != nil {
			return err
		}
		empty.Stop()
		if err := m.engine.empty(ctx, name); err != nil {
			return err
		}
		full, err := m.serve(ctx)
		if err != nil {
			return err
		}
		full.Stop()
		onEmpty, onCorpus = append(onEmpty, empty.Took), append(onCorpus, full.Took)
	}
	m.add(row{item: "start on an empty database", ours: millis(middle(onEmpty, itself))})
	m.add(row{item: "start on the corpus", ours: millis(middle(onCorpus, itself))})
	return nil
}

func itself(d time.Duration) time.Duration { return d }

// memory tells what a server holds that has answered so many different requests
// that its cache is full: 64 MiB, where answers have 6 KB.
func (m *measurement) memory(ctx context.Context, server *process.Process, idle int64) error {
	const limit = 160 << 20
	progressf("%s: filling the cache", m.engine.name)
	codings := []string{"", "br", "gzip", "zstd"}
	var asks []ask
	for i, path := range articlePaths(m.library.Articles) {
		asks = append(asks, ask{path: path}, ask{path: path, encoding: codings[i%len(codings)]})
	}
	if err := once(ctx, server.Address, asking(server.Address, asks), m.connections); err != nil {
		return err
	}
	time.Sleep(time.Second)
	full, err := server.Resident()
	if err != nil {
		return err
	}
	m.add(row{item: "resident memory, idle", ours: megabytes(idle)})
	m.add(row{
		item: "resident memory, cache full", ours: megabytes(full),
		must: "≤ " + megabytes(limit), reached: reached(full <= limit),
	})
	return nil
}

func (m *measurement) count(ctx context.Context) (err error) {
	progressf("%s: counting statements", m.engine.name)
	m.statements, err = countStatements(ctx, m.settings, m.library)
	return err
}

// measureDepth compares what one and the same request costs in a small corpus
// and in a large one.
func measureDepth(ctx context.Context, s settings, of *measured) (err error) {
	sizes := []int{slices.Min(s.articles), slices.Max(s.articles)}
	var (
		sides   [2]map[string]side
		servers []*process.Process
	)
	defer func() {
		for _, server := range servers {
			server.Stop()
		}
	}()
	for i, size := range sizes {
		l, err := openLibrary(ctx, s, of.engine, size)
		if err != nil {
			return err
		}
		server, err := process.Broadsheet(ctx, s.binary, s.folder, l.url, noCache)
		if err != nil {
			return err
		}
		servers = append(servers, server)
		sides[i] = map[string]side{
			articlesCold: reads(server, asksFor(articlePaths(l.some(mostArticles))), of.engine),
			listCold:     reads(server, asksFor(sectionPaths(l.Sections)), of.engine),
		}
	}
	const most = 1.3
	for _, item := range []string{articlesCold, listCold} {
		progressf("%s: %s", of.engine.name, item)
		c, err := compare(ctx, sides[1][item], sides[0][item], s.demand())
		if err != nil {
			return fmt.Errorf("%s: %w", item, err)
		}
		of.add(c.row(fmt.Sprintf("%s, %d articles ÷ %d", item, sizes[1], sizes[0]), "the small one").timesAtMost(1/c.speed, 1/c.work, most))
	}
	return nil
}
