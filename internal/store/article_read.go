package store

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Article reads one article whole, with its section, by id or slug; a slug of
// the past finds it too. It takes one statement, and another when the sections
// changed since the last read.
func (s *Store) Article(ctx context.Context, ref string) (*news.Article, error) {
	column, value, ok := byRef(ref)
	if !ok {
		return nil, news.Missing(string(news.NounArticle))
	}
	for range again {
		article, version, err := s.readWhole(ctx, column, value)
		if err != nil || article.SectionID == nil {
			return article, err
		}
		outline, err := s.outlineOf(ctx, version)
		if err != nil {
			return nil, err
		}
		if outline != nil {
			article.Section = outline.Find(*article.SectionID)
			return article, nil
		}
	}
	return nil, ErrRestless()
}

func (s *Store) readWhole(ctx context.Context, column, value string) (*news.Article, string, error) {
	q := s.statement()
	at := q.bind(value)
	if column == "slug" {
		at = "coalesce((SELECT id FROM articles WHERE slug = " + at + "), " +
			"(SELECT target_id FROM slugs WHERE noun = 'article' AND slug = " + at + "))"
	}
	text := "SELECT " + q.row(append(articleColumns(q, true), outlineVersion)...) + " FROM articles a WHERE a.id = " + at
	var (
		found   *news.Article
		version string
	)
	err := s.each(ctx, q, text, func(f *fields) {
		article := readArticle(f, true)
		found, version = &article, f.text()
	})
	if err == nil && found == nil {
		err = news.Missing(string(news.NounArticle))
	}
	return found, version, err
}

// Neighbors are the visible articles around one in its section, and when the
// next article of that section becomes visible. Each may be nil.
type Neighbors struct {
	Previous, Next *news.Article // what a link needs: ID, Slug, Title, PublishedAt, Language and Variants
	Changes        *time.Time
}

// Neighbors reads the visible articles before and after one in its section at
// now, by publication time, then id, and what will change that after since and
// until `until` at the latest, in one statement.
func (s *Store) Neighbors(ctx context.Context, of *news.Article, now, since, until time.Time) (Neighbors, error) {
	var around Neighbors
	if of.SectionID == nil {
		return around, nil
	}
	section := news.ArticleFilter{Sections: []string{*of.SectionID}, SectionOnly: true}
	lq := newListQuery(s, section, nil, news.SortOldest, news.Page{}, now)
	q := lq.q
	var err error
	side := func(name string, back bool) string {
		walk := lq.narrowings[0].walks(lq)[0]
		cursor := &news.Cursor{Key: timeKey(of.PublishedOrder), ID: of.ID, Back: back}
		if misfit := lq.place(cursor); misfit != nil {
			err = misfit
		}
		return "SELECT '" + name + "' AS side, id FROM (" + lq.walk(walk, 1) + ") " + name
	}
	sides := side("previous", true) + " UNION ALL " + side("next", false)
	text := "SELECT " + q.row(lq.next(since, until), "p.side", "a.id", "a.slug", "a.title", "a.published_at", "a.language", variantColumn(q)) +
		" FROM (SELECT 1) one LEFT JOIN (" + sides + ") p ON 1 = 1 LEFT JOIN articles a ON a.id = p.id"
	if err != nil {
		return around, err
	}
	err = s.each(ctx, q, text, func(f *fields) {
		around.Changes = f.moment()
		side := f.text()
		article := &news.Article{ID: f.text(), Slug: f.text(), Title: f.text(), PublishedAt: f.moment(), Language: f.text()}
		article.Variants = readVariants(f, article.ID)
		switch side {
		case "previous":
			around.Previous = article
		case "next":
			around.Next = article
		}
	})
	return around, err
}
