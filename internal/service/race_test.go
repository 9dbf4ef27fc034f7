package service_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// atOnce runs do so many times at once and returns what it gave, sorted.
func atOnce(t *testing.T, times int, do func() (string, error)) []string {
	t.Helper()
	var (
		running sync.WaitGroup
		lock    sync.Mutex
		got     []string
	)
	for range times {
		running.Go(func() {
			text, err := do()
			if err != nil {
				t.Error(err)
			}
			lock.Lock()
			defer lock.Unlock()
			got = append(got, text)
		})
	}
	running.Wait()
	slices.Sort(got)
	return got
}

func TestConcurrentWritersOfOneNameGetSlugsOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		want := []string{"寧波", "寧波-2", "寧波-3", "寧波-4", "寧波-5"}
		for noun, create := range map[news.Noun]func() (string, error){
			news.NounArticle: func() (string, error) {
				written, err := n.CreateArticle(n.ctx, author, func(a *news.Article) error { a.Title = "寧波"; return nil })
				return slugOf(written.Row, func(a *news.Article) string { return a.Slug }), err
			},
			news.NounSection: func() (string, error) {
				written, err := n.CreateSection(n.ctx, editor, func(s *news.Section) error { s.Name = "寧波"; return nil })
				return slugOf(written.Row, func(s *news.Section) string { return s.Slug }), err
			},
			news.NounByline: func() (string, error) {
				written, err := n.CreateByline(n.ctx, author, func(b *news.Byline) error { b.Name = "寧波"; return nil })
				return slugOf(written.Row, func(b *news.Byline) string { return b.Slug }), err
			},
		} {
			if got := atOnce(t, len(want), create); !slices.Equal(got, want) {
				t.Errorf("%s: the slugs are %v, want %v", noun, got, want)
			}
		}
	})
}

func slugOf[T any](row *T, slug func(*T) string) string {
	if row == nil {
		return ""
	}
	return slug(row)
}

func TestConcurrentArticlesShareANewTag(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const articles = 6
		ids := atOnce(t, articles, func() (string, error) {
			written, err := n.CreateArticle(n.ctx, author, func(a *news.Article) error {
				a.Title = "Tagged"
				tags("Space", "Art")(a)
				return nil
			})
			if err != nil {
				return "", err
			}
			return written.Row.Tags[0].ID, nil
		})
		if len(slices.Compact(ids)) != 1 {
			t.Errorf("the tags are %v", ids)
		}
		list, err := n.Tags(n.ctx, reader, news.Page{Limit: 100})
		if err != nil || tagNames(list.Items) != "Art=0 Space=0 " || list.Items[1].Slug != "space" {
			t.Errorf("there are %s, %v", tagNames(list.Items), err)
		}
	})
}

// TestArticlesFiledWhileTheirSectionIsDeleted: whichever comes first, no
// article is left in a section that is not there.
func TestArticlesFiledWhileTheirSectionIsDeleted(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		old, target := n.section("old", nil), n.section("target", nil)
		var running sync.WaitGroup
		for range 4 {
			running.Go(func() {
				_, err := n.CreateArticle(n.ctx, author, func(a *news.Article) error {
					a.Title, a.SectionID = "Filed", &old.ID
					return nil
				})
				var failure *news.Error
				if err != nil && (!errors.As(err, &failure) || failure.Kind == news.Internal) {
					t.Error(err)
				}
			})
		}
		running.Go(func() {
			if _, err := n.DeleteSection(n.ctx, editor, old.ID, &target.ID, noCheck); err != nil {
				t.Error(err)
			}
		})
		running.Wait()
		list, err := n.Articles(n.ctx, editor, news.ArticleFilter{Statuses: news.Statuses()}, news.SortTitle, news.Page{Limit: 100}, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range list.Items {
			if a.Section == nil || a.Section.ID != target.ID {
				t.Errorf("%s is in %+v", a.Slug, a.Section)
			}
		}
	})
}

// TestRenamedWhileAnArticleIsWritten has a byline and a tag renamed between the
// reading of an article and its saving, as only Postgres allows. What the writer
// shows of them as it was read is no fault, and no name of its own.
func TestRenamedWhileAnArticleIsWritten(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		if n.store.Engine() == "sqlite" {
			return // its writers take turns
		}
		byline, err := n.CreateByline(n.ctx, editor, func(b *news.Byline) error { b.Name = "Jane"; return nil })
		if err != nil {
			t.Fatal(err)
		}
		written, err := n.CreateArticle(n.ctx, editor, func(a *news.Article) error {
			a.Title, a.Tags = "Title", []news.Tag{{Name: "rivers"}}
			a.Credits = []news.Credit{{BylineID: byline.Row.ID, Role: "author"}}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		written, err = n.UpdateArticle(n.ctx, editor, written.Row.ID, func(a *news.Article) error {
			was := *a.Credits[0].Byline
			a.Title, a.Credits = "Another", []news.Credit{{BylineID: was.ID, Role: "author", Name: was.Name, Byline: &was}}
			a.Tags = []news.Tag{{Slug: a.Tags[0].Slug, Name: a.Tags[0].Name}}
			_, renamed := n.UpdateByline(n.ctx, editor, was.ID, func(b *news.Byline) error { b.Name = "Joan"; return nil })
			_, tagged := n.UpdateTag(n.ctx, editor, a.Tags[0].Slug, func(tag *news.Tag) error { tag.Name = "streams"; return nil })
			return errors.Join(renamed, tagged)
		})
		if err != nil {
			t.Fatal(err)
		}
		if credit := written.Row.Credits[0]; credit.Name != "" || credit.Printed() != "Joan" {
			t.Errorf("the credit is %q and printed %q", credit.Name, credit.Printed())
		}
		if tags := written.Row.Tags; len(tags) != 1 || tags[0].Name != "streams" {
			t.Errorf("the tags are %v", tags)
		}
	})
}
