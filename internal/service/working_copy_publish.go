package service

import (
	"context"
	"reflect"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// CopyPublication says when a working copy is to be published.
type CopyPublication struct {
	At *time.Time // nil is now
	// Overwrite publishes over changes that were made to the article since the
	// copy was made of it.
	Overwrite bool
}

// CopyPublished is what came of publishing a working copy.
type CopyPublished struct {
	// Written is the article as it is, or as it still is. Its warnings are those
	// of the article or, where it is published later, of the copy; they name what
	// the copy referred to and is no more, too.
	Written[news.Article]

	// Scheduled is the copy where it is published later, else nil: it is gone.
	Scheduled *WorkingCopy
}

// PublishWorkingCopy makes a working copy the next revision of its article, or
// has that done at a time. It is Stale when the article has changed since, and
// Conflict when readers do not see it. input is called once the actor may
// publish.
func (s *Service) PublishWorkingCopy(
	ctx context.Context, actor news.Actor, ref string, input func(*WorkingCopy) (CopyPublication, error),
) (CopyPublished, error) {
	defer s.readyCopy(ctx, ref, actor)()
	var published CopyPublished
	last, written, err := s.writeCopy(ctx, actor, ref, func(w *copyWrite) error {
		shown, err := w.find(ctx, news.ActionPublishCopy)
		if err != nil {
			return err
		}
		publication, err := input(shown)
		if err != nil {
			return err
		}
		published = CopyPublished{}
		if publication.At == nil {
			return w.publish(ctx, shown.Row, publication.Overwrite)
		}
		published.Scheduled, err = w.schedule(ctx, shown, publication)
		return err
	})
	if err != nil {
		return CopyPublished{}, err
	}
	published.Written = written
	if published.Scheduled != nil {
		published.Warnings = last.written(published.Scheduled).Warnings
	} else {
		published.Warnings = last.report(written.Row)
	}
	return published, nil
}

// readyCopy is ReadyBody for the body of a working copy.
func (s *Service) readyCopy(ctx context.Context, ref string, actor news.Actor) (forget func()) {
	copied, err := s.WorkingCopy(ctx, actor, ref)
	if err != nil {
		return func() {}
	}
	return s.ReadyBody(actor, copied.Article.Body)
}

// publish makes the copy the next revision of the article; the copy is gone
// then. What it refers to is found as it is now called, as when a revision is
// restored.
func (w *copyWrite) publish(ctx context.Context, row *news.WorkingCopy, overwrite bool) error {
	if err := w.mayPublish(row, overwrite); err != nil {
		return err
	}
	content, err := chain.Decode(row.Content)
	if err != nil {
		return news.Errorf(news.Internal, "internal", "the working copy can't be read").Wrap(err)
	}
	before := *w.live
	r := restoration{articleWrite: w.articleWrite, old: content}
	if err := r.fill(ctx, w.live); err != nil {
		return err
	}
	w.deed = news.DeedPublishCopy
	settled := before // the dates were settled when they were written
	settled.PublishedAt, settled.PublishedPrecision = w.live.PublishedAt, w.live.PublishedPrecision
	if err := w.prepare(ctx, &settled, w.live, nil); err != nil {
		return err
	}
	if err := w.save(ctx, &before, w.live); err != nil {
		return err
	}
	return w.drop(ctx, news.Deed(news.MovePublish))
}

func (w *copyWrite) mayPublish(row *news.WorkingCopy, overwrite bool) error {
	if err := row.CheckBase(w.live); err != nil && !overwrite {
		return err
	}
	return w.live.CheckVisible(w.now, "be changed by a working copy")
}

// schedule has the copy published at a time. What failed before is forgotten.
func (w *copyWrite) schedule(ctx context.Context, shown *WorkingCopy, publication CopyPublication) (*WorkingCopy, error) {
	row, at := shown.Row, *publication.At
	if err := checkSchedule(at, w.now); err != nil {
		return nil, err
	}
	if err := w.mayPublish(row, publication.Overwrite); err != nil {
		return nil, err
	}
	if err := w.checkTitles(w.live, shown.Article); err != nil {
		return nil, err
	}
	schedule := &news.Schedule{
		At: at, UserID: w.actor.UserID, TokenID: w.actor.TokenID, ChangeNote: w.actor.ChangeNote,
		Acknowledged: append([]string(nil), w.actor.Acknowledged...), Overwrite: publication.Overwrite,
	}
	if reflect.DeepEqual(schedule, row.Schedule) {
		return w.showCopy(ctx, w.live, row)
	}
	job := &news.Job{
		ID: news.NewID(), Kind: news.JobPublishCopy, Key: &row.ArticleID, Payload: "{}", RunAt: at, DueAt: at, CreatedAt: w.now,
	}
	if err := w.tx.PutJob(ctx, job); err != nil {
		return nil, err
	}
	row.Schedule, row.Failure = schedule, nil
	w.log.note(news.DeedSchedule, news.NounCopy, row.ArticleID)
	return w.saveCopy(ctx, row)
}

func checkSchedule(at, now time.Time) error {
	field := news.Field{Pointer: "/at"}
	switch {
	case !at.After(now):
		field.Code, field.Detail = "past", "at must be in the future; without it the copy is published now"
	case at.After(now.Add(news.LongestSchedule)):
		field.Code, field.Detail = "out-of-range", "at can't be more than a year ahead"
	default:
		return nil
	}
	return news.NewInvalid([]news.Field{field})
}
