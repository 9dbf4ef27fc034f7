package store

import (
	"context"
	"math"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func articleOrders() map[news.Sort]order {
	return map[news.Sort]order{
		news.SortNewest:          {table: "articles", column: "published_order", desc: true, isTime: true},
		news.SortOldest:          {table: "articles", column: "published_order", isTime: true},
		news.SortRecentlyUpdated: {table: "articles", column: "updated_at", desc: true, isTime: true},
		news.SortLeastUpdated:    {table: "articles", column: "updated_at", isTime: true},
		news.SortTitle:           {table: "articles", column: "title"},
		news.SortRecentlyCreated: {table: "articles", column: "created_at", desc: true, isTime: true},
	}
}

func articleKey(sort news.Sort) func(*news.Article) (string, string) {
	return func(a *news.Article) (string, string) {
		switch sort {
		case news.SortRecentlyUpdated, news.SortLeastUpdated:
			return timeKey(a.UpdatedAt), a.ID
		case news.SortTitle:
			return a.Title, a.ID
		case news.SortRecentlyCreated:
			return timeKey(a.CreatedAt), a.ID
		default:
			return timeKey(a.PublishedOrder), a.ID
		}
	}
}

// Articles reads a page of articles without their bodies, with credits,
// sources and tags. It takes four statements, five with a total.
func (s *Store) Articles(
	ctx context.Context, filter news.ArticleFilter, sort news.Sort, page news.Page, now time.Time,
) (news.List[news.Article], error) {
	query := filterArticles(s.read.WithContext(ctx).Model(&news.Article{}), filter)
	query = havingStatus(query, filter.Statuses, now)
	count, err := total(query, page)
	if err != nil {
		return news.List[news.Article]{}, err
	}
	list, err := keyset(query.Omit("body"), articleOrders()[sort], page, articleKey(sort))
	if err != nil {
		return list, err
	}
	list.Total = count
	return list, s.attach(ctx, list.Items)
}

// NextVisible returns the first moment after now, and before until, at which
// an article that the filter matches becomes visible, or nil.
func (s *Store) NextVisible(ctx context.Context, filter news.ArticleFilter, now, until time.Time) (*time.Time, error) {
	// The limit leaves nothing out. It keeps planners from seeking what the filter
	// matches first, which is much, among what becomes visible, which is little.
	soon := s.read.Model(&news.Article{}).Where("visible_at > ? AND visible_at <= ?", now, until).Limit(math.MaxInt)
	var found []news.Article
	err := filterArticles(s.read.WithContext(ctx).Table("(?) AS articles", soon), filter).
		Where("articles.status = ?", news.StatusPublished).
		Select("visible_at").Order("articles.visible_at").Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return found[0].VisibleAt, nil
}

func visibleAt(query *gorm.DB, now time.Time) *gorm.DB {
	return query.Where("articles.status = ? AND articles.visible_at <= ?", news.StatusPublished, now)
}

func havingStatus(query *gorm.DB, statuses []news.Status, now time.Time) *gorm.DB {
	if len(statuses) == 0 {
		return visibleAt(query, now)
	}
	var (
		conditions []string
		values     []any
	)
	for _, status := range statuses {
		switch status {
		case news.StatusPublished:
			conditions = append(conditions, "(articles.status = ? AND articles.visible_at <= ?)")
			values = append(values, news.StatusPublished, now)
		case news.StatusScheduled:
			conditions = append(conditions, "(articles.status = ? AND articles.visible_at > ?)")
			values = append(values, news.StatusPublished, now)
		case news.StatusDraft, news.StatusInReview, news.StatusWithdrawn, news.StatusTrashed:
			conditions = append(conditions, "articles.status = ?")
			values = append(values, status)
		}
	}
	return query.Where("("+strings.Join(conditions, " OR ")+")", values...)
}

func filterArticles(query *gorm.DB, f news.ArticleFilter) *gorm.DB {
	query = anyOf(query, "articles.section_id IN ?", f.Sections)
	query = anyOf(query, "articles.kind IN ?", f.Kinds)
	query = anyOf(query, "articles.language IN ?", f.Languages)
	query = anyOf(query, "articles.created_by IN ?", f.CreatedBy)
	query = anyOf(query, "articles.external_id IN ?", f.ExternalIDs)
	query = anyOf(query, "EXISTS (SELECT 1 FROM article_tags t WHERE t.article_id = articles.id AND t.tag_id IN ?)", f.Tags)
	query = anyOf(query, "EXISTS (SELECT 1 FROM article_sources s WHERE s.article_id = articles.id AND s.name IN ?)", f.Sources)
	query = filterCredits(query, f)
	query = given(query, "articles.featured = ?", f.Featured)
	query = given(query, "articles.published_at >= ?", f.PublishedFrom)
	query = given(query, "articles.published_at < ?", f.PublishedTo)
	if f.UpdatedSince != nil {
		query = query.Where("(articles.updated_at >= ? OR articles.visible_at >= ?)", *f.UpdatedSince, *f.UpdatedSince)
	}
	if f.HasCorrections != nil {
		condition := "EXISTS (SELECT 1 FROM corrections c WHERE c.article_id = articles.id)"
		if !*f.HasCorrections {
			condition = "NOT " + condition
		}
		query = query.Where(condition)
	}
	return query
}

func filterCredits(query *gorm.DB, f news.ArticleFilter) *gorm.DB {
	const credited = "EXISTS (SELECT 1 FROM credits c WHERE c.article_id = articles.id AND "
	if len(f.Bylines) > 0 && len(f.Roles) > 0 {
		return query.Where(credited+"c.byline_id IN ? AND c.role IN ?)", f.Bylines, f.Roles)
	}
	query = anyOf(query, credited+"c.byline_id IN ?)", f.Bylines)
	return anyOf(query, credited+"c.role IN ?)", f.Roles)
}

func anyOf[T any](query *gorm.DB, condition string, values []T) *gorm.DB {
	if len(values) == 0 {
		return query
	}
	return query.Where(condition, values)
}

func given[T any](query *gorm.DB, condition string, value *T) *gorm.DB {
	if value == nil {
		return query
	}
	return query.Where(condition, *value)
}
