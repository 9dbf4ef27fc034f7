package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// SetWork says how jobs of a kind are done.
func (s *Service) SetWork(kind news.JobKind, do func(ctx context.Context, tx *store.Store, job *news.Job) error) {
	s.works[kind] = work{
		do: func(ctx context.Context, tx *store.Store, _ *auditLog, job *news.Job) error { return do(ctx, tx, job) },
		giveUp: func(ctx context.Context, tx *store.Store, _ *auditLog, job *news.Job, why *news.Error) error {
			_, err := tx.Setting(ctx, "given up "+*job.Key, why.Code)
			return err
		},
	}
}

// DoJobs does what is due now, effects too, and returns how many attempts that
// took.
func (s *Service) DoJobs(ctx context.Context) (attempts int, err error) {
	for _, loop := range s.loops() {
		for {
			did, err := loop.do(ctx, loop.kinds)
			if err != nil {
				return attempts, err
			}
			if !did {
				break
			}
			attempts++
		}
	}
	return attempts, nil
}
