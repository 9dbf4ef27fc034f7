package cluster_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// helper is set in the process that TestClusterEndsWithItsOwner starts and kills.
const helper = "CLUSTER_TEST_HELPER"

func TestMain(m *testing.M) {
	if os.Getenv(helper) != "" {
		startAndHang()
	}
	os.Exit(m.Run())
}

func startAndHang() {
	c, err := cluster.Start(context.Background())
	if err != nil {
		panic(err)
	}
	_, _ = os.Stdout.WriteString(c.URL + "\n")
	select {}
}

func TestStartedCluster(t *testing.T) {
	c := startOwn(t)
	conn, err := pgx.Connect(t.Context(), c.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, ask := range []struct{ name, sql, want string }{
		{"text does not sort as bytes", `SELECT ('a' < 'B')::text`, "true"},
		{"encoding", `SHOW server_encoding`, "UTF8"},
		{"no flush", `SHOW fsync`, "off"},
		{"no page images", `SHOW full_page_writes`, "off"},
		{"no waiting for the log", `SHOW synchronous_commit`, "off"},
		{"no TCP", `SHOW listen_addresses`, ""},
		{"connections", `SHOW max_connections`, "200"},
		{"may create databases", `SELECT rolcreatedb::text FROM pg_roles WHERE rolname = current_user`, "true"},
	} {
		t.Run(ask.name, func(t *testing.T) {
			var got string
			if err := conn.QueryRow(t.Context(), ask.sql).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if got != ask.want {
				t.Errorf("%s: %q, want %q", ask.sql, got, ask.want)
			}
		})
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder(t, c.URL)); !os.IsNotExist(err) {
		t.Errorf("after Stop the folder is still there (%v)", err)
	}
}

// A durable cluster keeps what it committed when it crashes.
func TestRestart(t *testing.T) {
	installed(t)
	t.Setenv(cluster.Variable, "postgres://somebody@db.example/postgres")
	c, err := cluster.StartOwn(t.Context(), cluster.Own{Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(sql string) (answer string) {
		conn, err := pgx.Connect(t.Context(), c.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close(t.Context()) }()
		if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return answer
	}
	if got := ask(`SELECT concat_ws(' ', current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'))`); got != "on on on" {
		t.Errorf("fsync, page images and waiting are %s", got)
	}
	held, err := pgx.Connect(t.Context(), c.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := held.Exec(t.Context(), `CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)`); err != nil {
		t.Fatal(err)
	}
	if err := c.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	if held.Ping(t.Context()) == nil {
		t.Error("a connection outlives the crash")
	}
	if got := ask(`SELECT n::text FROM kept`); got != "7" {
		t.Errorf("kept is %s", got)
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
}

func TestClusterEndsWithItsOwner(t *testing.T) {
	installed(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	owner := exec.CommandContext(t.Context(), self)
	owner.Env = append(os.Environ(), helper+"=1", cluster.Variable+"=")
	out, err := owner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 1024)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	dir := folder(t, strings.TrimSpace(string(line[:n])))
	if _, err := os.Stat(dir + "/data/postmaster.pid"); err != nil {
		t.Fatalf("the cluster does not run: %v", err)
	}
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = owner.Wait()
	waitUntilGone(t, dir)
}

func TestStartGivesUpWithItsContext(t *testing.T) {
	installed(t)
	t.Setenv(cluster.Variable, "")
	parent := t.TempDir()
	t.Setenv("TMPDIR", parent)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := cluster.Start(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline's error", err)
	}
	left, err := os.ReadDir(parent)
	if err != nil || len(left) > 0 {
		t.Errorf("what was begun has not ended: %v %v", left, err)
	}
}

func TestNamedClusterIsLeftAlone(t *testing.T) {
	const named = "postgres://somebody@db.example/postgres"
	t.Setenv(cluster.Variable, named)
	c, err := cluster.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.URL != named {
		t.Errorf("URL %q, want %q", c.URL, named)
	}
	if err := c.Restart(t.Context()); err == nil {
		t.Error("it can be crashed")
	}
	if err := c.Stop(); err != nil {
		t.Errorf("Stop: %v", err)
	}
}

func startOwn(t *testing.T) *cluster.Cluster {
	t.Helper()
	installed(t)
	t.Setenv(cluster.Variable, "")
	c, err := cluster.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func installed(t *testing.T) {
	t.Helper()
	_, err := cluster.Binaries()
	if err == nil {
		return
	}
	if os.Getenv("REQUIRE_POSTGRES") == "1" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// folder reads a cluster's folder out of its URL.
func folder(t *testing.T, clusterURL string) string {
	t.Helper()
	parsed, err := url.Parse(clusterURL)
	if err != nil {
		t.Fatal(err)
	}
	dir := parsed.Query().Get("host")
	if dir == "" {
		t.Fatalf("no folder in %q", clusterURL)
	}
	return dir
}

func waitUntilGone(t *testing.T, dir string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			return
		}
	}
	t.Errorf("%s outlived its owner by 20 s", dir)
}
