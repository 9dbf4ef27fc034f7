package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// execute changes the database past the API.
func execute(t *testing.T, url string, statements ...string) {
	t.Helper()
	driver := "pgx"
	if path, isSQLite := strings.CutPrefix(url, "sqlite:"); isSQLite {
		driver, url = "sqlite", path
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerify(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		keys, file := t.TempDir(), filepath.Join(t.TempDir(), "checkpoint")
		verify := func(args ...string) outcome {
			return command(t, "", append([]string{"verify", "--database-url", url, "--signing-keys", keys}, args...)...)
		}
		verify().want(t, exitFailed, "run broadsheet migrate first")
		command(t, "", "migrate", "--database-url", url).want(t, exitDone)
		verify().want(t, exitUsage, "BROADSHEET_SIGNING_KEYS (--signing-keys) is refused")
		command(t, "", "demo", "--database-url", url, "--signing-keys", keys).want(t, exitDone)
		verify().want(t, exitDone, "12 articles with 24 revisions are as they were written.")
		verify("--checkpoint", file).want(t, exitDone)
		verify("--checkpoint", file).want(t, exitDone, "12 articles with 24 revisions")
		before := read(t, file)

		execute(t, url, `DELETE FROM revisions WHERE article_id = (SELECT article_id FROM revisions ORDER BY article_id DESC LIMIT 1)`,
			`DELETE FROM articles WHERE id NOT IN (SELECT article_id FROM revisions)`)
		verify().want(t, exitDone, "11 articles with 22 revisions")
		verify("--checkpoint", file).want(t, exitFailed, ", revision 2: was in the checkpoint and is not there", "1 of 11 articles")
		if read(t, file) != before {
			t.Error("a fault moves the checkpoint on")
		}
		execute(t, url, `UPDATE articles SET title = 'Buy gold' WHERE id = (SELECT id FROM articles ORDER BY id LIMIT 1)`)
		verify().want(t, exitFailed, "revision 2: is the newest, and the article was altered since", "1 of 11 articles")
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".checkpoint-*")); len(left) != 0 || err != nil {
			t.Errorf("left %v, %v", left, err)
		}
		for _, text := range []string{"", "something\n", before[:len(before)-8], strings.Replace(before, " 2 ", " two ", 1)} {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			verify("--checkpoint", file).want(t, exitFailed, "checkpoint")
		}
	})
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
