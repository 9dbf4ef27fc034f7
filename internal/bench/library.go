package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-6f93249c/broadsheet/internal/bench/corpus"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// library is a corpus in a database, and what is known of it.
type library struct {
	corpus.Corpus

	Version int     `json:"version"` // of the corpus
	Deep    []place `json:"deep"`    // some pages far from the first, as walked to once

	url  string
	file string // that keeps this; "" when it is not kept
}

// openLibrary loads a corpus, or finds it again where corpora are kept.
func openLibrary(ctx context.Context, s settings, e *engine, articles int) (*library, error) {
	name := fmt.Sprintf("corpus_%d", articles)
	l := &library{url: e.url(name)}
	if s.keep != "" {
		l.file = filepath.Join(s.keep, e.name+"_"+name+".json")
		if found, err := l.find(); found || err != nil {
			progressf("%s: %d articles are there", e.name, articles)
			return l, errors.Join(err, corpus.Forget(ctx, l.url))
		}
	}
	progressf("%s: loading %d articles", e.name, articles)
	if err := e.empty(ctx, name); err != nil {
		return nil, err
	}
	if err := migrate(ctx, l.url); err != nil {
		return nil, err
	}
	loaded, err := corpus.Load(ctx, l.url, articles)
	if err != nil {
		return nil, err
	}
	l.Corpus, l.Version = *loaded, corpus.Version
	if err := e.settled(ctx, l.url); err != nil {
		return nil, err
	}
	return l, l.keep()
}

func migrate(ctx context.Context, database string) error {
	into, err := store.Open(ctx, database, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(into.Migrate(ctx), into.Close())
}

func (l *library) find() (bool, error) {
	text, err := os.ReadFile(l.file)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(text, l)
	}
	return l.Version == corpus.Version, err
}

func (l *library) keep() error {
	if l.file == "" {
		return nil
	}
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	const private = 0o600
	return os.WriteFile(l.file, text, private)
}

// close leaves a kept corpus as it was loaded.
func (l *library) close(ctx context.Context, e *engine) error {
	if l.file == "" {
		return nil
	}
	return errors.Join(corpus.Forget(ctx, l.url), e.settled(ctx, l.url))
}

// some returns up to so many of the articles, from all of the time.
func (l *library) some(most int) []string {
	var articles []string
	for i := 0; i < len(l.Articles); i += max(1, (len(l.Articles)+most-1)/most) {
		articles = append(articles, l.Articles[i])
	}
	return articles
}
