package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// process is the server as a process of its own.
type process struct {
	*exec.Cmd

	url      string
	password string // that was made up, "" if none was
	errors   *safeBuffer
}

func start(t *testing.T, url, keys string, args ...string) *process {
	t.Helper()
	args = append([]string{
		"serve", "--addr=127.0.0.1:0", "--admin-email=admin@example.org", "--database-url", url, "--signing-keys", keys,
	}, args...)
	p := &process{Cmd: exec.CommandContext(t.Context(), os.Args[0], args...), errors: &safeBuffer{}}
	p.Env = append(os.Environ(), asCommand+"=1")
	p.Stderr = p.errors
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	p.readGreeting(t, out)
	return p
}

func (p *process) readGreeting(t *testing.T, out io.Reader) {
	t.Helper()
	for lines := bufio.NewScanner(out); lines.Scan() && (p.url == "" || lines.Text() != ""); {
		if _, api, ok := strings.Cut(lines.Text(), "API        "); ok {
			p.url = strings.TrimSuffix(api, "/v1/articles")
		}
		if found := madeUp.FindStringSubmatch(lines.Text()); found != nil {
			p.password = found[1]
		}
	}
	if p.url == "" {
		t.Fatalf("it did not start: %s", p.errors)
	}
}

func (p *process) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

// slowLogin is a sign-in whose body comes in two parts.
type slowLogin struct {
	net.Conn

	rest string
}

func beginLogin(t *testing.T, p *process) *slowLogin {
	t.Helper()
	body := fmt.Sprintf(`{"email": "admin@example.org", "password": %q}`, p.password)
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	_, err = fmt.Fprintf(connection, "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len(body), body[:9])
	if err != nil {
		t.Fatal(err)
	}
	return &slowLogin{Conn: connection, rest: body[9:]}
}

func (l *slowLogin) finish(t *testing.T) {
	t.Helper()
	if _, err := io.WriteString(l, l.rest); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(l), nil)
	if err != nil {
		t.Fatalf("the request was cut off: %v", err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK || answer["access_token"] == nil {
		t.Errorf("the request got %d, %v, %v", response.StatusCode, answer, err)
	}
}

// SIGTERM: not ready, but alive; the running request finishes; then it is over
// and all is well.
func TestTerminate(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		p := start(t, url, t.TempDir())
		login := beginLogin(t, p)
		if status, _ := call(t, "GET", p.url+"/readyz", "", ""); status != http.StatusOK {
			t.Fatalf("/readyz answers %d", status)
		}
		p.signal(t, syscall.SIGTERM)
		waitFor(t, "/readyz turns 503", func() bool {
			status, _ := call(t, "GET", p.url+"/readyz", "", "")
			return status == http.StatusServiceUnavailable
		})
		if status, _ := call(t, "GET", p.url+"/healthz", "", ""); status != http.StatusOK {
			t.Errorf("/healthz answers %d", status)
		}
		waitFor(t, "no new connection is taken", func() bool {
			connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(p.url, "http://"))
			if err == nil {
				_ = connection.Close()
			}
			return err != nil
		})
		login.finish(t)
		if err := p.Wait(); err != nil {
			t.Errorf("it ends with %v: %s", err, p.errors)
		}
		checkLog(t, p)
	})
}

// checkLog wants a log of JSON lines without the password.
func checkLog(t *testing.T, p *process) {
	t.Helper()
	log := p.errors.String()
	if !strings.Contains(log, `"msg":"serving"`) || strings.Contains(log, p.password) {
		t.Errorf("the log is %s", log)
	}
	for line := range strings.Lines(log) {
		if !json.Valid([]byte(line)) {
			t.Errorf("the log has the line %s", line)
		}
	}
}

func TestSecondSignal(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		p := start(t, url, t.TempDir())
		beginLogin(t, p)
		p.signal(t, syscall.SIGTERM)
		waitFor(t, "it says that it shuts down", func() bool { return strings.Contains(p.errors.String(), "shutting down") })
		begun := time.Now()
		p.signal(t, syscall.SIGTERM)
		var exit *exec.ExitError
		if err := p.Wait(); !errors.As(err, &exit) || !exit.Sys().(syscall.WaitStatus).Signaled() {
			t.Errorf("it ends with %v", err)
		}
		if took := time.Since(begun); took > patience/2 {
			t.Errorf("it takes %v", took)
		}
	})
}

// What was answered is kept, whenever the process dies.
func TestKilled(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		keys := t.TempDir()
		p := start(t, url, keys)
		token, ok := signIn(t, p.url, "admin@example.org", p.password)
		if !ok {
			t.Fatal("can't sign in")
		}
		kept := make(chan []string)
		go func() { kept <- writeUntilItDies(p.url, token) }()
		time.Sleep(700 * time.Millisecond)
		p.signal(t, syscall.SIGKILL)
		acknowledged := <-kept
		_ = p.Wait()
		if len(acknowledged) < 5 {
			t.Fatalf("only %d writes before the end", len(acknowledged))
		}
		again := start(t, url, keys)
		if again.password != "" {
			t.Error("a second admin was made")
		}
		for _, id := range acknowledged {
			if status, answer := call(t, "GET", again.url+"/v1/articles/"+id, token, ""); status != http.StatusOK {
				t.Errorf("article %s is lost: %d, %v", id, status, answer)
			}
		}
		if written := countArticles(t, url); written > int64(len(acknowledged))+1 {
			t.Errorf("%d articles of which %d were acknowledged", written, len(acknowledged))
		}
	})
}

// writeUntilItDies returns the ids of the articles that the server said it had
// made.
func writeUntilItDies(url, token string) (ids []string) {
	for {
		request, err := http.NewRequest(http.MethodPost, url+"/v1/articles", bytes.NewReader([]byte(`{"title": "A title"}`)))
		if err != nil {
			return ids
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer "+token)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return ids
		}
		var article struct {
			ID string `json:"id"`
		}
		err = json.NewDecoder(response.Body).Decode(&article)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusCreated {
			return ids
		}
		ids = append(ids, article.ID)
	}
}

func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("in vain: %s", what)
		}
	}
}
