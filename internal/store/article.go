package store

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// LockArticle is Article within a transaction, and keeps others from changing
// the row, and the section tree, until its end. Its section is left out.
func (s *Store) LockArticle(ctx context.Context, ref string) (*news.Article, error) {
	if err := s.shareTree(ctx); err != nil {
		return nil, err
	}
	found, err := takeByRef[news.Article](ctx, s, news.NounArticle, ref)
	if err != nil {
		return nil, err
	}
	article := &news.Article{}
	if err := s.locked(ctx).Where("id = ?", found.ID).Take(article).Error; err != nil {
		return nil, missing(err, news.NounArticle)
	}
	return article, s.attachAll(ctx, article)
}

// LockArticles reads the articles with the ids, whole but for their sections,
// in the order of the ids, and keeps others from changing them until the end of
// the transaction.
func (s *Store) LockArticles(ctx context.Context, ids []string) ([]news.Article, error) {
	if err := s.shareTree(ctx); err != nil {
		return nil, err
	}
	var articles []news.Article
	if err := s.locked(ctx).Where("id IN ?", ids).Order("id").Find(&articles).Error; err != nil {
		return nil, translate(err)
	}
	return articles, s.attachWhole(ctx, articles)
}

func (s *Store) attachAll(ctx context.Context, article *news.Article) error {
	one := []news.Article{*article}
	err := s.attachWhole(ctx, one)
	*article = one[0]
	return err
}

// InsertArticle writes a new article with its credits, sources and tags, and
// puts it into its lists.
func (s *Store) InsertArticle(ctx context.Context, article *news.Article) error {
	if article.Status == news.StatusPublished {
		if err := s.shareTree(ctx); err != nil {
			return err
		}
	}
	if err := s.write.WithContext(ctx).Create(article).Error; err != nil {
		return named(err, "external_id")
	}
	if err := s.writeParts(ctx, article, false); err != nil || article.Status != news.StatusPublished {
		return err
	}
	return s.list(ctx, article.ID)
}

// UpdateArticle writes every column of the article and its credits, sources
// and tags, and brings its lists up to date. The caller holds the row's lock.
func (s *Store) UpdateArticle(ctx context.Context, article *news.Article) error {
	result := s.write.WithContext(ctx).Model(article).Select("*").Omit("id", "created_at", "created_by").Updates(article)
	if result.Error != nil {
		return named(result.Error, "external_id")
	}
	if result.RowsAffected == 0 {
		return news.Missing(string(news.NounArticle))
	}
	if err := s.writeParts(ctx, article, true); err != nil {
		return err
	}
	if article.Status != news.StatusPublished {
		return s.unlist(ctx, article.ID)
	}
	return s.relist(ctx, article.ID)
}

// DeleteArticle removes an article and its parts for good.
func (s *Store) DeleteArticle(ctx context.Context, id string) error {
	if err := s.unlist(ctx, id); err != nil {
		return err
	}
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Article{}).Error)
}

// ArticlesIn returns the ids of every article filed under one of the sections.
func (s *Store) ArticlesIn(ctx context.Context, sectionIDs []string) ([]string, error) {
	return s.pluckArticles(ctx, "section_id IN ?", sectionIDs)
}

// ArticlesCrediting returns the ids of every article that credits the byline.
func (s *Store) ArticlesCrediting(ctx context.Context, bylineID string) ([]string, error) {
	return s.pluckArticles(ctx, "id IN (SELECT article_id FROM credits WHERE byline_id = ?)", bylineID)
}

// ArticlesTagged returns the ids of every article that carries the tag.
func (s *Store) ArticlesTagged(ctx context.Context, tagID string) ([]string, error) {
	return s.pluckArticles(ctx, "id IN (SELECT article_id FROM article_tags WHERE tag_id = ?)", tagID)
}

func (s *Store) pluckArticles(ctx context.Context, condition string, value any) ([]string, error) {
	var ids []string
	err := s.write.WithContext(ctx).Model(&news.Article{}).Where(condition, value).Order("id").Pluck("id", &ids).Error
	return ids, translate(err)
}
