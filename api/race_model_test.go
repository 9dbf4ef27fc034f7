package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// edit is one write that an editor sends, upon the revision that the editor read
// last.
type edit struct {
	article int
	deed    string
	rereads bool // looks at the article again before
	marker  string
	base    int // the revision in If-Match
	answer  *response
}

var deeds = []string{"PATCH", "PATCH", "PATCH", "publish", "withdraw", "trash", "restore", "revisions/1/restore"}

// drawEdits draws what several editors do to a few articles.
func drawEdits(rt *rapid.T, run, articles int) [][]*edit {
	editors := make([][]*edit, rapid.IntRange(2, 5).Draw(rt, "editors"))
	for e := range editors {
		editors[e] = make([]*edit, rapid.IntRange(1, 4).Draw(rt, "writes"))
		for w := range editors[e] {
			editors[e][w] = &edit{
				article: rapid.IntRange(0, articles-1).Draw(rt, "article"),
				deed:    rapid.SampledFrom(deeds).Draw(rt, "deed"),
				rereads: rapid.Bool().Draw(rt, "rereads"),
				marker:  fmt.Sprintf("run %d, editor %d, write %d", run, e, w),
			}
		}
	}
	return editors
}

// work is what one editor does, in turn.
func (n *newsroom) work(t *testing.T, token string, articles []string, edits []*edit) {
	tags := map[int]string{}
	for _, e := range edits {
		path := articles[e.article]
		if e.rereads || tags[e.article] == "" {
			tags[e.article] = n.do(t, "GET", path, token, nil).header.Get("ETag")
		}
		e.base = revisionIn(tags[e.article])
		method, body := "POST", object{"change_note": e.marker}
		switch e.deed {
		case "PATCH":
			method, body["title"] = "PATCH", e.marker
		case "withdraw":
			body["reason"] = "error"
			fallthrough
		default:
			path += "/" + e.deed
		}
		e.answer = n.do(t, method, path, token, body, "If-Match", tags[e.article])
		if e.answer.status == http.StatusOK {
			tags[e.article] = e.answer.header.Get("ETag")
		}
	}
}

// revisionIn returns the revision that an ETag begins with.
func revisionIn(tag string) int {
	number, _, _ := strings.Cut(strings.TrimPrefix(tag, `"`), "-")
	revision, _ := strconv.Atoi(number)
	return revision
}

// TestConcurrentEditorsLoseNothing: whatever editors do at the same time to the
// same articles, each with If-Match of what they read, of every revision one
// write at most follows, that is the next revision and holds what its editor
// wrote; what was refused is nowhere.
func TestConcurrentEditorsLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section, token := n.section(t, "Desk", nil), n.as(t, news.RoleEditor)
		var tally struct{ runs, editors, writes, won, refused, lost, gaps int }
		rapid.Check(t, func(rt *rapid.T) {
			tally.runs++
			articles := make([]string, rapid.IntRange(1, 2).Draw(rt, "articles"))
			for i := range articles {
				articles[i] = n.draft(t, object{"section_id": section.ID})
			}
			editors := drawEdits(rt, tally.runs, len(articles))
			var all sync.WaitGroup
			for _, edits := range editors {
				all.Go(func() { n.work(t, token, articles, edits) })
			}
			all.Wait()
			edits := slices.Concat(editors...)
			tally.editors += len(editors)
			tally.writes += len(edits)
			for i, path := range articles {
				ours := slices.DeleteFunc(slices.Clone(edits), func(e *edit) bool { return e.article != i })
				won, lost, gaps := n.follow(rt, t, strings.TrimPrefix(path, "/v1/articles/"), ours)
				tally.won += won
				tally.refused += len(ours) - won
				tally.lost += lost
				tally.gaps += gaps
			}
			if tally.lost > 0 || tally.gaps > 0 {
				rt.Fatalf("%d writes are lost, %d revisions are missing", tally.lost, tally.gaps)
			}
		})
		found, err := n.service.Verify(t.Context(), service.VerifyOptions{})
		if err != nil || len(found.Faults) > 0 {
			t.Errorf("the chains: %+v, %v", found.Faults, err)
		}
		t.Logf("%d runs: %d editors with %d writes, %d won, %d refused, lost %d, gaps %d",
			tally.runs, tally.editors, tally.writes, tally.won, tally.refused, tally.lost, tally.gaps)
	})
}

// follow holds the revisions of an article against the writes that were sent. It
// counts those that won, those of them that are lost, and the revisions that no
// write accounts for.
func (n *newsroom) follow(rt *rapid.T, t *testing.T, id string, edits []*edit) (won, lost, gaps int) {
	current, err := n.service.Article(t.Context(), news.System(), id)
	if err != nil {
		rt.Fatal(err)
	}
	winners := map[int]*edit{}
	for _, e := range edits {
		revision := revisionIn(e.answer.header.Get("ETag"))
		switch {
		case e.answer.status == http.StatusOK && revision == e.base: // it changed nothing
		case e.answer.status == http.StatusOK && revision == e.base+1:
			if other := winners[revision]; other != nil {
				rt.Errorf("revision %d is won by %q and by %q", revision, other.marker, e.marker)
			}
			winners[revision] = e
			won++
		case e.answer.status == http.StatusPreconditionFailed && revision > e.base:
		case e.answer.status == http.StatusConflict:
		default:
			rt.Errorf("%s upon %d answers %d with %d: %s", e.deed, e.base, e.answer.status, revision, e.answer.body)
		}
	}
	for number := 2; number <= max(current.Revision, 1+won); number++ {
		revision, article, err := n.service.Revision(t.Context(), news.System(), id, number)
		winner := winners[number]
		switch {
		case err != nil || winner == nil:
			gaps++
		case revision.ChangeNote != winner.marker || (winner.deed == "PATCH" && article.Title != winner.marker):
			lost++
		}
	}
	if current.Revision != 1+won {
		rt.Errorf("%d writes won, and the article is at %d", won, current.Revision)
	}
	return won, lost, gaps
}
