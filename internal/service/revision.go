package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Revisions returns a page of an article's revisions without their contents,
// the newest first, to signed-in users.
func (s *Service) Revisions(
	ctx context.Context, actor news.Actor, articleID string, page news.Page,
) (news.List[news.Revision], error) {
	if err := actor.May(news.ActionReadUnpublished); err != nil {
		return news.List[news.Revision]{}, err
	}
	return s.store.Revisions(ctx, articleID, page)
}

// Revision returns one revision of an article and, to signed-in users, the
// article as it was then: with ids alone in the place of what it refers to.
func (s *Service) Revision(
	ctx context.Context, actor news.Actor, articleID string, number int,
) (*news.Revision, *news.Article, error) {
	if err := actor.May(news.ActionReadUnpublished); err != nil {
		return nil, nil, err
	}
	revision, err := s.store.Revision(ctx, articleID, number)
	if err != nil {
		return nil, nil, err
	}
	article, err := chain.Decode(revision.Content)
	if err != nil {
		return nil, nil, news.Errorf(news.Internal, "internal", "the revision can't be read").Wrap(err)
	}
	return revision, article, nil
}

// RestoreRevision writes what an article was at a revision as a new one: its
// content, never its status. What was merged since is followed; what was
// deleted is left out, with a warning. When nothing changes, nothing is
// written. check is called once the actor may change the article.
func (s *Service) RestoreRevision(
	ctx context.Context, actor news.Actor, ref string, number int, check func(*news.Article) error,
) (Written[news.Article], error) {
	defer s.readyRevision(ctx, actor, ref, number)()
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		revision, err := w.tx.Revision(ctx, article.ID, number)
		if err != nil {
			return err
		}
		if err := actor.MayEdit(article); err != nil {
			return err
		}
		if err := check(article); err != nil {
			return err
		}
		old, err := chain.Decode(revision.Content)
		if err != nil {
			return news.Errorf(news.Internal, "internal", "the revision can't be read").Wrap(err)
		}
		before := *article
		r := restoration{articleWrite: w, old: old}
		if err := r.fill(ctx, article); err != nil {
			return err
		}
		w.deed = news.DeedRestoreRevision
		settled := before // its dates were settled when they were written
		settled.PublishedAt, settled.PublishedPrecision = article.PublishedAt, article.PublishedPrecision
		if err := w.prepare(ctx, &settled, article, nil); err != nil {
			return err
		}
		return w.save(ctx, &before, article)
	})
}

// readyRevision is ReadyBody for the body of a revision. What stands in the way
// of it stands in the way of the write, which will tell.
func (s *Service) readyRevision(ctx context.Context, actor news.Actor, ref string, number int) (forget func()) {
	article, err := s.store.Article(ctx, ref)
	if err != nil {
		return func() {}
	}
	_, old, err := s.Revision(ctx, actor, article.ID, number)
	if err != nil {
		return func() {}
	}
	return s.ReadyBody(actor, old.Body)
}
