package service

import (
	"context"
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// WorkingCopy is a working copy as it is shown: with what it refers to as that
// is called now.
type WorkingCopy struct {
	Row *news.WorkingCopy
	// Live is the article as it is, Article as it would be.
	Live, Article *news.Article
	// Warnings name what the copy refers to and is no more.
	Warnings []news.Warning
}

// WorkingCopy returns the working copy of an article to signed-in users.
func (s *Service) WorkingCopy(ctx context.Context, actor news.Actor, ref string) (*WorkingCopy, error) {
	article, err := s.Article(ctx, actor, ref)
	if err != nil {
		return nil, err
	}
	if err := actor.May(news.ActionReadUnpublished); err != nil {
		return nil, err
	}
	row, err := s.store.WorkingCopy(ctx, article.ID)
	if err != nil {
		return nil, err
	}
	w := &articleWrite{Service: s, tx: s.store, actor: actor, now: s.now()}
	return w.showCopy(ctx, article, row)
}

// showCopy returns a copy with the article that it makes of the live one.
func (w *articleWrite) showCopy(ctx context.Context, live *news.Article, row *news.WorkingCopy) (*WorkingCopy, error) {
	old, err := chain.Decode(row.Content)
	if err != nil {
		return nil, news.Errorf(news.Internal, "internal", "the working copy can't be read").Wrap(err)
	}
	article, shows := *live, *w
	shows.warnings = nil // of the copy, and not yet of the write
	r := restoration{articleWrite: &shows, old: old}
	if err := r.fill(ctx, &article); err != nil {
		return nil, err
	}
	article.WordCount, article.ReadingMinutes = old.WordCount, old.ReadingMinutes
	if _, err := w.findSection(ctx, &article); err != nil {
		return nil, err
	}
	if _, err := w.findCredits(ctx, live, &article); err != nil {
		return nil, err
	}
	if err := w.takeTags(ctx, &article); err != nil {
		return nil, err
	}
	article.Settle(w.now)
	return &WorkingCopy{Row: row, Live: live, Article: &article, Warnings: r.warnings}, nil
}

// copyWrite is one write of the working copy of one article.
type copyWrite struct {
	*articleWrite
	live *news.Article
}

// writeCopy has change do its work in a transaction that holds an article and
// its working copy. It reports nothing yet.
func (s *Service) writeCopy(
	ctx context.Context, actor news.Actor, ref string, change func(*copyWrite) error,
) (*articleWrite, Written[news.Article], error) {
	var w *articleWrite
	var written Written[news.Article]
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		id, err := tx.ArticleID(ctx, ref)
		if err != nil {
			return err
		}
		if err := tx.LockJob(ctx, news.JobPublishCopy, id); err != nil { // before the article, as the job does
			return err
		}
		w, written, err = s.changeArticle(ctx, tx, log, id, func(w *articleWrite, article *news.Article) error {
			return change(&copyWrite{articleWrite: w, live: article})
		})
		return err
	})
	return w, written, err
}

// written is a copy as a write left it, with what an editor should look at.
func (w *articleWrite) written(shown *WorkingCopy) Written[WorkingCopy] {
	return Written[WorkingCopy]{Row: shown, Warnings: append(slices.Clone(shown.Warnings), w.report(shown.Article)...)}
}

// find returns the copy for an actor who may take the action.
func (w *copyWrite) find(ctx context.Context, action news.Action) (*WorkingCopy, error) {
	row, err := w.tx.WorkingCopy(ctx, w.live.ID)
	if err != nil {
		return nil, err
	}
	if err := w.actor.May(action); err != nil {
		return nil, err
	}
	return w.showCopy(ctx, w.live, row)
}

// saveCopy writes the copy as its next revision, by the actor, and returns it
// as it then is.
func (w *copyWrite) saveCopy(ctx context.Context, row *news.WorkingCopy) (*WorkingCopy, error) {
	row.Revision++
	row.UpdatedAt, row.UpdatedBy = w.now, by(w.actor)
	if err := w.tx.SaveWorkingCopy(ctx, row); err != nil {
		return nil, err
	}
	return w.showCopy(ctx, w.live, row)
}

// drop removes the copy and what was to be done with it.
func (w *copyWrite) drop(ctx context.Context, deed news.Deed) error {
	if err := w.tx.DropJob(ctx, news.JobPublishCopy, w.live.ID); err != nil {
		return err
	}
	w.log.note(deed, news.NounCopy, w.live.ID)
	return w.tx.DropWorkingCopy(ctx, w.live.ID)
}
