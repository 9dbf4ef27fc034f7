package main

import (
	"context"
	"errors"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// side is a server and what it is asked for.
type side struct {
	server *process.Process
	warm   []request // each asked for once, before all else
	next   source
	// database says how long the database has worked, if it is not in the server.
	database func(context.Context) (time.Duration, error)
	// meanwhile, if not nil, runs beside each run until its context ends.
	meanwhile func(context.Context) error
}

// reads is a side that asks for some things at random.
func reads(server *process.Process, asks []ask, e *engine) side {
	requests := asking(server.Address, asks)
	return side{server: server, warm: requests, next: anyOf(requests), database: e.worked}
}

func (s side) worked(ctx context.Context) (time.Duration, error) {
	server, err := s.server.Worked()
	if s.database == nil || err != nil {
		return server, err
	}
	database, err := s.database(ctx)
	return server + database, err
}

// run is load, with what is done meanwhile.
func (s side) run(ctx context.Context, d demand) (rate, error) {
	if s.meanwhile == nil {
		return load(ctx, s, d)
	}
	beside, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- s.meanwhile(beside) }()
	r, err := load(ctx, s, d)
	stop()
	return r, errors.Join(err, <-ended)
}

// compared is what came of two sides.
type compared struct {
	ours, other rate
	speed       float64 // ours in requests a second, over the other's
	work        float64 // the other's work for each, over ours
}

const runs = 3

// compare takes runs of both sides by turns, so that both see the same machine,
// and returns the medians: of each side's runs, and of the ratios within pairs.
func compare(ctx context.Context, ours, other side, d demand) (compared, error) {
	if err := errors.Join(ours.warmUp(ctx, d), other.warmUp(ctx, d)); err != nil {
		return compared{}, err
	}
	var pairs []compared
	for range runs {
		one, err := ours.run(ctx, d)
		if err != nil {
			return compared{}, err
		}
		two, err := other.run(ctx, d)
		if err != nil {
			return compared{}, err
		}
		pairs = append(pairs, compared{one, two, one.perSecond / two.perSecond, float64(two.work) / float64(max(1, one.work))})
	}
	return compared{
		ours:  middle(pairs, func(c compared) float64 { return c.ours.perSecond }).ours,
		other: middle(pairs, func(c compared) float64 { return c.other.perSecond }).other,
		speed: middle(pairs, func(c compared) float64 { return c.speed }).speed,
		work:  middle(pairs, func(c compared) float64 { return c.work }).work,
	}, nil
}

// alone is compare without another side.
func alone(ctx context.Context, of side, d demand) (rate, error) {
	var rates []rate
	for range runs {
		r, err := of.run(ctx, d)
		if err != nil {
			return rate{}, err
		}
		rates = append(rates, r)
	}
	return middle(rates, func(r rate) float64 { return r.perSecond }), nil
}

func (s side) warmUp(ctx context.Context, d demand) error {
	if err := once(ctx, s.server.Address, s.warm, d.connections); err != nil {
		return err
	}
	const moment = 300 * time.Millisecond
	d.run = min(d.run, moment)
	_, err := s.run(ctx, d)
	return err
}
