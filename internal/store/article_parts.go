package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// attach reads the credits, sources and tags of a page of articles, one
// statement each however many articles there are.
func (s *Store) attach(ctx context.Context, articles []news.Article) error {
	if len(articles) == 0 {
		return nil
	}
	at := make(map[string]*news.Article, len(articles))
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].ID
		at[ids[i]] = &articles[i]
	}
	if err := s.attachCredits(ctx, ids, at); err != nil {
		return err
	}
	if err := s.attachTags(ctx, ids, at); err != nil {
		return err
	}
	return s.attachSources(ctx, ids, at)
}

func (s *Store) attachCredits(ctx context.Context, ids []string, at map[string]*news.Article) error {
	var rows []struct {
		news.Credit
		BylineSlug string
		BylineName string
		BylineKind news.BylineKind
	}
	err := s.read.WithContext(ctx).Table("credits").
		Select("credits.*, bylines.slug AS byline_slug, bylines.name AS byline_name, bylines.kind AS byline_kind").
		Joins("JOIN bylines ON bylines.id = credits.byline_id").
		Where("credits.article_id IN ?", ids).
		Order("credits.article_id, credits.position").Scan(&rows).Error
	if err != nil {
		return translate(err)
	}
	for _, row := range rows {
		credit := row.Credit
		credit.Byline = &news.Byline{ID: row.BylineID, Slug: row.BylineSlug, Name: row.BylineName, Kind: row.BylineKind}
		at[row.ArticleID].Credits = append(at[row.ArticleID].Credits, credit)
	}
	return nil
}

func (s *Store) attachTags(ctx context.Context, ids []string, at map[string]*news.Article) error {
	var rows []struct {
		ArticleID string
		ID        string
		Slug      string
		Name      string
	}
	err := s.read.WithContext(ctx).Table("article_tags").
		Select("article_tags.article_id, tags.id, tags.slug, tags.name").
		Joins("JOIN tags ON tags.id = article_tags.tag_id").
		Where("article_tags.article_id IN ?", ids).
		Order("article_tags.article_id, article_tags.position").Scan(&rows).Error
	if err != nil {
		return translate(err)
	}
	for _, row := range rows {
		tag := news.Tag{ID: row.ID, Slug: row.Slug, Name: row.Name}
		at[row.ArticleID].Tags = append(at[row.ArticleID].Tags, tag)
	}
	return nil
}

func (s *Store) attachSources(ctx context.Context, ids []string, at map[string]*news.Article) error {
	var rows []news.Source
	err := s.read.WithContext(ctx).Where("article_id IN ?", ids).Order("article_id, position").Find(&rows).Error
	if err != nil {
		return translate(err)
	}
	for _, row := range rows {
		at[row.ArticleID].Sources = append(at[row.ArticleID].Sources, row)
	}
	return nil
}

func (s *Store) attachCorrections(ctx context.Context, article *news.Article) error {
	err := s.read.WithContext(ctx).Where("article_id = ?", article.ID).Order("at, id").Find(&article.Corrections).Error
	return translate(err)
}

// writeParts writes the credits, sources and tags of an article; replace
// removes what was there before.
func (s *Store) writeParts(ctx context.Context, article *news.Article, replace bool) error {
	db := s.write.WithContext(ctx)
	if replace {
		for _, part := range []any{&news.Credit{}, &news.Source{}, &news.ArticleTag{}} {
			if err := db.Where("article_id = ?", article.ID).Delete(part).Error; err != nil {
				return translate(err)
			}
		}
	}
	for i := range article.Credits {
		article.Credits[i].ArticleID, article.Credits[i].Position = article.ID, i
	}
	for i := range article.Sources {
		article.Sources[i].ArticleID, article.Sources[i].Position = article.ID, i
	}
	ties := make([]news.ArticleTag, len(article.Tags))
	for i, tag := range article.Tags {
		ties[i] = news.ArticleTag{ArticleID: article.ID, Position: i, TagID: tag.ID}
	}
	return firstError(createAll(db, article.Credits), createAll(db, article.Sources), createAll(db, ties))
}

func createAll[T any](db *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	const batch = 500
	return translate(db.CreateInBatches(rows, batch).Error)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
