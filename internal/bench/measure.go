package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/corpus"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// measured is all that is known of Broadsheet on one engine.
type measured struct {
	engine                    *engine
	startEmpty, startCorpus   time.Duration
	residentIdle, residentHot int64 // bytes
	items                     []itemRate
	statements                []statementCount
}

func measureEngine(ctx context.Context, s settings, e *engine) (*measured, error) {
	m := &measured{engine: e}
	progressf("%s: loading %d articles", e.name, s.articles)
	database, loaded, err := loadCorpus(ctx, s, e)
	if err != nil {
		return nil, err
	}
	progressf("%s: starting", e.name)
	if err := m.measureStart(ctx, s, database); err != nil {
		return nil, err
	}
	if err := m.measureRates(ctx, s, database, loaded); err != nil {
		return nil, err
	}
	progressf("%s: counting statements", e.name)
	m.statements, err = countStatements(ctx, s, database, loaded)
	return m, err
}

func loadCorpus(ctx context.Context, s settings, e *engine) (database string, loaded *corpus.Corpus, err error) {
	if database, err = e.empty(ctx, "corpus"); err != nil {
		return "", nil, err
	}
	into, err := store.Open(ctx, database, store.Options{})
	if err != nil {
		return "", nil, err
	}
	if err = into.Migrate(ctx); err == nil {
		loaded, err = corpus.Load(ctx, into, s.articles)
	}
	if err := errors.Join(err, into.Close()); err != nil {
		return "", nil, err
	}
	return database, loaded, e.settled(ctx, database)
}

// measureStart takes the medians of the times from the start of the process to
// its first good answer at /readyz.
func (m *measured) measureStart(ctx context.Context, s settings, database string) error {
	const starts = 5
	var onEmpty, onCorpus []time.Duration
	for i := range starts {
		empty, err := m.engine.empty(ctx, fmt.Sprint("empty", i))
		if err != nil {
			return err
		}
		for url, times := range map[string]*[]time.Duration{empty: &onEmpty, database: &onCorpus} {
			p, err := startBroadsheet(ctx, s, url)
			if err != nil {
				return err
			}
			p.stop()
			*times = append(*times, p.took)
		}
	}
	slices.Sort(onEmpty)
	slices.Sort(onCorpus)
	m.startEmpty, m.startCorpus = onEmpty[starts/2], onCorpus[starts/2]
	return nil
}

func (m *measured) measureRates(ctx context.Context, s settings, database string, loaded *corpus.Corpus) error {
	p, err := startBroadsheet(ctx, s, database)
	if err != nil {
		return err
	}
	defer p.stop()
	time.Sleep(time.Second)
	if m.residentIdle, err = p.resident(); err != nil {
		return err
	}
	for _, i := range items(loaded) {
		progressf("%s: %s", m.engine.name, i.name)
		of, err := measureItem(ctx, s, p, i)
		if err != nil {
			return fmt.Errorf("%s: %w", i.name, err)
		}
		m.items = append(m.items, of)
	}
	m.residentHot, err = p.resident()
	return err
}
