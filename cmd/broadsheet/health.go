package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/config"
)

type healthCommand struct {
	config.Listen
}

// Help is shown by broadsheet health --help.
func (*healthCommand) Help() string {
	return `Asks /healthz at the address that the server listens on, and ends with 0 if it answers. Made for containers that have
no curl:

  HEALTHCHECK CMD ["/usr/bin/broadsheet", "health"]`
}

// Run asks the server whether it is alive.
func (c *healthCommand) Run(ctx context.Context, std streams) error {
	const patience = 2 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, baseURL(c.Addr)+"/healthz", http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", request.URL, answer.Status)
	}
	_, err = fmt.Fprintln(std.out, "alive")
	return err
}

// baseURL returns the URL under which this machine reaches a server that
// listens on an address.
func baseURL(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "http://" + address
	}
	switch ip := net.ParseIP(host); {
	case host == "", ip != nil && ip.IsUnspecified() && ip.To4() != nil:
		host = "127.0.0.1"
	case ip != nil && ip.IsUnspecified():
		host = "::1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
