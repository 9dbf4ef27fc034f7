package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Tag returns one tag by id or slug with its ArticleCount; a slug of the past
// and what was merged into it find it too. Readers without an account see it
// once a visible article carries it.
func (s *Service) Tag(ctx context.Context, actor news.Actor, ref string) (*news.Tag, error) {
	tag, err := s.store.Tag(ctx, ref)
	if err != nil {
		return nil, err
	}
	if err := countTagged(ctx, s.store, tag, s.now()); err != nil {
		return nil, err
	}
	if tag.ArticleCount == 0 && !actor.SignedIn() {
		return nil, news.Missing(string(news.NounTag))
	}
	return tag, nil
}

// Tags returns a page of tags by name with their ArticleCounts, to readers
// without an account those that Tag shows them.
func (s *Service) Tags(ctx context.Context, actor news.Actor, page news.Page) (news.List[news.Tag], error) {
	return s.store.Tags(ctx, page, !actor.SignedIn(), s.now())
}

func countTagged(ctx context.Context, from *store.Store, tag *news.Tag, now time.Time) error {
	one := []news.Tag{*tag}
	err := from.CountTagged(ctx, one, now)
	*tag = one[0]
	return err
}
