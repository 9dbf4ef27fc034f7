// Package process runs servers by themselves, for measurements and checks:
// starts them, waits until they answer, says what they use, and ends them.
//
// What is asked of the servers does not belong here.
package process

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Process is a server that runs by itself.
type Process struct {
	Address string        // host:port
	Took    time.Duration // from its start to its first good answer

	command *exec.Cmd
	end     context.CancelFunc
	said    bytes.Buffer
}

// The account that a Broadsheet is started with, an admin's.
const (
	Email    = "admin@example.org"
	Password = "a long enough password"
)

// Broadsheet starts a Broadsheet on a database, without a limit of writes, and
// waits until it is ready. Nodes that share a folder share their keys. The
// environment may say more, as NAME=value.
func Broadsheet(ctx context.Context, binary, folder, database string, environment ...string) (*Process, error) {
	address, err := FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	environment = append([]string{
		"BROADSHEET_ADDR=" + address, "BROADSHEET_DATABASE_URL=" + database,
		"BROADSHEET_SIGNING_KEYS=" + filepath.Join(folder, "keys"), "BROADSHEET_ACCESS_TTL=12h",
		"BROADSHEET_ADMIN_EMAIL=" + Email, "BROADSHEET_ADMIN_PASSWORD=" + Password, "BROADSHEET_RATE_LIMIT_WRITE=0",
	}, environment...)
	return Start(ctx, address, "/readyz", environment, binary, "serve")
}

// Start starts a server and waits for the first 200 at a path.
func Start(ctx context.Context, address, path string, environment []string, name string, args ...string) (*Process, error) {
	const patience, grace = time.Minute, 30 * time.Second
	p := &Process{Address: address}
	ctx, p.end = context.WithCancel(ctx)
	p.command = exec.CommandContext(ctx, name, args...)
	p.command.Env = append(foreignEnvironment(), environment...)
	p.command.Stdout, p.command.Stderr = &p.said, &p.said
	p.command.Cancel = func() error { return p.command.Process.Signal(syscall.SIGTERM) }
	p.command.WaitDelay = grace
	begun := time.Now()
	if err := p.command.Start(); err != nil {
		p.end()
		return nil, err
	}
	for !answers(ctx, "http://"+address+path) {
		if time.Since(begun) > patience || ctx.Err() != nil {
			p.Stop()
			return nil, fmt.Errorf("%s is not ready: %s", name, p.said.String())
		}
		time.Sleep(time.Millisecond)
	}
	p.Took = time.Since(begun)
	return p, nil
}

// Self stands for this process, where a server runs within it.
func Self(address string) (*Process, error) {
	self, err := os.FindProcess(os.Getpid())
	return &Process{Address: address, command: &exec.Cmd{Process: self}}, err
}

// Stop ends the process and waits for its end.
func (p *Process) Stop() {
	p.end()
	_ = p.command.Wait() // how it ends is not what is measured
}

// Said returns what a process that has ended wrote.
func (p *Process) Said() string { return p.said.String() }

func answers(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// FreeAddress returns an address of the loopback where nobody listens.
func FreeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// foreignEnvironment is ours without what would set Broadsheet up.
func foreignEnvironment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "BROADSHEET_") {
			kept = append(kept, variable)
		}
	}
	return kept
}
