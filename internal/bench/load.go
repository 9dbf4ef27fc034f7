package main

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// demand is how a server is asked.
type demand struct {
	connections int
	run         time.Duration
	perSecond   float64 // how many requests are due; 0: as many as it answers
}

// rate is what a run came to.
type rate struct {
	perSecond float64
	median    time.Duration // of the answers' times
	slow      time.Duration // their 99th percentile
	work      time.Duration // of the processors, for each: the server's and the database's
	client    float64       // our own share of the processors' work
}

// source says what is asked next.
type source func(random *rand.Rand) request

func anyOf(requests []request) source {
	return func(random *rand.Rand) request { return requests[random.IntN(len(requests))] }
}

// load has several connections ask a server for a while.
func load(ctx context.Context, of side, d demand) (rate, error) {
	before, err := of.worked(ctx)
	if err != nil {
		return rate{}, err
	}
	mine := process.Mine()
	times, faults := make([][]time.Duration, d.connections), make([]error, d.connections)
	clock := &clock{begun: time.Now(), demand: d}
	var all sync.WaitGroup
	for i := range d.connections {
		all.Go(func() { times[i], faults[i] = clock.ask(ctx, of, i) })
	}
	all.Wait()
	took, mine := time.Since(clock.begun), process.Mine()-mine
	after, err := of.worked(ctx)
	if err := errors.Join(err, errors.Join(faults...)); err != nil {
		return rate{}, err
	}
	r := summarise(slices.Concat(times...), took, after-before)
	r.client = float64(mine) / float64(max(1, mine+after-before))
	return r, nil
}

// clock says when a request is due.
type clock struct {
	demand

	begun time.Time
	count atomic.Int64
}

// next waits until the next request is due and returns since when it is. A
// request that nobody was free to send in time was due all the same: what it
// waited counts.
func (c *clock) next(now time.Time) (due time.Time, more bool) {
	if c.perSecond > 0 {
		now = c.begun.Add(time.Duration(float64(c.count.Add(1)-1) / c.perSecond * float64(time.Second)))
		time.Sleep(time.Until(now))
	}
	return now, now.Sub(c.begun) < c.run
}

// ask is what one connection does. It returns how long each answer took.
func (c *clock) ask(ctx context.Context, of side, seed int) ([]time.Duration, error) {
	connection, err := dial(ctx, of.server.Address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.connection.Close() }()
	random := rand.New(rand.NewPCG(1, uint64(seed))) // each run asks for the same
	var times []time.Duration
	for now := time.Now(); ctx.Err() == nil; {
		due, more := c.next(now)
		if !more {
			break
		}
		if err := connection.send(of.next(random)); err != nil {
			return nil, err
		}
		now = time.Now()
		times = append(times, now.Sub(due))
	}
	return times, ctx.Err()
}

// once asks for each of some requests.
func once(ctx context.Context, address string, requests []request, connections int) error {
	faults := make([]error, connections)
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() {
			connection, err := dial(ctx, address)
			if err != nil {
				faults[i] = err
				return
			}
			defer func() { _ = connection.connection.Close() }()
			for j := i; j < len(requests) && faults[i] == nil; j += connections {
				faults[i] = errors.Join(connection.send(requests[j]), ctx.Err())
			}
		})
	}
	all.Wait()
	return errors.Join(faults...)
}

func summarise(times []time.Duration, took, worked time.Duration) rate {
	if len(times) == 0 {
		return rate{}
	}
	slices.Sort(times)
	return rate{
		perSecond: float64(len(times)) / took.Seconds(),
		median:    times[len(times)/2],
		slow:      times[len(times)*99/100],
		work:      worked / time.Duration(len(times)),
	}
}

// middle returns the one in the middle of some, by a measure.
func middle[T any, N cmp.Ordered](of []T, measure func(T) N) T {
	sorted := slices.SortedFunc(slices.Values(of), func(a, b T) int { return cmp.Compare(measure(a), measure(b)) })
	return sorted[len(sorted)/2]
}
