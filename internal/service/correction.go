package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Correct adds a correction to an article that is or was visible, as a next
// revision. input is asked for its kind and note. Editors may.
func (s *Service) Correct(
	ctx context.Context, actor news.Actor, ref string, input func(*news.Article) (news.Correction, error),
) (Written[news.Article], error) {
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		if err := actor.MayCorrect(); err != nil {
			return err
		}
		asked, err := input(article)
		if err != nil {
			return err
		}
		before := *article
		correction, err := article.Correct(asked.Kind, asked.Note, w.now)
		if err != nil {
			return err
		}
		if err := w.tx.InsertCorrection(ctx, correction); err != nil {
			return err
		}
		w.deed = news.DeedCorrect
		return w.save(ctx, &before, article)
	})
}

// CorrectionPage is a page of corrections and what a cache must know of it.
type CorrectionPage struct {
	news.List[news.Correction]
	Groups []news.Group
	// Changes is the next moment at which an article with corrections becomes
	// visible, if it is within the horizon asked for.
	Changes *time.Time
}

// Corrections returns a page of the corrections of visible articles, the newest
// first, to anyone. Sections of the filter may be ids or slugs; one that does
// not exist is Malformed. horizon is how far ahead Changes looks; 0 does not
// look.
func (s *Service) Corrections(
	ctx context.Context, actor news.Actor, filter news.CorrectionFilter, page news.Page, horizon time.Duration,
) (CorrectionPage, error) {
	now, corrected := s.now(), true
	outline, err := s.store.ReadOutline(ctx)
	if err != nil {
		return CorrectionPage{}, err
	}
	articles := news.ArticleFilter{Sections: filter.Sections, HasCorrections: &corrected}
	groups, err := s.resolveFilter(ctx, actor, &articles, outline)
	if err != nil {
		return CorrectionPage{}, err
	}
	filter.Sections = withSubtrees(outline, articles.Sections)
	list, err := s.store.Corrections(ctx, filter, page, now)
	if err != nil {
		return CorrectionPage{}, err
	}
	for i := range list.Items {
		file(list.Items[i].Article, outline.SectionTree)
	}
	result := CorrectionPage{List: list, Groups: groups}
	if horizon > 0 {
		result.Changes, err = s.store.NextVisible(ctx, articles, now, now.Add(horizon))
	}
	return result, err
}

// withSubtrees returns the ids of sections and of all that is under them.
func withSubtrees(outline *store.Outline, ids []string) []string {
	var all []string
	for _, id := range ids {
		for _, section := range outline.Under(id) {
			all = append(all, section.ID)
		}
	}
	return all
}
