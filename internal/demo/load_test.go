package demo_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/demo"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

var now = time.Date(2025, time.July, 11, 8, 30, 15, 0, time.UTC)

func each(t *testing.T, fn func(t *testing.T, s *service.Service)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, opened *store.Store) {
		s, err := service.New(t.Context(), opened, service.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, s)
	})
}

func all(t *testing.T, s *service.Service, actor news.Actor, statuses ...news.Status) []news.Article {
	t.Helper()
	list, err := s.Articles(t.Context(), actor, news.ArticleFilter{Statuses: statuses}, news.SortNewest, news.Page{Limit: 100}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

func TestLoad(t *testing.T) {
	each(t, func(t *testing.T, s *service.Service) {
		if err := demo.Load(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		sections, err := s.Sections(t.Context(), service.SectionQuery{}, news.Page{Limit: 100})
		if err != nil || len(sections.Items) != 3 {
			t.Errorf("%d sections, %v", len(sections.Items), err)
		}
		bylines, err := s.Bylines(t.Context(), news.System(), news.BylineFilter{}, news.Page{Limit: 100})
		if err != nil || len(bylines.Items) != 5 {
			t.Errorf("%d bylines, %v", len(bylines.Items), err)
		}
		if site, err := s.Site(t.Context()); err != nil || site.Name != "Lantern Bay Courier" {
			t.Errorf("site %+v, %v", site, err)
		}
		visible, scheduled := all(t, s, news.Actor{}), all(t, s, news.System(), news.StatusScheduled)
		if len(visible) != 10 || len(scheduled) != 2 || len(all(t, s, news.System(), news.Statuses()...)) != 12 {
			t.Errorf("%d visible, %d scheduled", len(visible), len(scheduled))
		}
		checkVariety(t, visible, scheduled)
		for _, listed := range slices.Concat(visible, scheduled) {
			article, err := s.Article(t.Context(), news.System(), listed.ID)
			if err != nil {
				t.Fatal(err)
			}
			if warnings, err := s.Checks(news.System(), article); err != nil || len(warnings) > 0 {
				t.Errorf("%s: %+v, %v", article.Title, warnings, err)
			}
		}
	})
}

// checkVariety wants a sample of everything that the API can show.
func checkVariety(t *testing.T, visible, scheduled []news.Article) {
	t.Helper()
	kinds, languages, roles := map[news.ArticleKind]bool{}, map[string]bool{}, map[news.CreditRole]bool{}
	embargoed := 0
	for _, a := range append(visible, scheduled...) {
		kinds[a.Kind], languages[a.Language] = true, true
		for _, c := range a.Credits {
			roles[c.Role] = true
		}
		if a.EmbargoUntil != nil && !a.PublishedAt.After(now) {
			embargoed++
		}
		if a.Kind == news.KindReprint && (len(a.Sources) == 0 || a.Original == nil || a.PublishedDate == "") {
			t.Errorf("the reprint lacks something: %+v", a)
		}
		if a.Section == nil || a.CreatedBy != nil || a.Summary == "" {
			t.Errorf("%s: section %v, created by %v, summary %q", a.Title, a.Section, a.CreatedBy, a.Summary)
		}
	}
	if len(kinds) != len(news.ArticleKinds()) || len(languages) != 3 || len(roles) < 8 || embargoed != 1 {
		t.Errorf("%d kinds, %d languages, %d roles, %d embargoed", len(kinds), len(languages), len(roles), embargoed)
	}
}

func TestLoadOnlyWhatIsEmpty(t *testing.T) {
	each(t, func(t *testing.T, s *service.Service) {
		_, err := s.CreateByline(t.Context(), news.System(), func(b *news.Byline) error {
			b.Name = "Somebody"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := demo.Load(t.Context(), s); !errors.Is(err, demo.ErrNotEmpty) {
			t.Errorf("got %v", err)
		}
		if n := len(all(t, s, news.System(), news.Statuses()...)); n != 0 {
			t.Errorf("%d articles", n)
		}
	})
}

func TestSeveralNodesLoadOnce(t *testing.T) {
	each(t, func(t *testing.T, s *service.Service) {
		errs := make([]error, 4)
		var group sync.WaitGroup
		for i := range errs {
			group.Go(func() { errs[i] = demo.Load(t.Context(), s) })
		}
		group.Wait()
		loaded := 0
		for _, err := range errs {
			switch {
			case err == nil:
				loaded++
			case !errors.Is(err, demo.ErrNotEmpty):
				t.Error(err)
			}
		}
		if n := len(all(t, s, news.System(), news.Statuses()...)); loaded != 1 || n != 12 {
			t.Errorf("%d loaded, %d articles", loaded, n)
		}
	})
}
