package limit

import (
	"sync"
	"time"
)

// Table counts what every key does, in bounded memory. It may be used by
// several goroutines at once.
//
// It has two generations: when the young one is full it becomes the old one,
// which is forgotten. So a key is forgotten only after many others came.
type Table struct {
	rate Rate
	most int // keys of a generation

	mu         sync.Mutex
	young, old map[string]time.Time
}

// Verdict is what came of one try.
type Verdict struct {
	Left  int           // tries that are left
	Reset time.Duration // until all are allowed again
	Wait  time.Duration // until the next is allowed; 0: this one is
}

// NewTable returns an empty table.
func NewTable(rate Rate) *Table {
	const most = 50_000 // some 10 MB
	return &Table{rate: rate, most: most, young: map[string]time.Time{}}
}

// Take counts one try of a key.
func (t *Table) Take(key string, now time.Time) Verdict {
	t.mu.Lock()
	defer t.mu.Unlock()
	restedAt, known := t.young[key]
	if !known {
		restedAt = t.old[key]
	}
	next, wait := t.rate.Take(restedAt, now)
	t.put(key, next)
	return Verdict{Left: t.rate.Left(next, now), Reset: max(next.Sub(now), 0), Wait: wait}
}

func (t *Table) put(key string, restedAt time.Time) {
	if len(t.young) >= t.most {
		t.old, t.young = t.young, make(map[string]time.Time, t.most)
	}
	t.young[key] = restedAt
}
