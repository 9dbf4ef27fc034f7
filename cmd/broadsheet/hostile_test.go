package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// dial opens a connection to a server on which requests are written by hand.
func dial(t *testing.T, b *booted) net.Conn {
	t.Helper()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(b.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return connection
}

// said returns the first line that a server answers to what is sent, and whether
// it then hangs up by itself.
func said(t *testing.T, connection net.Conn, sent string) (line string, hangsUp bool) {
	t.Helper()
	if _, err := io.WriteString(connection, sent); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(connection)
	line, _ = reader.ReadString('\n')
	_, err := io.Copy(io.Discard, reader)
	return strings.TrimSpace(line), !errors.Is(err, os.ErrDeadlineExceeded)
}

// Clients who send their request a byte at a time, or never all of it, are hung
// up on, and others are served meanwhile.
func TestSlowClients(t *testing.T) {
	url := storetest.URLs(t)[storetest.EngineSQLite]
	b := open(t, settings(t, url))
	b.http.ReadHeaderTimeout, b.http.ReadTimeout = time.Second, 2*time.Second
	b.start(t)
	const body = "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
	var slow []net.Conn
	for range 50 {
		header, content := dial(t, b), dial(t, b)
		if _, err := io.WriteString(header, "GET /v1/site HTTP/1.1\r\nHost: x\r\nX-A: "); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(content, body); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, header, content)
	}
	go func() {
		for range 40 {
			time.Sleep(100 * time.Millisecond)
			for _, connection := range slow {
				_, _ = io.WriteString(connection, "a") // it may be closed by now
			}
		}
	}()
	if status, _ := call(t, "GET", b.url+"/v1/site", "", ""); status != http.StatusOK {
		t.Errorf("among slow clients the site gets %d", status)
	}
	for i, connection := range slow {
		if _, err := io.Copy(io.Discard, connection); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("slow client %d is never hung up on", i)
		}
	}
}

func TestHostileRequests(t *testing.T) {
	url := storetest.URLs(t)[storetest.EngineSQLite]
	b := boot(t, settings(t, url))
	const last = "Host: x\r\nConnection: close\r\n\r\n"
	for what, c := range map[string]struct{ sent, want string }{
		"a plain request":   {"GET /v1/site HTTP/1.1\r\n" + last, "HTTP/1.1 200 OK"},
		"a range":           {"GET /v1/site HTTP/1.1\r\nRange: bytes=0-1\r\n" + last, "HTTP/1.1 200 OK"},
		"h2c by prejudice":  {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 404 Not Found"},
		"h2c by upgrade":    {"GET /v1/site HTTP/1.1\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n" + last, "HTTP/1.1 200 OK"},
		"a header too long": {"GET /v1/site HTTP/1.1\r\nX-A: " + strings.Repeat("a", 80<<10) + "\r\n" + last, "HTTP/1.1 431 Request Header Fields Too Large"},
		"two lengths":       {"GET /v1/site HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + last, "HTTP/1.1 400 Bad Request"},
		"no host":           {"GET /v1/site HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request: missing required Host header"},
		"an absolute form":  {"GET http://x/v1/site HTTP/1.1\r\n" + last, "HTTP/1.1 200 OK"},
		"a star":            {"GET * HTTP/1.1\r\n" + last, "HTTP/1.1 404 Not Found"},
	} {
		line, hangsUp := said(t, dial(t, b), c.sent)
		if line != c.want || !hangsUp {
			t.Errorf("%s: %s, hangs up: %t, want %s", what, line, hangsUp, c.want)
		}
	}
	if got := fmt.Sprint(b.http.ReadHeaderTimeout, b.http.ReadTimeout, b.http.WriteTimeout, b.http.IdleTimeout); got != "10s 1m0s 1m30s 2m0s" {
		t.Errorf("the time limits are %s", got)
	}
}
