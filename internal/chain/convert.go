package chain

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func newContent(a *news.Article) *content {
	return &content{
		ID: a.ID, Revision: a.Revision, Slug: a.Slug, Title: a.Title, Subtitle: a.Subtitle, ShortTitle: a.ShortTitle,
		Summary: a.Summary, Body: a.Body, WordCount: a.WordCount, ReadingMinutes: a.ReadingMinutes,
		Language: a.Language, Kind: a.Kind, SectionID: a.SectionID,
		Credits: turn(a.Credits, func(c news.Credit) credit { return credit{c.BylineID, c.Role, c.Name} }),
		Sources: turn(a.Sources, func(s news.Source) source { return source{s.Name, s.URL} }),
		TagIDs:  turn(a.Tags, func(t news.Tag) string { return t.ID }),
		Variants: turn(a.Variants, func(v news.Variant) variant {
			return variant{v.Language, v.Title, v.Subtitle, v.ShortTitle, v.Summary}
		}),
		Corrections: turn(a.Corrections, func(c news.Correction) correction {
			return correction{c.ID, c.Kind, c.Note, news.Moment(c.At)}
		}),
		Original: original(a.Original), Dateline: a.Dateline, LeadImage: a.LeadImage, SEO: a.SEO,
		Rights: a.Rights, Legacy: a.Legacy, Featured: a.Featured, ExternalID: a.ExternalID, Status: a.Status,
		PublishedAt: moment(a.PublishedAt), PublishedPrecision: a.PublishedPrecision, PublishedDate: a.PublishedDate,
		EmbargoUntil: moment(a.EmbargoUntil), FirstPublishedAt: moment(a.FirstPublishedAt), VisibleAt: moment(a.VisibleAt),
		PublishedOrder:  news.Moment(a.PublishedOrder),
		WithdrawnReason: a.WithdrawnReason, WithdrawnNote: a.WithdrawnNote, WithdrawnAt: moment(a.WithdrawnAt),
		CreatedAt: news.Moment(a.CreatedAt), UpdatedAt: news.Moment(a.UpdatedAt), CreatedBy: a.CreatedBy, UpdatedBy: a.UpdatedBy,
	}
}

func (c *content) article() *news.Article {
	a := &news.Article{
		ID: c.ID, Revision: c.Revision, Slug: c.Slug, Title: c.Title, Subtitle: c.Subtitle, ShortTitle: c.ShortTitle,
		Summary: c.Summary, Body: c.Body, WordCount: c.WordCount, ReadingMinutes: c.ReadingMinutes,
		Language: c.Language, Kind: c.Kind, SectionID: c.SectionID,
		Original: c.Original, Dateline: c.Dateline, LeadImage: c.LeadImage, SEO: c.SEO,
		Rights: c.Rights, Legacy: c.Legacy, Featured: c.Featured, ExternalID: c.ExternalID, Status: c.Status,
		PublishedAt: c.PublishedAt, PublishedPrecision: c.PublishedPrecision, PublishedDate: c.PublishedDate,
		EmbargoUntil: c.EmbargoUntil, FirstPublishedAt: c.FirstPublishedAt, VisibleAt: c.VisibleAt,
		PublishedOrder:  c.PublishedOrder,
		WithdrawnReason: c.WithdrawnReason, WithdrawnNote: c.WithdrawnNote, WithdrawnAt: c.WithdrawnAt,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, CreatedBy: c.CreatedBy, UpdatedBy: c.UpdatedBy,
	}
	for i, part := range c.Credits {
		a.Credits = append(a.Credits, news.Credit{
			ArticleID: c.ID, Position: i, BylineID: part.BylineID, Role: part.Role, Name: part.Name,
		})
	}
	for i, part := range c.Sources {
		a.Sources = append(a.Sources, news.Source{ArticleID: c.ID, Position: i, Name: part.Name, URL: part.URL})
	}
	for _, id := range c.TagIDs {
		a.Tags = append(a.Tags, news.Tag{ID: id})
	}
	for _, part := range c.Variants {
		a.Variants = append(a.Variants, news.Variant{
			ArticleID: c.ID, Language: part.Language, Title: part.Title, Subtitle: part.Subtitle,
			ShortTitle: part.ShortTitle, Summary: part.Summary,
		})
	}
	for _, part := range c.Corrections {
		a.Corrections = append(a.Corrections, news.Correction{
			ID: part.ID, ArticleID: c.ID, Kind: part.Kind, Note: part.Note, At: part.At,
		})
	}
	return a
}

// turn makes a list of another; an empty one is [] and not null.
func turn[In, Out any](items []In, change func(In) Out) []Out {
	turned := make([]Out, len(items))
	for i, item := range items {
		turned[i] = change(item)
	}
	return turned
}

func moment(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	kept := news.Moment(*t)
	return &kept
}

func original(o *news.Original) *news.Original {
	if o == nil {
		return nil
	}
	kept := *o
	kept.PublishedAt = moment(o.PublishedAt)
	return &kept
}
