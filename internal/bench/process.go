package main

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

// process is a server that runs by itself.
type process struct {
	address string // host:port
	took    time.Duration
	command *exec.Cmd
	end     context.CancelFunc
	said    bytes.Buffer
}

// startBroadsheet starts Broadsheet on a database and waits until it is ready.
func startBroadsheet(ctx context.Context, s settings, database string) (*process, error) {
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	environment := []string{
		"BROADSHEET_ADDR=" + address, "BROADSHEET_DATABASE_URL=" + database,
		"BROADSHEET_SIGNING_KEYS=" + filepath.Join(s.folder, "keys"),
	}
	return start(ctx, address, "/readyz", environment, s.binary, "serve")
}

// start starts a server and waits for the first 200 at a path.
func start(ctx context.Context, address, path string, environment []string, name string, args ...string) (*process, error) {
	const patience, grace = time.Minute, 10 * time.Second
	p := &process{address: address}
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
			p.stop()
			return nil, fmt.Errorf("%s is not ready: %s", name, p.said.String())
		}
		time.Sleep(time.Millisecond)
	}
	p.took = time.Since(begun)
	return p, nil
}

// stop ends the process and waits for its end.
func (p *process) stop() {
	p.end()
	_ = p.command.Wait() // how it ends is not what is measured
}

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

// freeAddress returns an address of the loopback where nobody listens.
func freeAddress(ctx context.Context) (string, error) {
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
