package service_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func (n *newsroom) mergeTags(ref, into string) (*news.Tag, error) {
	written, err := n.MergeTags(n.ctx, editor, ref, func(*news.Tag) (string, error) { return into, nil })
	return written.Row, err
}

func (n *newsroom) editTag(ref string, change func(*news.Tag)) (*news.Tag, error) {
	written, err := n.UpdateTag(n.ctx, editor, ref, func(t *news.Tag) error {
		change(t)
		return nil
	})
	return written.Row, err
}

func tagNames(list []news.Tag) string {
	var names string
	for _, tag := range list {
		names += fmt.Sprintf("%s=%d ", tag.Name, tag.ArticleCount)
	}
	return names
}

func carriedBy(article *news.Article) string {
	var names string
	for _, tag := range article.Tags {
		names += tag.Name + " "
	}
	return names
}

func TestTagsCountWhatReadersSee(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("s", nil)
		n.published("One", section, tags("science", "寧波"))
		n.published("Two", section, tags("science"))
		n.withdraw(n.published("Three", section, tags("science", "gone")))
		n.draft("Four", section, tags("draft"))
		list := func(actor news.Actor) string {
			found, err := n.Tags(n.ctx, actor, news.Page{Limit: 10})
			return tagNames(must(t, found, err).Items)
		}
		if got, want := list(anonymous), "science=2 寧波=1 "; got != want {
			t.Errorf("readers list %s, want %s", got, want)
		}
		if got, want := list(reader), "draft=0 gone=0 science=2 寧波=1 "; got != want {
			t.Errorf("users list %s, want %s", got, want)
		}
		for _, ref := range []string{"gone", "draft", "no-such"} {
			_, err := n.Tag(n.ctx, anonymous, ref)
			missing().check(t, err)
		}
		tag, err := n.Tag(n.ctx, anonymous, "science")
		if err != nil || tag.ArticleCount != 2 {
			t.Errorf("readers see %+v, %v", tag, err)
		}
		if tag, err = n.Tag(n.ctx, reader, "gone"); err != nil || tag.ArticleCount != 0 {
			t.Errorf("users see %+v, %v", tag, err)
		}
	})
}

func TestUpdateTag(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.published("One", n.section("s", nil), tags("Science", "Other"))
		n.pass(1)
		tag, err := n.editTag("science", func(t *news.Tag) { t.Name = "Sciences" })
		if err != nil || tag.Revision != 2 || tag.Slug != "science" || tag.ArticleCount != 1 || !tag.UpdatedAt.Equal(n.Now()) {
			t.Fatalf("renamed to %+v, %v", tag, err)
		}
		if got := n.reread(article); carriedBy(got) != "Sciences Other " || got.Revision != article.Revision {
			t.Errorf("the article became %+v", got)
		}
		if tag, err = n.editTag("science", func(t *news.Tag) { t.Name = "SCIENCES" }); err != nil || tag.Revision != 3 {
			t.Errorf("its own name in capitals: %+v, %v", tag, err)
		}
		if tag, err = n.editTag("science", func(*news.Tag) {}); err != nil || tag.Revision != 3 {
			t.Errorf("nothing changed gives %+v, %v", tag, err)
		}
		_, err = n.editTag("science", func(t *news.Tag) { t.Name = "ＯＴＨＥＲ" })
		want{news.Conflict, "duplicate", []string{"/name"}}.check(t, err)
		if err == nil || !strings.Contains(err.Error(), "the tag other has this name: merge the two") {
			t.Errorf("a taken name is told as %v", err)
		}
		_, err = n.editTag("science", func(t *news.Tag) { t.Slug = "other" })
		want{news.Conflict, "slug-taken", []string{"/slug"}}.check(t, err)
		if _, err = n.editTag("science", func(t *news.Tag) { t.Slug = "knowledge" }); err != nil {
			t.Fatal(err)
		}
		if tag, err = n.Tag(n.ctx, anonymous, "science"); err != nil || tag.Slug != "knowledge" {
			t.Errorf("the old slug finds %+v, %v", tag, err)
		}
	})
}

func TestDeleteTag(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.draft("One", nil, tags("science"))
		_, err := n.DeleteTag(n.ctx, editor, "science", noCheck)
		want{kind: news.Conflict, code: "in-use"}.check(t, err)
		_, err = n.UpdateArticle(n.ctx, author, article.ID, func(a *news.Article) error {
			a.Tags = nil
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		groups, err := n.DeleteTag(n.ctx, editor, "science", noCheck)
		if err != nil || !groupNames(groups)[news.Lists] {
			t.Errorf("deleting answers %v, %v", groups, err)
		}
		_, err = n.Tag(n.ctx, editor, "science")
		missing().check(t, err)
	})
}

func TestMergeTags(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("s", nil)
		both := n.published("Both", section, tags("a", "from", "into", "b"))
		reversed := n.published("Reversed", section, tags("into", "from"))
		one := n.draft("One", section, tags("from"))
		from := both.Tags[1]
		into, err := n.mergeTags("from", "into")
		if err != nil || into.Name != "into" || into.ArticleCount != 2 || into.Revision != 1 {
			t.Fatalf("merging answers %+v, %v", into, err)
		}
		for article, want := range map[*news.Article]string{both: "a into b ", reversed: "into ", one: "into "} {
			if got := n.reread(article); carriedBy(got) != want || got.Revision != article.Revision+1 {
				t.Errorf("%s became %+v, want the tags %s", article.Title, got, want)
			}
		}
		for _, ref := range []string{"from", from.ID} {
			found, err := n.Tag(n.ctx, anonymous, ref)
			if err != nil || found.ID != into.ID {
				t.Errorf("%s leads to %+v, %v", ref, found, err)
			}
		}
		place := want{news.Invalid, "validation", []string{"/into"}}
		for _, ref := range []string{"into", "from", "no-such", into.ID} {
			_, err := n.mergeTags("into", ref)
			place.check(t, err)
		}
	})
}
