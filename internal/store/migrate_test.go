package store_test

import (
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func TestNodesMigrateOneEmptyDatabaseAtOnce(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		const nodes = 4
		var running sync.WaitGroup
		start := make(chan struct{})
		for range nodes {
			running.Go(func() {
				<-start
				if err := startNode(t, url); err != nil {
					t.Error(err)
				}
			})
		}
		close(start)
		running.Wait()
	})
}

// startNode does what a node does when it starts, and uses what it then has.
func startNode(t *testing.T, url string) error {
	ctx := t.Context()
	s, err := store.Open(ctx, url, store.Options{MaxConnections: 4})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	if current, err := s.Current(ctx); err != nil || !current {
		t.Errorf("after migrating, the schema is current: %v, %v", current, err)
	}
	if err := s.EnsureSite(ctx, &news.Site{ID: news.SiteID, Revision: 1, CreatedAt: noon, UpdatedAt: noon}); err != nil {
		return err
	}
	if _, err := s.Site(ctx); err != nil {
		return err
	}
	return s.InsertArticle(ctx, newArticle("one of each node"))
}

func TestNodesAgreeOnASetting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var (
			running sync.WaitGroup
			lock    sync.Mutex
			got     = map[string]int{}
		)
		for range 8 {
			running.Go(func() {
				value, err := s.Setting(t.Context(), "secret", news.NewID())
				if err != nil {
					t.Error(err)
				}
				lock.Lock()
				defer lock.Unlock()
				got[value]++
			})
		}
		running.Wait()
		if len(got) != 1 {
			t.Errorf("they have %v", got)
		}
	})
}
