package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
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
	limited, cancel := context.WithTimeout(ctx, effectTime)
	defer cancel()
	if failure := guard(func() error { return s.effects[job.Kind](limited, *job) }); failure != nil {
		return true, s.putOff(ctx, job, failure, firstBreak, longBreak)
	}
	err = s.again(ctx, job, func(tx *store.Store, _ *auditLog, job *news.Job) error { return tx.DeleteJob(ctx, job.ID) })
	s.report(job, JobDone)
	if unknown(err) { // it took so long that another one has the job
		return true, nil
	}
	return true, err
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
