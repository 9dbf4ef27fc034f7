package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// editor writes through the API, one request at a time.
type editor struct {
	address string
	token   string // "" before signing in
}

// signIn has all that follows be asked by the account that servers are started
// with.
func (e *editor) signIn(ctx context.Context) error {
	tokens, err := e.ask(ctx, http.MethodPost, "/v1/auth/login", map[string]any{"email": process.Email, "password": process.Password})
	e.token, _ = tokens["access_token"].(string)
	if err == nil && e.token == "" {
		err = errors.New("signing in gave no token")
	}
	return err
}

// ask asks once. Writes overwrite on purpose.
func (e *editor) ask(ctx context.Context, method, path string, body map[string]any) (answer map[string]any, err error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+e.address+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		request.Body = io.NopCloser(bytes.NewReader(encoded))
		request.ContentLength = int64(len(encoded))
		request.Header.Set("Content-Type", "application/json")
	}
	if e.token != "" {
		request.Header.Set("Authorization", "Bearer "+e.token)
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

// inputLike is an article with what another one was shown to have, credits and
// tags too.
func inputLike(shown map[string]any, title string) map[string]any {
	return map[string]any{
		"title": title, "summary": shown["summary"], "body": shown["body"], "language": shown["language"],
		"section_id": shown["section_id"], "credits": shown["credits"], "tags": shown["tags"],
	}
}
