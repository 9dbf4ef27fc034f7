package service_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func pass(*news.Article) error { return nil }

// deeds tells the deeds of an article's revisions, the first first.
func (n *newsroom) deeds(id string) string {
	n.t.Helper()
	var deeds []string
	for i, r := range n.revisions(id) {
		if r.Number != i+1 {
			n.t.Errorf("revision %d stands at %d", r.Number, i+1)
		}
		deeds = append(deeds, string(r.Deed))
	}
	return strings.Join(deeds, " ")
}

func TestEveryChangeWritesARevision(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		from, into, gone, kept := n.byline("From"), n.byline("Into"), n.section("Gone", nil), n.section("Kept", nil)
		article := n.draft("A", gone, credit("author", from), tags("one", "two"))
		n.retitle(author, article.ID, "B")
		n.retitle(author, article.ID, "B")
		n.publish(article)
		_, err := n.MergeBylines(n.ctx, editor, from.ID, func(*news.Byline) (string, error) { return into.ID, nil })
		must(t, article, err)
		_, err = n.MergeTags(n.ctx, editor, "one", func(*news.Tag) (string, error) { return "two", nil })
		must(t, article, err)
		_, err = n.DeleteSection(n.ctx, editor, gone.ID, &kept.ID, func(*news.Section) error { return nil })
		must(t, article, err)
		n.withdraw(article)
		for _, move := range []news.Move{news.MoveTrash, news.MoveRestore} {
			_, err := n.Move(n.ctx, editor, move, article.ID, pass)
			must(t, article, err)
		}
		want := "create change publish merge merge refile withdraw trash restore"
		if got := n.deeds(article.ID); got != want {
			t.Errorf("the revisions are %s, want %s", got, want)
		}
		n.sound()
		n.purge(article)
		if left := n.revisions(article.ID); len(left) != 0 {
			t.Errorf("a purge leaves %d revisions", len(left))
		}
	})
}

func TestARevisionTellsWhoAndWhy(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.draft("A", nil)
		n.pass(time.Minute)
		noting := editor
		noting.ChangeNote = "as the mayor asked"
		n.retitle(noting, article.ID, "B")
		first, second := n.revisions(article.ID)[0], n.revisions(article.ID)[1]
		if *first.UserID != author.UserID || first.ChangeNote != "" || first.PreviousHash != chain.Start(article.ID) {
			t.Errorf("the first is %+v", first)
		}
		if *second.UserID != editor.UserID || second.ChangeNote != noting.ChangeNote || !second.At.Equal(n.clock) || second.PreviousHash != first.Hash {
			t.Errorf("the second is %+v", second)
		}
	})
}

func TestAFailedWriteLeavesNoRevision(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		first, second := n.draft("A", nil), n.draft("B", nil)
		_, err := n.UpdateArticle(n.ctx, editor, first.ID, func(a *news.Article) error {
			a.Title, a.Slug = "C", second.Slug
			return nil
		})
		want{kind: news.Conflict, code: "slug-taken", places: []string{"/slug"}}.check(t, err)
		if got := n.deeds(first.ID); got != "create" {
			t.Errorf("the revisions are %s", got)
		}
		n.sound()
	})
}

// contentOf leaves what restoring a revision brings back.
func contentOf(a news.Article) news.Article {
	a.Revision, a.Status, a.UpdatedAt, a.UpdatedBy = 0, "", time.Time{}, nil
	a.PublishedAt, a.PublishedPrecision, a.PublishedDate, a.EmbargoUntil = nil, "", "", nil
	a.VisibleAt, a.FirstPublishedAt, a.PublishedOrder = nil, nil, time.Time{}
	a.WithdrawnAt, a.WithdrawnReason, a.WithdrawnNote = nil, "", ""
	a.Corrections = nil
	return a
}

func decoded(t *testing.T, r news.Revision) *news.Article {
	t.Helper()
	article, err := chain.Decode(r.Content)
	return must(t, article, err)
}

func (n *newsroom) restore(actor news.Actor, id string, number int) (*news.Article, []news.Warning) {
	n.t.Helper()
	written, err := n.RestoreRevision(n.ctx, actor, id, number, pass)
	return must(n.t, written, err).Row, written.Warnings
}

// TestAnySequenceOfWrites holds that numbers have no gaps, that chains verify
// and that restoring revision n gives the content of n.
func TestAnySequenceOfWrites(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.signing(newKey(t))
		section, byline := n.section("S", nil), n.byline("B")
		rapid.Check(t, func(rt *rapid.T) {
			article := n.draft("Title 0", section, credit("author", byline), tags("one"))
			n.write(rt, article.ID)
			before := n.revisions(article.ID)
			number := rapid.IntRange(1, len(before)).Draw(rt, "restored")
			if n.reread(article).Status != news.StatusTrashed {
				restored, warnings := n.restore(editor, article.ID, number)
				after := n.revisions(article.ID)
				was, is := contentOf(*decoded(t, before[number-1])), contentOf(*decoded(t, after[len(after)-1]))
				if told := decoded(t, before[len(before)-1]).Corrections; len(told) > 0 && !reflect.DeepEqual(told, restored.Corrections) {
					rt.Fatalf("restoring %d leaves the corrections %+v of %+v", number, restored.Corrections, told)
				}
				if !reflect.DeepEqual(was, is) || restored.Status != n.reread(article).Status {
					rt.Fatalf("restoring %d of %d gives %+v, %v\nwant %+v", number, len(before), is, warnings, was)
				}
			}
			if got := n.reread(article); got.Revision != len(strings.Fields(n.deeds(article.ID))) {
				rt.Fatalf("the article is at %d, its revisions are %s", got.Revision, n.deeds(article.ID))
			}
		})
		n.sound()
	})
}

// write makes some writes by several actors, of which any may be refused.
func (n *newsroom) write(rt *rapid.T, id string) {
	actors := []news.Actor{reader, author, editor, admin, news.System()}
	for range rapid.IntRange(0, 12).Draw(rt, "writes") {
		actor := rapid.SampledFrom(actors).Draw(rt, "actor")
		n.pass(time.Duration(rapid.IntRange(0, 2).Draw(rt, "minutes")) * time.Minute)
		text := rapid.SampledFrom([]string{"Title 0", "Title 1", "標題 <i>"}).Draw(rt, "text")
		switch rapid.SampledFrom([]string{"change", "retag", "submit", "return", "correct", "publish", "withdraw", "unschedule", "trash", "restore"}).Draw(rt, "deed") {
		case "change":
			_, _ = n.UpdateArticle(n.ctx, actor, id, func(a *news.Article) error {
				a.Title, a.Body, a.Featured = text, "<p>"+text+"</p>", !a.Featured
				return nil
			})
		case "retag":
			_, _ = n.UpdateArticle(n.ctx, actor, id, func(a *news.Article) error {
				a.Tags, a.Credits, a.Slug = []news.Tag{{Name: text}}, nil, ""
				return nil
			})
		case "submit":
			_, _ = n.Move(n.ctx, actor, news.MoveSubmit, id, pass)
		case "return":
			_, _ = n.Return(n.ctx, actor, id, func(*news.Article) (string, error) { return text, nil })
		case "correct":
			_, _ = n.correct(actor, id, text)
		case "publish":
			at := n.clock.Add(time.Duration(rapid.IntRange(-1, 2).Draw(rt, "hours")) * time.Hour)
			_, _ = n.Publish(n.ctx, actor, id, func(*news.Article) (news.Publication, error) {
				return news.Publication{PublishedAt: &at}, nil
			})
		case "withdraw":
			_, _ = n.Withdraw(n.ctx, actor, id, func(*news.Article) (news.Withdrawal, error) {
				return news.Withdrawal{Reason: news.WithdrawnOther, Note: text}, nil
			})
		case "unschedule":
			_, _ = n.Move(n.ctx, actor, news.MoveUnschedule, id, pass)
		case "trash":
			_, _ = n.Move(n.ctx, actor, news.MoveTrash, id, pass)
		case "restore":
			_, _ = n.Move(n.ctx, actor, news.MoveRestore, id, pass)
		}
	}
}

func TestConcurrentEditorsLeaveNoGaps(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const editors, writes = 4, 8
		n.signing(newKey(t))
		article := n.draft("A", nil)
		var group sync.WaitGroup
		for range editors {
			group.Go(func() {
				for range writes {
					_, err := n.UpdateArticle(n.ctx, editor, article.ID, func(a *news.Article) error {
						a.Title += "."
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if got := len(strings.Fields(n.deeds(article.ID))); got != 1+editors*writes {
			t.Errorf("%d revisions", got)
		}
		if title := n.reread(article).Title; len(title) != 1+editors*writes {
			t.Errorf("the title is %s", title)
		}
		n.sound()
	})
}
