package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// attach reads the credits, sources, tags and variants of a page of articles, one
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
	if err := s.attachSources(ctx, ids, at); err != nil {
		return err
	}
	return s.attachVariants(ctx, ids, at)
}

func (s *Store) attachCredits(ctx context.Context, ids []string, at map[string]*news.Article) error {
	query := s.read.WithContext(ctx).Table("credits c").
		Select("c.article_id, c.position, c.byline_id, c.role, c.name, b.slug, b.name, b.kind").
		Joins("JOIN bylines b ON b.id = c.byline_id").
		Where("c.article_id IN ?", ids).Order("c.article_id, c.position")
	return eachRow(query, func(rows *sql.Rows) error {
		c, b := news.Credit{}, &news.Byline{}
		err := rows.Scan(&c.ArticleID, &c.Position, &c.BylineID, &c.Role, &c.Name, &b.Slug, &b.Name, &b.Kind)
		if err != nil {
			return err
		}
		b.ID, c.Byline = c.BylineID, b
		at[c.ArticleID].Credits = append(at[c.ArticleID].Credits, c)
		return nil
	})
}

func (s *Store) attachTags(ctx context.Context, ids []string, at map[string]*news.Article) error {
	query := s.read.WithContext(ctx).Table("article_tags a").
		Select("a.article_id, t.id, t.slug, t.name").
		Joins("JOIN tags t ON t.id = a.tag_id").
		Where("a.article_id IN ?", ids).Order("a.article_id, a.position")
	return eachRow(query, func(rows *sql.Rows) error {
		var (
			articleID string
			tag       news.Tag
		)
		if err := rows.Scan(&articleID, &tag.ID, &tag.Slug, &tag.Name); err != nil {
			return err
		}
		at[articleID].Tags = append(at[articleID].Tags, tag)
		return nil
	})
}

func (s *Store) attachSources(ctx context.Context, ids []string, at map[string]*news.Article) error {
	query := s.read.WithContext(ctx).Table("article_sources").
		Select("article_id, position, name, url").
		Where("article_id IN ?", ids).Order("article_id, position")
	return eachRow(query, func(rows *sql.Rows) error {
		source := news.Source{}
		if err := rows.Scan(&source.ArticleID, &source.Position, &source.Name, &source.URL); err != nil {
			return err
		}
		at[source.ArticleID].Sources = append(at[source.ArticleID].Sources, source)
		return nil
	})
}

func (s *Store) attachVariants(ctx context.Context, ids []string, at map[string]*news.Article) error {
	query := s.read.WithContext(ctx).Table("article_variants").
		Select("article_id, language, title, subtitle, short_title, summary").
		Where("article_id IN ?", ids).Order("article_id, language")
	return eachRow(query, func(rows *sql.Rows) error {
		v := news.Variant{}
		if err := rows.Scan(&v.ArticleID, &v.Language, &v.Title, &v.Subtitle, &v.ShortTitle, &v.Summary); err != nil {
			return err
		}
		at[v.ArticleID].Variants = append(at[v.ArticleID].Variants, v)
		return nil
	})
}

// eachRow hands every row of a query to scan. It is for what every read needs:
// GORM takes three times as long to fill structs.
func eachRow(query *gorm.DB, scan func(*sql.Rows) error) error {
	rows, err := query.Rows()
	if err != nil {
		return translate(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return translate(err)
		}
	}
	return translate(rows.Err())
}

// attachWhole is attach, and reads the corrections too.
func (s *Store) attachWhole(ctx context.Context, articles []news.Article) error {
	if err := s.attach(ctx, articles); err != nil || len(articles) == 0 {
		return err
	}
	at := make(map[string]*news.Article, len(articles))
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].ID
		articles[i].Corrections = []news.Correction{}
		at[ids[i]] = &articles[i]
	}
	var rows []news.Correction
	err := s.read.WithContext(ctx).Where("article_id IN ?", ids).Order("article_id, at, id").Find(&rows).Error
	for _, row := range rows {
		at[row.ArticleID].Corrections = append(at[row.ArticleID].Corrections, row)
	}
	return translate(err)
}

// writeParts writes the credits, sources, tags and variants of an article; replace
// removes what was there before.
func (s *Store) writeParts(ctx context.Context, article *news.Article, replace bool) error {
	db := s.write.WithContext(ctx)
	if replace {
		for _, part := range []any{&news.Credit{}, &news.Source{}, &news.ArticleTag{}, &news.Variant{}} {
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
	for i := range article.Variants {
		article.Variants[i].ArticleID = article.ID
	}
	ties := make([]news.ArticleTag, len(article.Tags))
	for i, tag := range article.Tags {
		ties[i] = news.ArticleTag{ArticleID: article.ID, Position: i, TagID: tag.ID}
	}
	return firstError(createAll(db, article.Credits), createAll(db, article.Sources), createAll(db, ties), createAll(db, article.Variants))
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
