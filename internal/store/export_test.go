package store

import (
	"context"
	"strings"
)

// Misplaced returns how many rows of listings are wrong or missing, by what is
// stored besides.
func (s *Store) Misplaced(ctx context.Context) (int64, error) {
	const keys = "a.published_order, a.updated_at, a.created_at, a.visible_at, a.title"
	wanted := strings.Replace(wantedLists, "@ids", "SELECT id FROM articles", 1) + `,
		should AS (SELECT w.article_id, w.name, ` + keys + ` FROM wanted w JOIN articles a ON a.id = w.article_id),
		does AS (SELECT a.article_id, l.name, ` + keys + ` FROM listings a JOIN lists l ON l.id = a.list)
		SELECT (SELECT count(*) FROM (SELECT * FROM should EXCEPT SELECT * FROM does) x) +
			(SELECT count(*) FROM (SELECT * FROM does EXCEPT SELECT * FROM should) y)`
	var n int64
	err := s.read.WithContext(ctx).Raw(wanted).Scan(&n).Error
	return n, err
}
