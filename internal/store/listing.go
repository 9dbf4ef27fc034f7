package store

import (
	"context"
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// The lists that articles are in, by name: see ADR 12 and migration 11.
const (
	listSection   = "section/" // and what is under it
	listSelf      = "self/"
	listByline    = "byline/"
	listRole      = "role/"
	listTag       = "tag/"
	listSource    = "source/"
	listKind      = "kind/"
	listLanguage  = "language/"
	listCreator   = "creator/"
	listFeatured  = "featured/"  // true or false
	listCorrected = "corrected/" // true or false
)

// wantedLists are the lists that the published ones among some articles belong
// to, from what is stored. A cross join keeps SQLite from beginning with what
// belongs to all articles.
const wantedLists = `WITH RECURSIVE
	listed AS (SELECT id, section_id, kind, language, featured, created_by FROM articles
		WHERE status = 'published' AND visible_at IS NOT NULL AND id IN (@ids)),
	up (section_id, id) AS (
		SELECT DISTINCT section_id, section_id FROM listed WHERE section_id IS NOT NULL
		UNION ALL
		SELECT up.section_id, s.parent_id FROM up JOIN sections s ON s.id = up.id WHERE s.parent_id IS NOT NULL
	),
	wanted (article_id, name) AS (
		SELECT a.id, 'section/' || up.id FROM listed a JOIN up ON up.section_id = a.section_id
		UNION SELECT id, 'self/' || section_id FROM listed WHERE section_id IS NOT NULL
		UNION SELECT id, 'kind/' || kind FROM listed
		UNION SELECT id, 'language/' || language FROM listed
		UNION SELECT id, CASE WHEN featured THEN 'featured/true' ELSE 'featured/false' END FROM listed
		UNION SELECT id, 'creator/' || created_by FROM listed WHERE created_by IS NOT NULL
		UNION SELECT a.id, CASE WHEN EXISTS (SELECT 1 FROM corrections c WHERE c.article_id = a.id)
			THEN 'corrected/true' ELSE 'corrected/false' END FROM listed a
		UNION SELECT a.id, 'byline/' || c.byline_id FROM listed a CROSS JOIN credits c WHERE c.article_id = a.id
		UNION SELECT a.id, 'role/' || c.role FROM listed a CROSS JOIN credits c WHERE c.article_id = a.id
		UNION SELECT a.id, 'tag/' || t.tag_id FROM listed a CROSS JOIN article_tags t WHERE t.article_id = a.id
		UNION SELECT a.id, 'source/' || s.name FROM listed a CROSS JOIN article_sources s WHERE s.article_id = a.id
	) `

// listingKeys are the columns of listings that come from the article.
const listingKeys = "published_order, updated_at, created_at, visible_at, title"

// list puts articles that are in no list into those that they belong to. The
// caller has shared the tree.
func (s *Store) list(ctx context.Context, ids ...string) error {
	const number = wantedLists + `SELECT DISTINCT name FROM wanted w
		WHERE NOT EXISTS (SELECT 1 FROM lists l WHERE l.name = w.name) ORDER BY name`
	const enter = wantedLists + `SELECT a.id, l.id, a.published_order, a.updated_at, a.created_at, a.visible_at, a.title
		FROM wanted w CROSS JOIN lists l CROSS JOIN articles a WHERE l.name = w.name AND a.id = w.article_id`
	db := s.write.WithContext(ctx)
	marks := "?" + strings.Repeat(", ?", len(ids)-1)
	values := make([]any, len(ids))
	for i, id := range ids {
		values[i] = id
	}
	fill := func(text string) string { return strings.Replace(text, "@ids", marks, 1) }
	err := db.Exec("INSERT INTO lists (name) "+fill(number)+" ON CONFLICT DO NOTHING", values...).Error
	if err != nil {
		return translate(err)
	}
	return translate(db.Exec("INSERT INTO listings (article_id, list, "+listingKeys+") "+fill(enter), values...).Error)
}

// Relist puts articles that were written past the store into their lists, those
// with the least ids after an id first, and returns the id to go on after; ""
// when no more are left.
func (s *Store) Relist(ctx context.Context, after string) (last string, err error) {
	const batch = 500
	ids, err := s.ArticleIDsAfter(ctx, after, batch)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[len(ids)-1], s.Tx(ctx, func(tx *Store) error {
		if err := tx.shareTree(ctx); err != nil {
			return err
		}
		return tx.relist(ctx, ids...)
	})
}

// relist brings the lists of articles up to date with what is stored. Whatever
// writes a part of an article that a list depends on calls it afterwards.
func (s *Store) relist(ctx context.Context, ids ...string) error {
	if err := s.unlist(ctx, ids...); err != nil {
		return err
	}
	return s.list(ctx, ids...)
}

func (s *Store) unlist(ctx context.Context, ids ...string) error {
	return translate(s.write.WithContext(ctx).Exec("DELETE FROM listings WHERE article_id IN ?", ids).Error)
}

// moveListings takes what is in a section from the lists of the sections above
// it, as they were, to those above it as they are. The caller has the tree.
func (s *Store) moveListings(ctx context.Context, sectionID string, were, are []string) error {
	const list = "(SELECT id FROM lists WHERE name = ?)"
	db := s.write.WithContext(ctx)
	for _, id := range without(were, are) {
		err := db.Exec("DELETE FROM listings WHERE list = "+list+" AND article_id IN (SELECT article_id FROM listings WHERE list = "+list+")",
			listSection+id, listSection+sectionID).Error
		if err != nil {
			return translate(err)
		}
	}
	for _, id := range without(are, were) {
		err := db.Exec("INSERT INTO lists (name) VALUES (?) ON CONFLICT DO NOTHING", listSection+id).Error
		if err != nil {
			return translate(err)
		}
		err = db.Exec("INSERT INTO listings (article_id, list, "+listingKeys+") SELECT article_id, "+list+", "+listingKeys+
			" FROM listings WHERE list = "+list, listSection+id, listSection+sectionID).Error
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// sectionsAbove returns the ids of a section's ancestors.
func (s *Store) sectionsAbove(ctx context.Context, id string) ([]string, error) {
	var above []string
	err := s.write.WithContext(ctx).Raw(`WITH RECURSIVE up (id, depth) AS (
			SELECT parent_id, 1 FROM sections WHERE id = ?
			UNION ALL
			SELECT s.parent_id, up.depth + 1 FROM up JOIN sections s ON s.id = up.id WHERE up.depth <= ?
		) SELECT id FROM up WHERE id IS NOT NULL`, id, news.MaxSectionDepth).Scan(&above).Error
	return above, translate(err)
}

// without returns what is in all and not in some.
func without(all, some []string) []string {
	var rest []string
	for _, one := range all {
		if !slices.Contains(some, one) {
			rest = append(rest, one)
		}
	}
	return rest
}
