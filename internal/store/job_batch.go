package store

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// TakeJobs is TakeJob for all jobs of a kind that may be taken at now, and those
// that rest after a failure: the one that waits longest, and as many of the others
// as make `most` together. Those that other transactions hold are passed by.
func (s *Store) TakeJobs(ctx context.Context, kind news.JobKind, now time.Time, most int) ([]*news.Job, error) {
	first, err := s.TakeJob(ctx, []news.JobKind{kind}, now)
	if err != nil {
		return nil, err
	}
	var others []*news.Job
	err = s.free(ctx).
		Where("kind = ? AND id <> ? AND (run_at <= ? OR (lease = '' AND attempts > 0))", kind, first.ID, now).
		Order("run_at, id").Limit(most - 1).Find(&others).Error
	return append([]*news.Job{first}, others...), translate(err)
}

// DeleteJobs removes jobs.
func (s *Store) DeleteJobs(ctx context.Context, jobs []*news.Job) error {
	if len(jobs) == 0 {
		return nil
	}
	ids := make([]string, len(jobs))
	for i, job := range jobs {
		ids[i] = job.ID
	}
	return translate(s.write.WithContext(ctx).Where("id IN ?", ids).Delete(&news.Job{}).Error)
}
