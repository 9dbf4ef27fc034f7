package store

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// InsertCorrection writes a new correction of an article whose lock the caller
// holds.
func (s *Store) InsertCorrection(ctx context.Context, correction *news.Correction) error {
	return translate(s.write.WithContext(ctx).Create(correction).Error)
}

// correctionRow is a correction with what a link to its article needs.
type correctionRow struct {
	news.Correction

	ArticleSlug, ArticleTitle, ArticleLanguage string

	ArticleSectionID *string
}

// Corrections reads a page of the corrections of visible articles, the newest
// first. Of each Article it reads what a link needs: id, slug, title, language,
// variants and section. It takes two statements, three with a total.
func (s *Store) Corrections(
	ctx context.Context, filter news.CorrectionFilter, page news.Page, now time.Time,
) (news.List[news.Correction], error) {
	// A cross join keeps SQLite from beginning with the articles, which are many.
	query := s.read.WithContext(ctx).Table("corrections").Joins("CROSS JOIN articles").Where("articles.id = corrections.article_id")
	query = query.Where("articles.status = ? AND articles.visible_at <= ?", news.StatusPublished, now)
	query = anyOf(query, "corrections.kind IN ?", filter.Kinds)
	query = anyOf(query, "articles.section_id IN ?", filter.Sections)
	query = given(query, "corrections.at >= ?", filter.From)
	query = given(query, "corrections.at < ?", filter.To)
	count, err := total(query, page)
	if err != nil {
		return news.List[news.Correction]{}, err
	}
	query = query.Select("corrections.*, articles.slug AS article_slug, articles.title AS article_title, " +
		"articles.language AS article_language, articles.section_id AS article_section_id")
	rows, err := keyset(query, order{table: "corrections", column: "at", desc: true, isTime: true}, page,
		func(r *correctionRow) (string, string) { return timeKey(r.At), r.ID })
	list := news.List[news.Correction]{Next: rows.Next, Prev: rows.Prev, Total: count}
	for _, row := range rows.Items {
		row.Article = &news.Article{
			ID: row.ArticleID, Slug: row.ArticleSlug, Title: row.ArticleTitle, Language: row.ArticleLanguage, SectionID: row.ArticleSectionID,
		}
		list.Items = append(list.Items, row.Correction)
	}
	if err != nil || len(list.Items) == 0 {
		return list, err
	}
	return list, s.attachCorrected(ctx, list.Items)
}

// attachCorrected reads the variants of the articles that corrections are of.
func (s *Store) attachCorrected(ctx context.Context, corrections []news.Correction) error {
	at := map[string]*news.Article{}
	var ids []string
	for _, c := range corrections {
		if at[c.ArticleID] == nil {
			at[c.ArticleID] = c.Article
			ids = append(ids, c.ArticleID)
		}
	}
	if err := s.attachVariants(ctx, ids, at); err != nil {
		return err
	}
	for _, c := range corrections {
		c.Article.Variants = at[c.ArticleID].Variants
	}
	return nil
}
