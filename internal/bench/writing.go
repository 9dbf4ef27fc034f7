package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// writing makes requests that write articles like one that was shown.
type writing struct {
	editor editor
	like   map[string]any
	count  atomic.Int64 // of titles that were used
}

func newWriting(ctx context.Context, server *process.Process, article string) (*writing, error) {
	w := &writing{editor: editor{address: server.Address}}
	var err error
	if w.like, err = w.editor.ask(ctx, http.MethodGet, "/v1/articles/"+article, nil); err != nil {
		return nil, err
	}
	return w, w.editor.signIn(ctx)
}

// numberPlace is where a template has its number: as wide as any number is written.
const numberPlace = "@@@@@@@@@@"

func (w *writing) title() string {
	return fmt.Sprintf("A new article %0*d", len(numberPlace), w.count.Add(1))
}

// template writes out a write with a place for a number.
func (w *writing) template(method, path string, body map[string]any) ([]byte, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"+
		"If-Match: *\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
		method, path, w.editor.address, w.editor.token, len(encoded))
	return append([]byte(head), encoded...), nil
}

func (w *writing) filled(template []byte, status int) request {
	number := fmt.Appendf(nil, "%0*d", len(numberPlace), w.count.Add(1))
	return request{bytes.Replace(template, []byte(numberPlace), number, 1), strconv.Itoa(status)}
}

// creates is a source of new drafts.
func (w *writing) creates() (source, error) {
	template, err := w.template(http.MethodPost, "/v1/articles", inputLike(w.like, "A new article "+numberPlace))
	return func(*rand.Rand) request { return w.filled(template, http.StatusCreated) }, err
}

// patches is a source of other titles for some new articles that readers see.
func (w *writing) patches(ctx context.Context) (source, error) {
	const articles = 100
	var templates [][]byte
	for range articles {
		id, err := w.publish(ctx, nil)
		if err != nil {
			return nil, err
		}
		template, err := w.template(http.MethodPatch, "/v1/articles/"+id, map[string]any{"title": "Another title " + numberPlace})
		if err != nil {
			return nil, err
		}
		templates = append(templates, template)
	}
	return func(random *rand.Rand) request { return w.filled(templates[random.IntN(articles)], http.StatusOK) }, nil
}

// publish makes an article that readers see, in a section, or where the one that
// it is like is.
func (w *writing) publish(ctx context.Context, sectionID any) (id string, err error) {
	input := inputLike(w.like, w.title())
	if sectionID != nil {
		input["section_id"] = sectionID
	}
	created, err := w.editor.ask(ctx, http.MethodPost, "/v1/articles", input)
	if err != nil {
		return "", err
	}
	id, _ = created["id"].(string)
	_, err = w.editor.ask(ctx, http.MethodPost, "/v1/articles/"+id+"/publish", nil)
	return id, err
}

// oneASecond publishes an article each second, in one section after the other,
// until its context ends. Its first comes after half a second.
func (w *writing) oneASecond(ctx context.Context, sections []string) (meanwhile func(context.Context) error, err error) {
	ids := make([]any, len(sections))
	for i, slug := range sections {
		section, err := w.editor.ask(ctx, http.MethodGet, "/v1/sections/"+url.PathEscape(slug), nil)
		if err != nil {
			return nil, err
		}
		ids[i] = section["id"]
	}
	return func(ctx context.Context) error {
		const half = 500 * time.Millisecond
		for wait := half; ; wait = time.Second {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(wait):
			}
			if _, err := w.publish(context.WithoutCancel(ctx), ids[int(w.count.Load())%len(ids)]); err != nil {
				return err
			}
		}
	}, nil
}
