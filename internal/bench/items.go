package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

const (
	articlesCold = "random articles, cold"
	listCold     = "list of 20 of a section, cold"
	listWarm     = "list of 20 of a section, warm"

	mostArticles = 5000

	// How much of a floor must be reached.
	ofBytes   = 0.9
	ofQueries = 0.7
)

func articlePaths(ids []string) []string {
	paths := make([]string, len(ids))
	for i, id := range ids {
		paths[i] = "/v1/articles/" + id
	}
	return paths
}

func sectionPaths(slugs []string) []string {
	paths := make([]string, len(slugs))
	for i, slug := range slugs {
		paths[i] = "/v1/articles?section=" + url.QueryEscape(slug)
	}
	return paths
}

func asksFor(paths []string) []ask {
	asks := make([]ask, len(paths))
	for i, path := range paths {
		asks[i].path = path
	}
	return asks
}

// unchanged are asks with the ETags that a server has for the paths now.
func unchanged(ctx context.Context, server *process.Process, paths []string) ([]ask, error) {
	asks := asksFor(paths)
	for i := range asks {
		heard, err := recordOne(ctx, server.Address, asks[i])
		if err != nil {
			return nil, err
		}
		asks[i].match = heard.Header.Get("ETag")
	}
	return asks, nil
}

// beside measures asks beside floor S.
func (m *measurement) beside(ctx context.Context, server *process.Process, item string, asks []ask, least float64) (compared, error) {
	progressf("%s: %s", m.engine.name, item)
	floor, err := startBytesFloor(ctx, m.settings, server.Address, asks)
	if err != nil {
		return compared{}, err
	}
	defer floor.Stop()
	c, err := compare(ctx, reads(server, asks, m.engine), reads(floor, asks, &engine{}), m.demand())
	if err != nil {
		return c, fmt.Errorf("%s: %w", item, err)
	}
	m.add(c.row(item, "floor S").atLeast(c.speed, c.work, least))
	return c, nil
}

// warm measures what is answered again and again, writes, and what is then held
// in memory.
func (m *measurement) warm(ctx context.Context) error {
	server, err := m.serve(ctx)
	if err != nil {
		return err
	}
	defer server.Stop()
	time.Sleep(time.Second)
	idle, err := server.Resident()
	if err != nil {
		return err
	}
	paths := articlePaths(m.library.some(mostArticles))
	for _, step := range []func() error{
		func() error { return m.hot(ctx, server, paths[len(paths)/2:][:1]) },
		func() error { return m.many(ctx, server, paths) },
		func() error { return m.lists(ctx, server) },
		func() error { return m.writes(ctx, server) },
		func() error { return m.memory(ctx, server, idle) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// hot asks for one article only, in every coding.
func (m *measurement) hot(ctx context.Context, server *process.Process, one []string) error {
	for _, coding := range []string{"", "zstd", "br", "gzip"} {
		asked := ask{path: one[0], encoding: coding}
		heard, err := recordOne(ctx, server.Address, asked)
		if err != nil {
			return err
		}
		item, least := "one hot article, "+coding, 0.0
		if coding == "" {
			item, least = "one hot article, plain bytes", ofBytes
		} else if heard.Header.Get("Content-Encoding") != coding {
			item += " (answered plain)"
		}
		if _, err := m.beside(ctx, server, item, []ask{asked}, least); err != nil {
			return err
		}
	}
	asks, err := unchanged(ctx, server, one)
	if err != nil {
		return err
	}
	_, err = m.beside(ctx, server, "one hot article, 304", asks, ofBytes)
	return err
}

// many asks for many articles at random: as fast as may be, and at a steady rate.
func (m *measurement) many(ctx context.Context, server *process.Process, paths []string) error {
	c, err := m.beside(ctx, server, fmt.Sprintf("%d random articles, warm", len(paths)), asksFor(paths), 0)
	if err != nil {
		return err
	}
	if err := m.steady(ctx, server, asksFor(paths), c.other.perSecond/2); err != nil {
		return err
	}
	asks, err := unchanged(ctx, server, paths)
	if err != nil {
		return err
	}
	_, err = m.beside(ctx, server, fmt.Sprintf("%d random articles, 304", len(paths)), asks, 0)
	return err
}

// steady sends requests when they are due, whether those before were answered or
// not, and compares how long the slowest hundredth takes from then on.
func (m *measurement) steady(ctx context.Context, server *process.Process, asks []ask, perSecond float64) error {
	const most = 3
	item := fmt.Sprintf("99%% of warm articles, %.0f due a second", perSecond)
	progressf("%s: %s", m.engine.name, item)
	floor, err := startBytesFloor(ctx, m.settings, server.Address, asks)
	if err != nil {
		return err
	}
	defer floor.Stop()
	d := m.demand()
	d.perSecond = perSecond
	c, err := compare(ctx, reads(server, asks, m.engine), reads(floor, asks, &engine{}), d)
	if err != nil {
		return err
	}
	r := c.row(item, "floor S").timesAtMost(float64(c.ours.slow)/float64(max(1, c.other.slow)), 1/c.work, most)
	r.ours, r.other = millis(c.ours.slow), millis(c.other.slow)
	m.add(r)
	return nil
}

// lists asks for the lists of all sections, alone and while articles appear.
func (m *measurement) lists(ctx context.Context, server *process.Process) error {
	const least = 0.8
	asks := asksFor(sectionPaths(m.library.Sections))
	if _, err := m.beside(ctx, server, listWarm, asks, 0); err != nil {
		return err
	}
	const item = "that list while one article a second is published"
	progressf("%s: %s", m.engine.name, item)
	w, err := newWriting(ctx, server, m.library.Articles[0])
	if err != nil {
		return err
	}
	still := reads(server, asks, m.engine)
	busy := still
	if busy.meanwhile, err = w.oneASecond(ctx, m.library.Sections); err != nil {
		return err
	}
	c, err := compare(ctx, busy, still, m.demand())
	if err != nil {
		return fmt.Errorf("%s: %w", item, err)
	}
	m.add(c.row(item, "while none is").atLeast(c.speed, c.work, least))
	return nil
}

// writes measures writes of a few clients: as many as a newsroom has.
func (m *measurement) writes(ctx context.Context, server *process.Process) error {
	w, err := newWriting(ctx, server, m.library.Articles[0])
	if err != nil {
		return err
	}
	const clients = 8
	d := m.demand()
	d.connections = clients
	creates, err := w.creates()
	if err != nil {
		return err
	}
	patches, err := w.patches(ctx)
	if err != nil {
		return err
	}
	for _, write := range []struct {
		item string
		next source
	}{{"create a draft, 8 clients", creates}, {"PATCH a title that readers see, 8 clients", patches}} {
		progressf("%s: %s", m.engine.name, write.item)
		r, err := alone(ctx, side{server: server, next: write.next, database: m.engine.worked}, d)
		if err != nil {
			return fmt.Errorf("%s: %w", write.item, err)
		}
		m.add(r.row(write.item))
	}
	return nil
}
