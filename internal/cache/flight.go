package cache

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"
)

// patience is how long a load may take.
const patience = 30 * time.Second

// Outcome says how Load came by an answer.
type Outcome int

// The outcomes of Load.
const (
	Found  Outcome = iota // it was there
	Loaded                // it was loaded for this caller
	Joined                // it was loaded for another caller as well
)

// flightKey tells loads of one key apart by the epoch at which they began: who
// comes after an invalidation does not wait for a load from before it.
type flightKey struct {
	key   string
	epoch uint64
}

// flight is one load and who waits for it.
type flight struct {
	done    chan struct{}
	waiting int
	cancel  context.CancelFunc
	entry   *Entry
	err     error
}

// Load returns the answer that is kept under a key, or the one that load makes.
// Callers of one key share one load, unless an invalidation fell between its
// beginning and their call. The load has the values of the first caller's
// context, a time limit of its own, and is given up when no caller waits any
// more; a caller whose context ends has its error. What load returns is kept,
// under its own Key, for as long as it says and no invalidation touches it; an
// error is not.
func (c *Cache) Load(
	ctx context.Context, key string, now func() time.Time, load func(ctx context.Context) (*Entry, error),
) (*Entry, Outcome, error) {
	for asked := now(); ; {
		entry, how, err := c.fly(ctx, key, now, load)
		if err != nil || how != Joined || entry.Until.IsZero() || asked.Before(entry.Until) {
			return entry, how, err
		}
	}
}

// fly is Load for who does not mind that the answer has become another while it
// was loaded.
func (c *Cache) fly(
	ctx context.Context, key string, now func() time.Time, load func(ctx context.Context) (*Entry, error),
) (*Entry, Outcome, error) {
	place := flightKey{key: key, epoch: c.epochs.now.Load()}
	c.mu.Lock()
	f, joined := c.flights[place]
	if !joined {
		if entry := c.Get(key, now()); entry != nil {
			c.mu.Unlock()
			return entry, Found, nil
		}
		f = c.begin(ctx, place, now, load)
	}
	f.waiting++
	c.mu.Unlock()
	how := Loaded
	if joined {
		how = Joined
	}
	select {
	case <-f.done:
		return f.entry, how, f.err
	case <-ctx.Done():
		c.leave(place, f)
		return nil, how, ctx.Err()
	}
}

func (c *Cache) begin(
	ctx context.Context, place flightKey, now func() time.Time, load func(ctx context.Context) (*Entry, error),
) *flight {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	f := &flight{done: make(chan struct{}), cancel: cancel}
	c.flights[place] = f
	go func() {
		defer cancel()
		f.entry, f.err = safely(ctx, load)
		if f.err == nil {
			f.entry.loaded = place.epoch
			f.entry = c.put(f.entry, now())
		}
		c.land(place, f)
		close(f.done)
	}()
	return f
}

// safely turns a panic of load into an error, as no caller is above it.
func safely(ctx context.Context, load func(ctx context.Context) (*Entry, error)) (entry *Entry, err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	return load(ctx)
}

// land takes a flight off the list, if it still is on it.
func (c *Cache) land(place flightKey, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.flights[place] == f {
		delete(c.flights, place)
	}
}

func (c *Cache) leave(place flightKey, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return
	}
	f.cancel()
	if c.flights[place] == f {
		delete(c.flights, place)
	}
}
