package main

import (
	"context"
	"fmt"
	"net/url"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// cold measures answers that are made anew, beside floor Q.
func (m *measurement) cold(ctx context.Context) error {
	server, err := m.serve(ctx, noCache)
	if err != nil {
		return err
	}
	defer server.Stop()
	floor, err := startSelf(ctx, queryFloor, m.library.url)
	if err != nil {
		return err
	}
	defer floor.Stop()
	progressf("%s: walking to the deep pages", m.engine.name)
	if err := m.library.walk(ctx, server.Address); err != nil {
		return err
	}
	articles, sections := asksFor(articlePaths(m.library.some(mostArticles))), asksFor(sectionPaths(m.library.Sections))
	first := []ask{{path: "/v1/articles"}}
	var deep, floorsDeep []ask
	for _, place := range m.library.Deep {
		deep = append(deep, ask{path: "/v1/articles?cursor=" + place.Cursor})
		floorsDeep = append(floorsDeep, ask{path: "/v1/articles?after=" + url.QueryEscape(place.After)})
	}
	for _, of := range []struct {
		item        string
		ours, other []ask
	}{
		{articlesCold, articles, articles},
		{listCold, sections, sections},
		{"first page, cold", first, first},
		{"deep page, cold", deep, floorsDeep},
	} {
		progressf("%s: %s", m.engine.name, of.item)
		c, err := compare(ctx, reads(server, of.ours, m.engine), reads(floor, of.other, m.engine), m.demand())
		if err != nil {
			return fmt.Errorf("%s: %w", of.item, err)
		}
		m.add(c.row(of.item, "floor Q").atLeast(c.speed, c.work, ofQueries))
	}
	return m.deepToFirst(ctx, server, deep, first)
}

func (m *measurement) deepToFirst(ctx context.Context, server *process.Process, deep, first []ask) error {
	const item, most = "deep page ÷ first page, cold", 1.2
	progressf("%s: %s", m.engine.name, item)
	c, err := compare(ctx, reads(server, deep, m.engine), reads(server, first, m.engine), m.demand())
	if err != nil {
		return fmt.Errorf("%s: %w", item, err)
	}
	m.add(c.row(item, "first page").timesAtMost(1/c.speed, 1/c.work, most))
	return nil
}
