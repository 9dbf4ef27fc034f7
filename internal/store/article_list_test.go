package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// titles lists what a filter finds, by title.
func titles(t *testing.T, s *store.Store, filter news.ArticleFilter) string {
	t.Helper()
	page := news.Page{Limit: 100, WithTotal: true}
	list, err := s.Articles(t.Context(), filter, news.SortTitle, page, noon, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, a := range list.Items {
		found = append(found, a.Title)
		if a.Body != "" {
			t.Errorf("the list holds the body of %s", a.Title)
		}
	}
	if *list.Total != int64(len(found)) {
		t.Errorf("the total is %d of %d", *list.Total, len(found))
	}
	return strings.Join(found, " ")
}

func TestArticlesByStatusAsShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		embargo := hours(1)
		embargoed, withdrawn, trashed, review := published("embargoed", hours(-1)), published("withdrawn", hours(-1)), newArticle("trashed"), newArticle("review")
		embargoed.EmbargoUntil = &embargo
		embargoed.Settle(noon)
		withdrawn.Withdraw(news.WithdrawnError, "", noon)
		trashed.Trash(noon)
		review.Status = news.StatusInReview
		insert(t, s, newArticle("draft"), review, published("shown", hours(-1)), published("just", noon),
			published("soon", noon.Add(time.Microsecond)), embargoed, withdrawn, trashed)
		for _, test := range []struct {
			want     string
			statuses []news.Status
		}{
			{"just shown", nil},
			{"just shown", []news.Status{news.StatusPublished}},
			{"embargoed soon", []news.Status{news.StatusScheduled}},
			{"draft", []news.Status{news.StatusDraft}},
			{"review", []news.Status{news.StatusInReview}},
			{"withdrawn", []news.Status{news.StatusWithdrawn}},
			{"trashed", []news.Status{news.StatusTrashed}},
			{"draft embargoed soon", []news.Status{news.StatusDraft, news.StatusScheduled}},
			{"embargoed just shown soon", []news.Status{news.StatusPublished, news.StatusScheduled}},
			{"draft embargoed just review shown soon trashed withdrawn", news.Statuses()},
		} {
			if got := titles(t, s, news.ArticleFilter{Statuses: test.statuses}); got != test.want {
				t.Errorf("%v finds %s, want %s", test.statuses, got, test.want)
			}
		}
	})
}

func TestArticleFilters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		first, second := newSection("first"), newSection("second")
		jane, june := newByline("jane"), newByline("june")
		red, blue := newTag("red"), newTag("blue")
		insert(t, s, first, second, jane, june, red, blue)
		maker, external := news.NewID(), "X1"
		a, b, c := published("a", hours(-3)), published("b", hours(-2)), published("c", hours(-1))
		a.SectionID, b.SectionID = &first.ID, &second.ID
		a.Credits = []news.Credit{{BylineID: jane.ID, Role: "author"}, {BylineID: june.ID, Role: "editor"}}
		b.Credits = []news.Credit{{BylineID: jane.ID, Role: "editor"}, {BylineID: jane.ID, Role: "author"}}
		a.Tags, b.Tags = []news.Tag{*red, *blue}, []news.Tag{*blue}
		a.Sources, c.Sources = []news.Source{{Name: "新华社"}}, []news.Source{{Name: "AP"}, {Name: "新华社"}}
		b.Kind, c.Kind, c.Language, c.Featured = news.KindBrief, news.KindNotice, "zh-Hans", true
		c.CreatedBy, c.ExternalID = &maker, &external
		a.UpdatedAt, b.UpdatedAt, c.UpdatedAt = hours(-9), hours(-1), hours(-9)
		insert(t, s, a, b, c)
		yes, no := true, false
		from, to := hours(-2), hours(-1)
		for _, test := range []struct {
			filter news.ArticleFilter
			want   string
		}{
			{news.ArticleFilter{}, "a b c"},
			{news.ArticleFilter{Sections: []string{first.ID}}, "a"},
			{news.ArticleFilter{Sections: []string{first.ID, second.ID}}, "a b"},
			{news.ArticleFilter{Sections: []string{news.NewID()}}, ""},
			{news.ArticleFilter{Bylines: []string{jane.ID}}, "a b"},
			{news.ArticleFilter{Bylines: []string{jane.ID, june.ID}}, "a b"},
			{news.ArticleFilter{Roles: []news.CreditRole{"editor"}}, "a b"},
			{news.ArticleFilter{Bylines: []string{jane.ID}, Roles: []news.CreditRole{"editor"}}, "b"},
			{news.ArticleFilter{Bylines: []string{june.ID}, Roles: []news.CreditRole{"author"}}, ""},
			{news.ArticleFilter{Tags: []string{blue.ID}}, "a b"},
			{news.ArticleFilter{Tags: []string{red.ID, blue.ID}}, "a b"},
			{news.ArticleFilter{Tags: []string{red.ID}}, "a"},
			{news.ArticleFilter{Sources: []string{"新华社"}}, "a c"},
			{news.ArticleFilter{Sources: []string{"新华"}}, ""},
			{news.ArticleFilter{Kinds: []news.ArticleKind{news.KindBrief, news.KindNotice}}, "b c"},
			{news.ArticleFilter{Languages: []string{"zh-Hans"}}, "c"},
			{news.ArticleFilter{Featured: &yes}, "c"},
			{news.ArticleFilter{Featured: &no}, "a b"},
			{news.ArticleFilter{PublishedFrom: &from}, "b c"},
			{news.ArticleFilter{PublishedTo: &to}, "a b"},
			{news.ArticleFilter{PublishedFrom: &from, PublishedTo: &to}, "b"},
			{news.ArticleFilter{UpdatedSince: &from}, "b c"},
			{news.ArticleFilter{UpdatedSince: &to}, "b c"},
			{news.ArticleFilter{HasCorrections: &yes}, ""},
			{news.ArticleFilter{HasCorrections: &no}, "a b c"},
			{news.ArticleFilter{CreatedBy: []string{maker}}, "c"},
			{news.ArticleFilter{ExternalIDs: []string{"X1", "X2"}}, "c"},
			{news.ArticleFilter{ExternalIDs: []string{"x1"}}, ""},
			{news.ArticleFilter{Tags: []string{blue.ID}, Kinds: []news.ArticleKind{news.KindBrief}}, "b"},
			{news.ArticleFilter{Tags: []string{red.ID}, Featured: &yes}, ""},
		} {
			if got := titles(t, s, test.filter); got != test.want {
				t.Errorf("%+v finds %s, want %s", test.filter, got, test.want)
			}
		}
	})
}

func TestNeighbors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		section, other := newSection("s"), newSection("o")
		insert(t, s, section, other)
		in := func(a *news.Article, section *news.Section) *news.Article {
			a.SectionID = &section.ID
			return a
		}
		first, tied, alsoTied, last := published("first", hours(-3)), published("tied", hours(-2)), published("also tied", hours(-2)), published("last", hours(-1))
		line := []*news.Article{first, tied, alsoTied, last}
		for _, a := range line {
			insert(t, s, in(a, section))
		}
		insert(t, s, in(published("elsewhere", hours(-2)), other), in(published("soon", hours(1)), section), in(newArticle("draft"), section), published("unfiled", hours(-2)))
		slices.SortFunc(line[1:3], func(a, b *news.Article) int { return strings.Compare(a.ID, b.ID) })
		for i, a := range line {
			around, err := s.Neighbors(t.Context(), a, noon, noon, hours(9))
			if err != nil {
				t.Fatal(err)
			}
			if around.Changes == nil || !around.Changes.Equal(hours(1)) {
				t.Errorf("what is around %s changes at %v", a.Title, around.Changes)
			}
			for name, side := range map[string]struct {
				got *news.Article
				at  int
			}{"previous": {around.Previous, i - 1}, "next": {around.Next, i + 1}} {
				if side.at < 0 || side.at >= len(line) {
					if side.got != nil {
						t.Errorf("%s of %s is %s", name, a.Title, side.got.Title)
					}
					continue
				}
				if want := line[side.at]; side.got == nil || side.got.ID != want.ID || side.got.Slug != want.Slug || side.got.Title != want.Title || !side.got.PublishedAt.Equal(*want.PublishedAt) {
					t.Errorf("%s of %s is %+v, want %s", name, a.Title, side.got, want.Title)
				}
			}
		}
		around, err := s.Neighbors(t.Context(), newArticle("unfiled"), noon, noon, hours(9))
		if around != (store.Neighbors{}) || err != nil {
			t.Errorf("an unfiled article has neighbours: %+v, %v", around, err)
		}
	})
}

func TestNextVisible(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		section := newSection("s")
		insert(t, s, section)
		soon, filed, withdrawn := published("soon", hours(1)), published("filed", hours(2)), published("withdrawn", hours(1))
		filed.SectionID = &section.ID
		withdrawn.Status = news.StatusWithdrawn
		insert(t, s, published("shown", hours(-1)), soon, filed, withdrawn)
		for _, test := range []struct {
			filter news.ArticleFilter
			until  int
			want   int // 0 for none
		}{
			{news.ArticleFilter{}, 9, 1},
			{news.ArticleFilter{}, 1, 1},
			{news.ArticleFilter{}, 0, 0},
			{news.ArticleFilter{Sections: []string{section.ID}}, 9, 2},
			{news.ArticleFilter{Sections: []string{section.ID}}, 1, 0},
		} {
			got, err := s.NextVisible(t.Context(), test.filter, noon, hours(test.until))
			if err != nil {
				t.Fatal(err)
			}
			if (got == nil) != (test.want == 0) || (got != nil && !got.Equal(hours(test.want))) {
				t.Errorf("%+v until %d: %v, want %d", test.filter, test.until, got, test.want)
			}
		}
	})
}
