package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const nounJob = "job"

// PutJob writes a job. One with a key takes the place of the job of its kind
// with that key.
func (s *Store) PutJob(ctx context.Context, job *news.Job) error {
	again := clause.OnConflict{
		Columns: []clause.Column{{Name: "kind"}, {Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"id", "payload", "run_at", "due_at", "attempts", "lease", "last_error", "created_at",
		}),
	}
	return translate(s.write.WithContext(ctx).Clauses(again).Create(job).Error)
}

// NextJob returns when the first job of some kinds may be taken, or NotFound.
func (s *Store) NextJob(ctx context.Context, kinds []news.JobKind) (time.Time, error) {
	job := news.Job{}
	err := s.read.WithContext(ctx).Select("run_at").Where("kind IN ?", kinds).Order("run_at, id").Take(&job).Error
	return job.RunAt, missing(err, nounJob)
}

// TakeJob locks the job of some kinds that may be taken at now and waits
// longest, passing by those that other transactions hold. Without any it is
// NotFound. Should this node vanish, Postgres lets go of the job within seconds.
func (s *Store) TakeJob(ctx context.Context, kinds []news.JobKind, now time.Time) (*news.Job, error) {
	if s.dialect.endWhenIdle != "" {
		if err := s.write.WithContext(ctx).Exec(s.dialect.endWhenIdle).Error; err != nil {
			return nil, translate(err)
		}
	}
	return take(s.free(ctx).Where("kind IN ? AND run_at <= ?", kinds, now).Order("run_at, id"))
}

// TakeJobAgain locks a job that was taken before. When another transaction
// holds it, or has changed it since, it is NotFound.
func (s *Store) TakeJobAgain(ctx context.Context, job *news.Job) (*news.Job, error) {
	return take(s.free(ctx).Where("id = ? AND run_at = ? AND attempts = ? AND lease = ?", job.ID, job.RunAt, job.Attempts, job.Lease))
}

// free returns a query for rows that no other transaction holds.
func (s *Store) free(ctx context.Context) *gorm.DB {
	return s.write.WithContext(ctx).Clauses(
		clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked})
}

func take(query *gorm.DB) (*news.Job, error) {
	job := &news.Job{}
	err := query.Take(job).Error
	return job, missing(err, nounJob)
}

// LockJob keeps others from taking the job of a kind with a key until the end
// of the transaction, if there is one. Who is at work on it is waited for.
func (s *Store) LockJob(ctx context.Context, kind news.JobKind, key string) error {
	err := s.locked(ctx).Where("kind = ? AND key = ?", kind, key).Take(&news.Job{}).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil
	}
	return translate(err)
}

// UpdateJob writes every column of a job.
func (s *Store) UpdateJob(ctx context.Context, job *news.Job) error {
	return updateRow(ctx, s, job, nounJob, "")
}

// DeleteJob removes a job.
func (s *Store) DeleteJob(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Job{}).Error)
}

// DropJob removes the job of a kind with a key, if there is one.
func (s *Store) DropJob(ctx context.Context, kind news.JobKind, key string) error {
	return translate(s.write.WithContext(ctx).Where("kind = ? AND key = ?", kind, key).Delete(&news.Job{}).Error)
}

// CountWaiting counts the jobs that may be taken at now and were not.
func (s *Store) CountWaiting(ctx context.Context, now time.Time) (int64, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&news.Job{}).Where("run_at <= ?", now).Count(&n).Error
	return n, translate(err)
}
