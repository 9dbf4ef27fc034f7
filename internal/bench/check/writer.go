package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// mostNew is how many articles a desk makes while it is checked: the list of all
// has 100 at the most.
const mostNew = 12

// mostCorrections is how many there are: the list of all has no more.
const mostCorrections = 100

// edit is what the writer of a desk does until ctx ends.
func (c *check) edit(ctx context.Context, d *desk, random *rand.Rand) error {
	const all, revisions, pause = 100, 60, 30
	for ctx.Err() == nil {
		node := random.IntN(len(c.nodes))
		a := d.articles[random.IntN(len(d.articles))]
		var err error
		switch n := random.IntN(all); {
		case !a.state.Visible:
			err = c.move(ctx, a, node, "publish", nil, a.published())
		case n < revisions:
			err = c.revise(ctx, a, node)
		case n%10 == 1:
			err = c.correct(ctx, a, node)
		case n%10 == 0 && d.everMade < articlesADesk+mostNew:
			err = c.publishNew(ctx, d, node)
		default:
			err = c.move(ctx, a, node, "withdraw", withdrawal(), a.withdrawn())
		}
		if err != nil {
			return ended(ctx, err)
		}
		if random.IntN(2) == 0 {
			newReader(c, node, random).one(ctx, target{paths: []string{"/v1/articles/" + a.id}, expect: []string{a.subject}})
		}
		sleep(ctx, time.Duration(random.IntN(pause))*time.Millisecond)
	}
	return nil
}

func withdrawal() map[string]any { return map[string]any{"reason": "other"} }

// published and withdrawn are the states that an article comes to by these moves.
func (a *article) published() judge.State {
	return judge.State{Visible: true, Version: a.state.Version, Corrections: a.state.Corrections}
}

func (a *article) withdrawn() judge.State {
	return judge.State{Gone: true, Version: a.state.Version, Corrections: a.state.Corrections}
}

// correct tells readers of an article that something was wrong, in one more note,
// as long as there are few.
func (c *check) correct(ctx context.Context, a *article, node int) error {
	if c.made.Add(1) > mostCorrections {
		return nil
	}
	state := a.state
	state.Corrections++
	return c.move(ctx, a, node, "corrections", map[string]any{
		"kind": "correction", "note": judge.Text(a.subject, state.Corrections),
	}, state)
}

// revise writes all texts of an article anew.
func (c *check) revise(ctx context.Context, a *article, node int) error {
	state := a.state
	state.Version++
	text := judge.Text(a.subject, state.Version)
	return c.write(ctx, a, node, state, http.MethodPatch, "", map[string]any{
		"title": text, "summary": text, "body": judge.Body(a.subject, state.Version),
	})
}

func (c *check) move(ctx context.Context, a *article, node int, move string, body map[string]any, state judge.State) error {
	return c.write(ctx, a, node, state, http.MethodPost, "/"+move, body)
}

// write has a node change an article into a state. Where it gives no answer, what
// became of it is found out.
func (c *check) write(
	ctx context.Context, a *article, node int, state judge.State, method, under string, body map[string]any,
) error {
	path := "/v1/articles/" + a.id
	number := c.history.Begin(a.subject, state, time.Now())
	r, err := c.say(context.WithoutCancel(ctx), node, method, path+under, body)
	switch {
	case err == nil && r.status < http.StatusMultipleChoices:
		c.history.Acknowledge(a.subject, number, node, time.Now)
		a.state = state
		return nil
	case err == nil && r.status == http.StatusConflict && !state.From.IsZero():
		c.history.Void(a.subject, number) // it came too late: what is visible is not put off
		return nil
	case err == nil && r.status != http.StatusServiceUnavailable:
		return fmt.Errorf("%s %s was answered with %d: %.300s", method, path+under, r.status, r.body)
	}
	found, err := c.find(ctx, path)
	if err != nil {
		return err
	}
	if !became(found, a.subject, state) {
		c.history.Void(a.subject, number)
		return nil
	}
	c.history.Acknowledge(a.subject, number, nobody, time.Now)
	a.state = state
	return nil
}

// nobody answered a write that happened all the same.
const nobody = -1

// find asks what a resource is now, until it is told.
func (c *check) find(ctx context.Context, path string) (map[string]any, error) {
	const pause = 20 * time.Millisecond
	for node := 0; ctx.Err() == nil; node = (node + 1) % len(c.nodes) {
		r, err := c.say(ctx, node, http.MethodGet, path, nil)
		if err == nil && r.status == http.StatusOK {
			var object map[string]any
			return object, json.Unmarshal(r.body, &object)
		}
		sleep(ctx, pause)
	}
	return nil, context.Cause(ctx)
}

// became reports whether an article, as editors see it, is in a state.
func became(found map[string]any, subject string, state judge.State) bool {
	status, _ := found["status"].(string)
	corrections, _ := found["corrections"].([]any)
	if found["title"] != judge.Text(subject, state.Version) || len(corrections) != state.Corrections {
		return false
	}
	if !state.Visible {
		return status == "withdrawn" || (!state.Gone && status == "draft")
	}
	if state.From.IsZero() {
		return status == "published"
	}
	return (status == "published" || status == "scheduled") &&
		(sameTime(found["published_at"], state.From) || sameTime(found["embargo_until"], state.From))
}

func sameTime(value any, at time.Time) bool {
	text, _ := value.(string)
	parsed, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && parsed.Equal(at)
}

// publishNew makes an article of a desk and publishes it.
func (c *check) publishNew(ctx context.Context, d *desk, node int) error {
	d.everMade++
	a := &article{subject: fmt.Sprintf("%s, article %d", d.subject, d.everMade), state: judge.State{Version: 1}}
	number := c.history.Begin(a.subject, a.state, time.Now())
	text := judge.Text(a.subject, 1)
	r, err := c.say(context.WithoutCancel(ctx), node, http.MethodPost, "/v1/articles", map[string]any{
		"title": text, "summary": text, "body": judge.Body(a.subject, 1), "language": "en", "section_id": d.section,
		"credits": []any{map[string]any{"byline_id": d.byline, "role": "reporter"}},
	})
	if err != nil || r.status == http.StatusServiceUnavailable {
		return nil //nolint:nilerr // a draft that nobody may have made is never published
	}
	var made struct {
		ID   string `json:"id"`
		Slug string `json:"slug"`
	}
	if err := json.Unmarshal(r.body, &made); r.status != http.StatusCreated || err != nil {
		return fmt.Errorf("creating an article was answered with %d: %.300s", r.status, r.body)
	}
	c.history.Acknowledge(a.subject, number, node, time.Now)
	a.id, a.slug = made.ID, made.Slug
	c.roster.add(a, d.list)
	if err := c.move(ctx, a, node, "publish", nil, a.published()); err != nil || !a.state.Visible {
		return err
	}
	d.articles = append(d.articles, a)
	return nil
}

// ended is why somebody stopped, unless everybody did.
func ended(ctx context.Context, err error) error {
	if ctx.Err() == nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
