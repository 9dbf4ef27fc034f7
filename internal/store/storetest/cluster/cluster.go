// Package cluster gives tests a Postgres: the one of TEST_DATABASE_URL, or a
// throw-away cluster of the binaries installed here.
//
// It knows processes, folders and sockets. Databases, schemas and the store do
// not come in: what is inside the cluster is its user's business.
package cluster

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Variable names the environment variable with the URL of a Postgres to use. Its
// role must be allowed to create databases.
const Variable = "TEST_DATABASE_URL"

//go:embed supervise.sh
var supervise string

var (
	errNotUp   = errors.New("the server did not come up")
	errNotOurs = errors.New("the server of " + Variable + " is not ours to crash")
)

// Cluster is a running Postgres.
type Cluster struct {
	// URL is that of a maintenance database, as a superuser where we started it.
	URL string

	lifeline io.WriteCloser
	said     *bufio.Reader
	process  *exec.Cmd
}

// Start returns the Postgres that TEST_DATABASE_URL names, or starts one on a
// Unix socket in a temporary folder. A started one stops with Stop, when the
// process lets go of the Cluster, or when the process ends, however it ends. ctx
// bounds the start alone.
//
// ErrNotInstalled: there is no Postgres to start.
func Start(ctx context.Context) (*Cluster, error) {
	if given := os.Getenv(Variable); given != "" {
		return &Cluster{URL: given}, nil
	}
	return open(ctx, parents(), "")
}

// StartDurable starts a Postgres of its own, whatever TEST_DATABASE_URL says, that
// syncs its files and keeps what it committed when it crashes.
//
// ErrNotInstalled: there is no Postgres to start.
func StartDurable(ctx context.Context) (*Cluster, error) {
	return open(ctx, disks(), "durable")
}

func open(ctx context.Context, places []string, durable string) (*Cluster, error) {
	bin, err := Binaries()
	if err != nil {
		return nil, err
	}
	owner, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := socketFolder(places, owner)
	if err != nil {
		return nil, err
	}
	started, err := start(ctx, supervisor(bin, dir, durable, owner))
	if err != nil {
		return nil, fmt.Errorf("starting Postgres of %s: %w", bin, err)
	}
	started.URL = socketURL(dir)
	return started, nil
}

// Stop ends a cluster that Start started and waits until its folder is gone. One
// that TEST_DATABASE_URL names runs on.
func (c *Cluster) Stop() error {
	if c.process == nil {
		return nil
	}
	closed := c.lifeline.Close()
	if errors.Is(closed, os.ErrClosed) {
		closed = nil
	}
	if err := errors.Join(closed, c.process.Wait()); err != nil {
		return fmt.Errorf("stopping Postgres: %w", err)
	}
	return nil
}

// Crash stops a cluster that we started at once, as a crash would, and starts it
// again. It returns when connections are accepted.
func (c *Cluster) Crash() error {
	if c.process == nil {
		return errNotOurs
	}
	if _, err := io.WriteString(c.lifeline, "crash\n"); err != nil {
		return fmt.Errorf("crashing Postgres: %w", err)
	}
	if !c.ready() {
		return errNotUp
	}
	return nil
}

// ready waits for the supervisor's word that Postgres accepts connections.
func (c *Cluster) ready() bool {
	line, _ := c.said.ReadString('\n')
	return line == "ready\n"
}

// supervisor owns dir once it runs: it alone removes it. It stands outside the
// terminal's process group, so that an interrupt leaves it to clean up.
func supervisor(bin, dir, durable string, owner *syscall.Credential) *exec.Cmd {
	//nolint:gosec,noctx // our own script with folders we chose; it outlives ctx and ends with the pipe
	cmd := exec.Command("/bin/sh", "-c", supervise, "supervise", bin, dir, durable)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setpgid: true}
	return cmd
}

// start has the supervisor start Postgres.
func start(ctx context.Context, cmd *exec.Cmd) (*Cluster, error) {
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	word, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(cmd.Dir))
	}
	started := &Cluster{lifeline: lifeline, said: bufio.NewReader(word), process: cmd}
	defer context.AfterFunc(ctx, func() { _ = lifeline.Close() })()
	if started.ready() && ctx.Err() == nil {
		return started, nil
	}
	stopped := started.Stop()
	return nil, errors.Join(errNotUp, ctx.Err(), stopped, errors.New(strings.TrimSpace(complaint.String())))
}

// socketURL names port and TLS too, so that no PG… variable of the caller's
// environment has a say.
func socketURL(dir string) string {
	options := url.Values{"host": {dir}, "port": {"5432"}, "sslmode": {"disable"}}
	return "postgres://postgres@/postgres?" + options.Encode()
}
