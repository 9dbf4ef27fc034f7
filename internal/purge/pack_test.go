package purge_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/purge"
)

// However many jobs name however many groups: each is named once then, no call
// too large, the earliest due time kept, and no two calls go where one would do.
func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		group := rapid.Map(rapid.IntRange(0, 300), func(i int) news.Group { return news.Group(fmt.Sprint("g-", i)) })
		start := time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)
		want, earliest := map[news.Group]bool{}, start.Add(time.Hour)
		var jobs []*news.Job
		for i := range rapid.IntRange(1, 60).Draw(t, "jobs") {
			groups := rapid.SliceOfN(group, 1, purge.Most).Draw(t, "groups")
			due := start.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "due")) * time.Second)
			for _, g := range groups {
				want[g] = true
			}
			if due.Before(earliest) {
				earliest = due
			}
			jobs = append(jobs, &news.Job{ID: fmt.Sprint(i), Payload: purge.Payload(groups), DueAt: due})
		}
		kept, spare := purge.Pack(slices.Clone(jobs))
		if len(kept)+len(spare) != len(jobs) || kept[0] != jobs[0] {
			t.Fatalf("of %d jobs %d are kept and %d spare", len(jobs), len(kept), len(spare))
		}
		got, due := map[news.Group]bool{}, kept[0].DueAt
		for i, job := range kept {
			groups := purge.Groups(job)
			for _, g := range groups {
				if got[g] {
					t.Fatalf("%s is named twice", g)
				}
				got[g] = true
			}
			if job.DueAt.Before(due) {
				due = job.DueAt
			}
			if len(groups) > purge.Most || (i > 0 && len(groups)+len(purge.Groups(kept[i-1])) <= purge.Most) {
				t.Fatalf("the call %d names %d groups", i, len(groups))
			}
		}
		if !maps.Equal(got, want) || !due.Equal(earliest) {
			t.Fatalf("%d groups since %v, want %d since %v", len(got), due, len(want), earliest)
		}
		again, more := purge.Pack(slices.Clone(kept))
		if len(again) != len(kept) || len(more) != 0 {
			t.Fatalf("packed again %d are %d", len(kept), len(again))
		}
	})
}
