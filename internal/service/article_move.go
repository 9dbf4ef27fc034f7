package service

import (
	"cmp"
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Publish makes an article visible, or schedules it when its moment is in the
// future. input is asked for what to set.
func (s *Service) Publish(
	ctx context.Context, actor news.Actor, ref string, input func(*news.Article) (news.Publication, error),
) (Written[news.Article], error) {
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		before := *article
		publication, err := askMove(w, news.MovePublish, article, input)
		if err != nil {
			return err
		}
		article.Publish(publication, w.now)
		if err := w.prepare(ctx, &before, article, nil); err != nil {
			return err
		}
		return w.save(ctx, &before, article)
	})
}

// Withdraw takes a visible article down. input is asked for the reason.
func (s *Service) Withdraw(
	ctx context.Context, actor news.Actor, ref string, input func(*news.Article) (news.Withdrawal, error),
) (Written[news.Article], error) {
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		before := *article
		withdrawal, err := askMove(w, news.MoveWithdraw, article, input)
		if err != nil {
			return err
		}
		article.Withdraw(withdrawal.Reason, withdrawal.Note, w.now)
		return w.save(ctx, &before, article)
	})
}

// Return gives what is in review back as a draft. input is asked for the note
// that tells the author why. It is the change note of the revision; the audit
// log has the actor's change note, or the note where there is none.
func (s *Service) Return(
	ctx context.Context, actor news.Actor, ref string, input func(*news.Article) (string, error),
) (Written[news.Article], error) {
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		before := *article
		note, err := askMove(w, news.MoveReturn, article, input)
		if err != nil {
			return err
		}
		w.actor.ChangeNote = note
		w.log.actor.ChangeNote = cmp.Or(w.log.actor.ChangeNote, note)
		article.Return(w.now)
		return w.save(ctx, &before, article)
	})
}

// Move makes one of the moves that need nothing but a word: submit, unschedule,
// trash and restore. check is called once the actor may make the move.
func (s *Service) Move(
	ctx context.Context, actor news.Actor, move news.Move, ref string, check func(*news.Article) error,
) (Written[news.Article], error) {
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		before := *article
		_, err := askMove(w, move, article, func(a *news.Article) (struct{}, error) { return struct{}{}, check(a) })
		if err != nil {
			return err
		}
		switch move {
		case news.MoveSubmit:
			article.Submit(w.now)
		case news.MoveUnschedule:
			article.Unschedule(w.now)
		case news.MoveTrash:
			article.Trash(w.now)
		case news.MoveRestore:
			article.Restore(w.now)
		case news.MoveReturn, news.MovePublish, news.MoveWithdraw, news.MovePurge:
			return news.Errorf(news.Internal, "internal", "%s is no plain move", move)
		}
		return w.save(ctx, &before, article)
	})
}

// Purge removes a trashed article for good, with its revisions. Its slugs are
// free again if readers never saw it.
func (s *Service) Purge(ctx context.Context, actor news.Actor, ref string, check func(*news.Article) error) error {
	_, err := s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		_, err := askMove(w, news.MovePurge, article, func(a *news.Article) (struct{}, error) { return struct{}{}, check(a) })
		if err != nil {
			return err
		}
		if !article.WasVisible(w.now) {
			if err := w.tx.FreeSlugs(ctx, news.NounArticle, article.ID); err != nil {
				return err
			}
		}
		w.log.note(w.deed, news.NounArticle, article.ID)
		return w.tx.DeleteArticle(ctx, article.ID)
	})
	return err
}

// askMove asks for permission, then for the input, then the workflow. What is
// saved after it is recorded as the move.
func askMove[T any](w *articleWrite, move news.Move, article *news.Article, input func(*news.Article) (T, error)) (T, error) {
	var none T
	if err := w.actor.MayMove(move, article); err != nil {
		return none, err
	}
	value, err := input(article)
	if err != nil {
		return none, err
	}
	w.deed = news.Deed(move)
	return value, article.CheckMove(move, w.now)
}
