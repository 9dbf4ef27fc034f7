package service

import (
	"context"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/purge"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

const (
	// settleTime is how long after a write its purge waits: no node answers with
	// the state before it any more then, and what was on its way has arrived. What
	// is fetched for the purged answer is new.
	settleTime = 2 * time.Second
	// packedAtOnce is how many jobs are put together at the most.
	packedAtOnce = 1000
)

// wantPurge writes jobs that will purge groups, if anybody is to be told. They
// have no key: writes wait neither for each other nor for a call.
func (s *Service) wantPurge(ctx context.Context, tx *store.Store, groups []news.Group) error {
	if s.purge == nil {
		return nil
	}
	now := s.now()
	due := now.Add(settleTime)
	for some := range slices.Chunk(groups, purge.Most) {
		job := &news.Job{
			ID: news.NewID(), Kind: news.JobPurge, Payload: purge.Payload(some), RunAt: due, DueAt: due, CreatedAt: now,
		}
		if err := tx.PutJob(ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// doPurge purges the groups that have waited long enough, as many as go into one
// call. It reports whether there were any.
func (s *Service) doPurge(ctx context.Context, _ []news.JobKind) (bool, error) {
	job, err := s.takePurge(ctx)
	switch {
	case unknown(err):
		return false, nil
	case err != nil:
		return false, err
	case job.Lease == "":
		return true, nil
	}
	failure := inTime(ctx, func(ctx context.Context) error { return s.purge.Purge(ctx, purge.Groups(job)) })
	return true, s.endEffect(ctx, job, failure)
}

// takePurge packs the purges that wait into few jobs and returns the first:
// leased, or not, when a call failed and its pause is not over. Then all rest as
// long. So the receiver is called once a pause, whatever is written meanwhile, and
// what waits for it is bounded by the groups that there are.
func (s *Service) takePurge(ctx context.Context) (first *news.Job, err error) {
	err = s.write(ctx, news.System(), func(tx *store.Store, log *auditLog) error {
		jobs, err := tx.TakeJobs(ctx, news.JobPurge, log.now, packedAtOnce)
		if err != nil {
			return err
		}
		read := copied(jobs)
		until, failed := pauseOf(jobs, log.now)
		kept, spare := purge.Pack(jobs)
		first = kept[0]
		if until.IsZero() {
			first.Lease, first.RunAt, first.Attempts = news.NewID(), log.now.Add(leaseTime), failed+1
		} else {
			rest(kept, until, failed)
		}
		return replace(ctx, tx, read, kept, spare)
	})
	return first, err
}

// pauseOf returns until when the receiver is left in peace, the zero time when it
// need not be, and how many calls have failed. It puts the jobs that rest first:
// they are packed already.
func pauseOf(jobs []*news.Job, now time.Time) (until time.Time, failed int) {
	slices.SortStableFunc(jobs, func(a, b *news.Job) int { return rank(a, now) - rank(b, now) })
	for _, job := range jobs {
		failed = max(failed, job.Attempts)
		if job.Rests(now) && job.RunAt.After(until) {
			until = job.RunAt
		}
	}
	return until, failed
}

func rank(job *news.Job, now time.Time) int {
	if job.Rests(now) {
		return 0
	}
	return 1
}

func rest(jobs []*news.Job, until time.Time, failed int) {
	for _, job := range jobs {
		job.Lease, job.RunAt, job.Attempts = "", until, failed
	}
}

func copied(jobs []*news.Job) map[string]news.Job {
	byID := make(map[string]news.Job, len(jobs))
	for _, job := range jobs {
		byID[job.ID] = *job
	}
	return byID
}

// replace writes what is another than was read, and removes what is spare.
func replace(ctx context.Context, tx *store.Store, read map[string]news.Job, kept, spare []*news.Job) error {
	for _, job := range kept {
		if *job == read[job.ID] {
			continue
		}
		if err := tx.UpdateJob(ctx, job); err != nil {
			return err
		}
	}
	return tx.DeleteJobs(ctx, spare)
}
