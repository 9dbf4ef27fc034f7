package cache

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestOneLoadForMany(t *testing.T) {
	const callers = 50
	c := New(1 << 20)
	var loads, joined atomic.Int64
	begun, gate := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	ask := func() {
		_, how, err := c.Load(t.Context(), "k", atNoon, func(context.Context) (*Entry, error) {
			loads.Add(1)
			close(begun)
			<-gate
			return answer("k", "one"), nil
		})
		if err != nil {
			t.Error(err)
		}
		if how == Joined {
			joined.Add(1)
		}
	}
	for range callers {
		group.Go(ask)
	}
	<-begun
	close(gate)
	group.Wait()
	if loads.Load() != 1 || joined.Load() > callers-1 {
		t.Errorf("%d loads, %d joined", loads.Load(), joined.Load())
	}
}

// Who gives up leaves; the load goes on for the others, and ends with the last.
func TestCallersLeave(t *testing.T) {
	c := New(1 << 20)
	begun, gate, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	slow := func(ctx context.Context) (*Entry, error) {
		close(begun)
		select {
		case <-gate:
		case <-ctx.Done():
		}
		ended <- ctx.Err()
		return answer("k", "one"), ctx.Err()
	}
	first, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, _, err := c.Load(first, "k", atNoon, slow)
		left <- err
	}()
	<-begun
	stayed := make(chan error, 1)
	go func() {
		_, _, err := c.Load(t.Context(), "k", atNoon, slow)
		stayed <- err
	}()
	waitFor(t, c, 2)
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("who left got %v", err)
	}
	close(gate)
	if err := <-stayed; err != nil {
		t.Errorf("who stayed got %v", err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the load ended with %v", err)
	}
	c.Flush()
	begun, gate = make(chan struct{}), make(chan struct{})
	alone, leave := context.WithCancel(t.Context())
	go func() {
		_, _, err := c.Load(alone, "k", atNoon, slow)
		left <- err
	}()
	<-begun
	leave()
	<-left
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("a load that nobody waits for ends with %v", err)
	}
}

// waitFor waits until so many wait for one flight.
func waitFor(t *testing.T, c *Cache, callers int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		c.mu.Lock()
		waiting := 0
		for _, f := range c.flights {
			waiting += f.waiting
		}
		c.mu.Unlock()
		if waiting == callers {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d wait, want %d", waiting, callers)
		}
	}
}

// Who comes after the moment at which an answer becomes another does not get the
// one of before, though its load is still under way.
func TestJoinedTooLate(t *testing.T) {
	c := New(1 << 20)
	begun, gate := make(chan struct{}), make(chan struct{})
	go func() {
		_, _, _ = c.Load(t.Context(), "k", atNoon, func(context.Context) (*Entry, error) {
			close(begun)
			<-gate
			return answer("k", "early"), nil
		})
	}()
	<-begun
	late := func() time.Time { return noon.Add(time.Minute) }
	got := make(chan *Entry)
	go func() {
		entry, _, _ := c.Load(t.Context(), "k", late, func(context.Context) (*Entry, error) {
			entry := answer("k", "late")
			entry.Since, entry.Until = late(), late().Add(time.Minute)
			return entry, nil
		})
		got <- entry
	}()
	waitFor(t, c, 2)
	close(gate)
	if entry := <-got; string(entry.Plain.Body) != "late" {
		t.Errorf("got the %s one", entry.Plain.Body)
	}
}

// Readers and writers at once: what a reader gets is never older than what was
// written and answered before it asked.
func TestNeverStale(t *testing.T) {
	const groups, rounds = 8, 3000
	c := New(1 << 20)
	var stored, answered [groups]atomic.Int64
	read := func(i int) {
		key, group := fmt.Sprint("k", i), news.Group(fmt.Sprint("g", i))
		least := answered[i].Load()
		entry := c.Get(key, noon)
		if entry == nil {
			entry, _, _ = c.Load(t.Context(), key, atNoon, func(context.Context) (*Entry, error) {
				return answer(key, fmt.Sprint(stored[i].Load()), group), nil
			})
		}
		var got int64
		if _, err := fmt.Sscan(string(entry.Plain.Body), &got); err != nil || got < least {
			t.Errorf("%s is at %d after %d was answered, %v", key, got, least, err)
		}
	}
	write := func(i int) {
		version := stored[i].Add(1)
		c.Invalidate([]news.Group{news.Group(fmt.Sprint("g", i))})
		for old := answered[i].Load(); old < version; old = answered[i].Load() {
			answered[i].CompareAndSwap(old, version)
		}
	}
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			for range rounds {
				if i := rand.IntN(groups); rand.IntN(10) == 0 {
					write(i)
				} else {
					read(i)
				}
			}
		})
	}
	group.Wait()
}
