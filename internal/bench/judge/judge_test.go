package judge_test

import (
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// at is some seconds into the test's day.
func at(seconds float64) time.Time {
	return time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

func clock(seconds float64) func() time.Time { return func() time.Time { return at(seconds) } }

// written is a write of the test's subject; acknowledged 0 is never.
type written struct {
	judge.State

	begun, acknowledged float64
	node                int
	void                bool
}

func history(writes ...written) *judge.History {
	h := judge.NewHistory(time.Second)
	for _, w := range writes {
		number := h.Begin("A", w.State, at(w.begun))
		if w.acknowledged > 0 {
			h.Acknowledge("A", number, w.node, clock(w.acknowledged))
		}
		if w.void {
			h.Void("A", number)
		}
	}
	return h
}

func version(n int) judge.State { return judge.State{Visible: true, Version: n} }

func TestJudge(t *testing.T) {
	draft, gone := judge.State{}, judge.State{Gone: true}
	soon := judge.State{Visible: true, Version: 2, From: at(30)}
	back := judge.State{Visible: true, Version: 2, From: at(30), Gone: true}
	two := []written{{State: version(1), begun: 1, acknowledged: 2}, {State: version(2), begun: 10, acknowledged: 11}}
	shown := func(n int) judge.Seen { return judge.Seen{Visible: true, Version: n} }
	hidden, tombstone, unlisted := judge.Seen{}, judge.Seen{Gone: true}, judge.Seen{Listed: true}
	for _, c := range []struct {
		name   string
		writes []written
		seen   judge.Seen
		node   int
		begun  float64
		had    float64
		want   judge.Kind
	}{
		{"what was written", two, shown(2), 0, 12, 13, ""},
		{"before it is acknowledged both may be seen", two, shown(1), 0, 10.5, 13, ""},
		{"the new one too", two, shown(2), 0, 10.5, 10.6, ""},
		{"who began before may have the old one", two, shown(1), 0, 10.9, 20, ""},
		{"old after the acknowledgement", two, shown(1), 0, 11.1, 11.2, judge.Stale},
		{"on another node old within the bound", two, shown(1), 1, 11.9, 12.2, ""},
		{"on another node old after the bound", two, shown(1), 1, 12.1, 12.2, judge.Stale},
		{"new before it was sent", two, shown(2), 0, 8, 9, judge.Wrong},
		{"what nobody wrote", two, shown(7), 0, 12, 13, judge.Wrong},
		{"not there though published", two, hidden, 0, 12, 13, judge.Wrong},
		{"unlisted though published", two, unlisted, 0, 12, 13, judge.Wrong},
		{"before the first write anything", two, shown(9), 0, 0, 0.5, ""},

		{"not known to have been written, seen", []written{two[0], {State: version(2), begun: 10}}, shown(2), 0, 20, 21, ""},
		{"not known to have been written, not seen", []written{two[0], {State: version(2), begun: 10}}, shown(1), 0, 20, 21, ""},
		{"it turned out not to be", []written{two[0], {State: version(2), begun: 10, void: true}}, shown(2), 0, 20, 21, judge.Wrong},
		{"what came before is good then", []written{two[0], {State: version(2), begun: 10, void: true}}, shown(1), 0, 20, 21, ""},
		{"overtaken by what is known", append(two[:2:2], written{State: version(3), begun: 12}), shown(1), 0, 20, 21, judge.Stale},

		{"withdrawn and gone", []written{two[0], {State: gone, begun: 10, acknowledged: 11}}, tombstone, 0, 12, 13, ""},
		{"withdrawn and unlisted", []written{two[0], {State: gone, begun: 10, acknowledged: 11}}, unlisted, 0, 12, 13, ""},
		{"withdrawn and shown", []written{two[0], {State: gone, begun: 10, acknowledged: 11}}, shown(1), 0, 12, 13, judge.Stale},
		{"withdrawn and never there", []written{two[0], {State: gone, begun: 10, acknowledged: 11}}, hidden, 0, 12, 13, judge.Wrong},
		{"a draft is shown", []written{{State: draft, begun: 1, acknowledged: 2}}, shown(1), 0, 12, 13, judge.Wrong},

		{"scheduled and not there", []written{{State: soon, begun: 1, acknowledged: 2}}, hidden, 0, 29, 29.5, ""},
		{"scheduled and there", []written{{State: soon, begun: 1, acknowledged: 2}}, shown(2), 0, 30.1, 30.2, ""},
		{"early", []written{{State: soon, begun: 1, acknowledged: 2}}, shown(2), 0, 29, 29.9, judge.Early},
		{"late", []written{{State: soon, begun: 1, acknowledged: 2}}, hidden, 0, 30.1, 30.2, judge.Late},
		{"late in a list", []written{{State: soon, begun: 1, acknowledged: 2}}, unlisted, 0, 30.1, 30.2, judge.Late},
		{"late on another node", []written{{State: soon, begun: 1, acknowledged: 2}}, hidden, 1, 30.1, 30.2, judge.Late},
		{"across the moment either", []written{{State: soon, begun: 1, acknowledged: 2}}, shown(2), 0, 29.9, 30.1, ""},
		{"across the moment not yet", []written{{State: soon, begun: 1, acknowledged: 2}}, hidden, 0, 29.9, 30.1, ""},
		{"to come back, still gone", []written{{State: back, begun: 1, acknowledged: 2}}, tombstone, 0, 20, 21, ""},
		{"to come back, never there", []written{{State: back, begun: 1, acknowledged: 2}}, hidden, 0, 20, 21, judge.Wrong},
		{"taken off the schedule", []written{
			{State: soon, begun: 1, acknowledged: 2}, {State: draft, begun: 3, acknowledged: 4},
		}, shown(2), 0, 31, 32, judge.Stale},
		{"put off", []written{
			{State: soon, begun: 1, acknowledged: 2}, {State: judge.State{Visible: true, Version: 2, From: at(60)}, begun: 3, acknowledged: 4},
		}, shown(2), 0, 31, 32, judge.Early},
	} {
		window := judge.Window{Node: c.node, Begun: at(c.begun), Had: at(c.had)}
		kind, right := history(c.writes...).Judge("A", c.seen, window)
		if kind != c.want || right != (c.want == "") {
			t.Errorf("%s: %q, %v, want %q", c.name, kind, right, c.want)
		}
	}
}

func TestTexts(t *testing.T) {
	if judge.Text("Desk 3", 12) != "Desk 3 v12" {
		t.Error(judge.Text("Desk 3", 12))
	}
	if n := len(judge.Body("Article 1", 2)); n < 1500 || n > 3000 {
		t.Errorf("a body has %d bytes", n)
	}
}
