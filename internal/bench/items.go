package main

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/corpus"
)

// item is something to ask for again and again.
type item struct {
	name  string
	paths []string
}

func items(c *corpus.Corpus) []item {
	const mostArticles = 5000
	var articles []string
	for i := 0; i < len(c.Articles); i += max(1, len(c.Articles)/mostArticles) {
		articles = append(articles, "/v1/articles/"+c.Articles[i])
	}
	return []item{
		{"healthz", []string{"/healthz"}},
		{"one article", articles[len(articles)/2:][:1]},
		{"random articles", articles},
		{"list of 20", []string{"/v1/articles"}},
		{"list of a section", []string{"/v1/articles?section=" + url.QueryEscape(c.Sections[0])}},
	}
}

// itemRate is what came of an item, beside the floor.
type itemRate struct {
	name         string
	served, bare rate
}

// measureItem takes medians of runs of Broadsheet and of the floor by turns, so
// that both see the same machine. The floor's runs, being steadier, are a
// quarter as long.
func measureItem(ctx context.Context, s settings, server *process, i item) (itemRate, error) {
	const runs = 3
	const warmUp = time.Second
	floor, err := startFloor(ctx, s, server.address, i.paths)
	if err != nil {
		return itemRate{}, err
	}
	defer floor.stop()
	var served, bare []rate
	for n := range runs + 1 {
		one, err := load(ctx, server, i.paths, s.connections, length(n, s.run, warmUp))
		if err != nil {
			return itemRate{}, err
		}
		other, err := load(ctx, floor, i.paths, s.connections, length(n, s.run/4, warmUp))
		if err != nil {
			return itemRate{}, err
		}
		served, bare = append(served, one), append(bare, other)
	}
	served, bare = slices.Delete(served, 0, 1), slices.Delete(bare, 0, 1)
	return itemRate{name: i.name, served: medianOf(served), bare: medianOf(bare)}, nil
}

// length is how long the n-th run takes; the first warms up.
func length(n int, run, warmUp time.Duration) time.Duration {
	if n == 0 {
		return min(run, warmUp)
	}
	return run
}
