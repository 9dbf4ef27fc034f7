package service_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func (n *newsroom) editByline(ref string, change func(*news.Byline)) *news.Byline {
	n.t.Helper()
	written, err := n.UpdateByline(n.ctx, editor, ref, func(b *news.Byline) error {
		change(b)
		return nil
	})
	return must(n.t, written, err).Row
}

func (n *newsroom) mergeBylines(ref, into string) (*news.Byline, error) {
	written, err := n.MergeBylines(n.ctx, editor, ref, func(*news.Byline) (string, error) { return into, nil })
	return written.Row, err
}

func TestBylineIsPublicWhileCreditedInSight(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section, byline := n.section("s", nil), n.byline("寧波日報")
		article := n.draft("Draft", section, credit("author", byline))
		seen := func(want bool) {
			t.Helper()
			if _, err := n.Byline(n.ctx, anonymous, byline.ID); (err == nil) != want {
				t.Errorf("readers see it: %v, want %v", err, want)
			}
			list, err := n.Bylines(n.ctx, anonymous, news.BylineFilter{}, news.Page{Limit: 10, WithTotal: true})
			if err != nil || (len(list.Items) == 1) != want || (*list.Total == 1) != want {
				t.Errorf("readers list %+v, %v, want %v", list, err, want)
			}
			if _, err := n.Byline(n.ctx, reader, byline.Slug); err != nil {
				t.Errorf("a user does not see it: %v", err)
			}
		}
		seen(false)
		_, err := n.Byline(n.ctx, anonymous, byline.ID)
		missing().check(t, err)
		n.publish(article)
		seen(true)
		n.withdraw(article)
		seen(false)
	})
}

func TestBylineOfAScheduledArticle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		byline := n.byline("Jane Doe")
		article := n.draft("Later", n.section("s", nil), credit("author", byline))
		moment := n.Now().Add(3600e9)
		_, err := n.Publish(n.ctx, editor, article.ID, func(*news.Article) (news.Publication, error) {
			return news.Publication{PublishedAt: &moment, Precision: news.PrecisionSecond}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = n.Byline(n.ctx, anonymous, byline.ID)
		missing().check(t, err)
		n.pass(3600e9)
		if _, err := n.Byline(n.ctx, anonymous, byline.ID); err != nil {
			t.Errorf("at its moment: %v", err)
		}
	})
}

func TestSortNameFollowsTheNameUntilSetByHand(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		byline := n.byline("Jane Doe")
		if byline.SortName != "Doe, Jane" || byline.SearchKey != "jane doe doe, jane" || byline.Slug != "jane-doe" {
			t.Errorf("made %+v", byline)
		}
		rename := func(name string) func(*news.Byline) { return func(b *news.Byline) { b.Name = name } }
		sortAs := func(name string) func(*news.Byline) { return func(b *news.Byline) { b.SortName = name } }
		steps := []struct {
			change func(*news.Byline)
			want   string
		}{
			{rename("Jane Roe"), "Roe, Jane"},
			{func(b *news.Byline) { b.Kind = news.BylineDesk }, "Jane Roe"},
			{sortAs("Janet"), "Janet"},
			{rename("Jane Poe"), "Janet"},
			{sortAs(""), "Jane Poe"},
			{rename("Jane Low"), "Jane Low"},
		}
		for i, step := range steps {
			got := n.editByline(byline.ID, step.change)
			if got.SortName != step.want || got.Revision != i+2 || got.Slug != "jane-doe" {
				t.Errorf("step %d gives %+v, want the sort name %s", i, got, step.want)
			}
			if got.SearchKey != strings.ToLower(got.Name+" "+got.SortName) {
				t.Errorf("step %d is searched as %q", i, got.SearchKey)
			}
		}
		if got := n.editByline(byline.ID, func(*news.Byline) {}); got.Revision != len(steps)+1 {
			t.Errorf("nothing changed gives revision %d", got.Revision)
		}
	})
}

func TestBylineFilters(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, name := range []string{"Émile Zola", "ＡＢＣ Desk", "李四"} {
			n.byline(name)
		}
		n.editByline("李四", func(b *news.Byline) { b.Organization, b.Kind = "寧波日報", news.BylineAgency })
		tests := []struct {
			filter news.BylineFilter
			want   []string
		}{
			{news.BylineFilter{}, []string{"ＡＢＣ Desk", "李四", "Émile Zola"}},
			{news.BylineFilter{Query: " ÉMILE "}, []string{"Émile Zola"}},
			{news.BylineFilter{Query: "abc"}, []string{"ＡＢＣ Desk"}},
			{news.BylineFilter{Query: "%"}, nil},
			{news.BylineFilter{Query: "四"}, []string{"李四"}},
			{news.BylineFilter{Organizations: []string{"寧波日報", "none"}}, []string{"李四"}},
			{news.BylineFilter{Kinds: []news.BylineKind{news.BylinePerson}}, []string{"ＡＢＣ Desk", "Émile Zola"}},
			{news.BylineFilter{Kinds: []news.BylineKind{news.BylinePerson}, Query: "四"}, nil},
		}
		for _, test := range tests {
			list, err := n.Bylines(n.ctx, reader, test.filter, news.Page{Limit: 10})
			var names []string
			for _, b := range must(t, list, err).Items {
				names = append(names, b.Name)
			}
			slices.Sort(names)
			slices.Sort(test.want)
			if !slices.Equal(names, test.want) {
				t.Errorf("%+v finds %v, want %v", test.filter, names, test.want)
			}
		}
	})
}

func TestWriteBylineRefuses(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		code, nobody := "A1", news.NewID()
		other := n.editByline(n.byline("Other").ID, func(b *news.Byline) { b.ExternalID = &code })
		mine := n.byline("Mine")
		tests := []struct {
			fill func(*news.Byline)
			want want
		}{
			{func(b *news.Byline) { b.Slug = "other" }, want{news.Conflict, "slug-taken", []string{"/slug"}}},
			{func(b *news.Byline) { b.Slug = "external" }, want{news.Invalid, "validation", []string{"/slug"}}},
			{func(b *news.Byline) { b.ExternalID = &code }, want{news.Conflict, "duplicate", []string{"/external_id"}}},
			{func(b *news.Byline) { b.UserID = &nobody }, want{news.Invalid, "validation", []string{"/user_id"}}},
			{func(b *news.Byline) { b.UserID, b.Slug = &nobody, "other" }, want{news.Invalid, "validation", []string{"/user_id"}}},
		}
		for _, test := range tests {
			fill := func(b *news.Byline) error {
				if b.Name == "" {
					b.Name = "New"
				}
				test.fill(b)
				return nil
			}
			_, err := n.CreateByline(n.ctx, author, fill)
			test.want.check(t, err)
			_, err = n.UpdateByline(n.ctx, editor, mine.ID, fill)
			test.want.check(t, err)
		}
		again, err := n.Byline(n.ctx, reader, mine.ID)
		if err != nil || again.Revision != 1 || again.Slug != "mine" {
			t.Errorf("half-written: %+v, %v", again, err)
		}
		if other.Revision != 2 {
			t.Errorf("the other became %+v", other)
		}
	})
}

func TestFaultsAreToldTogether(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		nobody := news.NewID()
		broken := news.NewInvalid([]news.Field{{Pointer: "/name", Code: "required"}})
		_, err := n.CreateByline(n.ctx, author, func(b *news.Byline) error {
			b.UserID = &nobody
			return broken
		})
		want{news.Invalid, "validation", []string{"/name", "/user_id"}}.check(t, err)
		_, err = n.CreateSection(n.ctx, editor, func(s *news.Section) error {
			s.ParentID = &nobody
			return broken
		})
		want{news.Invalid, "validation", []string{"/name", "/parent_id"}}.check(t, err)
		_, err = n.CreateByline(n.ctx, author, func(*news.Byline) error { return broken })
		want{news.Invalid, "validation", []string{"/name"}}.check(t, err)
	})
}

func TestBylineOfAUser(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		user := &news.User{ID: news.NewID(), Revision: 1, Email: "li@example.org", Role: news.RoleAuthor, CreatedAt: n.Now(), UpdatedAt: n.Now()}
		if err := n.store.InsertUser(n.ctx, user); err != nil {
			t.Fatal(err)
		}
		byline := n.editByline(n.byline("Li").ID, func(b *news.Byline) { b.UserID, b.Kind = &user.ID, "" })
		if *byline.UserID != user.ID || byline.Kind != news.BylinePerson {
			t.Errorf("became %+v", byline)
		}
	})
}

func TestDeleteByline(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		byline := n.byline("Jane")
		article := n.draft("Draft", nil, credit("author", byline))
		_, err := n.DeleteByline(n.ctx, editor, byline.ID, noCheck)
		want{kind: news.Conflict, code: "in-use"}.check(t, err)
		_, err = n.UpdateArticle(n.ctx, author, article.ID, func(a *news.Article) error {
			a.Credits = nil
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		groups, err := n.DeleteByline(n.ctx, editor, "jane", noCheck)
		if got := groupNames(groups); err != nil || !got[news.Lists] || !got[news.GroupOf(news.NounByline, byline.ID)] {
			t.Errorf("deleting answers %v, %v", groups, err)
		}
		_, err = n.Byline(n.ctx, editor, byline.ID)
		missing().check(t, err)
	})
}

func TestMergeBylines(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("s", nil)
		from, into, third := n.byline("Jane Do"), n.byline("Jane Doe"), n.byline("Third")
		n.editByline(from.ID, func(b *news.Byline) { b.Slug = "jane-d" })
		article := n.published("Article", section, func(a *news.Article) {
			a.Credits = []news.Credit{
				{BylineID: from.ID, Role: "author", Name: "J. D."},
				{BylineID: third.ID, Role: "author"},
				{BylineID: into.ID, Role: "author"},
				{BylineID: from.ID, Role: "editor", Name: "Jane Doe"},
				{BylineID: into.ID, Role: "photographer"},
			}
		})
		trashed := n.draft("Trashed", section, credit("author", from))
		if _, err := n.Move(n.ctx, editor, news.MoveTrash, trashed.ID, noCheck); err != nil {
			t.Fatal(err)
		}
		untouched := n.published("Untouched", section, credit("author", into))
		n.pass(1)

		written, err := n.MergeBylines(n.ctx, editor, "jane-do", func(*news.Byline) (string, error) { return "jane-doe", nil })
		if err != nil || written.Row.ID != into.ID || written.Row.Revision != 1 {
			t.Fatalf("merging answers %+v, %v", written.Row, err)
		}
		for _, group := range []news.Group{news.Lists, news.GroupOf(news.NounByline, from.ID), news.GroupOf(news.NounByline, into.ID)} {
			if !groupNames(written.Groups)[group] {
				t.Errorf("%s is not in %v", group, written.Groups)
			}
		}
		after := n.reread(article)
		var credits []string
		for _, c := range after.Credits {
			credits = append(credits, string(c.Role)+" "+c.Byline.Name+" as "+c.Printed())
		}
		want := []string{"author Jane Doe as J. D.", "author Third as Third", "editor Jane Doe as Jane Doe", "photographer Jane Doe as Jane Doe"}
		if !slices.Equal(credits, want) {
			t.Errorf("credits %q, want %q", credits, want)
		}
		if after.Revision != article.Revision+1 || after.Status != news.StatusPublished || !after.UpdatedAt.Equal(n.Now()) {
			t.Errorf("the article became %+v", after)
		}
		if got := n.reread(trashed); got.Credits[0].BylineID != into.ID || got.Status != news.StatusTrashed {
			t.Errorf("the trashed article became %+v", got)
		}
		if got := n.reread(untouched); got.Revision != untouched.Revision {
			t.Errorf("the untouched article has revision %d", got.Revision)
		}
		for _, ref := range []string{"jane-do", "jane-d", from.ID} {
			found, err := n.Byline(n.ctx, anonymous, ref)
			if err != nil || found.ID != into.ID {
				t.Errorf("%s leads to %+v, %v", ref, found, err)
			}
		}
		n.editByline(into.ID, func(b *news.Byline) { b.Name = "Jane Roe" })
		if follows := n.reread(article).Credits[2].Printed(); follows != "Jane Roe" {
			t.Errorf("a credit printed as the target does not follow it: %s", follows)
		}
		last, err := n.mergeBylines(into.ID, third.ID)
		if err != nil || last.ID != third.ID {
			t.Fatalf("merging once more answers %+v, %v", last, err)
		}
		if found, err := n.Byline(n.ctx, anonymous, from.ID); err != nil || found.ID != third.ID {
			t.Errorf("twice merged, it leads to %+v, %v", found, err)
		}
	})
}

func TestMergeBylinesRefuses(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		a, b := n.byline("a"), n.byline("b")
		place := want{news.Invalid, "validation", []string{"/into"}}
		for _, into := range []string{a.ID, "a", "no-such", "", news.NewID()} {
			_, err := n.mergeBylines(a.ID, into)
			place.check(t, err)
		}
		if _, err := n.mergeBylines("a", "b"); err != nil {
			t.Fatal(err)
		}
		_, err := n.mergeBylines("b", "a")
		place.check(t, err)
		if _, err := n.Byline(n.ctx, editor, b.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestBylinesMergedIntoEachOtherAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		a, b := n.byline("a"), n.byline("b")
		n.draft("Article", nil, credit("author", a, b))
		done := make(chan error)
		merge := func(from, into *news.Byline) {
			_, err := n.mergeBylines(from.ID, into.ID)
			done <- err
		}
		go merge(a, b)
		go merge(b, a)
		first, second := <-done, <-done
		if (first == nil) == (second == nil) {
			t.Errorf("merged into each other: %v, %v", first, second)
		}
		list, err := n.Bylines(n.ctx, editor, news.BylineFilter{}, news.Page{Limit: 10})
		if err != nil || len(list.Items) != 1 {
			t.Errorf("left are %+v, %v", list.Items, err)
		}
	})
}
