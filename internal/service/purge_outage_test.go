package service_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// A CDN that fails is asked again after growing pauses, once a pause whatever is
// written meanwhile. Nothing is lost, and what waits does not grow with the writes.
func TestTheCDNIsDown(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, log *syncText) {
		article := n.published("A", n.section("S", nil))
		n.settled(t, 1)
		c.taken()
		c.answer(http.StatusInternalServerError)
		want := news.UnionGroups(n.renamed(), n.retitled(article))
		n.settled(t, 1)
		c.wants(t, want)
		for _, seconds := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
			n.writesDuringAPause(t, c, article, time.Duration(seconds)*time.Second)
			c.wants(t, want)
		}
		c.answer(http.StatusOK)
		n.writesDuringAPause(t, c, article, time.Minute)
		c.wants(t, want)
		if left := n.waitingPurges(); len(left) != 0 {
			t.Errorf("left are %v", left)
		}
		if text := log.String(); !strings.Contains(text, "level=WARN") || !strings.Contains(text, "kind=purge") ||
			!strings.Contains(text, "answers with 500") || strings.Contains(text, hookToken) {
			t.Errorf("the log is %s", text)
		}
	})
}

// writesDuringAPause writes as a pause begins, and sees to it that the CDN is left
// in peace until its end, and is called then.
func (n *newsroom) writesDuringAPause(t *testing.T, c *cdn, article *news.Article, pause time.Duration) {
	t.Helper()
	if pause > settle {
		for range 10 {
			n.renamed()
			n.retitled(article)
		}
		n.settled(t, 1) // which has them rest, too
		pause -= settle
	}
	n.pass(pause - time.Microsecond)
	n.jobs(t, 0)
	c.quiet(t)
	if waiting := n.waitingPurges(); len(waiting) != 1 {
		t.Errorf("%d jobs wait", len(waiting))
	}
	n.pass(time.Microsecond)
	n.jobs(t, 1)
}

func (n *newsroom) retitled(article *news.Article) []news.Group {
	n.t.Helper()
	written, err := n.UpdateArticle(n.ctx, editor, article.ID, func(a *news.Article) error { a.Title += "x"; return nil })
	return must(n.t, written, err).Groups
}

// A hook that holds a call holds up no write and no other job.
func TestAHookThatHangsHoldsUpNothing(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		first := n.renamed()
		ran := false
		c.during = func() {
			c.mu.Lock()
			c.during = nil
			c.mu.Unlock()
			ran = true
			n.renamed()
			n.SetWork(chore, func(context.Context, *store.Store, *news.Job) error { return nil })
			put(t, n.store, chore, "a", n.clock)
			n.jobs(t, 1)
		}
		n.settled(t, 1)
		c.wants(t, first)
		if !ran {
			t.Error("nothing was tried")
		}
		n.settled(t, 1)
		c.wants(t, first)
	})
}

// A node that dies with a call on its way: another one calls again once the lease
// is over, with what was written since.
func TestANodeDiesWhilePurging(t *testing.T) {
	purging(t, func(t *testing.T, n *newsroom, c *cdn, _ *syncText) {
		article := n.published("A", n.section("S", nil))
		n.settled(t, 1)
		c.taken()
		other := newNode(t, n.store, service.Options{Now: n.now, Purge: c.hook})
		n.renamed()
		n.retitled(article)
		n.pass(settle)
		c.during = func() { // the first call: it takes longer than its lease
			c.mu.Lock()
			c.during = nil
			c.mu.Unlock()
			n.pass(30*time.Second - time.Microsecond)
			if did, err := other.DoJobs(n.ctx); did != 0 || err != nil {
				t.Errorf("taken within the lease: %d, %v", did, err)
			}
			n.retitled(article)
			n.pass(settle)
			if did, err := other.DoJobs(n.ctx); did != 1 || err != nil {
				t.Errorf("after the lease %d, %v", did, err)
			}
		}
		n.jobs(t, 1)
		calls := c.taken()
		if len(calls) != 2 || len(news.UnionGroups(calls[1], calls[0])) != len(calls[1]) {
			t.Errorf("the calls are %v", calls)
		}
		if left := n.waitingPurges(); len(left) != 0 {
			t.Errorf("left are %v", left)
		}
	})
}

// Several nodes write and purge at once: what any of them wrote is purged after
// that, and nothing is left.
func TestNodesSharePurges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := newCDN(t)
		ctx, cancel := context.WithCancel(t.Context())
		var nodes, writers sync.WaitGroup
		var mu sync.Mutex
		want := map[news.Group]bool{}
		for range 2 {
			node := newNode(t, s, service.Options{Purge: c.hook})
			n := &newsroom{Service: node.Service, t: t, ctx: t.Context(), store: s, clock: time.Now()}
			nodes.Go(func() { node.RunJobs(ctx) })
			writers.Go(func() {
				for range 20 {
					written, err := n.CreateSection(n.ctx, editor, func(s *news.Section) error { s.Name = news.NewID(); return nil })
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					for _, group := range written.Groups {
						want[group] = true
					}
					mu.Unlock()
				}
			})
		}
		writers.Wait()
		for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			if _, err := s.NextJob(t.Context(), []news.JobKind{news.JobPurge}); err != nil {
				break
			}
		}
		cancel()
		nodes.Wait()
		for _, call := range c.taken() {
			for _, group := range call {
				delete(want, group)
			}
		}
		if len(want) != 0 {
			t.Errorf("not purged are %v", want)
		}
	})
}
