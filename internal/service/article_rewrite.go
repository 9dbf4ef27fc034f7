package service

import (
	"context"
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// rewriteArticles makes one change to each of the articles, as an ordinary next
// revision that records the deed, whatever their status. change must put new slices in the place of
// those that it alters.
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
		for i := range articles {
			before := articles[i]
			change(&articles[i])
			if err := w.save(ctx, &before, &articles[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
