package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Byline returns one byline by id or slug; a slug of the past and what was
// merged into it find it too. Readers without an account see it once a visible
// article credits it.
func (s *Service) Byline(ctx context.Context, actor news.Actor, ref string) (*news.Byline, error) {
	byline, err := s.store.Byline(ctx, ref)
	if err != nil || actor.SignedIn() {
		return byline, err
	}
	public, err := s.store.BylineIsPublic(ctx, byline.ID, s.now())
	if err != nil {
		return nil, err
	}
	if !public {
		return nil, news.Missing(string(news.NounByline))
	}
	return byline, nil
}

// Bylines returns a page of bylines by sort name, to readers without an
// account those that Byline shows them.
func (s *Service) Bylines(
	ctx context.Context, actor news.Actor, filter news.BylineFilter, page news.Page,
) (news.List[news.Byline], error) {
	filter.Query = news.FoldKey(filter.Query)
	return s.store.Bylines(ctx, filter, page, !actor.SignedIn(), s.now())
}
