package purge

import (
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Payload writes groups as a job has them.
func Payload(groups []news.Group) string { return join(groups) }

// Groups reads what Payload wrote.
func Groups(job *news.Job) []news.Group {
	var groups []news.Group
	for name := range strings.FieldsSeq(job.Payload) {
		groups = append(groups, news.Group(name))
	}
	return groups
}

// Pack puts what several jobs would purge into as few of them as go in order, each
// group once and Most groups to a job. What the first ones hold stays there. It
// changes the payload of the jobs that are kept, and since when they are due,
// and returns those that nothing is left for.
func Pack(jobs []*news.Job) (kept, spare []*news.Job) {
	seen := map[news.Group]bool{}
	for _, job := range jobs {
		groups := unseen(Groups(job), seen)
		into := roomy(kept, len(groups))
		if into == nil {
			job.Payload = Payload(groups)
			kept = append(kept, job)
			continue
		}
		into.Payload = Payload(append(Groups(into), groups...))
		if job.DueAt.Before(into.DueAt) {
			into.DueAt = job.DueAt
		}
		spare = append(spare, job)
	}
	return kept, spare
}

// unseen returns the groups that were not seen, and notes that they are.
func unseen(groups []news.Group, seen map[news.Group]bool) []news.Group {
	var fresh []news.Group
	for _, group := range groups {
		if !seen[group] {
			seen[group] = true
			fresh = append(fresh, group)
		}
	}
	return fresh
}

// roomy returns the last job if so many groups go into it, else nil.
func roomy(jobs []*news.Job, more int) *news.Job {
	if len(jobs) == 0 {
		return nil
	}
	last := jobs[len(jobs)-1]
	if len(Groups(last))+more > Most {
		return nil
	}
	return last
}
