package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

func paths(sections []news.Section) string {
	all := make([]string, len(sections))
	for i, s := range sections {
		all[i] = s.Path
	}
	return strings.Join(all, " ")
}

func (n *newsroom) tree(query service.SectionQuery) string {
	n.t.Helper()
	list, err := n.Sections(n.ctx, query, news.Page{Limit: 100})
	return paths(must(n.t, list, err).Items)
}

// chain makes sections one under the other, the last one `levels` below parent.
func (n *newsroom) chain(parent *news.Section, levels int) *news.Section {
	n.t.Helper()
	for range levels {
		parent = n.section("level", parent)
	}
	return parent
}

func (n *newsroom) move(section, parent *news.Section) error {
	_, err := n.UpdateSection(n.ctx, editor, section.ID, func(s *news.Section) error {
		s.ParentID = &parent.ID
		return nil
	})
	return err
}

func (n *newsroom) reposition(section *news.Section, position int) {
	n.t.Helper()
	_, err := n.UpdateSection(n.ctx, editor, section.ID, func(s *news.Section) error {
		s.Position = position
		return nil
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

func noCheck[T any](*T) error { return nil }

func TestCreateSection(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		center := n.section("文章中心", nil)
		if center.Slug != "文章中心" || center.Path != "文章中心" || center.Depth != 1 || center.Position != 1 || center.Revision != 1 {
			t.Errorf("made %+v", center)
		}
		science, tech := n.section("科技要聞", center), n.section("科技要聞", center)
		if tech.Slug != "科技要聞-2" || tech.Path != "文章中心/科技要聞-2" || tech.Depth != 2 || tech.Position != 2 {
			t.Errorf("made %+v", tech)
		}
		if len(tech.Breadcrumbs) != 2 || tech.Breadcrumbs[0].ID != center.ID || tech.Breadcrumbs[1].ID != tech.ID {
			t.Errorf("breadcrumbs %+v", tech.Breadcrumbs)
		}
		for _, ref := range []string{science.ID, science.Slug, strings.ToUpper(science.ID)} {
			found, err := n.Section(n.ctx, ref)
			if err != nil || found.ID != science.ID || found.Path != "文章中心/科技要聞" {
				t.Errorf("%s is %+v, %v", ref, found, err)
			}
		}
		_, err := n.Section(n.ctx, "no-such")
		missing().check(t, err)
		written, err := n.CreateSection(n.ctx, editor, func(s *news.Section) error {
			s.Name, s.ParentID, s.Position = "First", &center.ID, 0
			return nil
		})
		if first := must(t, written, err).Row; first.Position != 0 || n.tree(service.SectionQuery{Root: "first"}) != "文章中心/first" {
			t.Errorf("made %+v", first)
		}
		if got, want := n.tree(service.SectionQuery{}), "文章中心 文章中心/first 文章中心/科技要聞 文章中心/科技要聞-2"; got != want {
			t.Errorf("the tree is %s, want %s", got, want)
		}
	})
}

func TestCreateSectionRefuses(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		first := n.section("First", nil)
		deep := n.chain(nil, news.MaxSectionDepth)
		nobody := news.NewID()
		tests := []struct {
			name string
			fill func(*news.Section)
			want want
		}{
			{"a slug in use", func(s *news.Section) { s.Slug = "first" }, want{news.Conflict, "slug-taken", []string{"/slug"}}},
			{"a slug in use, in capitals", func(s *news.Section) { s.Slug = "FIRST" }, want{news.Conflict, "slug-taken", []string{"/slug"}}},
			{"no slug", func(s *news.Section) { s.Slug = "a b" }, want{news.Invalid, "validation", []string{"/slug"}}},
			{"an unknown parent", func(s *news.Section) { s.ParentID = &nobody }, want{news.Invalid, "validation", []string{"/parent_id"}}},
			{"too deep", func(s *news.Section) { s.ParentID = &deep.ID }, want{news.Invalid, "validation", []string{"/parent_id"}}},
			{"rule before clash", func(s *news.Section) { s.ParentID, s.Slug = &nobody, first.Slug }, want{news.Invalid, "validation", []string{"/parent_id"}}},
		}
		before := n.tree(service.SectionQuery{})
		for _, test := range tests {
			_, err := n.CreateSection(n.ctx, editor, func(s *news.Section) error {
				s.Name = "New"
				test.fill(s)
				return nil
			})
			t.Log(test.name)
			test.want.check(t, err)
		}
		if after := n.tree(service.SectionQuery{}); after != before {
			t.Errorf("something was written: %s, before %s", after, before)
		}
	})
}

func TestUpdateSectionMoves(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		a, b := n.section("a", nil), n.section("b", nil)
		under := n.section("under", a)
		below := n.section("below", under)
		n.pass(1)
		written, err := n.UpdateSection(n.ctx, editor, "under", func(s *news.Section) error {
			s.ParentID, s.Position = &b.ID, news.LastPosition
			return nil
		})
		moved := must(t, written, err).Row
		if moved.Path != "b/under" || moved.Revision != 2 || !moved.UpdatedAt.Equal(n.Now()) || moved.Position != 1 {
			t.Errorf("moved to %+v", moved)
		}
		if got := groupNames(written.Groups); !got[news.Lists] || !got[news.GroupOf(news.NounSection, under.ID)] {
			t.Errorf("stale are %v", written.Groups)
		}
		if got, want := n.tree(service.SectionQuery{}), "a b b/under b/under/below"; got != want {
			t.Errorf("the tree is %s, want %s", got, want)
		}
		again, err := n.Section(n.ctx, below.ID)
		if err != nil || again.Revision != 1 {
			t.Errorf("what is under it became %+v, %v", again, err)
		}
	})
}

func TestUpdateSectionRefusesCyclesAndDepth(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		top := n.section("top", nil)
		bottom := n.chain(top, 2)
		deep := n.chain(nil, news.MaxSectionDepth-2)
		place := want{news.Invalid, "validation", []string{"/parent_id"}}
		place.check(t, n.move(top, top))
		place.check(t, n.move(top, bottom))
		place.check(t, n.move(top, deep))
		if err := n.move(bottom, deep); err != nil {
			t.Errorf("a leaf does not fit: %v", err)
		}
	})
}

func TestConcurrentMovesMakeNoCycle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for round := range 20 {
			a, b := n.section("a", nil), n.section("b", nil)
			done := make(chan error)
			go func() { done <- n.move(a, b) }()
			go func() { done <- n.move(b, a) }()
			first, second := <-done, <-done
			if (first == nil) == (second == nil) {
				t.Errorf("moved a under b and b under a: %v, %v", first, second)
			}
			list, err := n.Sections(n.ctx, service.SectionQuery{}, news.Page{Limit: 100})
			if got := len(must(t, list, err).Items); got != 2*(round+1) {
				t.Fatalf("%d of %d sections are in the tree", got, 2*(round+1))
			}
		}
	})
}

func TestUpdateSectionKeepsWhatIsUnchanged(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("News", nil)
		n.pass(1)
		written, err := n.UpdateSection(n.ctx, editor, section.ID, noCheck)
		if err != nil || written.Row.Revision != 1 || !written.Row.UpdatedAt.Equal(section.UpdatedAt) || written.Groups != nil {
			t.Errorf("nothing changed gives %+v, %v", written, err)
		}
	})
}

func TestSectionSlugsOfThePast(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("Old", nil)
		rename := func(slug string) error {
			_, err := n.UpdateSection(n.ctx, editor, section.ID, func(s *news.Section) error {
				s.Slug = slug
				return nil
			})
			return err
		}
		if err := rename("new"); err != nil {
			t.Fatal(err)
		}
		found, err := n.Section(n.ctx, "old")
		if err != nil || found.ID != section.ID || found.Slug != "new" {
			t.Errorf("the old slug finds %+v, %v", found, err)
		}
		if other := n.section("old", nil); other.Slug != "old-2" {
			t.Errorf("another section got %s", other.Slug)
		}
		if err := rename("old"); err != nil {
			t.Errorf("it can't have its own slug back: %v", err)
		}
	})
}

func TestDeleteSection(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("Gone", nil)
		groups, err := n.DeleteSection(n.ctx, editor, "gone", nil, noCheck)
		if got := groupNames(groups); err != nil || !got[news.Lists] || !got[news.GroupOf(news.NounSection, section.ID)] {
			t.Errorf("deleting answers %v, %v", groups, err)
		}
		_, err = n.Section(n.ctx, section.ID)
		missing().check(t, err)
		_, err = n.Section(n.ctx, "gone")
		missing().check(t, err)
		if again := n.section("Gone", nil); again.Slug != "gone-2" {
			t.Errorf("the slug of a section of the past was given to another: %s", again.Slug)
		}
	})
}

func TestDeleteSectionInUse(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		parent, filed := n.section("parent", nil), n.section("filed", nil)
		n.section("child", parent)
		article := n.draft("Draft", filed)
		inUse := want{kind: news.Conflict, code: "in-use"}
		for _, ref := range []string{"parent", "filed"} {
			_, err := n.DeleteSection(n.ctx, editor, ref, nil, noCheck)
			inUse.check(t, err)
		}
		if _, err := n.Move(n.ctx, editor, news.MoveTrash, article.ID, noCheck); err != nil {
			t.Fatal(err)
		}
		_, err := n.DeleteSection(n.ctx, editor, "filed", nil, noCheck)
		inUse.check(t, err)
	})
}

func TestDeleteSectionMovesWhatIsUnderIt(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		old, target := n.section("old", nil), n.section("target", nil)
		n.section("first", target)
		two, one := n.section("two", old), n.section("one", old)
		leaf := n.section("leaf", one)
		n.reposition(two, 9)
		draft, shown := n.draft("Draft", old), n.published("Shown", old)
		n.pass(1)
		moveTo := "target"
		if _, err := n.DeleteSection(n.ctx, editor, old.ID, &moveTo, noCheck); err != nil {
			t.Fatal(err)
		}
		if got, want := n.tree(service.SectionQuery{}), "target target/first target/one target/one/leaf target/two"; got != want {
			t.Errorf("the tree is %s, want %s", got, want)
		}
		for id, revision := range map[string]int{one.ID: 2, two.ID: 3, leaf.ID: 1, target.ID: 1} {
			section, err := n.Section(n.ctx, id)
			if err != nil || section.Revision != revision {
				t.Errorf("%+v, %v, want revision %d", section, err, revision)
			}
		}
		for _, before := range []*news.Article{draft, shown} {
			after := n.reread(before)
			if *after.SectionID != target.ID || after.Revision != before.Revision+1 || !after.UpdatedAt.Equal(n.Now()) || *after.UpdatedBy != editor.UserID {
				t.Errorf("%s became %+v", before.Title, after)
			}
			if after.Status != before.Status || after.Body != before.Body || after.Path() != "target/"+after.Slug {
				t.Errorf("%s became %+v", before.Title, after)
			}
		}
		for _, ref := range []string{"old", old.ID} {
			found, err := n.Section(n.ctx, ref)
			if err != nil || found.ID != target.ID {
				t.Errorf("%s leads to %+v, %v", ref, found, err)
			}
		}
	})
}

func TestDeleteSectionChecksMoveTo(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("section", nil)
		child := n.section("child", section)
		n.section("grandchild", child)
		bottom := n.chain(nil, news.MaxSectionDepth-1)
		place := want{news.Malformed, "bad-parameter", []string{"move_to"}}
		for _, ref := range []string{"", "no-such", news.NewID(), "section", "child", "grandchild", bottom.ID} {
			_, err := n.DeleteSection(n.ctx, editor, "section", &ref, noCheck)
			t.Logf("move_to=%s", ref)
			place.check(t, err)
		}
		above := bottom.Breadcrumbs[news.MaxSectionDepth-3].ID
		if _, err := n.DeleteSection(n.ctx, editor, "section", &above, noCheck); err != nil {
			t.Errorf("one level higher they fit, but %v", err)
		}
	})
}

func TestSections(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		a := n.section("a", nil)
		n.section("b", nil)
		ax := n.section("x", a)
		n.section("y", a)
		n.section("z", ax)
		n.reposition(ax, 9)
		tests := []struct {
			query service.SectionQuery
			want  string
		}{
			{service.SectionQuery{}, "a a/y a/x a/x/z b"},
			{service.SectionQuery{MaxDepth: 1}, "a b"},
			{service.SectionQuery{MaxDepth: 2}, "a a/y a/x b"},
			{service.SectionQuery{Root: "a"}, "a a/y a/x a/x/z"},
			{service.SectionQuery{Root: ax.ID}, "a/x a/x/z"},
			{service.SectionQuery{Root: "x", MaxDepth: 1}, "a/x"},
			{service.SectionQuery{Root: "x", MaxDepth: 2}, "a/x a/x/z"},
		}
		for _, test := range tests {
			if got := n.tree(test.query); got != test.want {
				t.Errorf("%+v: %s, want %s", test.query, got, test.want)
			}
		}
		_, err := n.Sections(n.ctx, service.SectionQuery{Root: "no-such"}, news.Page{Limit: 1})
		want{news.Malformed, "bad-parameter", []string{"root"}}.check(t, err)
	})
}

func TestSectionCounts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		top := n.section("top", nil)
		middle := n.section("middle", top)
		n.section("empty", top)
		n.published("One", top)
		n.published("Two", middle)
		n.withdraw(n.published("Three", middle))
		n.draft("Four", middle)
		list, err := n.Sections(n.ctx, service.SectionQuery{WithCounts: true}, news.Page{Limit: 10})
		var counts []int64
		for _, s := range must(t, list, err).Items {
			counts = append(counts, s.ArticleCount)
		}
		if want := []int64{2, 1, 0}; !slices.Equal(counts, want) {
			t.Errorf("counts %v, want %v", counts, want)
		}
	})
}

func TestSectionPagesOfOnePosition(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		var all []string
		for _, name := range []string{"a", "b", "c", "d"} {
			n.reposition(n.section(name, nil), 7)
			all = append(all, name)
		}
		var seen []string
		page := news.Page{Limit: 1, Cursor: &news.Cursor{}}
		for page.Cursor != nil {
			list, err := n.Sections(n.ctx, service.SectionQuery{}, page)
			seen = append(seen, paths(must(t, list, err).Items))
			page.Cursor = list.Next
		}
		if !slices.Equal(seen, all) {
			t.Errorf("seen are %v, want %v", seen, all)
		}
	})
}

func TestSectionPages(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		var roots []*news.Section
		for i := range 5 {
			root := n.section(fmt.Sprintf("r%d", i), nil)
			n.section(fmt.Sprintf("c%d", i), root)
			roots = append(roots, root)
		}
		read := func(cursor *news.Cursor) news.List[news.Section] {
			list, err := n.Sections(n.ctx, service.SectionQuery{}, news.Page{Limit: 3, Cursor: cursor, WithTotal: true})
			return must(t, list, err)
		}
		first := read(nil)
		if paths(first.Items) != "r0 r0/c0 r1" || first.Prev != nil || *first.Total != 10 {
			t.Fatalf("the first page is %s, %+v", paths(first.Items), first)
		}
		n.section("new", roots[0])
		move := "r0"
		if _, err := n.DeleteSection(n.ctx, editor, "r1", &move, noCheck); err != nil {
			t.Fatal(err)
		}
		second := read(first.Next)
		if paths(second.Items) != "r2 r2/c2 r3" {
			t.Errorf("the second page is %s", paths(second.Items))
		}
		third := read(second.Next)
		if paths(third.Items) != "r3/c3 r4 r4/c4" || third.Next != nil {
			t.Errorf("the third page is %s", paths(third.Items))
		}
		if back := read(third.Prev); paths(back.Items) != paths(second.Items) {
			t.Errorf("back is %s", paths(back.Items))
		}
		if back := read(second.Prev); paths(back.Items) != "r0/c0 r0/new r0/c1" {
			t.Errorf("back is %s", paths(back.Items))
		}
	})
}
