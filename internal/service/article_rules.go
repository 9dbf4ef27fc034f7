package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// prepare makes what was filled in ready to be saved: it cleans the body,
// finds what the article refers to, takes the slug and settles the times. It
// returns Invalid with every fault, those that are known already too, or
// Conflict. before is nil for a new article.
func (w *articleWrite) prepare(ctx context.Context, before, article *news.Article, known []news.Field) error {
	if err := w.fillDefaults(ctx, article); err != nil {
		return err
	}
	faults := append(w.cleanBody(before, article), settleVariants(article)...)
	for _, check := range []func(context.Context, *news.Article) ([]news.Field, error){
		w.findSection,
		func(ctx context.Context, article *news.Article) ([]news.Field, error) {
			return w.findCredits(ctx, before, article)
		},
		func(ctx context.Context, article *news.Article) ([]news.Field, error) {
			return w.findTags(ctx, before, article)
		},
		func(ctx context.Context, article *news.Article) ([]news.Field, error) {
			return w.settleDate(ctx, before, article)
		},
	} {
		found, err := check(ctx, article)
		if err != nil {
			return err
		}
		faults = append(faults, found...)
	}
	if article.Status == news.StatusPublished {
		faults = append(faults, article.Unpublishable()...)
	}
	if err := news.NewInvalid(slices.Concat(known, news.FaultsBeside(known, faults))); err != nil {
		return err
	}
	if err := w.checkVisible(before, article); err != nil {
		return err
	}
	if err := w.checkTitles(before, article); err != nil {
		return err
	}
	if err := w.takeTags(ctx, article); err != nil {
		return err
	}
	if err := w.takeSlug(ctx, before, article); err != nil {
		return err
	}
	article.Settle(w.now)
	return nil
}

// cleanBody sanitises a body that was written and counts its words.
func (w *articleWrite) cleanBody(before, article *news.Article) []news.Field {
	const maxBytes = 1 << 20
	if before != nil && before.Body == article.Body {
		return nil
	}
	body := w.bodies.clean(article.Body)
	w.sent, w.removed = article.Body, body.removed
	article.Body, article.WordCount, article.ReadingMinutes = body.html, body.words, body.minutes
	if len(article.Body) > maxBytes {
		return []news.Field{{Pointer: "/body", Code: "too-long", Detail: "body is longer than 1048576 bytes once it is clean"}}
	}
	return nil
}

func (w *articleWrite) fillDefaults(ctx context.Context, article *news.Article) error {
	if article.Kind == "" {
		article.Kind = news.KindNews
	}
	if article.Language != "" {
		return nil
	}
	site, err := w.tx.Site(ctx)
	if err != nil {
		return err
	}
	article.Language = site.Language
	return nil
}

func (w *articleWrite) takeSlug(ctx context.Context, before, article *news.Article) error {
	if before != nil && before.Slug == article.Slug {
		return nil
	}
	n := named{noun: news.NounArticle, id: article.ID, title: article.Title, now: w.now, looks: w.looks}
	slug, err := n.take(ctx, w.tx, article.Slug)
	article.Slug = slug
	return err
}

func (w *articleWrite) findSection(ctx context.Context, article *news.Article) ([]news.Field, error) {
	if w.tree == nil {
		tree, err := w.tx.SectionTree(ctx)
		if err != nil {
			return nil, err
		}
		w.tree = tree
	}
	file(article, w.tree)
	if article.SectionID != nil && article.Section == nil {
		return []news.Field{{Pointer: "/section_id", Code: "unknown", Detail: "section_id names no section"}}, nil
	}
	return nil, nil
}

// findCredits ties each credit to its byline. A byline that the request shows
// beside its id must be as it is stored, or as it was when the article was read:
// it may be renamed meanwhile. A name equal to the byline's follows the byline.
func (w *articleWrite) findCredits(ctx context.Context, before, article *news.Article) ([]news.Field, error) {
	var ids []string
	for _, credit := range article.Credits {
		if credit.BylineID != "" {
			ids = append(ids, credit.BylineID)
		}
	}
	bylines, err := w.tx.BylinesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]news.Byline, len(bylines))
	for _, b := range bylines {
		byID[b.ID] = news.Byline{ID: b.ID, Slug: b.Slug, Name: b.Name, Kind: b.Kind}
	}
	var faults []news.Field
	for i := range article.Credits {
		credit := &article.Credits[i]
		pointer := fmt.Sprintf("/credits/%d", i)
		byline, ok := byID[credit.BylineID]
		if !ok {
			faults = append(faults, news.Field{Pointer: pointer + "/byline_id", Code: "unknown", Detail: "byline_id names no byline"})
			continue
		}
		was := bylineIn(before, byline)
		if shown := credit.Byline; shown != nil && !sameByline(*shown, byline) && !sameByline(*shown, was) {
			faults = append(faults, news.Field{Pointer: pointer + "/byline", Code: "read-only", Detail: "a byline is changed at its own address"})
		}
		credit.ArticleID, credit.Position, credit.Byline = article.ID, i, &byline
		if credit.Name == byline.Name || credit.Name == was.Name {
			credit.Name = ""
		}
	}
	return faults, nil
}

// bylineIn returns a byline as it was read with an article, else as it is now.
func bylineIn(article *news.Article, now news.Byline) news.Byline {
	if article == nil {
		return now
	}
	for _, credit := range article.Credits {
		if credit.BylineID == now.ID && credit.Byline != nil {
			return *credit.Byline
		}
	}
	return now
}

func sameByline(a, b news.Byline) bool {
	return a.ID == b.ID && a.Slug == b.Slug && a.Name == b.Name && a.Kind == b.Kind
}

// settleDate checks a publication time that was set: with the precision of a
// day it is a midnight of the site, whose date is kept.
func (w *articleWrite) settleDate(ctx context.Context, before, article *news.Article) ([]news.Field, error) {
	if article.PublishedAt == nil {
		article.PublishedPrecision, article.PublishedDate = "", ""
		return w.dateless(article), nil
	}
	if article.PublishedPrecision == "" {
		article.PublishedPrecision = news.PrecisionSecond
	}
	if before != nil && before.PublishedPrecision == article.PublishedPrecision && sameMoment(before.PublishedAt, article.PublishedAt) {
		return nil, nil
	}
	article.PublishedDate = ""
	if article.PublishedPrecision != news.PrecisionDay {
		return nil, nil
	}
	site, err := w.tx.Site(ctx)
	if err != nil {
		return nil, err
	}
	local := article.PublishedAt.In(site.Location())
	year, month, day := local.Date()
	const lastYear = 9999 // that a date has room for
	if year > lastYear || !local.Equal(time.Date(year, month, day, 0, 0, 0, 0, site.Location())) {
		detail := "with the precision of a day, published_at must be midnight in " + site.TimeZone
		return []news.Field{{Pointer: "/published_at", Code: "midnight", Detail: detail}}, nil
	}
	article.PublishedDate = local.Format(time.DateOnly)
	return nil, nil
}

// dateless returns what is wrong with an article that has no publication time:
// what is published, or will be, needs one.
func (w *articleWrite) dateless(article *news.Article) []news.Field {
	if article.Status != news.StatusPublished {
		return nil
	}
	return []news.Field{{Pointer: "/published_at", Code: "required", Detail: "published_at is required of what is published"}}
}

// checkVisible refuses to take a visible article out of sight by its times.
func (w *articleWrite) checkVisible(before, article *news.Article) error {
	if before == nil || !before.VisibleTo(w.now) {
		return nil
	}
	for name, t := range map[string]*time.Time{"published_at": article.PublishedAt, "embargo_until": article.EmbargoUntil} {
		if t != nil && t.After(w.now) {
			conflict := news.Errorf(news.Conflict, "visible", "%s of a visible article can't be in the future: withdraw it first", name)
			conflict.Allowed = before.Moves(w.now)
			return conflict
		}
	}
	return nil
}

// mayReschedule returns nil unless the change moves the moment at which a
// scheduled article appears and the actor may not publish it: a script that may
// change articles alone brings none before readers.
func (w *articleWrite) mayReschedule(before, article *news.Article) error {
	if before.VisibleTo(w.now) || article.Status != news.StatusPublished || sameMoment(before.VisibleAt, article.VisibleAt) {
		return nil
	}
	return w.actor.MayMove(news.MovePublish, article)
}

func sameMoment(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
