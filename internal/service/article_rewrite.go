package service

import (
	"context"
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// rewriteArticles makes one change to each of the articles, as an ordinary next
// revision that records the deed, whatever their status. change must put new
// slices in the place of those that it alters. Working copies follow: what is
// merged or moved in the article they follow by themselves.
func (s *Service) rewriteArticles(
	ctx context.Context, tx *store.Store, log *auditLog, deed news.Deed, ids []string, change func(*news.Article),
) error {
	const batch = 200
	w := &articleWrite{Service: s, tx: tx, log: log, actor: log.actor, now: log.now, deed: deed}
	for some := range slices.Chunk(ids, batch) {
		articles, err := tx.LockArticles(ctx, some)
		if err != nil {
			return err
		}
		var rewritten []string
		for i := range articles {
			before := articles[i]
			change(&articles[i])
			if err := w.save(ctx, &before, &articles[i]); err != nil {
				return err
			}
			if articles[i].Revision > before.Revision {
				rewritten = append(rewritten, before.ID)
			}
		}
		if err := tx.RebaseWorkingCopies(ctx, rewritten); err != nil {
			return err
		}
	}
	return nil
}
