package service_test

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/purge"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

const (
	hookToken = "s3cret-of-the-hook"
	settle    = 2 * time.Second
)

// cdn is what purges go to.
type cdn struct {
	hook *purge.Hook

	mu     sync.Mutex
	calls  [][]news.Group
	status int
	during func() // a call
}

func newCDN(t *testing.T) *cdn {
	t.Helper()
	c := &cdn{status: http.StatusOK}
	s := httptest.NewServer(c)
	t.Cleanup(s.Close)
	c.hook = purge.New(purge.Settings{URL: s.URL, Token: hookToken})
	return c
}

func (c *cdn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var sent struct {
		Groups []news.Group `json:"groups"`
	}
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil || r.Header.Get("Authorization") != "Bearer "+hookToken {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	c.mu.Lock()
	c.calls = append(c.calls, sent.Groups)
	status, during := c.status, c.during
	c.mu.Unlock()
	if during != nil {
		during()
	}
	w.WriteHeader(status)
}

// taken returns the calls since it was asked last.
func (c *cdn) taken() [][]news.Group {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls := c.calls
	c.calls = nil
	return calls
}

func (c *cdn) answer(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.status = status
}

// wants checks that there was one call, with these groups and no others.
func (c *cdn) wants(t *testing.T, groups []news.Group) {
	t.Helper()
	calls := c.taken()
	if len(calls) != 1 {
		t.Fatalf("the calls are %v, want one", calls)
	}
	if got, want := groupNames(calls[0]), groupNames(groups); !maps.Equal(got, want) {
		t.Errorf("purged are %v, want %v", got, want)
	}
}

func (c *cdn) quiet(t *testing.T) {
	t.Helper()
	if calls := c.taken(); len(calls) != 0 {
		t.Errorf("there were the calls %v", calls)
	}
}

// purging runs fn on both engines, with a newsroom whose writes are told to a CDN.
func purging(t *testing.T, fn func(t *testing.T, n *newsroom, c *cdn, log *syncText)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCDN(t)
		n := &newsroom{t: t, ctx: t.Context(), store: s, clock: time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)}
		told := newNode(t, s, service.Options{Now: n.now, Purge: c.hook})
		n.Service = told.Service
		fn(t, n, c, told.log)
	})
}

// renamed gives the site another name and returns what that made stale.
func (n *newsroom) renamed() []news.Group {
	n.t.Helper()
	written, err := n.UpdateSite(n.ctx, admin, func(s *news.Site) error { s.Name += "x"; return nil })
	return must(n.t, written, err).Groups
}

// settled has the purges done that wait no longer, in so many attempts.
func (n *newsroom) settled(t *testing.T, attempts int) {
	t.Helper()
	n.pass(settle)
	n.jobs(t, attempts)
}

func (n *newsroom) waitingPurges() []string {
	n.t.Helper()
	return storetest.Beside(n.t, n.store).All(n.t)["jobs"]
}

// What a write says is stale is purged, a moment after it and once.
func TestAWriteIsPurged(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		section := n.section("S", nil)
		article := n.draft("A", section)
		n.settled(t, 1)
		c.taken()
		n.publish(article)
		n.pass(settle - time.Microsecond)
		n.jobs(t, 0)
		c.quiet(t)
		n.pass(time.Microsecond)
		n.jobs(t, 1)
		c.wants(t, []news.Group{news.GroupOf(news.NounArticle, article.ID), news.ListGroup(section.ID), news.ListAll})
		n.settled(t, 0)
		c.quiet(t)
		if left := n.waitingPurges(); len(left) != 0 {
			t.Errorf("left are %v", left)
		}
	})
}

// What a job writes is purged too: readers had the article before.
func TestACopyPublishedAtItsTimeIsPurged(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		section := n.section("S", nil)
		article := n.copied(section, title("New"))
		n.schedule(article, time.Minute, false)
		n.pass(settle)
		n.jobs(t, 1)
		c.taken()
		n.pass(time.Minute)
		n.jobs(t, 1)
		c.quiet(t)
		n.settled(t, 1)
		c.wants(t, []news.Group{news.GroupOf(news.NounArticle, article.ID), news.ListGroup(section.ID), news.ListAll})
	})
}

func TestWhatWasNotWrittenIsNotPurged(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		boom := errors.New("boom")
		_, err := n.UpdateSite(n.ctx, admin, func(s *news.Site) error { s.Name = "X"; return boom })
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		n.draft("nobody reads it", nil)
		n.settled(t, 0)
		c.quiet(t)
	})
}

// Where nobody is called, nothing is noted.
func TestWithoutAHookNothingIsNoted(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.renamed()
		if left := n.waitingPurges(); len(left) != 0 {
			t.Errorf("noted are %v", left)
		}
	})
}

// What waits goes in one call, each group once, and no call is too large.
func TestPurgesAreBatched(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		var want []news.Group
		for range 3 {
			want = n.renamed()
		}
		n.settled(t, 1)
		c.wants(t, want)
		const articles = 150
		section := n.section("S", nil)
		for range articles {
			want = append(want, news.GroupOf(news.NounArticle, n.published("A", section).ID))
		}
		want = append(want, news.ListGroup(section.ID), news.ListAll, news.Lists, news.GroupOf(news.NounSection, section.ID))
		n.settled(t, 2)
		purged := map[news.Group]int{}
		for _, call := range c.taken() {
			if len(call) > purge.Most {
				t.Errorf("a call has %d groups", len(call))
			}
			for _, group := range call {
				purged[group]++
			}
		}
		for _, group := range want[1:] {
			if purged[group] != 1 {
				t.Errorf("%s is purged %d times", group, purged[group])
			}
		}
		if len(purged) != len(want)-1 {
			t.Errorf("%d groups are purged, want %d", len(purged), len(want)-1)
		}
	})
}

// One write may make more stale than goes in a call.
func TestAWideWriteIsPurgedWhole(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		root, other := n.section("S", nil), n.section("T", nil)
		for range 120 {
			n.section("U", root)
		}
		n.pass(settle)
		if _, err := n.DoJobs(n.ctx); err != nil {
			t.Fatal(err)
		}
		c.taken()
		written, err := n.UpdateSection(n.ctx, editor, root.ID, func(s *news.Section) error { s.ParentID = &other.ID; return nil })
		want := must(t, written, err).Groups
		n.pass(settle)
		if _, err := n.DoJobs(n.ctx); err != nil {
			t.Fatal(err)
		}
		var purged []news.Group
		for _, call := range c.taken() {
			purged = append(purged, call...)
		}
		if !maps.Equal(groupNames(purged), groupNames(want)) || len(purged) != len(want) {
			t.Errorf("%d groups are purged of %d", len(purged), len(want))
		}
	})
}
