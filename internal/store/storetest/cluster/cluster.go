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
	"path/filepath"
	"strings"
	"syscall"
)

// Variable names the environment variable with the URL of a Postgres to use. Its
// role must be allowed to create databases.
const Variable = "TEST_DATABASE_URL"

//go:embed supervise.sh
var supervise string

var errNotUp = errors.New("the server did not come up")

// Cluster is a running Postgres.
type Cluster struct {
	// URL is that of a maintenance database, as a superuser where we started it.
	URL string

	lifeline io.Closer
	process  *exec.Cmd
	bin, dir string
}

// Own says how a cluster of one's own is to be. The zero value is a throw-away
// one that does not flush what it commits.
type Own struct {
	// Folder keeps the cluster's files, for the next one that names it; "" is a
	// temporary folder that goes with the cluster.
	Folder string
	// Durable clusters flush what they commit, as a server in earnest does.
	Durable bool
	// Replicated clusters can have a Standby.
	Replicated bool

	primary string // the folder of the cluster that it is a standby of
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
	return StartOwn(ctx, Own{})
}

// StartOwn is Start that never takes the Postgres of TEST_DATABASE_URL.
func StartOwn(ctx context.Context, own Own) (*Cluster, error) {
	bin, err := Binaries()
	if err != nil {
		return nil, err
	}
	owner, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := own.folder(owner)
	if err != nil {
		return nil, err
	}
	started, err := start(ctx, supervisor(bin, dir, own, owner))
	if err != nil && own.Folder == "" {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	if err != nil {
		return nil, fmt.Errorf("starting Postgres of %s: %w", bin, err)
	}
	started.URL, started.bin, started.dir = socketURL(dir), bin, dir
	return started, nil
}

// Standby starts a hot standby of a cluster that was started as Replicated. It
// goes as other clusters do.
func (c *Cluster) Standby(ctx context.Context) (*Cluster, error) {
	return StartOwn(ctx, Own{primary: c.dir})
}

// Kill has a cluster that we started fall over, and stay down until Revive.
func (c *Cluster) Kill(ctx context.Context) error {
	return c.control(ctx, "-m", "immediate", "stop")
}

// Revive has a cluster come back, and returns once connections are accepted.
func (c *Cluster) Revive(ctx context.Context) error { return c.control(ctx, "start") }

// Restart has a cluster that we started fall over, as a machine does that loses
// power, and come back. It returns once connections are accepted.
func (c *Cluster) Restart(ctx context.Context) error {
	return c.control(ctx, "-m", "immediate", "restart")
}

// control has pg_ctl do something and waits until it is done.
func (c *Cluster) control(ctx context.Context, what ...string) error {
	if c.process == nil {
		return errors.New("only a cluster that was started here is stopped and started here")
	}
	args := []string{"-D", filepath.Join(c.dir, "data"), "-l", filepath.Join(c.dir, "log"), "-t", "60", "-w"}
	//nolint:gosec // the program of the installed Postgres on the folder we chose
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, "pg_ctl"), append(args, what...)...)
	cmd.Dir, cmd.SysProcAttr = c.dir, &syscall.SysProcAttr{Credential: c.process.SysProcAttr.Credential, Setpgid: true}
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_ctl %s: %w: %s", strings.Join(what, " "), err, said)
	}
	return nil
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

// supervisor owns dir once it runs: it alone removes it, where it goes. It stands outside the
// terminal's process group, so that an interrupt leaves it to clean up.
func supervisor(bin, dir string, own Own, owner *syscall.Credential) *exec.Cmd {
	keep, durable, replicated := "", "", ""
	if own.Folder != "" {
		keep = "keep"
	}
	if own.Durable {
		durable = "durable"
	}
	if own.Replicated {
		replicated = "replicated"
	}
	//nolint:gosec,noctx // our own script with folders we chose; it outlives ctx and ends with the pipe
	cmd := exec.Command("/bin/sh", "-c", supervise, "supervise", bin, dir, keep, durable, replicated, own.primary)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setpgid: true}
	return cmd
}

// start waits for the supervisor's word that Postgres accepts connections.
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
		return nil, err
	}
	started := &Cluster{lifeline: lifeline, process: cmd}
	defer context.AfterFunc(ctx, func() { _ = lifeline.Close() })()
	line, _ := bufio.NewReader(word).ReadString('\n')
	if line == "ready\n" && ctx.Err() == nil {
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
