package service_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// copied publishes an article and makes a working copy of it, changed so.
func (n *newsroom) copied(section *news.Section, change func(*news.Article), also ...func(*news.Article)) *news.Article {
	n.t.Helper()
	article := n.published("Live", section, also...)
	written, err := n.CreateWorkingCopy(n.ctx, editor, article.ID, pass)
	must(n.t, written, err)
	n.editCopy(article, func(c *service.WorkingCopy) { change(c.Article) })
	return article
}

func (n *newsroom) editCopy(article *news.Article, change func(*service.WorkingCopy)) *service.WorkingCopy {
	n.t.Helper()
	written, err := n.UpdateWorkingCopy(n.ctx, editor, article.ID, func(c *service.WorkingCopy) error { change(c); return nil })
	return must(n.t, written, err).Row
}

func (n *newsroom) copyOf(article *news.Article) *service.WorkingCopy {
	n.t.Helper()
	shown, err := n.WorkingCopy(n.ctx, reader, article.ID)
	return must(n.t, shown, err)
}

func (n *newsroom) publishCopy(article *news.Article, publication service.CopyPublication) (service.CopyPublished, error) {
	return n.PublishWorkingCopy(n.ctx, editor, article.ID, func(*service.WorkingCopy) (service.CopyPublication, error) {
		return publication, nil
	})
}

// schedule has a copy published after a time.
func (n *newsroom) schedule(article *news.Article, after time.Duration, overwrite bool) {
	n.t.Helper()
	at := n.clock.Add(after)
	published, err := n.publishCopy(article, service.CopyPublication{At: &at, Overwrite: overwrite})
	if must(n.t, published, err).Scheduled == nil {
		n.t.Fatalf("nothing is scheduled: %+v", published)
	}
}

func title(text string) func(*news.Article) { return func(a *news.Article) { a.Title = text } }

func TestAScheduledCopyIsPublishedAtItsTime(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.copied(n.section("S", nil), title("New"))
		n.schedule(article, time.Hour, false)
		n.schedule(article, time.Minute, false) // re-scheduled
		n.editCopy(article, func(c *service.WorkingCopy) { c.Article.Title = "Newest" })
		n.pass(time.Minute - time.Microsecond)
		n.jobs(t, 0)
		if got := n.reread(article); got.Title != "Live" || n.copyOf(article).Row.Schedule == nil {
			t.Errorf("it is early: %+v", got)
		}
		n.pass(time.Microsecond)
		n.jobs(t, 1)
		got := n.reread(article)
		if got.Title != "Newest" || got.Revision != 3 || !got.UpdatedAt.Equal(n.clock) || *got.UpdatedBy != editor.UserID {
			t.Errorf("the article is %+v", got)
		}
		_, err := n.WorkingCopy(n.ctx, editor, article.ID)
		missing().check(t, err)
		n.pass(2 * time.Hour)
		n.jobs(t, 0)
		if got, want := n.deeds(article.ID), "create publish publish_working_copy"; got != want {
			t.Errorf("the revisions are %s", got)
		}
		want := "publish working_copy, publish_working_copy article, change working_copy, schedule working_copy, schedule working_copy, " +
			"change working_copy, create working_copy, publish article, create article"
		if got := n.audited(news.AuditFilter{Resources: []string{article.ID}}); got != want {
			t.Errorf("the audit log has %s", got)
		}
		n.sound()
	})
}

func TestWhenACopyCanBeScheduled(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.copied(n.section("S", nil), title("New"))
		for after, fine := range map[time.Duration]bool{
			0: false, -time.Second: false, time.Microsecond: true, news.LongestSchedule: true, news.LongestSchedule + 1000: false,
		} {
			at := n.clock.Add(after)
			_, err := n.publishCopy(article, service.CopyPublication{At: &at})
			if fine != (err == nil) {
				t.Errorf("after %v: %v", after, err)
			}
			if !fine {
				want{kind: news.Invalid, code: "validation", places: []string{"/at"}}.check(t, err)
			}
		}
	})
}

func TestAPublicationIsCalledOff(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.copied(n.section("S", nil), title("New"))
		n.schedule(article, time.Minute, false)
		shown := n.editCopy(article, func(c *service.WorkingCopy) { c.Row.Schedule = nil })
		if shown.Row.Schedule != nil || shown.Article.Title != "New" || shown.Row.Revision != 4 {
			t.Errorf("the copy is %+v", shown.Row)
		}
		n.pass(time.Hour)
		n.jobs(t, 0)
		n.schedule(article, time.Minute, false)
		n.pass(time.Minute)
		if _, err := n.publishCopy(article, service.CopyPublication{}); err != nil { // by hand, before the job
			t.Fatal(err)
		}
		n.jobs(t, 0)
		if got := n.deeds(article.ID); got != "create publish publish_working_copy" {
			t.Errorf("the revisions are %s", got)
		}
	})
}

// What keeps a copy from being published at its time is noted on it, and
// nothing is lost.
func TestAPublicationThatFails(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for name, tt := range map[string]struct {
			code  string
			spoil func(*news.Article)
		}{
			"changed":   {"stale-working-copy", func(a *news.Article) { n.retitle(editor, a.ID, "Live meanwhile") }},
			"withdrawn": {"wrong-move", func(a *news.Article) { n.withdraw(a) }},
			"trashed": {"wrong-move", func(a *news.Article) {
				n.withdraw(a)
				_, err := n.Move(n.ctx, editor, news.MoveTrash, a.ID, pass)
				must(t, a, err)
			}},
			"slug":        {"slug-taken", func(*news.Article) { n.draft("Wanted", nil) }},
			"external id": {"duplicate", func(*news.Article) { n.draft("X", nil, func(a *news.Article) { a.ExternalID = new("ext") }) }},
		} {
			overwrite := name == "withdrawn" || name == "trashed" // those are never published, whatever was said
			article := n.copied(n.section(name, nil), func(a *news.Article) {
				a.Title = "Copy of " + name
				if name == "slug" {
					a.Slug = "wanted"
				}
				if name == "external id" {
					a.ExternalID = new("ext")
				}
			})
			n.schedule(article, time.Minute, overwrite)
			tt.spoil(article)
			before := n.reread(article)
			n.pass(time.Minute)
			n.jobs(t, 1)
			n.pass(time.Hour)
			n.jobs(t, 0)
			if after := n.reread(article); after.Revision != before.Revision || after.Title != before.Title {
				t.Errorf("%s: the article is %+v", name, after)
			}
			shown := n.copyOf(article)
			failure := shown.Row.Failure
			if failure == nil || failure.Code != tt.code || failure.Detail == "" || !failure.At.Equal(n.clock.Add(-time.Hour)) ||
				shown.Row.Schedule != nil || shown.Article.Title != "Copy of "+name || shown.Row.Revision != 4 {
				t.Errorf("%s: the copy is %+v, %+v", name, shown.Row, failure)
			}
			if got := n.audited(news.AuditFilter{Resources: []string{article.ID}, Deeds: []news.Deed{news.DeedFailToPublish}}); got != "fail_to_publish working_copy" {
				t.Errorf("%s: the audit log has %s", name, got)
			}
		}
		n.sound()
	})
}

func TestOverwritingAtItsTime(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.copied(n.section("S", nil), title("Copy"))
		n.schedule(article, time.Minute, true)
		n.retitle(editor, article.ID, "Live meanwhile")
		n.pass(time.Minute)
		n.jobs(t, 1)
		if got := n.reread(article); got.Title != "Copy" || got.Revision != 4 {
			t.Errorf("the article is %+v", got)
		}
	})
}

// Merging, moving and deleting what a copy refers to: the copy follows, and
// says what is gone.
func TestWhatACopyRefersTo(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		merged, into, gone := n.byline("Merged"), n.byline("Into"), n.byline("Gone")
		old, moved := n.section("Old", nil), n.section("Moved", nil)
		lonely := n.section("Lonely", nil)
		one := n.copied(old, func(a *news.Article) {
			credit("editor", gone, into)(a)
			a.Tags = append(a.Tags, news.Tag{Name: "two"}, news.Tag{Name: "three"})
		}, credit("author", merged), tags("one"))
		two := n.copied(old, func(a *news.Article) { a.SectionID = &lonely.ID })
		n.schedule(one, time.Minute, false)
		n.schedule(two, time.Minute, false)
		_, err := n.MergeBylines(n.ctx, editor, merged.ID, func(*news.Byline) (string, error) { return into.ID, nil })
		must(t, one, err)
		_, err = n.MergeTags(n.ctx, editor, "one", func(*news.Tag) (string, error) { return "two", nil })
		must(t, one, err)
		_, err = n.DeleteByline(n.ctx, editor, gone.ID, func(*news.Byline) error { return nil })
		must(t, one, err)
		_, err = n.DeleteTag(n.ctx, editor, "three", func(*news.Tag) error { return nil })
		must(t, one, err)
		_, err = n.DeleteSection(n.ctx, editor, old.ID, &moved.ID, noCheck)
		must(t, one, err)
		_, err = n.DeleteSection(n.ctx, editor, lonely.ID, nil, noCheck)
		must(t, one, err)

		shown := n.copyOf(one)
		if got := fmt.Sprint(shown.Warnings); got != "[{deleted-reference /credits/1 the byline was deleted  1} {deleted-reference /tag_ids/2 the tag was deleted  1}]" {
			t.Errorf("warned of %s", got)
		}
		if shown.Row.BaseRevision != shown.Live.Revision || shown.Live.Revision != 5 || shown.Article.Section.ID != moved.ID {
			t.Errorf("the copy is of %d, the article at %d, in %+v", shown.Row.BaseRevision, shown.Live.Revision, shown.Article.Section)
		}
		if got := fmt.Sprint(n.copyOf(two).Warnings); got != "[{deleted-reference /section_id the section was deleted: the article stays where it is filed  1}]" {
			t.Errorf("warned of %s", got)
		}
		n.editCopy(one, func(c *service.WorkingCopy) { c.Article.Title = "New" }) // what is gone is left out from here on
		if got := n.copyOf(one).Warnings; len(got) != 0 {
			t.Errorf("warned of %v", got)
		}
		n.pass(time.Minute)
		n.jobs(t, 2)
		got := n.reread(one)
		if len(got.Credits) != 2 || got.Credits[0].BylineID != into.ID || got.Credits[0].Role != "author" || got.Credits[1].Role != "editor" ||
			len(got.Tags) != 1 || got.Tags[0].Slug != "two" || *got.SectionID != moved.ID || got.Title != "New" {
			t.Errorf("the article is %+v", got)
		}
		if got := n.reread(two); *got.SectionID != moved.ID || n.deeds(two.ID) != "create publish refile" {
			t.Errorf("the other is %+v: %s", got, n.deeds(two.ID))
		}
		n.sound()
	})
}

// A change that came before a merge is not passed over by it.
func TestAMergeHidesNoChange(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		from, into := n.byline("From"), n.byline("Into")
		article := n.copied(n.section("S", nil), title("Copy"), credit("author", from))
		n.retitle(editor, article.ID, "Live meanwhile")
		_, err := n.MergeBylines(n.ctx, editor, from.ID, func(*news.Byline) (string, error) { return into.ID, nil })
		must(t, article, err)
		_, err = n.publishCopy(article, service.CopyPublication{})
		want{kind: news.Stale, code: "stale-working-copy"}.check(t, err)
	})
}

func TestACopyOutlivesWithdrawalAndNoPurge(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.copied(n.section("S", nil), title("Copy"))
		n.schedule(article, time.Hour, true)
		n.withdraw(article)
		n.editCopy(article, func(c *service.WorkingCopy) { c.Article.Summary = "S" })
		_, err := n.publishCopy(article, service.CopyPublication{Overwrite: true})
		want{kind: news.Conflict, code: "wrong-move"}.check(t, err)
		n.publish(article)
		n.pass(time.Hour)
		n.jobs(t, 1)
		if got := n.reread(article); got.Title != "Copy" || got.Summary != "S" || !got.VisibleTo(n.clock) {
			t.Errorf("the article is %+v", got)
		}
		made, err := n.CreateWorkingCopy(n.ctx, editor, article.ID, pass)
		must(t, made, err)
		n.schedule(article, time.Minute, true)
		n.withdraw(article)
		_, err = n.Move(n.ctx, editor, news.MoveTrash, article.ID, pass)
		must(t, article, err)
		if err := n.Purge(n.ctx, admin, article.ID, pass); err != nil {
			t.Fatal(err)
		}
		n.pass(time.Minute)
		n.jobs(t, 1)
		if copies := storetest.Beside(t, n.store).All(t)["working_copies"]; len(copies) != 0 {
			t.Errorf("there are %v", copies)
		}
		n.sound()
	})
}

// Every write tells what it makes stale in one place, those of jobs too.
func TestWhatGoesStaleIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var told []news.Group
		n := &newsroom{t: t, ctx: t.Context(), store: s, clock: time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)}
		options := service.Options{Now: n.now, OnStale: func(groups []news.Group) { told = groups }}
		var err error
		if n.Service, err = service.New(n.ctx, s, options); err != nil {
			t.Fatal(err)
		}
		section := n.section("S", nil)
		article := n.copied(section, title("New"))
		n.schedule(article, time.Minute, false)
		n.pass(time.Minute)
		told = nil
		n.jobs(t, 1)
		want := groupNames([]news.Group{news.GroupOf(news.NounArticle, article.ID), news.ListGroup(section.ID), news.ListAll})
		if got := groupNames(told); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("the job told %v, want %v", got, want)
		}
		byline := n.byline("B")
		for name, write := range map[string]func() ([]news.Group, error){
			"section": func() ([]news.Group, error) {
				w, err := n.UpdateSection(n.ctx, editor, section.ID, func(s *news.Section) error { s.Name = "T"; return nil })
				return w.Groups, err
			},
			"byline": func() ([]news.Group, error) {
				w, err := n.UpdateByline(n.ctx, editor, byline.ID, func(b *news.Byline) error { b.Name = "C"; return nil })
				return w.Groups, err
			},
			"article": func() ([]news.Group, error) {
				w, err := n.UpdateArticle(n.ctx, editor, article.ID, func(a *news.Article) error { a.Title = "U"; return nil })
				return w.Groups, err
			},
			"site": func() ([]news.Group, error) {
				w, err := n.UpdateSite(n.ctx, admin, func(s *news.Site) error { s.Name = "V"; return nil })
				return w.Groups, err
			},
			"no change": func() ([]news.Group, error) {
				w, err := n.UpdateSite(n.ctx, admin, func(*news.Site) error { return nil })
				return w.Groups, err
			},
		} {
			told = nil
			if groups, err := write(); err != nil || fmt.Sprint(groupNames(told)) != fmt.Sprint(groupNames(groups)) {
				t.Errorf("%s: told %v, answered %v, %v", name, told, groups, err)
			}
		}
	})
}

// Whoever comes first of those who publish a copy at its time, change it, throw
// it away and publish it by hand: it is published once at most, and nobody
// fails otherwise than by a rule.
func TestManyAtOneCopy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		n := &newsroom{t: t, ctx: t.Context(), store: s}
		at := time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)
		n.clock = at
		var nodes []*node
		for range 2 {
			nodes = append(nodes, newNode(t, s, service.Options{Now: func() time.Time { return at }}))
		}
		n.Service = nodes[0].Service
		section := n.section("S", nil)
		for round := range 6 {
			article := n.copied(section, title(fmt.Sprint("Copy ", round)))
			n.schedule(article, time.Minute, true)
			at = at.Add(time.Minute)
			n.clock = at
			var running sync.WaitGroup
			for _, node := range nodes {
				running.Go(func() {
					if _, err := node.DoJobs(context.WithoutCancel(t.Context())); err != nil {
						t.Error(err)
					}
				})
				running.Go(func() { checkRule(t, publishNow(node, article)) })
				running.Go(func() {
					_, err := node.UpdateWorkingCopy(t.Context(), editor, article.ID, func(c *service.WorkingCopy) error { c.Article.Summary = "S"; return nil })
					checkRule(t, err)
				})
				running.Go(func() { checkRule(t, publishNow(node, article)) })
			}
			running.Wait()
			if got := n.deeds(article.ID); got != "create publish publish_working_copy" {
				t.Errorf("the revisions are %s", got)
			}
		}
		for _, node := range nodes {
			for len(node.reports) > 0 {
				if r := <-node.reports; r.Outcome != service.JobDone {
					t.Errorf("reported %+v: %s", r, node.log)
				}
			}
		}
		n.sound()
	})
}

func publishNow(on *node, article *news.Article) error {
	_, err := on.PublishWorkingCopy(context.Background(), editor, article.ID, func(*service.WorkingCopy) (service.CopyPublication, error) {
		return service.CopyPublication{Overwrite: true}, nil
	})
	return err
}

func checkRule(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		missing().check(t, err)
	}
}
