package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// publishDueCopy publishes the working copy that a job is about, for who
// scheduled it. A copy that is gone, or due another time, is left alone.
func (s *Service) publishDueCopy(ctx context.Context, tx *store.Store, log *auditLog, job *news.Job) error {
	return s.changeDueCopy(ctx, tx, log, job, func(w *copyWrite, row *news.WorkingCopy) error {
		w.actor = row.Schedule.Actor()
		w.log.actor = w.actor
		return w.publish(ctx, row, row.Schedule.Overwrite)
	})
}

// failToPublishCopy notes on a working copy why it was not published at its
// time. The copy stays as it is otherwise.
func (s *Service) failToPublishCopy(ctx context.Context, tx *store.Store, log *auditLog, job *news.Job, why *news.Error) error {
	return s.changeDueCopy(ctx, tx, log, job, func(w *copyWrite, row *news.WorkingCopy) error {
		row.Failure = &news.PublicationFailure{Code: why.Code, Detail: wording(why), At: w.now}
		row.Schedule = nil
		row.Revision++
		row.UpdatedAt = w.now
		w.log.note(news.DeedFailToPublish, news.NounCopy, row.ArticleID)
		return w.tx.SaveWorkingCopy(ctx, row)
	})
}

func (s *Service) changeDueCopy(
	ctx context.Context, tx *store.Store, log *auditLog, job *news.Job, change func(*copyWrite, *news.WorkingCopy) error,
) error {
	found := false
	_, _, err := s.changeArticle(ctx, tx, log, keyOf(job), func(w *articleWrite, article *news.Article) error {
		row, err := tx.WorkingCopy(ctx, article.ID)
		if err != nil {
			return err
		}
		if row.Schedule == nil || row.Schedule.At.After(w.now) {
			return nil
		}
		found = true
		return change(&copyWrite{articleWrite: w, live: article}, row)
	})
	if unknown(err) && !found { // purged, or deleted
		return nil
	}
	return err
}
