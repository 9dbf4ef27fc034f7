package store

import "github.com/seed-6f93249c/broadsheet/internal/news"

// articleColumns lists what readArticle reads of a row "a" of articles, with its
// parts; body and corrections only when it is whole.
func articleColumns(q *statement, whole bool) []string {
	columns := []string{
		"a.id", "a.revision", "a.slug", "a.title", "a.subtitle", "a.short_title", "a.summary",
		"a.word_count", "a.reading_minutes", "a.language", "a.kind", "a.section_id",
		"a.dateline", "a.original", "a.lead_image", "a.seo", "a.rights", "a.legacy",
		"a.featured", "a.external_id", "a.status", "a.published_at", "a.published_precision", "a.published_date",
		"a.embargo_until", "a.first_published_at", "a.visible_at", "a.published_order",
		"a.withdrawn_reason", "a.withdrawn_note", "a.withdrawn_at",
		"a.created_at", "a.updated_at", "a.created_by", "a.updated_by",
		q.list("FROM credits c JOIN bylines b ON b.id = c.byline_id WHERE c.article_id = a.id ORDER BY c.position",
			"c.role", "c.name", q.id("b.id"), "b.slug", "b.name", "b.kind"),
		q.list("FROM article_sources s WHERE s.article_id = a.id ORDER BY s.position", "s.name", "s.url"),
		q.list("FROM article_tags k JOIN tags t ON t.id = k.tag_id WHERE k.article_id = a.id ORDER BY k.position",
			q.id("t.id"), "t.slug", "t.name"),
		variantColumn(q),
	}
	if whole {
		columns = append(columns, "a.body",
			q.list("FROM corrections r WHERE r.article_id = a.id ORDER BY r.at, r.id", q.id("r.id"), "r.kind", "r.note", q.timeText("r.at")))
	}
	return columns
}

// readArticle reads the columns of articleColumns.
func readArticle(f *fields, whole bool) news.Article {
	a := news.Article{
		ID: f.text(), Revision: f.number(), Slug: f.text(), Title: f.text(), Subtitle: f.text(), ShortTitle: f.text(), Summary: f.text(),
		WordCount: f.number(), ReadingMinutes: f.number(), Language: f.text(), Kind: news.ArticleKind(f.text()), SectionID: f.optional(),
		Dateline: fieldJSON[news.Dateline](f), Original: fieldJSON[news.Original](f), LeadImage: fieldJSON[news.LeadImage](f),
		SEO: fieldJSON[news.SEO](f), Rights: fieldJSON[news.Rights](f), Legacy: fieldJSON[news.Legacy](f),
		Featured: f.flag(), ExternalID: f.optional(), Status: news.Status(f.text()),
		PublishedAt: f.moment(), PublishedPrecision: news.Precision(f.text()), PublishedDate: f.text(),
		EmbargoUntil: f.moment(), FirstPublishedAt: f.moment(), VisibleAt: f.moment(), PublishedOrder: f.time(),
		WithdrawnReason: news.WithdrawalReason(f.text()), WithdrawnNote: f.text(), WithdrawnAt: f.moment(),
		CreatedAt: f.time(), UpdatedAt: f.time(), CreatedBy: f.optional(), UpdatedBy: f.optional(),
	}
	readParts(f, &a)
	if whole {
		a.Body = f.text()
		a.Corrections = make([]news.Correction, f.count())
		for i := range a.Corrections {
			a.Corrections[i] = news.Correction{ID: f.text(), ArticleID: a.ID, Kind: news.CorrectionKind(f.text()), Note: f.text(), At: f.time()}
		}
	}
	return a
}

// variantColumn is what readVariants reads of a row "a" of articles.
func variantColumn(q *statement) string {
	return q.list("FROM article_variants v WHERE v.article_id = a.id ORDER BY v.language",
		"v.language", "v.title", "v.subtitle", "v.short_title", "v.summary")
}

func readVariants(f *fields, articleID string) []news.Variant {
	n := f.count()
	if n == 0 {
		return nil
	}
	variants := make([]news.Variant, n)
	for i := range variants {
		variants[i] = news.Variant{
			ArticleID: articleID, Language: f.text(), Title: f.text(), Subtitle: f.text(), ShortTitle: f.text(), Summary: f.text(),
		}
	}
	return variants
}

func readParts(f *fields, a *news.Article) {
	if n := f.count(); n > 0 {
		a.Credits = make([]news.Credit, n)
		bylines := make([]news.Byline, n)
		for i := range a.Credits {
			c, b := &a.Credits[i], &bylines[i]
			c.ArticleID, c.Position, c.Role, c.Name = a.ID, i, news.CreditRole(f.text()), f.text()
			b.ID, b.Slug, b.Name, b.Kind = f.text(), f.text(), f.text(), news.BylineKind(f.text())
			c.BylineID, c.Byline = b.ID, b
		}
	}
	if n := f.count(); n > 0 {
		a.Sources = make([]news.Source, n)
		for i := range a.Sources {
			a.Sources[i] = news.Source{ArticleID: a.ID, Position: i, Name: f.text(), URL: f.text()}
		}
	}
	if n := f.count(); n > 0 {
		a.Tags = make([]news.Tag, n)
		for i := range a.Tags {
			a.Tags[i] = news.Tag{ID: f.text(), Slug: f.text(), Name: f.text()}
		}
	}
	a.Variants = readVariants(f, a.ID)
}
