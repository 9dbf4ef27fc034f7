package service_test

import (
	"errors"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// write is one kind of write of a resource that is there under the ref "there".
type write struct {
	name   string
	allows news.Role // the least role that may
	create bool
	do     func(n *newsroom, actor news.Actor, ref string, fill error) error
}

var errFill = errors.New("the request is wrong")

func writes() []write {
	return []write{
		{"create section", news.RoleEditor, true, func(n *newsroom, actor news.Actor, _ string, fill error) error {
			_, err := n.CreateSection(n.ctx, actor, func(s *news.Section) error { s.Name = "new"; return fill })
			return err
		}},
		{"update section", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.UpdateSection(n.ctx, actor, ref, func(*news.Section) error { return fill })
			return err
		}},
		{"delete section", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.DeleteSection(n.ctx, actor, ref, nil, func(*news.Section) error { return fill })
			return err
		}},
		{"create byline", news.RoleAuthor, true, func(n *newsroom, actor news.Actor, _ string, fill error) error {
			_, err := n.CreateByline(n.ctx, actor, func(b *news.Byline) error { b.Name = "new"; return fill })
			return err
		}},
		{"update byline", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.UpdateByline(n.ctx, actor, ref, func(*news.Byline) error { return fill })
			return err
		}},
		{"delete byline", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.DeleteByline(n.ctx, actor, ref, func(*news.Byline) error { return fill })
			return err
		}},
		{"merge bylines", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.MergeBylines(n.ctx, actor, ref, func(*news.Byline) (string, error) { return "other", fill })
			return err
		}},
		{"update tag", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.UpdateTag(n.ctx, actor, ref, func(*news.Tag) error { return fill })
			return err
		}},
		{"delete tag", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.DeleteTag(n.ctx, actor, ref, func(*news.Tag) error { return fill })
			return err
		}},
		{"merge tags", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.MergeTags(n.ctx, actor, ref, func(*news.Tag) (string, error) { return "other", fill })
			return err
		}},
		{"create article", news.RoleAuthor, true, func(n *newsroom, actor news.Actor, _ string, fill error) error {
			_, err := n.CreateArticle(n.ctx, actor, func(a *news.Article) error { a.Title = "new"; return fill })
			return err
		}},
		{"update article", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.UpdateArticle(n.ctx, actor, ref, func(*news.Article) error { return fill })
			return err
		}},
		{"publish article", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.Publish(n.ctx, actor, ref, func(*news.Article) (news.Publication, error) { return news.Publication{}, fill })
			return err
		}},
		{"trash article", news.RoleEditor, false, func(n *newsroom, actor news.Actor, ref string, fill error) error {
			_, err := n.Move(n.ctx, actor, news.MoveTrash, ref, func(*news.Article) error { return fill })
			return err
		}},
	}
}

// furnish makes one resource of each noun under the ref "there", and what it
// takes to merge it into. The article is of nobody in these tests.
func (n *newsroom) furnish() {
	n.section("there", nil)
	n.byline("there")
	n.byline("other")
	_, err := n.CreateArticle(n.ctx, news.Actor{UserID: news.NewID(), Role: news.RoleAuthor}, func(a *news.Article) error {
		a.Title, a.Body = "there", "<p>Text</p>"
		section, err := n.Section(n.ctx, "there")
		a.SectionID = &section.ID
		tags("there", "other")(a)
		return err
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

func TestWritesAskForPermission(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.furnish()
		for _, w := range writes() {
			for _, actor := range []news.Actor{anonymous, reader, author, editor, admin} {
				err := w.do(n, actor, "there", errFill)
				refusal := want{kind: news.Forbidden, code: "forbidden"}
				if !actor.SignedIn() {
					refusal = want{kind: news.Unauthenticated, code: "unauthenticated"}
				}
				if actor.AtLeast(w.allows) {
					if !errors.Is(err, errFill) {
						t.Errorf("%s by %q: %v", w.name, actor.Role, err)
					}
					continue
				}
				t.Logf("%s by %q", w.name, actor.Role)
				refusal.check(t, err)
			}
		}
	})
}

func TestWritesTellErrorsInOrder(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.furnish()
		for _, w := range writes() {
			if w.create {
				continue
			}
			for _, actor := range []news.Actor{reader, admin} {
				t.Logf("%s by %s of what is not there", w.name, actor.Role)
				missing().check(t, w.do(n, actor, "no-such", errFill))
			}
		}
		inUse := want{kind: news.Conflict, code: "in-use"}
		for name, do := range map[string]func(error) error{
			"section": func(fill error) error {
				_, err := n.DeleteSection(n.ctx, editor, "there", nil, func(*news.Section) error { return fill })
				return err
			},
			"tag": func(fill error) error {
				_, err := n.DeleteTag(n.ctx, editor, "there", func(*news.Tag) error { return fill })
				return err
			},
		} {
			if err := do(errFill); !errors.Is(err, errFill) {
				t.Errorf("deleting a %s in use with a wrong request: %v", name, err)
			}
			inUse.check(t, do(nil))
		}
	})
}

func TestRefusedWritesLeaveNothing(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.furnish()
		for _, w := range writes() {
			if err := w.do(n, admin, "there", errFill); !errors.Is(err, errFill) {
				t.Errorf("%s: %v", w.name, err)
			}
		}
		section, err := n.Section(n.ctx, "there")
		if err != nil || section.Revision != 1 {
			t.Errorf("the section became %+v, %v", section, err)
		}
		article, err := n.Article(n.ctx, admin, "there")
		if err != nil || article.Revision != 1 || article.Status != news.StatusDraft {
			t.Errorf("the article became %+v, %v", article, err)
		}
		_, err = n.Article(n.ctx, admin, "new")
		missing().check(t, err)
		if made := n.section("new", nil); made.Slug != "new" {
			t.Errorf("a refused section kept its slug: %s", made.Slug)
		}
	})
}
