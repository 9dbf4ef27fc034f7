package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// newsroom is Broadsheet within this process, where statements can be counted.
type newsroom struct {
	address    string
	token      string
	statements atomic.Int64
	counts     []statementCount
	failure    error
}

const (
	editorEmail    = "editor@example.org"
	editorPassword = "a long enough password"
)

// serve listens on the loopback, over a database that gets an editor.
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
		Email: editorEmail, Name: "Editor", Role: news.RoleEditor, Password: editorPassword,
	})
	return svc, err
}

// signIn has all that follows be asked by the editor, whose session the service
// then remembers.
func (n *newsroom) signIn(ctx context.Context) {
	tokens := n.do(ctx, http.MethodPost, "/v1/auth/login", map[string]any{"email": editorEmail, "password": editorPassword})
	n.token, _ = tokens["access_token"].(string)
	n.do(ctx, http.MethodGet, "/v1/auth/me", nil)
}

// do asks once, unless something failed before. Writes overwrite on purpose.
func (n *newsroom) do(ctx context.Context, method, path string, body map[string]any) map[string]any {
	if n.failure != nil {
		return nil
	}
	answer, err := n.ask(ctx, method, path, body)
	n.failure = err
	return answer
}

func (n *newsroom) ask(ctx context.Context, method, path string, body map[string]any) (answer map[string]any, err error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+n.address+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		request.Body = io.NopCloser(bytes.NewReader(encoded))
		request.Header.Set("Content-Type", "application/json")
	}
	if n.token != "" {
		request.Header.Set("Authorization", "Bearer "+n.token)
	}
	if method != http.MethodGet {
		request.Header.Set("If-Match", "*")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s %s was answered with %s: %.500s", method, path, response.Status, text)
	}
	return answer, json.Unmarshal(text, &answer)
}
