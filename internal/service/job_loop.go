package service

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// LookAgain is how long a node rests at most before it looks for jobs again:
// another one may have written them.
const LookAgain = 500 * time.Millisecond

// RunJobs does jobs when they are due, beside other nodes that do so, until
// ctx ends; it returns once what is being done is done. Effects have a loop of
// their own, so that a slow one keeps nothing else waiting, and so have purges
// and what makes the index again.
func (s *Service) RunJobs(ctx context.Context) {
	var loops sync.WaitGroup
	for _, loop := range s.loops() {
		loops.Go(func() { loop.run(ctx) })
	}
	loops.Wait()
}

func (s *Service) loops() []*jobLoop {
	long := []news.JobKind{news.JobReindex}
	short := slices.DeleteFunc(sortedKinds(s.works), func(kind news.JobKind) bool { return slices.Contains(long, kind) })
	loops := []*jobLoop{{Service: s, kinds: short, do: s.doJob}, {Service: s, kinds: long, do: s.doJob}}
	if len(s.effects) > 0 {
		loops = append(loops, &jobLoop{Service: s, kinds: sortedKinds(s.effects), do: s.doEffect})
	}
	if s.purge != nil {
		loops = append(loops, &jobLoop{Service: s, kinds: []news.JobKind{news.JobPurge}, do: s.doPurge})
	}
	return loops
}

func sortedKinds[T any](kinds map[news.JobKind]T) []news.JobKind {
	return slices.Sorted(maps.Keys(kinds))
}

// jobLoop does the jobs of some kinds, one after the other.
type jobLoop struct {
	*Service
	kinds   []news.JobKind
	do      func(ctx context.Context, kinds []news.JobKind) (bool, error)
	failing bool // since the last look
}

// run never gives up: what is wrong with the database is logged once, and
// once when it is over.
func (l *jobLoop) run(ctx context.Context) {
	for ctx.Err() == nil {
		rest, err := l.step(context.WithoutCancel(ctx))
		switch {
		case err != nil && !l.failing:
			l.logger.ErrorContext(ctx, "jobs can't be done", "kinds", l.kinds, "error", err)
		case err == nil && l.failing:
			l.logger.InfoContext(ctx, "jobs are done again", "kinds", l.kinds)
		}
		l.failing = err != nil
		if rest > 0 {
			pause(ctx, rest)
		}
	}
}

// step does the next job if one is due, and returns how long to rest then.
func (l *jobLoop) step(ctx context.Context) (time.Duration, error) {
	const others = LookAgain / 5 // hold what is due
	next, err := l.store.NextJob(ctx, l.kinds)
	if unknown(err) {
		return LookAgain, nil
	}
	if err != nil {
		return LookAgain, err
	}
	if ahead := next.Sub(l.now()); ahead > 0 {
		return min(ahead, LookAgain), nil
	}
	did, err := l.do(ctx, l.kinds)
	switch {
	case err != nil:
		return LookAgain, err
	case !did:
		return others, nil
	}
	return 0, nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
