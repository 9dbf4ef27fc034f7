package main

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// rate is what a run came to.
type rate struct {
	perSecond float64
	median    time.Duration // of the answers' times
	slow      time.Duration // their 99th percentile
	work      time.Duration // of the server's processors, for each
}

// load asks a server for paths at random, over several connections, each as
// soon as it has the answer to the last.
func load(ctx context.Context, server *process, paths []string, connections int, run time.Duration) (rate, error) {
	requests := make([][]byte, len(paths))
	for i, path := range paths {
		requests[i] = requestFor(server.address, path)
	}
	times, faults := make([][]time.Duration, connections), make([]error, connections)
	before, err := server.worked()
	if err != nil {
		return rate{}, err
	}
	begun := time.Now()
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() { times[i], faults[i] = ask(ctx, server.address, requests, begun.Add(run), i) })
	}
	all.Wait()
	took := time.Since(begun)
	after, err := server.worked()
	if err := errors.Join(err, errors.Join(faults...)); err != nil {
		return rate{}, err
	}
	return summarise(slices.Concat(times...), took, after-before), nil
}

// ask is what one connection does until a time. It returns how long each answer
// took.
func ask(ctx context.Context, address string, requests [][]byte, until time.Time, seed int) ([]time.Duration, error) {
	c, err := dial(ctx, address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.connection.Close() }()
	random := rand.New(rand.NewPCG(1, uint64(seed))) // each run asks for the same
	var times []time.Duration
	for now := time.Now(); now.Before(until) && ctx.Err() == nil; {
		if err := c.get(requests[random.IntN(len(requests))]); err != nil {
			return nil, err
		}
		then := time.Now()
		times = append(times, then.Sub(now))
		now = then
	}
	return times, ctx.Err()
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

// medianOf returns the run in the middle.
func medianOf(runs []rate) rate {
	slices.SortFunc(runs, func(a, b rate) int { return cmp.Compare(a.perSecond, b.perSecond) })
	return runs[len(runs)/2]
}
