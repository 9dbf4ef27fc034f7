package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// place is where a page begins: the cursor that Broadsheet takes, and the time
// and id of the article before, that floor Q takes.
type place struct {
	Cursor string `json:"cursor"`
	After  string `json:"after"` // TIME/ID
}

// walk goes down the list of all articles to some pages of 20, 95 hundredths of
// the way to its end: from page 50,000 on where there are a million articles.
// It takes pages of 100 on the way.
func (l *library) walk(ctx context.Context, address string) error {
	const hundredths, pages, longStep, step = 95, 40, 100, 20
	if len(l.Deep) > 0 {
		return nil
	}
	reader, at := editor{address: address}, place{}
	for depth := 0; len(l.Deep) < pages; {
		limit := longStep
		if depth >= l.Visible*hundredths/100-longStep {
			limit = step
		}
		next, err := reader.step(ctx, at.Cursor, limit)
		if err != nil && len(l.Deep) > 0 {
			break // a small corpus ends before
		}
		if err != nil {
			return err
		}
		if limit == step {
			l.Deep = append(l.Deep, next)
		}
		at, depth = next, depth+limit
	}
	return l.keep()
}

// step reads a page and returns the place of the next.
func (e *editor) step(ctx context.Context, cursor string, limit int) (place, error) {
	query := url.Values{"limit": {"20"}}
	if limit > 20 {
		query.Set("limit", "100")
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	answer, err := e.ask(ctx, http.MethodGet, "/v1/articles?"+query.Encode(), nil)
	if err != nil {
		return place{}, err
	}
	data, _ := answer["data"].([]any)
	page, _ := answer["page"].(map[string]any)
	next, more := page["next_cursor"].(string)
	if len(data) < limit || !more {
		return place{}, errors.New("the list ends before the page that was looked for")
	}
	last, _ := data[limit-1].(map[string]any)
	published, _ := last["published_at"].(string)
	id, _ := last["id"].(string)
	return place{Cursor: next, After: published + "/" + id}, nil
}
