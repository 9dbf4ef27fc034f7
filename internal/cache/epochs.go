package cache

import (
	"sync"
	"sync/atomic"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// epochs remembers when each group was last invalidated. Its time is a number
// that every invalidation raises.
//
// It has two generations, so that it stays small: when the young one is full it
// becomes the old one, and the old one is forgotten. What was loaded before the
// last invalidation that is forgotten counts as stale.
type epochs struct {
	now atomic.Uint64

	mu         sync.RWMutex
	most       int // groups of a generation
	young, old map[news.Group]uint64
	turned     uint64 // no group of the old generation is younger
	floor      uint64 // what was loaded before is stale
}

func newEpochs() *epochs {
	const most = 20_000 // some 2 MB
	e := &epochs{most: most, young: map[news.Group]uint64{}}
	e.now.Store(1)
	return e
}

func (e *epochs) invalidate(groups []news.Group) {
	e.mu.Lock()
	defer e.mu.Unlock()
	next := e.now.Load() + 1
	for _, group := range groups {
		if len(e.young) >= e.most {
			e.floor, e.turned = e.turned, next
			e.old, e.young = e.young, make(map[news.Group]uint64)
		}
		e.young[group] = next
	}
	e.now.Store(next)
}

func (e *epochs) flush() {
	e.mu.Lock()
	defer e.mu.Unlock()
	next := e.now.Load() + 1
	e.floor, e.turned = next, next
	e.young, e.old = map[news.Group]uint64{}, nil
	e.now.Store(next)
}

// fresh reports whether none of an entry's groups was invalidated since it was
// loaded. Between two invalidations it is one comparison.
func (e *epochs) fresh(entry *Entry) bool {
	now := e.now.Load()
	if entry.checked.Load() == now {
		return true
	}
	if !e.isFresh(entry) {
		return false
	}
	entry.checked.Store(now)
	return true
}

func (e *epochs) isFresh(entry *Entry) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if entry.loaded < e.floor {
		return false
	}
	for _, group := range entry.Groups {
		last, known := e.young[group]
		if !known {
			last = e.old[group]
		}
		if last > entry.loaded {
			return false
		}
	}
	return true
}
