package store

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// countLists returns how many visible articles are in each of the lists that a
// condition on "l" leaves, by name, in one statement. Lists without articles
// may be missing. It counts index entries.
func (s *Store) countLists(ctx context.Context, now time.Time, condition func(*statement) string) (map[string]int64, error) {
	q := s.statement()
	coming := "SELECT id FROM articles WHERE " + q.scheduled(now) + unlimited
	visible := "(SELECT count(*) FROM listings x WHERE x.list = l.id) - coalesce((SELECT n FROM waiting w WHERE w.list = l.id), 0)"
	text := "WITH waiting AS MATERIALIZED (SELECT w.list, count(*) AS n FROM (" + coming + ") c " +
		"JOIN listings w ON w.article_id = c.id GROUP BY w.list) " +
		"SELECT " + q.row("l.name", visible) + " FROM lists l WHERE " + condition(q)
	counts := map[string]int64{}
	err := s.each(ctx, q, text, func(f *fields) { counts[f.text()] = int64(f.number()) })
	return counts, err
}

// inPublicList narrows a query to rows whose list, by its prefix and their id,
// shows a visible article.
func inPublicList(query *gorm.DB, prefix, id string, now time.Time) *gorm.DB {
	return query.Where("(SELECT 1 FROM listings x WHERE x.list = (SELECT l.id FROM lists l WHERE l.name = '"+prefix+"' || "+id+
		") AND x.visible_at <= ? LIMIT 1) = 1", now)
}
