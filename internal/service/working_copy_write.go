package service

import (
	"context"
	"fmt"
	"reflect"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// CreateWorkingCopy makes a working copy of a visible article. It is a Conflict
// when there is one, or when readers do not see the article. check is called
// once the actor may write it.
func (s *Service) CreateWorkingCopy(
	ctx context.Context, actor news.Actor, ref string, check func(*news.Article) error,
) (Written[WorkingCopy], error) {
	var made *WorkingCopy
	w, _, err := s.writeCopy(ctx, actor, ref, func(w *copyWrite) error {
		if err := actor.May(news.ActionWriteCopy); err != nil {
			return err
		}
		if err := check(w.live); err != nil {
			return err
		}
		if err := w.live.CheckVisible(w.now, "have a working copy made of it"); err != nil {
			return err
		}
		row, err := w.newCopy(ctx)
		if err != nil {
			return err
		}
		w.log.note(news.DeedCreate, news.NounCopy, row.ArticleID)
		made, err = w.saveCopy(ctx, row)
		return err
	})
	if err != nil {
		return Written[WorkingCopy]{}, err
	}
	return w.written(made), nil
}

func (w *copyWrite) newCopy(ctx context.Context) (*news.WorkingCopy, error) {
	_, err := w.tx.WorkingCopy(ctx, w.live.ID)
	if err == nil {
		return nil, news.Errorf(news.Conflict, "has-working-copy", "the article has a working copy already")
	}
	if !unknown(err) {
		return nil, err
	}
	last, err := w.tx.LastCopyRevision(ctx, w.live.ID)
	if err != nil {
		return nil, err
	}
	content, err := chain.Encode(w.live)
	return &news.WorkingCopy{
		ArticleID: w.live.ID, Revision: last, BaseRevision: w.live.Revision, Content: content,
		CreatedAt: w.now, CreatedBy: by(w.actor),
	}, err
}

// UpdateWorkingCopy changes a working copy as fill does: the content of
// Article, BaseRevision, and Schedule, which it may only take away. The rules
// are those of the article itself, but a slug is looked for and not yet taken.
// When fill changes nothing, nothing is written and the revision stays.
func (s *Service) UpdateWorkingCopy(
	ctx context.Context, actor news.Actor, ref string, fill func(*WorkingCopy) error,
) (Written[WorkingCopy], error) {
	var changed *WorkingCopy
	w, _, err := s.writeCopy(ctx, actor, ref, func(w *copyWrite) error {
		shown, err := w.find(ctx, news.ActionWriteCopy)
		if err != nil {
			return err
		}
		row, article := *shown.Row, *shown.Article
		faults, err := invalid(fill(shown))
		if err != nil {
			return err
		}
		faults = append(faults, checkNewBase(&row, shown)...)
		w.looks = true
		if err := w.prepare(ctx, &article, shown.Article, faults); err != nil {
			return err
		}
		changed, err = w.keep(ctx, &row, &article, shown)
		return err
	})
	if err != nil {
		return Written[WorkingCopy]{}, err
	}
	return w.written(changed), nil
}

// checkNewBase returns what is wrong with the revision that an editor says is
// in the copy by now.
func checkNewBase(before *news.WorkingCopy, shown *WorkingCopy) []news.Field {
	base, newest := shown.Row.BaseRevision, shown.Live.Revision
	if base == before.BaseRevision || (base > before.BaseRevision && base <= newest) {
		return nil
	}
	detail := fmt.Sprintf("base_revision must be %d to %d", before.BaseRevision, newest)
	return []news.Field{{Pointer: "/base_revision", Code: "out-of-range", Detail: detail}}
}

// keep saves what changed.
func (w *copyWrite) keep(ctx context.Context, row *news.WorkingCopy, article *news.Article, shown *WorkingCopy) (*WorkingCopy, error) {
	then, err := chain.Encode(article)
	if err != nil {
		return nil, err
	}
	now, err := chain.Encode(shown.Article)
	if err != nil {
		return nil, err
	}
	if then != now {
		shown.Row.Content = now
	}
	if reflect.DeepEqual(row, shown.Row) {
		return w.showCopy(ctx, w.live, row)
	}
	if row.Schedule != nil && shown.Row.Schedule == nil {
		w.log.note(news.Deed(news.MoveUnschedule), news.NounCopy, row.ArticleID)
		if err := w.tx.DropJob(ctx, news.JobPublishCopy, row.ArticleID); err != nil {
			return nil, err
		}
	}
	if then != now || row.BaseRevision != shown.Row.BaseRevision {
		w.log.note(news.DeedChange, news.NounCopy, row.ArticleID)
	}
	return w.saveCopy(ctx, shown.Row)
}

// DeleteWorkingCopy removes a working copy; it is not published any more. check
// is called once the actor may delete.
func (s *Service) DeleteWorkingCopy(ctx context.Context, actor news.Actor, ref string, check func(*WorkingCopy) error) error {
	_, _, err := s.writeCopy(ctx, actor, ref, func(w *copyWrite) error {
		shown, err := w.find(ctx, news.ActionWriteCopy)
		if err != nil {
			return err
		}
		if err := check(shown); err != nil {
			return err
		}
		return w.drop(ctx, news.DeedDelete)
	})
	return err
}
