package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// How long jobs may take, and how long they rest after they failed.
const (
	jobTime     = 10 * time.Second
	effectTime  = 15 * time.Second
	leaseTime   = 30 * time.Second // more than effectTime
	firstRest   = 100 * time.Millisecond
	longestRest = 5 * time.Minute
	firstBreak  = time.Second // of an effect, whose receiver may be overloaded
	longBreak   = time.Hour
)

// Effect does what a job does outside the database. A job whose effect fails,
// or whose node dies meanwhile, is done again.
type Effect func(ctx context.Context, job news.Job) error

// JobReport tells how an attempt at a job went.
type JobReport struct {
	Kind    news.JobKind
	Outcome JobOutcome
	// Lateness is how long after it was due the job was done or given up.
	Lateness time.Duration
}

// JobOutcome is how an attempt at a job ended.
type JobOutcome string

// The outcomes. What was put off is tried again, what was given up is not.
const (
	JobDone    JobOutcome = "done"
	JobPutOff  JobOutcome = "put_off"
	JobGivenUp JobOutcome = "given_up"
)

// work is how a kind of job is done whose whole effect is in the database.
type work struct {
	do func(ctx context.Context, tx *store.Store, log *auditLog, job *news.Job) error
	// giveUp notes why a job that do refused will never be done.
	giveUp func(ctx context.Context, tx *store.Store, log *auditLog, job *news.Job, why *news.Error) error
}

// doJob takes the next job of some kinds that is due, does it and forgets it,
// in one transaction: when the node dies, nothing of it has happened. It
// reports whether there was one.
func (s *Service) doJob(ctx context.Context, kinds []news.JobKind) (bool, error) {
	var job *news.Job
	limited, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	failure := s.write(limited, news.System(), func(tx *store.Store, log *auditLog) error {
		taken, err := tx.TakeJob(limited, kinds, log.now)
		job = taken
		if err != nil {
			job = nil
			return err
		}
		if err := guard(func() error { return s.works[job.Kind].do(limited, tx, log, job) }); err != nil {
			return err
		}
		return tx.DeleteJob(limited, job.ID)
	})
	switch {
	case job == nil && unknown(failure):
		return false, nil
	case job == nil:
		return false, failure
	case failure != nil:
		return true, s.endFailed(ctx, job, failure)
	}
	s.report(job, JobDone)
	return true, nil
}

// guard turns a panic into an error: one job must not end the node.
func guard(do func() error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	return do()
}

// endFailed gives up a job that a rule refused, and puts off any other, unless
// somebody else has the job by now.
func (s *Service) endFailed(ctx context.Context, job *news.Job, failure error) error {
	ctx, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	if why := refusal(failure); why != nil && s.giveUp(ctx, job, why) == nil {
		return nil
	}
	return s.putOff(ctx, job, failure, firstRest, longestRest)
}

// refusal returns the error of a rule that trying again will not mend, or nil.
// What refers to something that was deleted meanwhile finds that out when it is
// tried again.
func refusal(err error) *news.Error {
	var known *news.Error
	if !errors.As(err, &known) || known.Code == "in-use" {
		return nil
	}
	switch known.Kind {
	case news.Internal, news.Unavailable, news.TooMany:
		return nil
	default:
		return known
	}
}

func (s *Service) giveUp(ctx context.Context, job *news.Job, why *news.Error) error {
	err := s.again(ctx, job, func(tx *store.Store, log *auditLog, job *news.Job) error {
		if err := s.works[job.Kind].giveUp(ctx, tx, log, job, why); err != nil {
			return err
		}
		return tx.DeleteJob(ctx, job.ID)
	})
	if err != nil && !unknown(err) {
		s.logger.ErrorContext(ctx, "a job can't be given up", "kind", job.Kind, "key", keyOf(job), "error", err)
		return err
	}
	s.logger.WarnContext(ctx, "a job was given up",
		"kind", job.Kind, "key", keyOf(job), "due_at", job.DueAt, "code", why.Code, "error", wording(why))
	s.report(job, JobGivenUp)
	return nil
}

func (s *Service) putOff(ctx context.Context, job *news.Job, failure error, first, most time.Duration) error {
	err := s.again(ctx, job, func(tx *store.Store, log *auditLog, job *news.Job) error {
		if job.Lease == "" { // a lease counted the attempt
			job.Attempts++
		}
		job.Lease, job.LastError = "", shorten(failure.Error())
		job.RunAt = log.now.Add(news.PutOff(job.Attempts, first, most))
		return tx.UpdateJob(ctx, job)
	})
	level := slog.LevelError
	if job.Lease != "" { // what failed is somebody else's
		level = slog.LevelWarn
	}
	s.logger.Log(ctx, level, "a job failed and was put off",
		"kind", job.Kind, "key", keyOf(job), "due_at", job.DueAt, "attempts", job.Attempts, "error", failure)
	s.report(job, JobPutOff)
	if unknown(err) {
		return nil
	}
	return err
}

// again has change do its work in a transaction that holds a job as it was
// taken; NotFound when another one has it by now.
func (s *Service) again(ctx context.Context, job *news.Job, change func(*store.Store, *auditLog, *news.Job) error) error {
	return s.write(ctx, news.System(), func(tx *store.Store, log *auditLog) error {
		same, err := tx.TakeJobAgain(ctx, job)
		if err != nil {
			return err
		}
		return change(tx, log, same)
	})
}

func (s *Service) report(job *news.Job, outcome JobOutcome) {
	if s.onJob != nil {
		s.onJob(JobReport{Kind: job.Kind, Outcome: outcome, Lateness: max(s.now().Sub(job.DueAt), 0)})
	}
}

// WaitingJobs counts the jobs that are due and not yet done.
func (s *Service) WaitingJobs(ctx context.Context) (int64, error) {
	return s.store.CountWaiting(ctx, s.now())
}

func keyOf(job *news.Job) string {
	if job.Key == nil {
		return ""
	}
	return *job.Key
}

// wording tells an error with every faulty place.
func wording(failure *news.Error) string {
	details := []string{failure.Detail}
	for _, field := range failure.Fields {
		details = append(details, field.Detail)
	}
	return shorten(strings.Join(details, "; "))
}

func shorten(text string) string {
	const most = 1000
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}
