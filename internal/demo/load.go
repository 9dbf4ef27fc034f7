package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// ErrNotEmpty is what Load answers to a database that holds a section, byline
// or article, or is being loaded by another node.
var ErrNotEmpty = errors.New("the database is not empty")

// Load writes the sample site into an empty database: 3 sections, 5 bylines
// and 12 articles, of which one is scheduled and one embargoed.
func Load(ctx context.Context, s *service.Service) error {
	empty, err := isEmpty(ctx, s)
	if err != nil {
		return err
	}
	if !empty {
		return ErrNotEmpty
	}
	l := loader{Service: s, now: s.Now().Truncate(time.Minute), ids: map[string]string{}}
	for _, step := range []func(context.Context) error{l.loadSections, l.loadSite, l.loadBylines, l.loadArticles} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func isEmpty(ctx context.Context, s *service.Service) (bool, error) {
	one := news.Page{Limit: 1}
	sections, err := s.Sections(ctx, service.SectionQuery{}, one)
	if err != nil {
		return false, err
	}
	bylines, err := s.Bylines(ctx, news.System(), news.BylineFilter{}, one)
	if err != nil {
		return false, err
	}
	articles, err := s.Articles(ctx, news.System(), news.ArticleFilter{Statuses: news.Statuses()}, news.SortNewest, one, 0)
	return len(sections.Items)+len(bylines.Items)+len(articles.Items) == 0, err
}

type loader struct {
	*service.Service

	now  time.Time
	zone *time.Location
	ids  map[string]string // by slug; no two things of the sample share one
}

// loadSections comes first: of several nodes that load at once, one gets the
// slug of the first section, and the others stop there.
func (l *loader) loadSections(ctx context.Context) error {
	for i, wanted := range sections {
		written, err := l.CreateSection(ctx, news.System(), func(made *news.Section) error {
			made.Slug, made.Name, made.Description = wanted.slug, wanted.name, wanted.description
			if wanted.parent != "" {
				parent := l.ids[wanted.parent]
				made.ParentID = &parent
			}
			return nil
		})
		var taken *news.Error
		if i == 0 && errors.As(err, &taken) && taken.Kind == news.Conflict {
			return ErrNotEmpty
		}
		if err != nil {
			return fmt.Errorf("section %s: %w", wanted.slug, err)
		}
		l.ids[wanted.slug] = written.Row.ID
	}
	return nil
}

func (l *loader) loadSite(ctx context.Context) error {
	written, err := l.UpdateSite(ctx, news.System(), func(site *news.Site) error {
		fillSite(site)
		return nil
	})
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	l.zone = written.Row.Location()
	return nil
}

func (l *loader) loadBylines(ctx context.Context) error {
	for _, wanted := range bylines {
		written, err := l.CreateByline(ctx, news.System(), func(made *news.Byline) error {
			wanted.ID, wanted.Revision, wanted.CreatedAt, wanted.UpdatedAt = made.ID, made.Revision, made.CreatedAt, made.UpdatedAt
			*made = wanted
			return nil
		})
		if err != nil {
			return fmt.Errorf("byline %s: %w", wanted.Slug, err)
		}
		l.ids[wanted.Slug] = written.Row.ID
	}
	return nil
}

func (l *loader) loadArticles(ctx context.Context) error {
	for _, wanted := range articles() {
		written, err := l.CreateArticle(ctx, news.System(), func(made *news.Article) error { return l.fill(made, wanted) })
		if err != nil {
			return fmt.Errorf("article %s: %w", wanted.body, err)
		}
		_, err = l.Publish(ctx, news.System(), written.Row.ID, func(*news.Article) (news.Publication, error) {
			return news.Publication{}, nil
		})
		if err != nil {
			return fmt.Errorf("publish article %s: %w", wanted.body, err)
		}
	}
	return nil
}

// fill makes an article of what is written, at its times.
func (l *loader) fill(made *news.Article, wanted article) error {
	body, err := bodies.ReadFile("articles/" + wanted.body + ".html")
	if err != nil {
		return err
	}
	filled := wanted.Article
	filled.ID, filled.Status, filled.CreatedAt = made.ID, made.Status, made.CreatedAt
	if filled.Language == "" {
		filled.Language = "en"
	}
	sectionID := l.ids[wanted.section]
	filled.Body, filled.SectionID = string(body), &sectionID
	for _, c := range wanted.credits {
		filled.Credits = append(filled.Credits, news.Credit{BylineID: l.ids[c.byline], Role: c.role, Name: c.name})
	}
	for _, name := range wanted.tags {
		filled.Tags = append(filled.Tags, news.Tag{Name: name})
	}
	l.date(&filled, wanted)
	*made = filled
	return nil
}

func (l *loader) date(filled *news.Article, wanted article) {
	at := l.now.Add(-wanted.age)
	filled.PublishedPrecision = news.PrecisionMinute
	if wanted.day {
		year, month, date := at.In(l.zone).Date()
		at = time.Date(year, month, date, 0, 0, 0, 0, l.zone).UTC()
		filled.PublishedPrecision = news.PrecisionDay
	}
	filled.PublishedAt = &at
	if wanted.embargo > 0 {
		until := l.now.Add(wanted.embargo)
		filled.EmbargoUntil = &until
	}
	if filled.Dateline != nil {
		dateline := *filled.Dateline
		dateline.Date = at.In(l.zone).Format(time.DateOnly)
		filled.Dateline = &dateline
	}
}
