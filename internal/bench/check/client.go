package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// client keeps as many connections as ask at once, and decodes by itself.
var client = &http.Client{ //nolint:gochecknoglobals // all share its connections
	Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
	Timeout:   time.Minute,
}

// reply is an answer that was read to its end.
type reply struct {
	status int
	header http.Header
	body   []byte // decoded
}

func ask(ctx context.Context, method, url string, header map[string]string, body []byte) (reply, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return reply{}, err
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = response.Body.Close() }()
	var from io.Reader = response.Body
	if response.Header.Get("Content-Encoding") == "gzip" && response.StatusCode != http.StatusNotModified {
		if from, err = gzip.NewReader(response.Body); err != nil {
			return reply{}, err
		}
	}
	read, err := io.ReadAll(from)
	return reply{response.StatusCode, response.Header, read}, err
}

// say asks a node as the account that it was started with.
func (c *check) say(ctx context.Context, node int, method, path string, body map[string]any) (reply, error) {
	header := map[string]string{}
	if c.token != "" {
		header["Authorization"] = "Bearer " + c.token
	}
	var encoded []byte
	if method != http.MethodGet {
		header["If-Match"] = "*"
	}
	if body != nil {
		header["Content-Type"] = "application/json"
		var err error
		if encoded, err = json.Marshal(body); err != nil {
			return reply{}, err
		}
	}
	return ask(ctx, method, "http://"+c.nodes[node].Address+path, header, encoded)
}

// must says something that can't fail, and returns the object that answers.
func (c *check) must(ctx context.Context, method, path string, body map[string]any) (map[string]any, error) {
	r, err := c.say(ctx, 0, method, path, body)
	if err != nil {
		return nil, err
	}
	if r.status >= http.StatusMultipleChoices {
		return nil, fmt.Errorf("%s %s was answered with %d: %.500s", method, path, r.status, r.body)
	}
	var object map[string]any
	return object, json.Unmarshal(r.body, &object)
}

func (c *check) signIn(ctx context.Context) error {
	tokens, err := c.must(ctx, http.MethodPost, "/v1/auth/login", map[string]any{"email": process.Email, "password": process.Password})
	c.token, _ = tokens["access_token"].(string)
	return err
}
