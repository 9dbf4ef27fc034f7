package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// admin signs in to every server.
const admin, password = "admin@example.org", "torture is for servers"

// process is a running broadsheet serve.
type process struct {
	url     string
	command *exec.Cmd
	said    *bytes.Buffer // its log
}

// environment is ours without what would set Broadsheet up, and what does here.
func environment(s settings, e *engine) []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "BROADSHEET_") {
			kept = append(kept, variable)
		}
	}
	return append(kept,
		"BROADSHEET_ADDR=127.0.0.1:0", "BROADSHEET_DATABASE_URL="+e.url,
		"BROADSHEET_SIGNING_KEYS="+filepath.Join(s.folder, "keys-"+e.name),
		"BROADSHEET_ADMIN_EMAIL="+admin, "BROADSHEET_ADMIN_PASSWORD="+password,
		"BROADSHEET_RATE_LIMIT_WRITE=0", "BROADSHEET_ACCESS_TTL=24h", "BROADSHEET_LOG=warn",
	)
}

// serve starts a server and waits until it says where it is.
func serve(ctx context.Context, s settings, e *engine) (*process, error) {
	p := &process{command: exec.CommandContext(ctx, s.binary, "serve"), said: &bytes.Buffer{}}
	p.command.Env, p.command.Stderr = environment(s, e), p.said
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); p.url == "" && lines.Scan(); {
		if address, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "API "); ok {
			p.url = strings.TrimSuffix(strings.TrimSpace(address), "/v1/articles")
		}
	}
	if p.url == "" {
		_ = p.command.Wait()
		return nil, fmt.Errorf("it did not start: %s", p.said)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p, nil
}

// kill ends the process as kill -9 does.
func (p *process) kill() error {
	err := p.command.Process.Kill()
	_ = p.command.Wait() // it says how it ended
	if errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("it was dead already: %s", p.said)
	}
	return err
}

// verify runs broadsheet verify and returns what it found wrong.
func verify(ctx context.Context, s settings, e *engine) (faults string, err error) {
	command := exec.CommandContext(ctx, s.binary, "verify")
	for _, variable := range environment(s, e) {
		if !strings.HasPrefix(variable, "BROADSHEET_ADDR=") {
			command.Env = append(command.Env, variable)
		}
	}
	out, err := command.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		return string(out), nil
	}
	return "", err
}
