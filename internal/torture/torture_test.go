package main

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tortured has a few rounds on an engine. Its database stays open until the test
// ends.
func tortured(t *testing.T, binary, name string) (*tally, *sql.DB, []entry) {
	t.Helper()
	s := settings{binary: binary, rounds: 3, writers: 3, folder: t.TempDir()}
	if name == "postgres" {
		s.rounds = 4 // Postgres itself dies in the fourth
	}
	e, err := openEngine(t.Context(), name, s.folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.close(); err != nil {
			t.Error(err)
		}
	})
	r, err := tortureEngine(t.Context(), s, e)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table([]*tally{r.tally}))
	return r.tally, e.db, r.ledger.entries
}

func built(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "broadsheet")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "../../cmd/broadsheet")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return binary
}

func TestTorture(t *testing.T) {
	binary := built(t)
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			got, db, acknowledged := tortured(t, binary, engine)
			if !got.sound() || got.acknowledged < got.rounds || got.repeated == 0 || got.serverKills != 3 {
				t.Errorf("it came to %+v", got)
			}
			showsFaults(t, db, acknowledged)
		})
	}
}

// showsFaults spoils a database step by step and wants each step to be seen.
func showsFaults(t *testing.T, db *sql.DB, acknowledged []entry) {
	t.Helper()
	last := acknowledged[len(acknowledged)-1]
	for _, step := range []struct{ statement, want string }{
		{`SELECT 1`, ""},
		{`UPDATE revisions SET change_note = 'other' WHERE change_note = '` + last.Marker + `'`, "lost: " + last.Marker},
		{`UPDATE revisions SET change_note = '` + acknowledged[0].Marker + `' WHERE change_note = 'other'`, "doubled: " + acknowledged[0].Marker},
		{`UPDATE articles SET revision = revision + 1`, "half-written: revisions have gaps"},
		{`DELETE FROM slugs WHERE noun = 'tag'`, "half-written: revisions have gaps"},
		{`DELETE FROM kept_answers WHERE status = 201`, "half-written: articles and kept answers"},
		{`DELETE FROM audit WHERE deed = 'create'`, "half-written: revisions are not in the audit log"},
		{`DELETE FROM revisions`, "half-written: the audit log has what is not there"},
		{`DELETE FROM articles`, "half-written: a slug leads to nothing"},
	} {
		if _, err := db.ExecContext(t.Context(), step.statement); err != nil {
			t.Fatalf("%s: %v", step.statement, err)
		}
		found, err := inspect(t.Context(), db, acknowledged)
		if err != nil || !strings.Contains(found.String(), step.want) || (step.want == "" && found.String() != "") {
			t.Errorf("after %s: %v, found %.600s, want %q", step.statement, err, found, step.want)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range []string{"-rounds=0", "-writers=0", "-colour=red"} {
		if _, err := parse([]string{args}); err == nil {
			t.Errorf("%s is taken", args)
		}
	}
	if _, err := openEngine(t.Context(), "mysql", t.TempDir()); err == nil {
		t.Error("mysql is taken")
	}
	if failed := (&tally{rounds: 1, otherwise: 1}); failed.sound() {
		t.Error("another answer is sound")
	}
}
