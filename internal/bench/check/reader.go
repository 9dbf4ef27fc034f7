package main

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// reader asks one node, now and then for what it has already.
type reader struct {
	*check

	node   int
	random *rand.Rand
	had    map[string]judge.Answer // by path
}

func newReader(c *check, node int, random *rand.Rand) *reader {
	return &reader{check: c, node: node, random: random, had: map[string]judge.Answer{}}
}

// read asks until ctx ends.
func (r *reader) read(ctx context.Context) error {
	for ctx.Err() == nil {
		r.one(ctx, r.roster.any(r.random))
	}
	return nil
}

// one asks once and has the answer judged.
func (r *reader) one(ctx context.Context, of target) {
	const every = 3 // one in so many
	path, header := of.paths[r.random.IntN(len(of.paths))], map[string]string{}
	before, again := r.had[path]
	if again = again && r.random.IntN(every) == 0; again {
		header["If-None-Match"] = before.ETag
	}
	if r.random.IntN(every) == 0 {
		header["Accept-Encoding"] = "gzip"
	}
	a := judge.Answer{Path: path, Expect: of.expect, Kind: of.kind, Window: judge.Window{Node: r.node, Begun: time.Now()}}
	got, err := ask(ctx, http.MethodGet, "http://"+r.nodes[r.node].Address+path, header, nil)
	a.Had = time.Now()
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		r.court.Refuse(path, err, a.Had)
		return
	}
	a.Status, a.Body, a.Retry, a.ETag = got.status, got.body, got.header.Get("Retry-After"), plain(got.header.Get("ETag"))
	if a.Status == http.StatusNotModified && again && a.ETag == before.ETag {
		a.Status, a.Body = http.StatusOK, before.Body
	}
	r.court.Hear(&a)
	if a.Status == http.StatusOK {
		r.had[path] = a
	}
}

// plain is an ETag without what names its coding.
func plain(tag string) string {
	for _, coding := range []string{"gzip", "br", "zstd"} {
		tag = strings.Replace(tag, "-"+coding+`"`, `"`, 1)
	}
	return tag
}
