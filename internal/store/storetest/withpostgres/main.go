// Command withpostgres runs a command with a Postgres for tests at hand:
//
//	withpostgres go test ./...
//
// The command finds the server's URL in TEST_DATABASE_URL, which may be set
// already; else a throw-away cluster is started, and stopped afterwards. Exit
// code and signals are passed on. Without a command it only says which Postgres
// it would take, and fails where there is none.
//
// What the command does with the server does not come in here.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	code, err := run(context.Background(), args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
	}
	os.Exit(code)
}

func run(ctx context.Context, args []string) (int, error) {
	if len(args) == 0 {
		return say()
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	postgres, err := cluster.Start(ctx)
	if err != nil {
		return 1, err
	}
	code, err := child(ctx, args, postgres.URL, signals)
	return code, errors.Join(err, postgres.Stop())
}

// say answers without starting anything.
func say() (int, error) {
	if os.Getenv(cluster.Variable) != "" {
		fmt.Println(cluster.Variable + " is set")
		return 0, nil
	}
	bin, err := cluster.Binaries()
	if err != nil {
		return 1, err
	}
	fmt.Println(bin)
	return 0, nil
}

// child runs the command to its end, whatever signals come, and returns its code.
func child(ctx context.Context, args []string, url string, signals <-chan os.Signal) (int, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // running what it is given is its purpose
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), cluster.Variable+"="+url)
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s)
		}
	}()
	err := cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return code(exit.ProcessState), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}

// code is the shell's: 128 and the number of the signal that ended the command.
func code(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
