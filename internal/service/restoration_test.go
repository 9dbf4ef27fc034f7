package service_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestRestoringFollowsMergesAndDropsWhatIsGone(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		merged, into, gone := n.byline("Merged"), n.byline("Into"), n.byline("Gone")
		old, moved := n.section("Old", nil), n.section("Moved", nil)
		article := n.draft("A", old, credit("author", merged, gone), credit("editor", into), credit("author", into), tags("one", "two", "three"))
		_, err := n.UpdateArticle(n.ctx, editor, article.ID, func(a *news.Article) error {
			a.Credits, a.Tags, a.SectionID = nil, nil, nil
			return nil
		})
		must(t, article, err)
		_, err = n.MergeBylines(n.ctx, editor, merged.ID, func(*news.Byline) (string, error) { return into.ID, nil })
		must(t, article, err)
		_, err = n.MergeTags(n.ctx, editor, "one", func(*news.Tag) (string, error) { return "two", nil })
		must(t, article, err)
		_, err = n.DeleteByline(n.ctx, editor, gone.ID, func(*news.Byline) error { return nil })
		must(t, article, err)
		_, err = n.DeleteTag(n.ctx, editor, "three", func(*news.Tag) error { return nil })
		must(t, article, err)
		_, err = n.DeleteSection(n.ctx, editor, old.ID, &moved.ID, func(*news.Section) error { return nil })
		must(t, article, err)

		restored, warnings := n.restore(editor, article.ID, 1)
		if got := fmt.Sprint(warnings); got != "[{deleted-reference /credits/1 the byline was deleted  1} {deleted-reference /tag_ids/2 the tag was deleted  1}]" {
			t.Errorf("warned of %s", got)
		}
		checkRestored(t, restored, into, moved)
		checkRestored(t, n.reread(article), into, moved)
		n.sound()
	})
}

func checkRestored(t *testing.T, got *news.Article, into *news.Byline, section *news.Section) {
	t.Helper()
	if len(got.Credits) != 2 || got.Credits[0].BylineID != into.ID || got.Credits[0].Role != "author" || got.Credits[1].Role != "editor" {
		t.Errorf("the credits are %+v", got.Credits)
	}
	if len(got.Tags) != 1 || got.Tags[0].Slug != "two" {
		t.Errorf("the tags are %+v", got.Tags)
	}
	if got.SectionID == nil || *got.SectionID != section.ID || got.Section.ID != section.ID {
		t.Errorf("the section is %v", got.SectionID)
	}
}

func TestRestoringIsAChangeLikeOthers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("S", nil)
		article := n.draft("A", section)
		n.retitle(author, article.ID, "B")
		for _, actor := range []news.Actor{anonymous, reader} {
			if _, err := n.RestoreRevision(n.ctx, actor, article.ID, 1, pass); err == nil {
				t.Errorf("%q restores", actor.Role)
			}
		}
		if restored, _ := n.restore(author, article.ID, 1); restored.Title != "A" || restored.Revision != 3 {
			t.Errorf("restored %+v", restored)
		}
		if again, _ := n.restore(author, article.ID, 1); again.Revision != 3 {
			t.Errorf("restoring what is there makes revision %d", again.Revision)
		}
		_, err := n.RestoreRevision(n.ctx, editor, article.ID, 9, pass)
		missing().check(t, err)
		n.publish(article)
		_, err = n.RestoreRevision(n.ctx, author, article.ID, 2, pass)
		want{kind: news.Forbidden, code: "forbidden"}.check(t, err)
		restored, warnings := n.restore(editor, article.ID, 2)
		if restored.Title != "B" || restored.Status != news.StatusPublished || restored.PublishedAt == nil || len(warnings) != 1 {
			t.Errorf("restored %+v, warned of %+v", restored, warnings)
		}
		if got, want := n.deeds(article.ID), "create change restore_revision publish restore_revision"; got != want {
			t.Errorf("the revisions are %s, want %s", got, want)
		}
	})
}

func TestRestoringNeverPublishesAndNeverHides(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section("S", nil)
		early, late := n.clock.Add(time.Hour), n.clock.Add(2*time.Hour)
		article := n.draft("A", section)
		for _, at := range []time.Time{early, late} {
			_, err := n.Publish(n.ctx, editor, article.ID, func(*news.Article) (news.Publication, error) {
				return news.Publication{PublishedAt: &at}, nil
			})
			must(t, article, err)
		}
		n.retitle(editor, article.ID, "B")
		n.pass(90 * time.Minute)
		restored, warnings := n.restore(editor, article.ID, 2)
		if restored.VisibleTo(n.clock) || restored.Title != "A" || len(warnings) != 1 || warnings[0].Code != "dates-kept" {
			t.Errorf("a scheduled article: %+v, %+v", restored, warnings)
		}
		n.pass(time.Hour)
		visible := n.clock
		if !n.reread(article).VisibleTo(visible) {
			t.Fatal("it is not visible at its time")
		}
		for number := 1; number <= 5; number++ {
			if restored, _ := n.restore(editor, article.ID, number); !restored.VisibleTo(visible) {
				t.Errorf("restoring %d hides the article: %+v", number, restored)
			}
		}
		if restored, warnings = n.restore(editor, article.ID, 2); !restored.PublishedAt.Equal(early) || len(warnings) != 0 {
			t.Errorf("a date of the past is not restored: %v, %+v", restored.PublishedAt, warnings)
		}
		n.sound()
	})
}
