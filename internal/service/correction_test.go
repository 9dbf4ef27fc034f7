package service_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func (n *newsroom) correct(actor news.Actor, id, note string) (*news.Article, error) {
	written, err := n.Correct(n.ctx, actor, id, func(*news.Article) (news.Correction, error) {
		return news.Correction{Kind: news.Update, Note: note}, nil
	})
	return written.Row, err
}

// Corrections that are made at once, or by nodes whose clocks differ, are all
// kept, each in a revision of its own, and the chain stays whole.
func TestCorrectionsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const editors, each = 4, 4
		n.signing(newKey(t))
		article := n.published("A", n.section("S", nil))
		n.pass(time.Hour)
		var group sync.WaitGroup
		for range editors {
			group.Go(func() {
				for range each {
					if _, err := n.correct(editor, article.ID, "N"); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		n.pass(-time.Minute)
		last, err := n.correct(editor, article.ID, "of a slow clock")
		if err != nil || len(last.Corrections) != editors*each+1 || last.Corrections[0].Note != "of a slow clock" {
			t.Fatalf("%v: the corrections are %+v", err, last)
		}
		if got := n.reread(article); fmt.Sprint(got.Corrections) != fmt.Sprint(last.Corrections) || got.Revision != 2+editors*each+1 {
			t.Errorf("at revision %d they are read as %v, were written as %v", got.Revision, got.Corrections, last.Corrections)
		}
		if got, want := n.deeds(article.ID), "create publish"+strings.Repeat(" correct", editors*each+1); got != want {
			t.Errorf("the revisions are %s, want %s", got, want)
		}
		n.sound()
	})
}

func TestCorrectionsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.published("A", n.section("S", nil))
		for range news.MaxCorrections {
			if _, err := n.correct(editor, article.ID, "N"); err != nil {
				t.Fatal(err)
			}
		}
		_, err := n.correct(editor, article.ID, "N")
		want{kind: news.Conflict, code: "too-many-corrections"}.check(t, err)
	})
}
