package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// CreatePreview makes a preview token of an article, which ends after what fill
// returns, and returns it with what its link holds, which is kept nowhere. What
// is in the trash can't be shown: that is a Conflict.
func (s *Service) CreatePreview(
	ctx context.Context, actor news.Actor, ref string, fill func(*news.Article) (time.Duration, error),
) (token *news.PreviewToken, signed string, err error) {
	err = s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		article, err := s.previewedIn(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		ttl, err := fill(article)
		if err != nil {
			return err
		}
		if article.Status == news.StatusTrashed {
			wrong := news.Errorf(news.Conflict, "wrong-move", "an article that is trashed can't be shown")
			wrong.Allowed = article.Moves(log.now)
			return wrong
		}
		token = &news.PreviewToken{
			ID: news.NewID(), ArticleID: article.ID, CreatedAt: log.now, CreatedBy: by(actor), ExpiresAt: log.now.Add(ttl),
		}
		signed, err = s.issuer.SignPreview(auth.Preview{ID: token.ID, ArticleID: article.ID}, token.ExpiresAt)
		if err != nil {
			return err
		}
		log.note(news.DeedCreate, news.NounPreviewToken, token.ID)
		return tx.InsertPreviewToken(ctx, token)
	})
	return token, signed, err
}

// PreviewedArticle returns an article by id or slug to those who may make
// previews of it.
func (s *Service) PreviewedArticle(ctx context.Context, actor news.Actor, ref string) (*news.Article, error) {
	return s.previewedIn(ctx, s.store, actor, ref)
}

func (s *Service) previewedIn(ctx context.Context, in *store.Store, actor news.Actor, ref string) (*news.Article, error) {
	article, err := in.Article(ctx, ref)
	if err != nil {
		return nil, err
	}
	if !actor.SignedIn() && !article.VisibleTo(s.now()) {
		return nil, news.Missing(string(news.NounArticle))
	}
	return article, actor.MayPreview(article)
}

// PreviewsOf returns what reads a page of the preview tokens of an article that
// are still good, the newest first.
func (s *Service) PreviewsOf(
	article *news.Article,
) func(context.Context, news.Actor, news.Page) (news.List[news.PreviewToken], error) {
	return func(ctx context.Context, _ news.Actor, page news.Page) (news.List[news.PreviewToken], error) {
		return s.store.PreviewTokens(ctx, article.ID, s.now(), page)
	}
}

// PreviewToken returns one preview token of an article.
func (s *Service) PreviewToken(ctx context.Context, article *news.Article, id string) (*news.PreviewToken, error) {
	return previewToken(ctx, s.store, article, id)
}

func previewToken(ctx context.Context, in *store.Store, article *news.Article, id string) (*news.PreviewToken, error) {
	known, isID := news.ParseID(id)
	if !isID {
		return nil, news.Missing("preview token")
	}
	return in.PreviewToken(ctx, article.ID, known)
}

// RevokePreview ends a preview token of an article, everywhere and at once.
// check is called once the actor may.
func (s *Service) RevokePreview(
	ctx context.Context, actor news.Actor, ref, id string, check func(*news.PreviewToken) error,
) error {
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		article, err := s.previewedIn(ctx, tx, actor, ref)
		if err != nil {
			return err
		}
		token, err := previewToken(ctx, tx, article, id)
		if err != nil {
			return err
		}
		if err := check(token); err != nil {
			return err
		}
		log.note(news.DeedDelete, news.NounPreviewToken, token.ID)
		return tx.DeletePreviewToken(ctx, token.ID)
	})
}

// Preview returns the article that a preview token shows, by its id or slug:
// whole, whatever its status but trashed. To a token that is not good, has
// expired, was revoked or is of another article it answers as Article does to
// a reader without an account.
func (s *Service) Preview(ctx context.Context, signed, ref string) (*news.Article, error) {
	article, err := s.Article(ctx, news.System(), ref)
	if err != nil {
		return nil, err
	}
	shown, err := s.shows(ctx, signed, article)
	if err != nil || shown {
		return article, err
	}
	return article, s.mayRead(news.Actor{}, article)
}

// shows reports whether a preview token shows the article now.
func (s *Service) shows(ctx context.Context, signed string, article *news.Article) (bool, error) {
	preview, err := s.issuer.VerifyPreview(signed)
	if err != nil || preview.ArticleID != article.ID || article.Status == news.StatusTrashed {
		return false, nil //nolint:nilerr // a token that is not good shows nothing
	}
	token, err := previewToken(ctx, s.store, article, preview.ID)
	if unknown(err) {
		return false, nil
	}
	return err == nil && token.ExpiresAt.After(s.now()), err
}
