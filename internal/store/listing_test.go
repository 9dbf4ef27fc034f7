package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// archive is a random newsroom: what is in the store, and beside it.
type archive struct {
	*rapid.T
	t        *testing.T
	store    *store.Store
	sections []*news.Section
	bylines  []*news.Byline
	tags     []*news.Tag
	articles []*news.Article
	makers   []string
}

func newArchive(t *testing.T, rt *rapid.T, s *store.Store) *archive {
	a := &archive{T: rt, t: t, store: s, makers: []string{news.NewID(), news.NewID()}}
	for i := range 5 {
		section := newSection("s" + news.NewID())
		if i > 0 && rapid.Bool().Draw(rt, "child") {
			section.ParentID = &one(a, a.sections).ID
		}
		a.sections = append(a.sections, section)
		a.bylines = append(a.bylines, newByline("b"+news.NewID()))
		a.tags = append(a.tags, newTag("t"+news.NewID()))
		insert(t, s, section, a.bylines[i], a.tags[i])
	}
	for range rapid.IntRange(5, 25).Draw(rt, "articles") {
		a.add()
	}
	return a
}

func one[T any](a *archive, of []T) T { return rapid.SampledFrom(of).Draw(a.T, "one") }

// some returns a few of the values, each once.
func some[T any](a *archive, of []T, most int) []T {
	from := rapid.Permutation(of).Draw(a.T, "order")
	return from[:rapid.IntRange(0, min(most, len(of))).Draw(a.T, "some")]
}

func (a *archive) hour() time.Time { return hours(rapid.IntRange(-4, 4).Draw(a.T, "hour")) }
func (a *archive) flip() bool      { return rapid.Bool().Draw(a.T, "flip") }

func (a *archive) add() {
	article := newArticle(one(a, []string{"", "a", "A", "中", "😀"}))
	article.CreatedAt, article.CreatedBy = a.hour(), &a.makers[0]
	if a.flip() {
		article.CreatedBy = &a.makers[1]
	}
	a.draw(article)
	insert(a.t, a.store, article)
	a.articles = append(a.articles, article)
}

// draw gives an article any contents and any status.
func (a *archive) draw(article *news.Article) {
	article.UpdatedAt = a.hour()
	article.Kind = one(a, []news.ArticleKind{news.KindNews, news.KindBrief})
	article.Language = one(a, []string{"en", "zh-Hans"})
	article.Featured, article.SectionID = a.flip(), nil
	if a.flip() {
		article.SectionID = &one(a, a.sections).ID
	}
	article.Credits, article.Sources, article.Tags = nil, nil, nil
	for _, byline := range some(a, a.bylines, 2) {
		article.Credits = append(article.Credits, news.Credit{BylineID: byline.ID, Role: one(a, []news.CreditRole{"author", "editor"})})
	}
	for _, tag := range some(a, a.tags, 3) {
		article.Tags = append(article.Tags, *tag)
	}
	for _, name := range some(a, []string{"AP", "新华社"}, 2) {
		article.Sources = append(article.Sources, news.Source{Name: name})
	}
	article.Status, article.PublishedAt, article.EmbargoUntil = one(a, news.Statuses()), nil, nil
	if a.flip() || article.Status == news.StatusPublished || article.Status == news.StatusScheduled {
		at := a.hour()
		article.PublishedAt = &at
	}
	if article.Status == news.StatusScheduled {
		article.Status = news.StatusPublished
	}
	if article.Status == news.StatusPublished && rapid.IntRange(0, 3).Draw(a.T, "embargo") == 0 {
		until := a.hour()
		article.EmbargoUntil = &until
	}
	article.Settle(noon)
}

// change does what changes lists.
func (a *archive) change() {
	var err error
	switch article := one(a, a.articles); rapid.IntRange(0, 4).Draw(a.T, "change") {
	case 0, 1:
		a.draw(article)
		err = a.store.UpdateArticle(a.t.Context(), article)
	case 2:
		err = a.store.DeleteArticle(a.t.Context(), article.ID)
		a.articles = slices.DeleteFunc(a.articles, func(other *news.Article) bool { return other == article })
		if len(a.articles) == 0 {
			a.add()
		}
	default:
		err = a.move()
	}
	if err != nil {
		a.Fatal(err)
	}
}

// move puts a section under another one, or none.
func (a *archive) move() error {
	section, parent := one(a, a.sections), one(a, a.sections)
	moved := *section
	moved.ParentID = nil
	if a.flip() && !slices.Contains(a.above(&parent.ID), section.ID) {
		moved.ParentID = &parent.ID
	}
	*section = moved
	return a.store.UpdateSection(a.t.Context(), section)
}

// above returns the ids of a section and those above it.
func (a *archive) above(id *string) []string {
	var ids []string
	for id != nil {
		i := slices.IndexFunc(a.sections, func(s *news.Section) bool { return s.ID == *id })
		ids, id = append(ids, *id), a.sections[i].ParentID
	}
	return ids
}

// filter narrows by a few things.
func (a *archive) filter() news.ArticleFilter {
	f := news.ArticleFilter{}
	yes := a.flip()
	maybe := func() *time.Time { at := a.hour(); return &at }
	for range rapid.IntRange(0, 2).Draw(a.T, "filters") {
		switch rapid.IntRange(0, 13).Draw(a.T, "filter") {
		case 0:
			f.SectionOnly, f.Sections = yes, nil
			for _, section := range some(a, a.sections, 2) {
				f.Sections = append(f.Sections, section.ID)
			}
		case 1:
			for _, byline := range some(a, a.bylines, 2) {
				f.Bylines = append(f.Bylines, byline.ID)
			}
		case 2:
			f.Roles = []news.CreditRole{"editor"}
		case 3:
			for _, tag := range some(a, a.tags, 3) {
				f.Tags = append(f.Tags, tag.ID)
			}
		case 4:
			f.Sources = some(a, []string{"AP", "新华社"}, 2)
		case 5:
			f.Kinds = some(a, news.ArticleKinds(), 3)
		case 6:
			f.Languages = []string{"en", "en"}
		case 7:
			f.Featured = &yes
		case 8:
			f.HasCorrections = &yes
		case 9:
			f.PublishedFrom = maybe()
		case 10:
			f.PublishedTo = maybe()
		case 11:
			f.UpdatedSince = maybe()
		case 12:
			f.CreatedBy = some(a, a.makers, 2)
		default:
			f.Statuses = some(a, news.Statuses(), 6)
		}
	}
	return f
}

func anyOf[T comparable](given []T, has ...T) bool {
	return len(given) == 0 || slices.ContainsFunc(has, func(v T) bool { return slices.Contains(given, v) })
}

// matches tells, in the words of the contract, whether a filter matches.
func (a *archive) matches(f *news.ArticleFilter, article *news.Article) bool {
	var tags, sources, sections []string
	for _, tag := range article.Tags {
		tags = append(tags, tag.ID)
	}
	for _, source := range article.Sources {
		sources = append(sources, source.Name)
	}
	if sections = a.above(article.SectionID); f.SectionOnly {
		sections = sections[:min(1, len(sections))]
	}
	credited := len(f.Bylines)+len(f.Roles) == 0 || slices.ContainsFunc(article.Credits, func(c news.Credit) bool {
		return anyOf(f.Bylines, c.BylineID) && anyOf(f.Roles, c.Role)
	})
	shown := article.VisibleTo(noon)
	if len(f.Statuses) > 0 {
		shown = anyOf(f.Statuses, article.Shown(noon))
	}
	published := article.PublishedAt
	since := f.UpdatedSince == nil || !article.UpdatedAt.Before(*f.UpdatedSince) ||
		(article.VisibleAt != nil && !article.VisibleAt.Before(*f.UpdatedSince))
	return shown && credited && since && anyOf(f.Sections, sections...) && anyOf(f.Tags, tags...) && anyOf(f.Sources, sources...) &&
		anyOf(f.Kinds, article.Kind) && anyOf(f.Languages, article.Language) && anyOf(f.CreatedBy, *article.CreatedBy) &&
		(f.Featured == nil || *f.Featured == article.Featured) && (f.HasCorrections == nil || !*f.HasCorrections) &&
		(f.PublishedFrom == nil || (published != nil && !published.Before(*f.PublishedFrom))) &&
		(f.PublishedTo == nil || (published != nil && published.Before(*f.PublishedTo)))
}

// check reads a list to its end and back, and looks for misplaced listings.
func (a *archive) check() {
	f, sort := a.filter(), one(a, sorts())
	var want []*news.Article
	for _, article := range a.articles {
		if a.matches(&f, article) {
			want = append(want, article)
		}
	}
	slices.SortFunc(want, (&shelf{T: a.T, sort: sort}).compare)
	page := news.Page{Limit: rapid.IntRange(1, 7).Draw(a.T, "limit"), WithTotal: a.flip()}
	for _, back := range []bool{false, true} {
		var got []string
		page.Cursor = &news.Cursor{Back: back}
		for page.Cursor != nil {
			list, err := a.store.Articles(a.t.Context(), f, sort, page, noon, hours(3))
			if err != nil {
				a.Fatal(err)
			}
			if page.WithTotal && (list.Total == nil || *list.Total != int64(len(want))) {
				a.Fatalf("%+v: a total of %v, want %d", f, list.Total, len(want))
			}
			a.checkNext(&f, list.Changes)
			page.Cursor = list.Next
			items := names(list.Items)
			if back {
				page.Cursor = list.Prev
				items = append(items, got...)
				got = nil
			}
			got = append(got, items...)
		}
		if titles := pointed(want); strings.Join(got, " ") != strings.Join(titles, " ") {
			a.Fatalf("%+v by %s, back %v: %v, want %v", f, sort, back, got, titles)
		}
	}
	if n, err := a.store.Misplaced(a.t.Context()); n != 0 || err != nil {
		a.Fatalf("%d listings are misplaced, %v", n, err)
	}
}

// checkNext compares when the next article of a public list becomes visible.
func (a *archive) checkNext(f *news.ArticleFilter, got *time.Time) {
	narrowed := *f
	narrowed.Statuses = []news.Status{news.StatusScheduled}
	var next *time.Time
	for _, article := range a.articles {
		if a.matches(&narrowed, article) && !article.VisibleAt.After(hours(3)) && (next == nil || article.VisibleAt.Before(*next)) {
			next = article.VisibleAt
		}
	}
	if (got == nil) != (next == nil) || (got != nil && !got.Equal(*next)) {
		a.Fatalf("%+v changes at %v, want %v", f, got, next)
	}
}

func names(articles []news.Article) []string {
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].Title + articles[i].ID
	}
	return ids
}

func pointed(articles []*news.Article) []string {
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].Title + articles[i].ID
	}
	return ids
}

// TestListsAreKept: after any history, each list shows what the contract says,
// in every order, both ways, with its total and its next moment.
func TestListsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(rt *rapid.T) {
			for _, id := range listed(t, s, everything(), news.SortNewest) {
				if err := s.DeleteArticle(t.Context(), id); err != nil {
					rt.Fatal(err)
				}
			}
			a := newArchive(t, rt, s)
			for range rapid.IntRange(1, 5).Draw(rt, "steps") {
				a.change()
				for range 3 {
					a.check()
				}
			}
		})
	})
}
