package service

import (
	"context"
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// MergeBylines moves every credit of a byline to another one and answers that
// one; the first is no more, and its id and slugs lead there. input, called
// once the actor may merge, names the other by id or slug.
func (s *Service) MergeBylines(
	ctx context.Context, actor news.Actor, ref string, input func(*news.Byline) (into string, err error),
) (Written[news.Byline], error) {
	var written Written[news.Byline]
	merge := func(tx *store.Store, log *auditLog, from *news.Byline) error {
		into, err := input(from)
		if err != nil {
			return err
		}
		id := func(b *news.Byline) string { return b.ID }
		target, err := mergeTarget(ctx, news.NounByline, from.ID, into, tx.LockByline, id)
		if err != nil {
			return err
		}
		written = Written[news.Byline]{Row: target, Groups: log.stale(staleResource(news.NounByline, from.ID, target.ID))}
		articles, err := tx.ArticlesCrediting(ctx, from.ID)
		if err != nil {
			return err
		}
		change := func(article *news.Article) { article.Credits = mergeCredits(article.Credits, from.ID, target) }
		if err := s.rewriteArticles(ctx, tx, log, news.DeedMerge, articles, change); err != nil {
			return err
		}
		if err := tx.MoveSlugs(ctx, news.NounByline, from.ID, target.ID, s.now()); err != nil {
			return err
		}
		log.note(news.DeedMerge, news.NounByline, from.ID)
		return tx.DeleteByline(ctx, from.ID)
	}
	err := s.mergeInTurn(ctx, actor, func(tx *store.Store, log *auditLog) error {
		return changeByline(ctx, tx, log, ref, merge)
	})
	return written, err
}

// mergeCredits returns the credits with one byline in the place of another. Of
// those that become equal in byline and role the first is kept.
func mergeCredits(credits []news.Credit, fromID string, into *news.Byline) []news.Credit {
	merged := make([]news.Credit, 0, len(credits))
	for _, credit := range credits {
		if credit.BylineID == fromID {
			credit.BylineID, credit.Byline = into.ID, into
		}
		if credit.Name == into.Name && credit.BylineID == into.ID {
			credit.Name = ""
		}
		again := slices.ContainsFunc(merged, func(c news.Credit) bool {
			return c.BylineID == into.ID && credit.BylineID == into.ID && c.Role == credit.Role
		})
		if !again {
			merged = append(merged, credit)
		}
	}
	return merged
}
