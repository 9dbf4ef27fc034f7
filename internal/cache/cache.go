// Package cache keeps encoded answers in memory, within a number of bytes, and
// forgets them together by the groups that they carry. What it gives out was
// true when the request began, on this node: see Invalidate and Load.
//
// What may come in: keys, bytes, header fields, groups, times. What may not:
// how requests are read, Echo, the database, who is told of an invalidation.
package cache

import (
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Cache is a bounded store of answers. It is safe for concurrent use. A nil
// Cache has nothing to invalidate or to trust.
type Cache struct {
	entries *otter.Cache[string, *Entry]
	aliases *otter.Cache[string, alias]
	largest int // entry that is kept, in bytes
	epochs  *epochs
	serials atomic.Uint64

	born    time.Time
	trusted atomic.Int64 // until when, in nanoseconds since born

	mu      sync.Mutex
	flights map[flightKey]*flight
}

// alias is another spelling of an entry's key. It stands for this one entry
// alone: what another spelling meant may mean something else by the next.
type alias struct {
	key    string
	serial uint64
}

// New returns an empty cache that takes that many bytes, all that it keeps of
// an answer counted. It is trusted until told otherwise.
func New(bytes int64) *Cache {
	const aliasShare, entryShare = 16, 8
	size := uint64(max(bytes, 0))
	c := &Cache{
		largest: int(size / entryShare), //nolint:gosec // an eighth of what was an int64
		epochs:  newEpochs(), born: time.Now(), flights: map[flightKey]*flight{},
	}
	c.entries = otter.Must(&otter.Options[string, *Entry]{
		MaximumWeight: size - size/aliasShare,
		Weigher:       func(_ string, entry *Entry) uint32 { return entry.weight() },
	})
	c.aliases = otter.Must(&otter.Options[string, alias]{
		MaximumWeight: size / aliasShare,
		Weigher:       func(name string, to alias) uint32 { return weigh(aliasOverhead + len(name) + len(to.key)) },
	})
	c.trusted.Store(math.MaxInt64)
	return c
}

// aliasOverhead is about what an alias takes beside its texts.
const aliasOverhead = 200

func weigh(bytes int) uint32 {
	return uint32(min(bytes, math.MaxUint32)) //nolint:gosec // cut to what fits
}

// Get returns the answer that is kept under a key or one of its aliases, or nil
// when there is none that holds at now.
func (c *Cache) Get(key string, now time.Time) *Entry {
	if !c.Trusted() {
		return nil
	}
	entry, ok := c.entries.GetIfPresent(key)
	if !ok {
		entry = c.byAlias(key)
	}
	switch {
	case entry == nil || !entry.covers(now):
		return nil
	case !c.epochs.fresh(entry):
		c.drop(entry)
		return nil
	}
	return entry
}

func (c *Cache) byAlias(name string) *Entry {
	to, known := c.aliases.GetIfPresent(name)
	if !known {
		return nil
	}
	entry, ok := c.entries.GetIfPresent(to.key)
	if !ok || entry.serial != to.serial {
		return nil
	}
	return entry
}

// Alias has Get find a kept entry by another spelling too.
func (c *Cache) Alias(name string, entry *Entry) {
	const longest = 4096
	if entry.serial == 0 || name == entry.Key || len(name) > longest {
		return
	}
	c.aliases.Set(name, alias{key: entry.Key, serial: entry.serial})
}

// put keeps an entry that holds at now, and returns the one that is kept in its
// place: another with the same key may be there already.
func (c *Cache) put(entry *Entry, now time.Time) *Entry {
	if !entry.covers(now) || !c.epochs.fresh(entry) || int(entry.weight()) > c.largest {
		return entry
	}
	kept := entry
	if there := c.Get(entry.Key, now); there != nil && there.Key == entry.Key {
		kept = there
	} else {
		entry.serial = c.serials.Add(1)
		c.entries.Set(entry.Key, entry)
	}
	for _, name := range entry.Aliases {
		c.Alias(name, kept)
	}
	return kept
}

// reweigh has an entry counted anew that has grown.
func (c *Cache) reweigh(entry *Entry) {
	c.entries.ComputeIfPresent(entry.Key, func(there *Entry) (*Entry, otter.ComputeOp) {
		if there != entry {
			return there, otter.CancelOp
		}
		return there, otter.WriteOp
	})
}

func (c *Cache) drop(entry *Entry) {
	c.entries.ComputeIfPresent(entry.Key, func(there *Entry) (*Entry, otter.ComputeOp) {
		if there != entry {
			return there, otter.CancelOp
		}
		return nil, otter.InvalidateOp
	})
}

// Invalidate makes every answer stale that carries one of the groups. Once it
// has returned, none that was loaded before is given out any more, nor one that
// is being loaded.
func (c *Cache) Invalidate(groups []news.Group) {
	if c != nil && len(groups) > 0 {
		c.epochs.invalidate(groups)
	}
}

// Flush makes every answer stale.
func (c *Cache) Flush() {
	if c == nil {
		return
	}
	c.epochs.flush()
	c.entries.InvalidateAll()
	c.aliases.InvalidateAll()
}

// Bytes returns how many bytes are in use, about, with all that was put before.
func (c *Cache) Bytes() uint64 {
	c.entries.CleanUp()
	c.aliases.CleanUp()
	return c.entries.WeightedSize() + c.aliases.WeightedSize()
}

// TrustUntil lets answers be given out until a moment of the system's clock:
// until then it is certain that word of every invalidation has come.
func (c *Cache) TrustUntil(moment time.Time) {
	if c != nil {
		c.trusted.Store(int64(moment.Sub(c.born)))
	}
}

// Distrust keeps answers from being given out until the next TrustUntil.
func (c *Cache) Distrust() {
	if c != nil {
		c.trusted.Store(0)
	}
}

// Trusted reports whether answers are given out.
func (c *Cache) Trusted() bool {
	until := c.trusted.Load()
	return until == math.MaxInt64 || int64(time.Since(c.born)) < until
}
