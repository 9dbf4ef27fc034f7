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

func TestTimesAreKeptToTheMicrosecond(t *testing.T) {
	moments := []time.Time{
		time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC),
		time.Date(1582, time.October, 10, 1, 2, 3, 4000, time.UTC),
		time.Date(1969, time.December, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC),
		time.Date(2025, time.July, 11, 8, 0, 0, 1000, time.UTC),
		time.Date(2025, time.July, 11, 8, 0, 0, 100_000_000, time.UTC),
		time.Date(2025, time.July, 11, 8, 0, 0, 120_000_000, time.UTC),
		time.Date(2025, time.July, 11, 8, 0, 0, 123_456_000, time.UTC),
		news.FarFuture(),
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var ids []string
		for i, moment := range moments {
			a := newArticle("moment")
			a.CreatedAt, a.UpdatedAt, a.PublishedAt, a.EmbargoUntil = moment, moments[len(moments)-1-i], &moment, &moment
			a.Original = &news.Original{PublishedAt: &moment}
			a.Settle(noon)
			insert(t, s, a)
			ids = append(ids, a.ID)
			got, err := s.Article(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			for name, read := range map[string]time.Time{
				"created_at": got.CreatedAt, "published_at": *got.PublishedAt, "embargo_until": *got.EmbargoUntil,
				"published_order": got.PublishedOrder, "original": *got.Original.PublishedAt,
			} {
				if !read.Equal(moment) || read.UTC() != moment {
					t.Errorf("%s: wrote %v, read %v", name, moment, read)
				}
			}
			if got.VisibleAt != nil || got.FirstPublishedAt != nil || got.WithdrawnAt != nil {
				t.Errorf("NULL was read as a time: %+v", got)
			}
		}
		for _, sort := range []news.Sort{news.SortOldest, news.SortLeastUpdated} {
			want := slices.Clone(ids)
			if sort == news.SortLeastUpdated {
				slices.Reverse(want)
			}
			if got := listed(t, s, everything(), sort); !slices.Equal(got, want) {
				t.Errorf("%s gives %v, want %v", sort, got, want)
			}
		}
	})
}

// everything narrows a list to nothing: drafts are listed too.
func everything() news.ArticleFilter {
	return news.ArticleFilter{Statuses: news.Statuses()}
}

func listed(t *testing.T, s *store.Store, filter news.ArticleFilter, sort news.Sort) []string {
	t.Helper()
	list, err := s.Articles(t.Context(), filter, sort, news.Page{Limit: 100}, noon, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range list.Items {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestTextIsOrderedByCodePoint(t *testing.T) {
	texts := []string{
		"", " ", "-", "0", "10", "9", "A", "Z", "_", "a", "aa", "ab", "a b", "b", "z", "~", "\u00a0",
		"É", "Éa", "é", "e\u0301", "ß", "ss", "Ω", "я", "ヴ", "中", "中國", "宁", "寧波", "寧波2", "龍",
		"\ue000", "\ufb01", "\uff21", "\ufffd", "\U0001F600", "\U00020000", "\U0010FFFD",
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for i, text := range texts {
			byline := newByline(text)
			byline.Slug = newArticle("").Slug
			tag := newTag(text)
			tag.Slug, tag.NameKey = byline.Slug, byline.Slug
			insert(t, s, newArticle(texts[len(texts)-1-i]), byline, tag)
		}
		want := slices.Clone(texts)
		slices.SortFunc(want, strings.Compare)
		page := news.Page{Limit: 100}
		articles, err := s.Articles(t.Context(), everything(), news.SortTitle, page, noon, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		bylines, err := s.Bylines(t.Context(), news.BylineFilter{}, page, false, noon)
		if err != nil {
			t.Fatal(err)
		}
		tags, err := s.Tags(t.Context(), page, false, noon)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if articles.Items[i].Title != want[i] || bylines.Items[i].SortName != want[i] || tags.Items[i].Name != want[i] {
				t.Errorf("%d: article %q, byline %q, tag %q, want %q",
					i, articles.Items[i].Title, bylines.Items[i].SortName, tags.Items[i].Name, want[i])
			}
		}
	})
}

func TestArticleComesBackAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		section, byline, tag := newSection("s"), newByline("Jane Doe"), newTag("tag")
		insert(t, s, section, byline, tag)
		maker, external, moment := news.NewID(), "外 1", hours(1)
		want := newArticle(`How to use <script> 寧波 😀`)
		want.Subtitle, want.ShortTitle, want.Summary, want.Body = "sub", "short", "sum\nmary", "<p>寧波</p>"
		want.WordCount, want.SectionID, want.Featured, want.ExternalID = 2, &section.ID, true, &external
		want.Dateline = &news.Dateline{Agency: "新华社", Place: "北京", Date: "2025-07-11"}
		want.Original = &news.Original{Title: "T", PublishedAt: &moment}
		want.LeadImage = &news.LeadImage{URL: "/a.jpg", Width: 1, Height: 2}
		want.SEO, want.Rights = &news.SEO{NoIndex: true}, &news.Rights{AIGenerated: true}
		want.Legacy = &news.Legacy{System: "cms"}
		want.CreatedBy, want.UpdatedBy = &maker, &maker
		want.Credits = []news.Credit{{BylineID: byline.ID, Role: "editor", Name: "J."}, {BylineID: byline.ID, Role: "author"}}
		want.Corrections = []news.Correction{}
		want.Sources = []news.Source{{Name: "two"}, {Name: "one", URL: "https://example.org/"}}
		want.Tags = []news.Tag{{ID: tag.ID, Slug: tag.Slug, Name: tag.Name}}
		insert(t, s, want)
		check := func() {
			t.Helper()
			got, err := s.Article(t.Context(), want.Slug)
			if err != nil {
				t.Fatal(err)
			}
			if (got.Section == nil) != (want.SectionID == nil) || (got.Section != nil && got.Section.Path != section.Slug) {
				t.Errorf("the section is %+v", got.Section)
			}
			got.Section = nil
			checkArticle(t, got, want)
		}
		check()
		want.Title, want.Dateline, want.Featured, want.ExternalID, want.SectionID = "New", nil, false, nil, nil
		want.Credits, want.Sources, want.Tags = want.Credits[1:], nil, nil
		if err := s.UpdateArticle(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		check()
	})
}

func checkArticle(t *testing.T, got, want *news.Article) {
	t.Helper()
	if len(got.Credits) != len(want.Credits) {
		t.Fatalf("read the credits %+v", got.Credits)
	}
	for i, credit := range got.Credits {
		if credit.Byline == nil || credit.Byline.ID != credit.BylineID || credit.Byline.Name != "Jane Doe" {
			t.Errorf("the credit %d shows the byline %+v", i, credit.Byline)
		}
		got.Credits[i].Byline = nil
	}
	if !equalJSON(t, got, want) {
		t.Errorf("read %+v\nwant %+v", got, want)
	}
}
