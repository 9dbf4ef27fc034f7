package store

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// ArticleID returns the id of the article that an id, a slug, or a slug of the
// past names.
func (s *Store) ArticleID(ctx context.Context, ref string) (string, error) {
	article, err := takeByRef[news.Article](ctx, s, news.NounArticle, ref)
	if err != nil {
		return "", err
	}
	return article.ID, nil
}

// WorkingCopy reads the working copy of an article. The article's lock is the
// copy's too.
func (s *Store) WorkingCopy(ctx context.Context, articleID string) (*news.WorkingCopy, error) {
	row := &news.WorkingCopy{}
	err := s.read.WithContext(ctx).Where("article_id = ? AND content <> ''", articleID).Take(row).Error
	return row, missing(err, "working copy")
}

// LastCopyRevision returns the revision that the last working copy of an
// article, there or gone, had at last; 0 if there never was one.
func (s *Store) LastCopyRevision(ctx context.Context, articleID string) (int, error) {
	row := news.WorkingCopy{}
	err := s.read.WithContext(ctx).Select("revision").Where("article_id = ?", articleID).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return 0, nil
	}
	return row.Revision, translate(err)
}

// SaveWorkingCopy writes every column of a working copy, a new one too.
func (s *Store) SaveWorkingCopy(ctx context.Context, row *news.WorkingCopy) error {
	again := clause.OnConflict{Columns: []clause.Column{{Name: "article_id"}}, UpdateAll: true}
	return translate(s.write.WithContext(ctx).Clauses(again).Create(row).Error)
}

// DropWorkingCopy removes a working copy but for its revision.
func (s *Store) DropWorkingCopy(ctx context.Context, articleID string) error {
	gone := map[string]any{"content": "", "schedule": nil, "failure": nil}
	return translate(s.write.WithContext(ctx).Model(&news.WorkingCopy{}).Where("article_id = ?", articleID).Updates(gone).Error)
}

// RebaseWorkingCopies moves the working copies of articles that were rewritten
// once, just now, to the new revisions, if they were changes of the ones before.
func (s *Store) RebaseWorkingCopies(ctx context.Context, articleIDs []string) error {
	if len(articleIDs) == 0 {
		return nil
	}
	return translate(s.write.WithContext(ctx).Model(&news.WorkingCopy{}).
		Where("article_id IN ? AND base_revision + 1 = (SELECT a.revision FROM articles a WHERE a.id = article_id)", articleIDs).
		UpdateColumn("base_revision", gorm.Expr("base_revision + 1")).Error)
}
