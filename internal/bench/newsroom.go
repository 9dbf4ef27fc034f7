package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// newsroom is Broadsheet within this process, where statements can be counted.
type newsroom struct {
	editor

	statements atomic.Int64
	counts     []statementCount
	failure    error
}

// serve listens on the loopback, over a database that has or gets the account
// that servers are started with.
func (n *newsroom) serve(ctx context.Context, s *store.Store, folder string) (*http.Server, error) {
	const patience = 10 * time.Second
	svc, err := newService(ctx, s, folder)
	if err != nil {
		return nil, err
	}
	handler, err := api.New(ctx, svc, api.Options{})
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	n.address = listener.Addr().String()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }()
	return server, nil
}

func newService(ctx context.Context, s *store.Store, folder string) (*service.Service, error) {
	const cheap = 8
	keys, _, err := auth.OpenKeyring(filepath.Join(folder, "keys"), time.Now)
	if err != nil {
		return nil, err
	}
	svc, err := service.New(ctx, s, service.Options{
		Issuer:    auth.Issuer{Keyring: keys, Issuer: "bench", Audience: "bench", TTL: time.Hour, Now: time.Now},
		Passwords: auth.NewPasswords(auth.Cost{MemoryKiB: cheap, Passes: 1, Lanes: 1}),
	})
	if err != nil {
		return nil, err
	}
	_, err = svc.CreateUser(ctx, news.System(), service.NewUser{
		Email: process.Email, Name: "Editor", Role: news.RoleAdmin, Password: process.Password,
	})
	var known *news.Error
	if errors.As(err, &known) && known.Code == "duplicate" {
		err = nil
	}
	return svc, err
}

// do asks once, unless something failed before.
func (n *newsroom) do(ctx context.Context, method, path string, body map[string]any) map[string]any {
	if n.failure != nil {
		return nil
	}
	answer, err := n.ask(ctx, method, path, body)
	n.failure = err
	return answer
}
