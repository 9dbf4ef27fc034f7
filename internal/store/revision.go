package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// InsertRevision writes a new revision.
func (s *Store) InsertRevision(ctx context.Context, revision *news.Revision) error {
	return translate(s.write.WithContext(ctx).Create(revision).Error)
}

// RevisionHash reads the hash of one revision.
func (s *Store) RevisionHash(ctx context.Context, articleID string, number int) (string, error) {
	revision := news.Revision{}
	err := s.read.WithContext(ctx).Select("hash").
		Where("article_id = ? AND number = ?", articleID, number).Take(&revision).Error
	return revision.Hash, missing(err, "revision")
}

// Revision reads one revision of an article, with its content.
func (s *Store) Revision(ctx context.Context, articleID string, number int) (*news.Revision, error) {
	revision := &news.Revision{}
	err := s.read.WithContext(ctx).Where("article_id = ? AND number = ?", articleID, number).Take(revision).Error
	return revision, missing(err, "revision")
}

// Revisions reads a page of an article's revisions without their contents, the
// newest first.
func (s *Store) Revisions(ctx context.Context, articleID string, page news.Page) (news.List[news.Revision], error) {
	query := s.read.WithContext(ctx).Model(&news.Revision{}).Where("article_id = ?", articleID)
	count, err := total(query, page)
	if err != nil {
		return news.List[news.Revision]{}, err
	}
	list, err := keyset(query.Omit("content"), order{table: "revisions", column: "number", desc: true, isUnique: true}, page,
		func(r *news.Revision) (string, string) { return numberKey(r.Number), r.ArticleID })
	list.Total = count
	return list, err
}

// RevisionsAfter reads some revisions of an article that follow a number, with
// their contents and in their order.
func (s *Store) RevisionsAfter(ctx context.Context, articleID string, number, limit int) ([]news.Revision, error) {
	var rows []news.Revision
	err := s.read.WithContext(ctx).Where("article_id = ? AND number > ?", articleID, number).
		Order("number").Limit(limit).Find(&rows).Error
	return rows, translate(err)
}

// StrayRevision returns the first revision, by article and number, whose
// article is not there, and whether there is one.
func (s *Store) StrayRevision(ctx context.Context) (news.Revision, bool, error) {
	var rows []news.Revision
	err := s.read.WithContext(ctx).Omit("content").
		Where("NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = revisions.article_id)").
		Order("article_id, number").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return news.Revision{}, false, translate(err)
	}
	return rows[0], true, nil
}

// CountArticles counts all articles, whatever their status.
func (s *Store) CountArticles(ctx context.Context) (int64, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&news.Article{}).Count(&n).Error
	return n, translate(err)
}

// ArticlesAfter reads some articles, whole but for their sections, that follow
// an id, in the order of the ids; "" is before all.
func (s *Store) ArticlesAfter(ctx context.Context, id string, limit int) ([]news.Article, error) {
	var articles []news.Article
	if err := s.after(ctx, id, limit).Find(&articles).Error; err != nil {
		return nil, translate(err)
	}
	return articles, s.attachWhole(ctx, articles)
}

// ArticleIDsAfter reads the ids of some articles that follow an id, in their
// order; "" is before all.
func (s *Store) ArticleIDsAfter(ctx context.Context, id string, limit int) ([]string, error) {
	var ids []string
	err := s.after(ctx, id, limit).Model(&news.Article{}).Pluck("id", &ids).Error
	return ids, translate(err)
}

// after is a query for some rows that follow an id, in the order of the ids; ""
// is before all.
func (s *Store) after(ctx context.Context, id string, limit int) *gorm.DB {
	query := s.read.WithContext(ctx).Order("id").Limit(limit)
	if id == "" {
		return query
	}
	return query.Where("id > ?", id)
}

// SigningKeys reads the kept public keys.
func (s *Store) SigningKeys(ctx context.Context) ([]news.SigningKey, error) {
	var rows []news.SigningKey
	err := s.read.WithContext(ctx).Order("id").Find(&rows).Error
	return rows, translate(err)
}

// SaveSigningKeys keeps public keys; those that are kept already are endorsed
// anew.
func (s *Store) SaveSigningKeys(ctx context.Context, keys []news.SigningKey) error {
	again := clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"public_key", "endorsed_by", "endorsement"}),
	}
	return translate(s.write.WithContext(ctx).Clauses(again).Create(&keys).Error)
}
