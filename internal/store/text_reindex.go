package store

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// ReindexArticle is IndexArticle for an index that may be broken: all that it
// has of the article is written again. The caller holds the article's lock.
func (s *Store) ReindexArticle(ctx context.Context, article *news.Article, entry news.TextEntry) error {
	err := s.write.WithContext(ctx).Exec("DELETE FROM search_entries WHERE article_id = ?", article.ID).Error
	if err != nil {
		return translate(err)
	}
	return s.IndexArticle(ctx, article, entry)
}

// Refold brings the folded names of some bylines, or tags, up to date, those with
// the least ids after an id, and returns the id to go on after; "" when no more
// are left. A name that somebody changes meanwhile is left to them.
func (s *Store) Refold(ctx context.Context, noun news.Noun, after string, fold func(string) string) (last string, err error) {
	const batch = 500
	table := string(noun) + "s"
	var rows []struct{ ID, Name, Folded string }
	if err := s.after(ctx, after, batch).Table(table).Find(&rows).Error; err != nil {
		return "", translate(err)
	}
	for i := range rows {
		last = rows[i].ID
		folded := fold(rows[i].Name)
		if folded == rows[i].Folded {
			continue
		}
		err := s.write.WithContext(ctx).Exec("UPDATE "+table+" SET folded = ? WHERE id = ? AND name = ?", folded, last, rows[i].Name).Error
		if err != nil {
			return "", translate(err)
		}
	}
	return last, nil
}
