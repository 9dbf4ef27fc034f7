package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// newsroom is what is there when the check begins.
type newsroom struct {
	desks  []*desk
	clocks []*article
	names  []*name
}

// desk is a section with its own byline, writer and articles.
type desk struct {
	subject  string
	section  string // id
	list     int    // of the roster
	byline   string // id
	articles []*article
	everMade int
}

// article is one that a writer writes: nobody else does.
type article struct {
	subject string
	id      string
	slug    string
	state   judge.State
}

// name is the name of a section or byline.
type name struct {
	subject string
	path    string
	version int
}

// roster is what readers ask for.
type roster struct {
	mutex    sync.Mutex
	articles []target
	lists    []target
	errata   []target // corrections of what is in the lists
	nexts    []target // articles that have a neighbour which comes and goes
}

// target is something to read.
type target struct {
	paths  []string // of which any leads to it
	expect []string
	kind   judge.Reading
}

func newRoster() *roster { return &roster{} }

func seeded(i int) *rand.Rand { return rand.New(rand.NewPCG(1, uint64(i))) }

// rootList is the list of everything, by the section above all.
const rootList = 0

// add tells readers of an article: it may be in its section's list, and in that of
// the root.
func (r *roster) add(a *article, lists ...int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.articles = append(r.articles, target{
		paths: []string{"/v1/articles/" + a.id, "/v1/articles/" + a.id, "/v1/articles/" + a.slug}, expect: []string{a.subject},
	})
	for _, i := range append(lists, rootList) {
		r.lists[i].expect = append(slices.Clone(r.lists[i].expect), a.subject)
		r.errata[i].expect = r.lists[i].expect
	}
}

// addList tells readers of a section, and returns the number of its list.
func (r *roster) addList(section, slug string) int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.lists = append(r.lists, target{kind: judge.ReadList, paths: []string{
		"/v1/articles?limit=100&section=" + section, "/v1/articles?section=" + slug + "&limit=100&sort=-published_at",
	}})
	r.errata = append(r.errata, target{kind: judge.ReadCorrections, paths: []string{
		"/v1/corrections?limit=100&section=" + section, "/v1/corrections?section=" + slug + "&kind=correction&limit=100",
	}})
	return len(r.lists) - 1
}

// any returns something to read.
func (r *roster) any(random *rand.Rand) target {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	const all, articles, lists, errata = 100, 55, 75, 90
	of := r.nexts
	switch n := random.IntN(all); {
	case n < articles:
		of = r.articles
	case n < lists:
		of = r.lists
	case n < errata:
		of = r.errata
	}
	return of[random.IntN(len(of))]
}

// found makes the newsroom: sections and bylines in their first version, articles
// that are visible.
func (c *check) found(ctx context.Context) (*newsroom, error) {
	if err := c.signIn(ctx); err != nil {
		return nil, err
	}
	n := &newsroom{}
	root, _, err := c.foundSection(ctx, n, "Root", "")
	if err != nil {
		return nil, err
	}
	for i := range desks {
		d, err := c.foundDesk(ctx, n, fmt.Sprint("Desk ", i+1), root)
		if err != nil {
			return nil, err
		}
		for range articlesADesk {
			if err := c.publishNew(ctx, d, 0); err != nil {
				return nil, err
			}
		}
		if err := c.correct(ctx, d.articles[0], 0); err != nil {
			return nil, err
		}
		n.desks = append(n.desks, d)
	}
	for i := range clocks {
		if err := c.foundClock(ctx, n, i, root); err != nil {
			return nil, err
		}
	}
	return n, nil
}

func (c *check) foundSection(ctx context.Context, n *newsroom, subject, parent string) (id string, list int, err error) {
	body := map[string]any{}
	if parent != "" {
		body["parent_id"] = parent
	}
	made, err := c.foundName(ctx, n, subject, "/v1/sections", body)
	if err != nil {
		return "", 0, err
	}
	id, _ = made["id"].(string)
	slug, _ := made["slug"].(string)
	return id, c.roster.addList(id, slug), nil
}

// foundName makes a section or byline whose name is a subject.
func (c *check) foundName(ctx context.Context, n *newsroom, subject, path string, body map[string]any) (map[string]any, error) {
	state := judge.State{Visible: true, Version: 1}
	number := c.history.Begin(subject, state, time.Now())
	body["name"] = judge.Text(subject, 1)
	made, err := c.must(ctx, http.MethodPost, path, body)
	if err != nil {
		return nil, err
	}
	c.history.Acknowledge(subject, number, 0, time.Now)
	n.names = append(n.names, &name{subject: subject, path: fmt.Sprint(path, "/", made["id"]), version: 1})
	return made, nil
}

func (c *check) foundDesk(ctx context.Context, n *newsroom, subject, root string) (*desk, error) {
	d := &desk{subject: subject}
	var err error
	if d.section, d.list, err = c.foundSection(ctx, n, subject, root); err != nil {
		return nil, err
	}
	byline, err := c.foundName(ctx, n, "Reporter of "+subject, "/v1/bylines", map[string]any{"kind": "person"})
	if err != nil {
		return nil, err
	}
	d.byline, _ = byline["id"].(string)
	return d, nil
}

// foundClock makes a desk of two articles: one that stays, and one that comes
// and goes after it.
func (c *check) foundClock(ctx context.Context, n *newsroom, i int, root string) error {
	d, err := c.foundDesk(ctx, n, fmt.Sprint("Clock ", i+1), root)
	if err != nil {
		return err
	}
	for range 2 {
		if err := c.publishNew(ctx, d, 0); err != nil {
			return err
		}
	}
	n.clocks = append(n.clocks, d.articles[1])
	c.roster.nexts = append(c.roster.nexts, target{
		kind: judge.ReadNext, paths: []string{"/v1/articles/" + d.articles[0].id + "?include=neighbors"},
		expect: []string{d.articles[1].subject},
	})
	return c.correct(ctx, d.articles[1], 0)
}
