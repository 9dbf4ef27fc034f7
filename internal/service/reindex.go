package service

import (
	"context"
	"fmt"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// reindexed is how many articles are indexed again in one transaction.
const reindexed = 100

// indexedNouns are what the index is made of, in the order that it is made again.
var indexedNouns = []news.Noun{news.NounByline, news.NounTag, news.NounArticle}

// Reindex makes the full-text index again, of every article and of the names of
// all bylines and tags, while others write. progress, which may be nil, is told
// how many articles are done.
func (s *Service) Reindex(ctx context.Context, progress func(done, total int64)) (articles int64, err error) {
	total, err := s.store.CountArticles(ctx)
	if err != nil {
		return 0, err
	}
	for _, noun := range indexedNouns {
		for after, more := "", true; more; more = after != "" {
			var done int
			err := s.write(ctx, news.System(), func(tx *store.Store, log *auditLog) (err error) {
				after, done, err = reindexPiece(ctx, tx, log, noun, after)
				return err
			})
			if err != nil {
				return articles, err
			}
			articles += int64(done)
			if progress != nil && noun == news.NounArticle {
				progress(articles, max(total, articles))
			}
		}
	}
	return articles, nil
}

// reindexPiece makes the index of some rows after an id again, and returns the id
// to go on after, "" at the end. What it found may show then.
func reindexPiece(
	ctx context.Context, tx *store.Store, log *auditLog, noun news.Noun, after string,
) (last string, articles int, err error) {
	if noun != news.NounArticle {
		last, err = tx.Refold(ctx, noun, after, folder.Value)
		return last, 0, err
	}
	ids, err := tx.ArticleIDsAfter(ctx, after, reindexed)
	if err != nil || len(ids) == 0 {
		return "", 0, err
	}
	rows, err := tx.LockArticles(ctx, ids)
	if err != nil {
		return "", 0, err
	}
	for i := range rows {
		if err := tx.ReindexArticle(ctx, &rows[i], textEntry(&rows[i])); err != nil {
			return "", 0, err
		}
	}
	log.stale([]news.Group{news.Lists})
	return ids[len(ids)-1], len(rows), nil
}

// reindexByJob makes a piece of the index again and leaves the rest to another
// job. Its payload is what noun is next, and after which id.
func (s *Service) reindexByJob(ctx context.Context, tx *store.Store, log *auditLog, job *news.Job) error {
	noun, after := indexedNouns[0], ""
	if job.Payload != "" {
		named, id, _ := strings.Cut(job.Payload, " ")
		noun, after = news.Noun(named), id
	}
	last, _, err := reindexPiece(ctx, tx, log, noun, after)
	if err != nil {
		return err
	}
	if last == "" {
		if noun = nextIndexed(noun); noun == "" {
			return nil
		}
	}
	next := news.Job{
		ID: news.NewID(), Kind: news.JobReindex, Payload: fmt.Sprintf("%s %s", noun, last),
		RunAt: log.now, DueAt: log.now, CreatedAt: log.now,
	}
	return tx.PutJob(ctx, &next)
}

// nextIndexed returns the noun after one, "" for the last.
func nextIndexed(noun news.Noun) news.Noun {
	for i := range indexedNouns[1:] {
		if indexedNouns[i] == noun {
			return indexedNouns[i+1]
		}
	}
	return ""
}

// keepReindexing is for a job that no rule can end: it is tried again.
func (*Service) keepReindexing(_ context.Context, _ *store.Store, _ *auditLog, _ *news.Job, why *news.Error) error {
	return why
}
