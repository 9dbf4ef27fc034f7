package store

import (
	"context"
	"sync"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Watcher is told what others write to the database. The functions are called
// one at a time and do not wait.
type Watcher struct {
	// Stale is told the groups that a write of another node made stale.
	Stale func(groups []news.Group)
	// All is told that anything may be stale.
	All func()
	// Heard is told that word of every write has come that was answered before a
	// moment of the system's clock.
	Heard func(moment time.Time)
	// Lost is told that from now on words may not come, and why. If any was
	// missed, All comes before the next Heard.
	Lost func(why error)
}

// How often a watch asks whether it misses nothing, and how long it waits for
// the answer.
const (
	watchEvery   = 200 * time.Millisecond
	watchTimeout = 900 * time.Millisecond
)

// TrustFor is how long it is counted on, from a moment that was Heard, that word
// of every write has come.
const TrustFor = time.Second

// Watch tells a watcher what other nodes write, on Postgres, or other processes
// on the file, on SQLite, until ctx ends.
func (s *Store) Watch(ctx context.Context, w Watcher) {
	if s.replicas != nil {
		var following sync.WaitGroup
		following.Go(func() { s.replicas.follow(ctx, s) })
		defer following.Wait()
		w = s.replicas.heeding(w)
	}
	for ctx.Err() == nil {
		err := s.dialect.watch(ctx, s, w)
		if ctx.Err() != nil {
			return
		}
		w.Lost(translate(err))
		rest(ctx, watchEvery)
	}
}

// rest waits, or less when ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
