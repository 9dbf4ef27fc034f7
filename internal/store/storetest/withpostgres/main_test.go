package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// asItself makes the test binary behave as the command.
const asItself = "WITHPOSTGRES_TEST"

const given = "postgres://somebody@db.example/postgres"

func TestMain(m *testing.M) {
	if os.Getenv(asItself) != "" {
		main()
	}
	os.Exit(m.Run())
}

func TestRun(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   []string
		stdout string
		code   int
	}{
		{"passes the URL on", []string{"sh", "-c", "echo $TEST_DATABASE_URL"}, given + "\n", 0},
		{"takes the dashes", []string{"--", "echo", "x"}, "x\n", 0},
		{"passes the code on", []string{"sh", "-c", "exit 7"}, "", 7},
		{"tells the signal", []string{"sh", "-c", "kill -9 $$"}, "", 137},
		{"no such command", []string{"no-such-command-anywhere"}, "", 1},
		{"no command", nil, "TEST_DATABASE_URL is set\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout bytes.Buffer
			cmd := command(t, given, c.args...)
			cmd.Stdout = &stdout
			_ = cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != c.code {
				t.Errorf("exit code %d, want %d", got, c.code)
			}
			if stdout.String() != c.stdout {
				t.Errorf("stdout %q, want %q", stdout.String(), c.stdout)
			}
		})
	}
}

func TestSignalReachesTheCommand(t *testing.T) {
	started := filepath.Join(t.TempDir(), "started")
	cmd := command(t, given, "sh", "-c", `trap 'exit 5' TERM; touch "$0"; while :; do sleep 0.05; done`, started)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(started); err == nil {
			break
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 5 {
		t.Errorf("exit code %d, want that of the command's trap, 5", got)
	}
}

func command(t *testing.T, url string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), asItself+"=1", cluster.Variable+"="+url)
	return cmd
}
