package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// TestShortCheck checks a Broadsheet that is built here, shortly. Only what a busy
// machine can't break is asked for: how fast the other node and a returned
// Postgres are believed is not.
func TestShortCheck(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "broadsheet")
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", binary, "./cmd/broadsheet")
	build.Dir, build.Env = "../../..", append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			if _, err := cluster.Binaries(); engine == "postgres" && err != nil && os.Getenv("REQUIRE_POSTGRES") != "1" {
				t.Skip(err)
			}
			var out strings.Builder
			err := command(t.Context(), []string{
				"-binary", binary, "-engines", engine, "-reads", "400", "-least", "2s", "-restarts", "1", "-bound", "1m", "-recovery", "1m",
			}, &out)
			if err != nil {
				t.Errorf("%v\n%s", err, out.String())
			}
			row := regexp.MustCompile(`\| (\w+) *\| (\d) +\| [1-9]\d* +\| [1-9]\d\d+ +\|`).FindStringSubmatch(out.String())
			nodes := map[string]string{"sqlite": "1", "postgres": "2"}[engine]
			if len(row) == 0 || row[1] != engine || row[2] != nodes {
				t.Errorf("the table has no row of %s with %s nodes:\n%s", engine, nodes, out.String())
			}
		})
	}
}

func TestReportTellsWhatIsWrong(t *testing.T) {
	s := settings{reads: 10, recovery: 2 * time.Second}
	good := outcome{engine: "sqlite", nodes: 1, counts: judge.Counts{Answers: 10}}
	for _, c := range []struct {
		name   string
		change func(*outcome)
		faulty bool
	}{
		{"good", func(*outcome) {}, false},
		{"recovered in time", func(o *outcome) { o.restarts = []restart{{recovered: 2 * time.Second}} }, false},
		{"recovered too late", func(o *outcome) { o.restarts = []restart{{recovered: 2001 * time.Millisecond}} }, true},
		{"too few reads", func(o *outcome) { o.counts.Answers = 9 }, true},
		{"a stale answer", func(o *outcome) {
			o.counts.Faults = map[judge.Kind]int{judge.Stale: 1}
			o.counts.Examples = []judge.Fault{{Kind: judge.Stale, What: "the old title"}}
		}, true},
	} {
		o := good
		c.change(&o)
		var out strings.Builder
		err := report(&out, s, []outcome{o})
		if errors.Is(err, errFaulty) != c.faulty || (err != nil) != c.faulty {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(o.counts.Examples) > 0 && !strings.Contains(out.String(), "the old title") {
			t.Errorf("%s: no example in\n%s", c.name, out.String())
		}
	}
}

func TestPlain(t *testing.T) {
	for tag, want := range map[string]string{`"3-abc"`: `"3-abc"`, `"3-abc-gzip"`: `"3-abc"`, `"x-br"`: `"x"`, ``: ``} {
		if got := plain(tag); got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
}

func TestBecame(t *testing.T) {
	at := time.Date(2025, 7, 11, 0, 0, 0, 1000, time.UTC)
	for _, c := range []struct {
		name   string
		status string
		from   any
		state  judge.State
		want   bool
	}{
		{"published", "published", nil, judge.State{Visible: true, Version: 1}, true},
		{"not published", "withdrawn", nil, judge.State{Visible: true, Version: 1}, false},
		{"of another version", "published", nil, judge.State{Visible: true, Version: 2}, false},
		{"withdrawn", "withdrawn", nil, judge.State{Gone: true, Version: 1}, true},
		{"not withdrawn", "published", nil, judge.State{Gone: true, Version: 1}, false},
		{"scheduled", "scheduled", "2025-07-11T00:00:00.000001Z", judge.State{Visible: true, Version: 1, From: at}, true},
		{"its time has come", "published", "2025-07-11T00:00:00.000001Z", judge.State{Visible: true, Version: 1, From: at}, true},
		{"corrected", "published", nil, judge.State{Visible: true, Version: 1, Corrections: 1}, true},
		{"not corrected", "published", nil, judge.State{Visible: true, Version: 1, Corrections: 2}, false},
		{"at another time", "scheduled", "2025-07-12T00:00:00Z", judge.State{Visible: true, Version: 1, From: at}, false},
	} {
		found := map[string]any{"title": "A v1", "status": c.status, "embargo_until": c.from}
		if c.state.Corrections > 0 {
			found["corrections"] = []any{map[string]any{"note": "A v1"}}
		}
		if got := became(found, "A", c.state); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
