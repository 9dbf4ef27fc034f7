package judge_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

type shown map[string]any

// article is one as it is answered: section and byline by their versions.
func article(name string, v, section, byline int) shown {
	title, desk, jane := judge.Text(name, v), judge.Text("Desk", section), judge.Text("Jane", byline)
	return shown{
		"revision": v, "title": title, "summary": title, "body": judge.Body(name, v),
		"section": shown{"id": "s", "name": desk}, "breadcrumbs": []shown{{"id": "r", "name": "Root"}, {"id": "s", "name": desk}},
		"credits": []shown{{"name": jane, "byline": shown{"id": "b", "name": jane}}},
	}
}

func (s shown) with(name string, value any) shown {
	s[name] = value
	return s
}

func list(articles ...shown) shown { return shown{"data": articles} }

// heard is a newsroom in which everything is in version 2, and C comes at 30.
func heard(t *testing.T) *judge.History {
	t.Helper()
	h := judge.NewHistory(time.Second)
	for _, subject := range []string{"A", "B", "Desk", "Jane"} {
		for v := 1; v <= 2; v++ {
			h.Acknowledge(subject, h.Begin(subject, version(v), at(float64(v))), 0, clock(float64(v)+0.5))
		}
	}
	h.Acknowledge("C", h.Begin("C", judge.State{Visible: true, Version: 1, From: at(30)}, at(1)), 0, clock(2))
	if n := h.Writes(); n != 9 {
		t.Errorf("%d writes are known", n)
	}
	return h
}

func TestCourt(t *testing.T) {
	good := func() shown { return article("A", 2, 2, 2) }
	one := judge.Answer{Status: http.StatusOK, ETag: `"2-x"`, Path: "/a", Expect: []string{"A"}}
	many := judge.Answer{Status: http.StatusOK, ETag: `"y"`, Path: "/list", Expect: []string{"A", "B", "C"}, Kind: judge.ReadList}
	next := judge.Answer{Status: http.StatusOK, ETag: `"2-z"`, Path: "/next", Expect: []string{"C"}, Kind: judge.ReadNext}
	neighbors := func(title string) shown { return shown{"next": shown{"title": title}} }
	for _, c := range []struct {
		name   string
		answer judge.Answer
		body   any
		from   float64
		want   []judge.Kind
	}{
		{"good", one, good(), 20, nil},
		{"stale", one, article("A", 1, 2, 2).with("revision", 2), 20, []judge.Kind{judge.Stale}},
		{"title of one revision, body of another", one, good().with("body", judge.Body("A", 1)), 20, []judge.Kind{judge.Torn}},
		{"half a body", one, good().with("body", judge.Body("A", 2)[:900]), 20, []judge.Kind{judge.Torn}},
		{"summary of another", one, good().with("summary", "A v1"), 20, []judge.Kind{judge.Torn}},
		{"ETag of another revision", one, good().with("revision", 3), 20, []judge.Kind{judge.Torn}},
		{"a stale byline", one, article("A", 2, 2, 1), 20, []judge.Kind{judge.Stale}},
		{"a stale section", one, article("A", 2, 1, 2), 20, []judge.Kind{judge.Stale}},
		{"one section under two names", one, good().with("section", shown{"id": "s", "name": "Desk v1"}), 20, []judge.Kind{judge.Torn, judge.Stale}},
		{"nobody's title", one, good().with("title", "Hello").with("summary", "Hello").with("body", "<p>Hello</p>"), 20, []judge.Kind{judge.Torn, judge.Torn, judge.Torn, judge.Wrong}},
		{"nothing", one, nil, 20, []judge.Kind{judge.Wrong}},

		{"good list", many, list(good(), article("B", 2, 2, 2)), 20, nil},
		{"names mixed in a list", many, list(good(), article("B", 2, 1, 2)), 20, []judge.Kind{judge.Torn}},
		{"bylines mixed in a list", many, list(good(), article("B", 2, 2, 1)), 20, []judge.Kind{judge.Torn}},
		{"one is missing in a list", many, list(good()), 20, []judge.Kind{judge.Wrong}},
		{"one is in a list early", many, list(good(), article("B", 2, 2, 2), article("C", 1, 2, 2)), 20, []judge.Kind{judge.Early}},
		{"one is in a list late", many, list(good(), article("B", 2, 2, 2)), 40, []judge.Kind{judge.Late}},
		{"one is there", many, list(good(), article("B", 2, 2, 2), article("C", 1, 2, 2)), 40, nil},

		{"no next one yet", next, good(), 20, nil},
		{"the next one", next, good().with("neighbors", neighbors("C v1")), 40, nil},
		{"the next one early", next, good().with("neighbors", neighbors("C v1")), 20, []judge.Kind{judge.Early}},
		{"the next one late", next, good(), 40, []judge.Kind{judge.Late}},
	} {
		a := c.answer
		a.Window = judge.Window{Begun: at(c.from), Had: at(c.from + 0.1)}
		var err error
		if a.Body, err = json.Marshal(c.body); err != nil {
			t.Fatal(err)
		}
		if c.body == nil {
			a.Body = nil
		}
		court := judge.NewCourt(heard(t))
		court.Hear(&a)
		expect(t, c.name, court, c.want)
	}
}

// expect compares the faults that a court has found.
func expect(t *testing.T, name string, court *judge.Court, want []judge.Kind) {
	t.Helper()
	var got []judge.Kind
	for _, example := range court.Counts().Examples {
		got = append(got, example.Kind)
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if !slices.Equal(got, want) {
		t.Errorf("%s: found %v, want %v", name, court.Counts().Examples, want)
	}
}

func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		retry  string
		from   float64
		kind   judge.Reading
		want   []judge.Kind
	}{
		{"unavailable in an outage", 503, "1", 15, judge.ReadArticle, nil},
		{"unavailable until it is over", 503, "1", 19.9, judge.ReadList, nil},
		{"unavailable after it", 503, "1", 20.1, judge.ReadArticle, []judge.Kind{judge.Wrong}},
		{"unavailable without a word when to come back", 503, "", 15, judge.ReadArticle, []judge.Kind{judge.Wrong}},
		{"failed in an outage", 500, "", 15, judge.ReadArticle, []judge.Kind{judge.Wrong}},
		{"there is no such list", 404, "", 15, judge.ReadList, []judge.Kind{judge.Wrong}},
		{"no such article", 404, "", 15, judge.ReadArticle, []judge.Kind{judge.Wrong}},
	} {
		court := judge.NewCourt(heard(t))
		court.Announce(at(10))
		court.End(at(20))
		court.Hear(&judge.Answer{
			Window: judge.Window{Begun: at(c.from), Had: at(c.from + 0.05)}, Status: c.status, Retry: c.retry,
			Path: "/", Expect: []string{"A"}, Kind: c.kind,
		})
		expect(t, c.name, court, c.want)
		if excused := court.Counts().Unavailable == 1; excused != (c.want == nil) {
			t.Errorf("%s: counted %+v", c.name, court.Counts())
		}
	}
}

func TestETagsAreOfOneBody(t *testing.T) {
	court := judge.NewCourt(heard(t))
	for _, a := range []shown{article("A", 2, 2, 2), article("A", 2, 2, 2), article("A", 2, 2, 2).with("more", 1)} {
		body, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		court.Hear(&judge.Answer{
			Window: judge.Window{Begun: at(20), Had: at(21)}, Status: http.StatusOK, ETag: `"2-x"`, Path: "/a",
			Expect: []string{"A"}, Body: body,
		})
	}
	expect(t, "another body", court, []judge.Kind{judge.Torn})
	court.Refuse("/a", errors.New("cut off"), at(22))
	expect(t, "no answer", court, []judge.Kind{judge.Torn, judge.Wrong})
	if n := court.Counts().Answers; n != 4 {
		t.Errorf("%d answers were counted", n)
	}
}
