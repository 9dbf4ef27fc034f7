package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// statementCount is how many SQL statements a request runs, beside the begin and
// commit of a write.
type statementCount struct {
	name  string
	count int64
}

// countStatements counts what single requests take, writes last. It goes on
// from the first failure without asking anything more.
func countStatements(ctx context.Context, s settings, of *library) ([]statementCount, error) {
	n := &newsroom{}
	into, err := store.Open(ctx, of.url, store.Options{Trace: func(context.Context, string) { n.statements.Add(1) }})
	if err != nil {
		return nil, err
	}
	defer func() { _ = into.Close() }()
	server, err := n.serve(ctx, into, s.folder)
	if err != nil {
		return nil, err
	}
	list := "/v1/articles"
	article := list + "/" + of.Articles[len(of.Articles)/2]
	n.do(ctx, http.MethodGet, list+"/"+of.Articles[0], nil) // from now on the sections are known
	shown := n.count(ctx, "one article", http.MethodGet, article, nil)
	n.count(ctx, "one article with neighbors", http.MethodGet, article+"?include=neighbors", nil)
	n.count(ctx, "list of 20", http.MethodGet, list, nil)
	n.count(ctx, "list of 20 with total", http.MethodGet, list+"?with_total=true", nil)
	n.count(ctx, "list of a section", http.MethodGet, list+"?section="+url.QueryEscape(of.Sections[0]), nil)
	n.failure = errors.Join(n.failure, n.signIn(ctx))
	n.do(ctx, http.MethodGet, "/v1/auth/me", nil) // from now on the service remembers the session
	created := n.count(ctx, "create an article", http.MethodPost, list, inputLike(shown, "A new article"))
	id, _ := created["id"].(string)
	n.count(ctx, "PATCH its title", http.MethodPatch, list+"/"+id, map[string]any{"title": "Another title"})
	n.count(ctx, "publish it", http.MethodPost, list+"/"+id+"/publish", nil)
	return n.counts, errors.Join(n.failure, server.Close())
}

// count asks once and notes how many statements that took.
func (n *newsroom) count(ctx context.Context, name, method, path string, body map[string]any) map[string]any {
	before := n.statements.Load()
	answer := n.do(ctx, method, path, body)
	n.counts = append(n.counts, statementCount{name, n.statements.Load() - before})
	return answer
}
