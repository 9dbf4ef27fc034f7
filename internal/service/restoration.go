package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// restoration brings the content of an old revision into an article.
type restoration struct {
	*articleWrite
	old *news.Article
}

// fill writes the old content into the article, and what it refers to as it is
// now called.
func (r *restoration) fill(ctx context.Context, article *news.Article) error {
	old := r.old
	article.Slug, article.Title, article.Subtitle, article.ShortTitle = old.Slug, old.Title, old.Subtitle, old.ShortTitle
	article.Summary, article.Body, article.Language, article.Kind = old.Summary, old.Body, old.Language, old.Kind
	article.Dateline, article.Original, article.LeadImage = old.Dateline, old.Original, old.LeadImage
	article.SEO, article.Rights, article.Legacy = old.SEO, old.Rights, old.Legacy
	article.Featured, article.ExternalID, article.Sources = old.Featured, old.ExternalID, old.Sources
	article.Variants = old.Variants
	r.fillDates(article)
	for _, step := range []func(context.Context, *news.Article) error{r.fillSection, r.fillCredits, r.fillTags} {
		if err := step(ctx, article); err != nil {
			return err
		}
	}
	return nil
}

// fillDates restores the dates unless that would bring a scheduled article
// forward, or take a visible one out of sight.
func (r *restoration) fillDates(article *news.Article) {
	old := r.old
	kept := sameMoment(article.PublishedAt, old.PublishedAt) && sameMoment(article.EmbargoUntil, old.EmbargoUntil)
	if article.Status == news.StatusPublished && !kept && !r.staysVisible(article) {
		r.warn("dates-kept", "/published_at", "the article is published: its dates stay as they are")
		return
	}
	if !kept {
		article.PublishedAt, article.EmbargoUntil = old.PublishedAt, old.EmbargoUntil
	}
	article.PublishedPrecision, article.PublishedDate = old.PublishedPrecision, old.PublishedDate
}

func (r *restoration) staysVisible(article *news.Article) bool {
	past := func(t *time.Time) bool { return t == nil || !t.After(r.now) }
	return article.VisibleTo(r.now) && r.old.PublishedAt != nil && past(r.old.PublishedAt) && past(r.old.EmbargoUntil)
}

// fillSection restores the section, or the one that took its place. Without
// one, what is published stays where it is filed.
func (r *restoration) fillSection(ctx context.Context, article *news.Article) error {
	if r.old.SectionID == nil && article.Status != news.StatusPublished {
		article.SectionID = nil
	}
	if r.old.SectionID == nil {
		return nil
	}
	section, err := r.tx.Section(ctx, *r.old.SectionID)
	switch {
	case err == nil:
		article.SectionID = &section.ID
	case !unknown(err):
		return err
	case article.Status == news.StatusPublished:
		r.warn("deleted-reference", "/section_id", "the section was deleted: the article stays where it is filed")
	default:
		r.warn("deleted-reference", "/section_id", "the section was deleted")
		article.SectionID = nil
	}
	return nil
}

// fillCredits restores the credits. Of those that a merge made equal the first
// is kept.
func (r *restoration) fillCredits(ctx context.Context, article *news.Article) error {
	followed := map[string]bool{} // where merges lead
	var credits []news.Credit
	for i, credit := range r.old.Credits {
		byline, err := r.tx.Byline(ctx, credit.BylineID)
		if unknown(err) {
			r.warn("deleted-reference", fmt.Sprintf("/credits/%d", i), "the byline was deleted")
			continue
		}
		if err != nil {
			return err
		}
		if byline.ID != credit.BylineID {
			followed[byline.ID] = true
		}
		credit.BylineID = byline.ID
		credits = append(credits, credit)
	}
	article.Credits = nil
	for _, credit := range credits {
		equal := func(c news.Credit) bool { return c.BylineID == credit.BylineID && c.Role == credit.Role }
		if !followed[credit.BylineID] || !slices.ContainsFunc(article.Credits, equal) {
			article.Credits = append(article.Credits, credit)
		}
	}
	return nil
}

func (r *restoration) fillTags(ctx context.Context, article *news.Article) error {
	article.Tags = nil
	for i, tag := range r.old.Tags {
		found, err := r.tx.Tag(ctx, tag.ID)
		if unknown(err) {
			r.warn("deleted-reference", fmt.Sprintf("/tag_ids/%d", i), "the tag was deleted")
			continue
		}
		if err != nil {
			return err
		}
		article.Tags = append(article.Tags, *found)
	}
	return nil
}

func (r *restoration) warn(code, pointer, detail string) {
	r.warnings = append(r.warnings, news.Warning{Code: code, Pointer: pointer, Detail: detail, Count: 1})
}
