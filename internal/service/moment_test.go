package service_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// What waited for an article reckons with the moment at which it has it: what
// readers saw meanwhile is not made a draft. A pause that is too short for the
// second write to begin makes this test easier, and never fail.
func TestWhatWaitedKnowsWhatReadersSaw(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section, passed := n.section("S", nil), &atomic.Int64{}
		start := n.clock
		s, err := service.New(n.ctx, n.store, service.Options{Now: func() time.Time { return start.Add(time.Duration(passed.Load())) }})
		if err != nil {
			t.Fatal(err)
		}
		n.Service = s
		article, moment := n.draft("A", section), start.Add(time.Hour)
		if _, err := n.Publish(n.ctx, editor, article.ID, func(*news.Article) (news.Publication, error) {
			return news.Publication{PublishedAt: &moment}, nil
		}); err != nil {
			t.Fatal(err)
		}
		unscheduled := make(chan error)
		_, err = n.UpdateArticle(n.ctx, editor, article.ID, func(a *news.Article) error {
			go func() {
				_, err := n.Move(n.ctx, editor, news.MoveUnschedule, article.ID, pass)
				unscheduled <- err
			}()
			time.Sleep(100 * time.Millisecond)
			passed.Store(int64(time.Hour))
			a.Title = "B"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want{kind: news.Conflict, code: "wrong-move"}.check(t, <-unscheduled)
		if got := n.reread(article); !got.VisibleTo(moment) || got.Title != "B" {
			t.Errorf("it is %s, %s", got.Status, got.Title)
		}
	})
}
