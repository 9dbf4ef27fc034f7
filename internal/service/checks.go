package service

import (
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Checks returns what an editor should look at in an article as it is stored,
// the gravest first, to signed-in users. The codes are those of
// docs/checks.md.
func (s *Service) Checks(actor news.Actor, article *news.Article) ([]news.Warning, error) {
	if err := actor.May(news.ActionReadUnpublished); err != nil {
		return nil, err
	}
	return hygiene.Check(hygiene.Subject{Article: article}), nil
}

// report returns what an editor should look at once an article is written:
// what the write left out, then what Checks finds in what it made.
func (w *articleWrite) report(article *news.Article) []news.Warning {
	return append(w.warnings, hygiene.Check(hygiene.Subject{Article: article, Sent: w.sent, Removed: w.removed})...)
}

// checkTitles keeps a title that reads like keyword spam from readers, by a
// Conflict that holds the warnings, unless the actor acknowledges it: then save
// notes that in the audit log. Titles that readers were given, or will be, by
// an earlier write are let be, but not by another publishing; so are those of a
// working copy until it is published.
func (w *articleWrite) checkTitles(before, article *news.Article) error {
	isNew := before == nil || w.deed == news.Deed(news.MovePublish) || !w.isPublic(before) || !slices.Equal(titles(before), titles(article))
	if !isNew || w.looks || !w.isPublic(article) {
		return nil
	}
	suspected := hygiene.SuspectedTitles(article)
	if len(suspected) == 0 {
		return nil
	}
	if slices.Contains(w.actor.Acknowledged, news.SpamSuspected) {
		w.overrides = true
		return nil
	}
	detail := "a title reads like keyword spam: change it, or acknowledge " + news.SpamSuspected + " if it is none"
	conflict := news.Errorf(news.Conflict, news.SpamSuspected, "%s", detail)
	conflict.Warnings = suspected
	return conflict
}

// isPublic tells an article whose titles readers see, or will: what is
// published or scheduled, and the tombstone of what was.
func (w *articleWrite) isPublic(article *news.Article) bool {
	return article.Status == news.StatusPublished || article.Tombstone(w.now) != nil
}

func titles(article *news.Article) []string {
	shown := []string{article.Title, article.Subtitle, article.ShortTitle}
	if article.SEO != nil {
		shown = append(shown, article.SEO.Title)
	}
	for _, variant := range article.Variants {
		shown = append(shown, variant.Title, variant.Subtitle, variant.ShortTitle)
	}
	return shown
}
