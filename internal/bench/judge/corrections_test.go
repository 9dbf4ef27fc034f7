package judge_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// corrected is a newsroom in which A has been corrected twice and then got another
// text, B never was corrected, and C, which was once, comes at 30.
func corrected() *judge.History {
	h := judge.NewHistory(time.Second)
	h.Acknowledge("B", h.Begin("B", version(1), at(1)), 0, clock(2))
	h.Acknowledge("C", h.Begin("C", judge.State{Visible: true, Version: 1, Corrections: 1, From: at(30)}, at(1)), 0, clock(2))
	for i, state := range []judge.State{
		{Visible: true, Version: 1, Corrections: 1}, {Visible: true, Version: 1, Corrections: 2}, {Visible: true, Version: 2, Corrections: 2},
	} {
		h.Acknowledge("A", h.Begin("A", state, at(float64(i))), 0, clock(float64(i)+0.5))
	}
	return h
}

func TestCorrections(t *testing.T) {
	note := func(of string, number, v int) shown {
		return shown{"note": judge.Text(of, number), "article": shown{"title": judge.Text(of, v)}}
	}
	one := judge.Answer{Status: http.StatusOK, ETag: `"2-x"`, Path: "/a", Expect: []string{"A"}}
	all := judge.Answer{Status: http.StatusOK, ETag: `"e"`, Path: "/corrections", Expect: []string{"A", "B", "C"}, Kind: judge.ReadCorrections}
	for _, c := range []struct {
		name   string
		answer judge.Answer
		body   any
		from   float64
		want   []judge.Kind
	}{
		{"of an article", one, article("A", 2, 2, 2).with("corrections", []shown{note("A", 1, 2), note("A", 2, 2)}), 20, nil},
		{"one too few", one, article("A", 2, 2, 2).with("corrections", []shown{note("A", 1, 2)}), 20, []judge.Kind{judge.Wrong}},
		{"one of another", one, article("A", 2, 2, 2).with("corrections", []shown{note("A", 1, 2), note("B", 2, 2)}), 20, []judge.Kind{judge.Torn}},

		{"listed", all, list(note("A", 2, 2), note("A", 1, 2)), 20, nil},
		{"with what has come", all, list(note("A", 2, 2), note("A", 1, 2), note("C", 1, 1)), 40, nil},
		{"early", all, list(note("A", 2, 2), note("A", 1, 2), note("C", 1, 1)), 20, []judge.Kind{judge.Early}},
		{"late", all, list(note("A", 2, 2), note("A", 1, 2)), 40, []judge.Kind{judge.Late}},
		{"by the title of before", all, list(note("A", 2, 1), note("A", 1, 1)), 20, []judge.Kind{judge.Stale}},
		{"the last one missing", all, list(note("A", 1, 1)), 20, []judge.Kind{judge.Stale}},
		{"by two titles", all, list(note("A", 2, 2), note("A", 1, 1)), 20, []judge.Kind{judge.Stale, judge.Torn}},
		{"the first one missing", all, list(note("A", 2, 2)), 20, []judge.Kind{judge.Torn, judge.Wrong}},
		{"one twice", all, list(note("A", 2, 2), note("A", 2, 2)), 20, []judge.Kind{judge.Torn}},
		{"nobody's", all, list(note("A", 2, 2), note("A", 1, 2), note("B", 1, 1)), 20, []judge.Kind{judge.Wrong}},
		{"none", all, list(), 20, []judge.Kind{judge.Wrong}},
	} {
		a := c.answer
		a.Window = judge.Window{Begun: at(c.from), Had: at(c.from + 0.1)}
		var err error
		if a.Body, err = json.Marshal(c.body); err != nil {
			t.Fatal(err)
		}
		court := judge.NewCourt(corrected())
		court.Hear(&a)
		expect(t, c.name, court, c.want)
	}
	court := judge.NewCourt(corrected())
	court.Hear(&judge.Answer{Window: judge.Window{Begun: at(20), Had: at(21)}, Status: http.StatusNotFound, Path: "/", Kind: judge.ReadCorrections})
	expect(t, "there is no such list", court, []judge.Kind{judge.Wrong})
}
