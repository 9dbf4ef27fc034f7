package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Cache returns the cache of answers, or nil.
func (s *Service) Cache() *cache.Cache { return s.cache }

// Public runs what reads for those who are not signed in, at a replica where one
// has all that this node knows of. See store.Public.
func (s *Service) Public(ctx context.Context, read func(ctx context.Context) error) error {
	return s.store.Public(ctx, read)
}

// Follow keeps the cache and the replicas true to what others write to the
// database, until ctx ends: other nodes on Postgres, other processes on an SQLite
// file. Nothing is given out of the cache or read from a replica that is older
// than a second behind them, so nothing at all while they can't be heard. lost is told when that begins and why, and once
// it is over, nil.
func (s *Service) Follow(ctx context.Context, lost func(why error)) {
	if replicas, _ := s.store.Replicas(); s.cache == nil && len(replicas) == 0 {
		return
	}
	s.cache.Distrust()
	deaf := false
	s.store.Watch(ctx, store.Watcher{
		Stale: s.cache.Invalidate,
		All:   s.cache.Flush,
		Heard: func(moment time.Time) {
			s.cache.TrustUntil(moment.Add(store.TrustFor))
			if deaf {
				lost(nil)
			}
			deaf = false
		},
		Lost: func(why error) {
			s.cache.Distrust()
			if !deaf {
				lost(why)
			}
			deaf = true
		},
	})
}
