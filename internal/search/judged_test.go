package search

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/search/judge"
)

// keptNDCG is what the order of results was worth last; it may only rise.
const keptNDCG = 0.988

func judgedSet(t *testing.T) judge.Set {
	t.Helper()
	documents, err := os.Open("testdata/judged.documents.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer documents.Close()
	queries, err := os.Open("testdata/judged.queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer queries.Close()
	set, err := judge.Read(documents, queries)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestJudgedQueries(t *testing.T) {
	set := judgedSet(t)
	if len(set.Documents) < 200 || len(set.Queries) < 40 {
		t.Errorf("%d documents and %d queries are too few", len(set.Documents), len(set.Queries))
	}
	entries := map[string]Entry{}
	terms := map[string][]string{}
	for _, d := range set.Documents {
		e := folder.Entry(Document{
			Title: d.Title, Summary: d.Summary, Body: d.Body, Sections: []string{d.Section}, Tags: d.Tags, Bylines: d.Bylines,
		})
		entries[d.ID], terms[d.ID] = e, e.Terms()
	}
	results, mean, err := set.Evaluate(func(text string) ([]string, error) {
		q, err := folder.Parse(text)
		type hit struct {
			id    string
			score int64
		}
		var hits []hit
		for _, d := range set.Documents {
			if e := entries[d.ID]; met(q, terms[d.ID]) && q.Matches(e) {
				hits = append(hits, hit{d.ID, q.Score(e, time.Duration(d.Days)*day)})
			}
		}
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.id, b.id)) })
		var found []string
		for _, h := range hits {
			found = append(found, h.id)
		}
		return found, err
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := judge.Print(&out, results, mean); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	if mean < keptNDCG {
		t.Errorf("nDCG@10 is %.4f and was %.4f", mean, keptNDCG)
	}
}
