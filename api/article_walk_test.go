package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Articles that go through moves, changes and hours at random are at every step
// what the model says: to readers, to users, and in the lists of both.
func TestWorkflowAgainstAModel(t *testing.T) {
	const walks, steps = 10, 16
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		for seed := range uint64(walks) {
			w := walker{newsroom: n, random: rand.New(rand.NewPCG(seed, 1)), model: model{status: "draft"}, revision: 1}
			w.address = n.draft(t, object{"title": fmt.Sprint("Walk ", seed), "section_id": section})
			for range steps {
				w.step(t)
			}
		}
	})
}

type walker struct {
	*newsroom
	random   *rand.Rand
	address  string
	model    model
	revision int
	story    []string
}

func (w *walker) step(t *testing.T) {
	t.Helper()
	w.clock.move(time.Duration(w.random.IntN(3)) * time.Hour)
	names := []string{"submit", "return", "publish", "publish", "patch", "patch", "unschedule", "withdraw", "withdraw", "trash", "restore"}
	s := step{name: names[w.random.IntN(len(names))]}
	body := object{}
	if s.name == "publish" || s.name == "patch" {
		s.published, s.embargo = w.moment(body, "published_at"), w.moment(body, "embargo_until")
	}
	if s.name == "withdraw" {
		body["reason"] = "error"
	}
	if s.name == "return" {
		body["note"] = "not yet"
	}
	now := w.clock.now()
	w.story = append(w.story, fmt.Sprint(now.Format(time.DateTime), " ", w.model.shown(now), " ", s.name, " ", body))
	next, status := w.model.after(s, now)
	method, path := "POST", w.address+"/"+s.name
	if s.name == "patch" {
		method, path = "PATCH", w.address
	}
	r := w.do(t, method, path, w.as(t, news.RoleEditor), body, "If-Match", "*")
	if next != w.model {
		w.revision++
	}
	w.model = next
	if r.status != status {
		t.Errorf("answers %d, want %d: %s", r.status, status, r.body)
	}
	w.compare(t)
	if t.Failed() {
		t.Fatal(strings.Join(w.story, "\n"))
	}
}

// moment gives the body nothing, null, or a time of the hours around now.
func (w *walker) moment(body object, name string) *time.Time {
	var at time.Time
	switch w.random.IntN(5) {
	case 0, 1:
		return nil
	case 2:
		body[name] = nil
	default:
		at = w.clock.now().Add(time.Duration(w.random.IntN(9)-4) * time.Hour)
		body[name] = at
	}
	return &at
}

func (w *walker) compare(t *testing.T) {
	t.Helper()
	now := w.clock.now()
	r := w.see(t, w.address)
	r.has(t, "/status", w.model.shown(now))
	r.has(t, "/revision", w.revision)
	for pointer, at := range map[string]time.Time{
		"/published_at": w.model.published, "/embargo_until": w.model.embargo, "/first_published_at": w.model.first,
	} {
		var want any
		if !at.IsZero() {
			want = at
		}
		r.has(t, pointer, want)
	}
	w.get(t, w.address).want(t, w.model.readers(now))
	id := strings.TrimPrefix(w.address, "/v1/articles/")
	if listed := slices.Contains(idsIn(t, w.get(t, "/v1/articles?fields=id&section=desk")), id); listed != (w.model.readers(now) == http.StatusOK) {
		t.Errorf("readers find it in the list: %t", listed)
	}
	if listed := slices.Contains(idsIn(t, w.see(t, "/v1/articles?limit=100&fields=id&status="+w.model.shown(now))), id); !listed {
		t.Error("it is not in the list of its status")
	}
}
