package service

import (
	"context"
	"errors"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/purge"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// doEffect leases the next job of some kinds that is due and has its effect.
// When the node dies, another one takes the job once the lease is over. It
// reports whether there was one.
func (s *Service) doEffect(ctx context.Context, kinds []news.JobKind) (bool, error) {
	job, err := s.lease(ctx, kinds)
	if unknown(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	failure := inTime(ctx, func(ctx context.Context) error { return s.effects[job.Kind](ctx, *job) })
	return true, s.endEffect(ctx, job, failure)
}

// inTime has an effect, which must end in its time.
func inTime(ctx context.Context, effect func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, effectTime)
	defer cancel()
	return guard(func() error { return effect(limited) })
}

// endEffect forgets a job that had its effect, and puts off one that failed.
func (s *Service) endEffect(ctx context.Context, job *news.Job, failure error) error {
	if failure != nil {
		first, most := breaks(failure)
		return s.putOff(ctx, job, failure, first, most)
	}
	err := s.again(ctx, job, func(tx *store.Store, _ *auditLog, job *news.Job) error { return tx.DeleteJob(ctx, job.ID) })
	s.report(job, JobDone)
	if unknown(err) { // it took so long that another one has the job
		return nil
	}
	return err
}

// breaks returns how long an effect rests after its first failure, and at the
// most after many.
func breaks(failure error) (first, most time.Duration) {
	if told, ok := errors.AsType[*purge.Error](failure); ok {
		return told.First, told.Longest
	}
	return firstBreak, longBreak
}

func (s *Service) lease(ctx context.Context, kinds []news.JobKind) (*news.Job, error) {
	var job *news.Job
	err := s.write(ctx, news.System(), func(tx *store.Store, log *auditLog) (err error) {
		if job, err = tx.TakeJob(ctx, kinds, log.now); err != nil {
			return err
		}
		job.Attempts++
		job.Lease, job.RunAt = news.NewID(), log.now.Add(leaseTime)
		return tx.UpdateJob(ctx, job)
	})
	return job, err
}
