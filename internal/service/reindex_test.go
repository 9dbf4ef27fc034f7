package service_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// breakIndex does to the index what writing past the program does.
func (n *newsroom) breakIndex() {
	beside := storetest.Beside(n.t, n.store)
	beside.Exec(n.t, `DELETE FROM search_entries`)
	beside.Exec(n.t, `UPDATE bylines SET folded = ''`)
	beside.Exec(n.t, `UPDATE tags SET folded = 'wrong'`)
}

// findsAll tells that one article is found by its text and by all its names.
func (n *newsroom) findsAll(t *testing.T, want int) {
	t.Helper()
	for _, q := range []string{"港口", "title:寧波", "byline:张三", "tag:物流", "section:经济"} {
		if got := n.finds(t, q, 10); len(got) != want {
			t.Errorf("%s finds %d articles, want %d", q, len(got), want)
		}
	}
}

func (n *newsroom) harbour() *news.Article {
	return n.published("宁波的港", n.section("經濟", nil), credit("author", n.byline("張三")), tags("物流"), func(a *news.Article) {
		a.Body = "<p>世界第一大<b>港口</b>。</p>"
	})
}

func TestReindexMendsTheIndex(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.harbour()
		n.findsAll(t, 1)
		n.breakIndex()
		if got := n.finds(t, "港口", 10); len(got) != 0 {
			t.Fatal("the index is not broken")
		}
		var done, total int64
		articles, err := n.Reindex(n.ctx, func(d, all int64) { done, total = d, all })
		if err != nil || articles != 1 || done != 1 || total != 1 {
			t.Errorf("%d articles, %d of %d, %v", articles, done, total, err)
		}
		n.findsAll(t, 1)
	})
}

func TestTheJobReindexesPieceByPiece(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.harbour()
		for range 101 { // more than one piece
			n.draft("A", nil)
		}
		n.breakIndex()
		err := n.store.PutJob(n.ctx, &news.Job{ID: news.NewID(), Kind: news.JobReindex, RunAt: n.clock, DueAt: n.clock, CreatedAt: n.clock})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(n.ctx)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			n.RunJobs(ctx)
		}()
		for waited := time.Now(); n.waiting(t) > 0; time.Sleep(20 * time.Millisecond) {
			if time.Since(waited) > time.Minute {
				t.Fatal("the jobs do not end")
			}
		}
		stop()
		<-ended
		n.findsAll(t, 1)
		if entries := len(storetest.Beside(t, n.store).All(t)["search_entries"]); entries != 102 {
			t.Errorf("%d articles are indexed, want 102", entries)
		}
	})
}

func (n *newsroom) waiting(t *testing.T) int64 {
	t.Helper()
	waiting, err := n.WaitingJobs(n.ctx)
	return must(t, waiting, err)
}

// TestNamesAreFoundAtOnce holds that the index follows renames, merges and moves,
// and readers find only what they see.
func TestNamesAreFoundAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.harbour()
		finds := func(q string, want int) {
			t.Helper()
			if got := n.finds(t, q, 10); len(got) != want {
				t.Errorf("%s finds %d articles, want %d", q, len(got), want)
			}
		}
		_, err := n.UpdateByline(n.ctx, editor, article.Credits[0].BylineID, func(b *news.Byline) error { b.Name = "李四"; return nil })
		must(t, article, err)
		finds("byline:张三", 0)
		finds("李四", 1)
		_, err = n.UpdateTag(n.ctx, editor, article.Tags[0].ID, func(tag *news.Tag) error { tag.Name = "航运"; return nil })
		must(t, article, err)
		finds("物流", 0)
		finds("tag:航运", 1)
		_, err = n.UpdateSection(n.ctx, editor, *article.SectionID, func(s *news.Section) error { s.Name = "財經"; return nil })
		must(t, article, err)
		finds("section:经济", 0)
		finds("财经", 1)
		other := n.byline("王五")
		_, err = n.MergeBylines(n.ctx, editor, article.Credits[0].BylineID, func(*news.Byline) (string, error) { return other.ID, nil })
		must(t, article, err)
		finds("李四", 0)
		finds("王五", 1)
		_, err = n.UpdateArticle(n.ctx, editor, article.ID, func(a *news.Article) error { a.Title = "上海的港"; return nil })
		must(t, article, err)
		finds("title:宁波", 0)
		finds("title:上海", 1)
		n.withdraw(article)
		finds("上海", 0)
		if list, err := n.Articles(n.ctx, editor, news.ArticleFilter{Query: "上海", Statuses: []news.Status{news.StatusWithdrawn}},
			news.SortNewest, news.Page{Limit: 5}, 0); err != nil || len(list.Items) != 1 {
			t.Errorf("an editor finds %d withdrawn articles, %v", len(list.Items), err)
		}
		n.purge(article)
		if left := storetest.Beside(t, n.store).All(t)["search_entries"]; len(left) != 0 {
			t.Errorf("%v is left of a purge", left)
		}
	})
}

// TestEverySortFindsTheSame asks the index itself, behind more drafts than are
// looked at without it.
func TestEverySortFindsTheSame(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.harbour()
		desk := n.section("Desk", nil)
		for range 300 {
			n.pass(time.Second)
			n.published("A", desk)
		}
		for _, sort := range []news.Sort{news.SortNewest, news.SortOldest, news.SortRecentlyUpdated, news.SortTitle} {
			for _, q := range []string{"港口", `"第一大港口"`} {
				list, err := n.Articles(n.ctx, anonymous, news.ArticleFilter{Query: q}, sort, news.Page{Limit: 1, WithTotal: true}, 0)
				if err != nil || len(list.Items) != 1 || list.Next != nil || *list.Total != 1 {
					t.Errorf("%s by %s: %d articles, %v", q, sort, len(list.Items), err)
				}
			}
		}
	})
}

// TestLongTextsAreFoundAtTheirEnd saves what has most terms for its length: rare
// characters of four bytes, few of which repeat, below and above what is indexed
// by its own terms.
func TestLongTextsAreFoundAtTheirEnd(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, length := range []int{74_000, 120_000} {
			var body strings.Builder
			drawn := rand.New(rand.NewPCG(1, uint64(length)))
			for range length {
				body.WriteRune(0x20000 + drawn.Int32N(42_000))
			}
			article := n.published("Long", n.section("Desk", nil), func(a *news.Article) { a.Body = "<p>" + body.String() + "港口</p>" })
			if got := n.finds(t, "港口", 1); len(got) != 1 || got[0] != article.ID {
				t.Errorf("%d characters: %v is found", length, got)
			}
			n.withdraw(article)
		}
	})
}
