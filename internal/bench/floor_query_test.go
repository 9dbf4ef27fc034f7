package main

import (
	"context"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/corpus"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// TestQueryFloorIsHonest compares floor Q with Broadsheet: every article, the
// lists of all sections, and pages of all articles from the first to the last.
func TestQueryFloorIsHonest(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		broadsheet, floor, loaded := bothOn(t, url)
		for _, path := range append(articlePaths(loaded.Articles), sectionPaths(loaded.Sections)...) {
			same(t, path, broadsheet.get(t, path), floor.get(t, path))
		}
		at := place{}
		for pages := 0; ; pages++ {
			ours, theirs := "/v1/articles", "/v1/articles"
			if pages > 0 {
				ours, theirs = ours+"?cursor="+at.Cursor, theirs+"?after="+strings.ReplaceAll(at.After, "+", "%2B")
			}
			same(t, ours, broadsheet.get(t, ours), floor.get(t, theirs))
			next, err := broadsheet.step(t.Context(), at.Cursor, 20)
			if err != nil && pages < len(loaded.Articles)/20 {
				t.Fatalf("only %d pages: %v", pages, err)
			}
			if err != nil {
				break
			}
			at = next
		}
	})
}

// bothOn are Broadsheet and floor Q over one small corpus, with an article that
// has everything.
func bothOn(t *testing.T, url string) (broadsheet *newsroom, floor *editor, loaded *corpus.Corpus) {
	t.Helper()
	const some = 120
	if err := migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	loaded, err := corpus.Load(t.Context(), url, some)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), url, store.Options{MaxConnections: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	broadsheet = &newsroom{}
	server, err := broadsheet.serve(t.Context(), s, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	loaded.Articles = append(loaded.Articles, writeWhole(t, broadsheet, loaded.Articles[0]))
	answers, err := openAnswerer(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answers.close() })
	return broadsheet, &editor{address: here(t, answers).Address}, loaded
}

// writeWhole publishes an article that has all that an article can have.
func writeWhole(t *testing.T, n *newsroom, like string) (id string) {
	t.Helper()
	if err := n.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	input := inputLike(n.get(t, "/v1/articles/"+like), `A "whole" article`)
	credits, _ := input["credits"].([]any)
	credits[0].(map[string]any)["name"] = "Printed otherwise"
	maps.Copy(input, map[string]any{
		"subtitle": "Under it", "short_title": "Short", "kind": "reprint", "featured": true,
		"sources":    []any{map[string]any{"name": "A journal", "url": "https://journal.example.org/"}, map[string]any{"name": "A book"}},
		"original":   map[string]any{"title": "As it was", "published_at": "2020-02-03T04:05:06.7Z"},
		"dateline":   map[string]any{"agency": "An agency", "place": "江城", "date": "2020-02-03"},
		"lead_image": map[string]any{"url": "https://images.example.org/1.jpg", "alt": "What is seen", "caption": "Why"},
		"seo":        map[string]any{"title": "For engines", "noindex": true}, "rights": map[string]any{"copyright": "Ours"},
	})
	created := n.do(t.Context(), http.MethodPost, "/v1/articles", input)
	id, _ = created["id"].(string)
	n.do(t.Context(), http.MethodPost, "/v1/articles/"+id+"/publish",
		map[string]any{"published_at": "2020-02-03T04:05:06.789Z", "published_precision": "minute"})
	if n.failure != nil {
		t.Fatal(n.failure)
	}
	n.token = ""
	return id
}

func (e *editor) get(t *testing.T, path string) map[string]any {
	t.Helper()
	answer, err := e.ask(context.WithoutCancel(t.Context()), http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// same compares answers, whose cursors may differ.
func same(t *testing.T, path string, ours, floor map[string]any) {
	t.Helper()
	for _, answer := range []map[string]any{ours, floor} {
		if page, is := answer["page"].(map[string]any); is {
			page["next_cursor"], page["prev_cursor"] = page["next_cursor"] != nil, nil
		}
	}
	left, right := canonical(ours), canonical(floor)
	if !reflect.DeepEqual(left, right) {
		t.Fatalf("%s: Broadsheet answers\n%v\nand the floor\n%v", path, left, right)
	}
}

// canonical writes all times alike.
func canonical(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			value[name] = canonical(value[name])
		}
	case []any:
		for i := range value {
			value[i] = canonical(value[i])
		}
	case string:
		if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
			return at.UTC().Format(time.RFC3339Nano)
		}
	}
	return value
}
