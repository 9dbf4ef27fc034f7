package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// client sends requests to one server as the admin.
type client struct {
	url   string
	token string
	http  *http.Client
}

// request is a write, or a read without a body.
type request struct {
	Method  string         `json:"method"`
	Path    string         `json:"path"`
	Key     string         `json:"key,omitempty"`
	IfMatch string         `json:"if_match,omitempty"`
	Body    map[string]any `json:"body,omitempty"`
}

// answer is what came back.
type answer struct {
	status   int
	etag     string
	replayed bool
	body     []byte
}

// newClient opens connections of its own, so that none outlives its server.
func newClient(url, token string) *client {
	const patience = 30 * time.Second
	return &client{url: url, token: token, http: &http.Client{Transport: &http.Transport{}, Timeout: patience}}
}

// send sends a request once. An error says that it is not known what became of
// it.
func (c *client) send(ctx context.Context, r request) (answer, error) {
	var body io.Reader = http.NoBody
	if r.Body != nil {
		encoded, err := json.Marshal(r.Body)
		if err != nil {
			return answer{}, err
		}
		// What http can't rewind it does not send again by itself.
		body = io.NopCloser(bytes.NewReader(encoded))
	}
	asked, err := http.NewRequestWithContext(ctx, r.Method, c.url+r.Path, body)
	if err != nil {
		return answer{}, err
	}
	for name, value := range map[string]string{
		"Authorization": bearer(c.token), "Idempotency-Key": r.Key, "If-Match": r.IfMatch, "Content-Type": "application/json",
	} {
		if value != "" {
			asked.Header.Set(name, value)
		}
	}
	got, err := c.http.Do(asked)
	if err != nil {
		return answer{}, err
	}
	whole, err := io.ReadAll(got.Body)
	_ = got.Body.Close()
	return answer{
		status: got.StatusCode, etag: got.Header.Get("ETag"), replayed: got.Header.Get("Idempotency-Replayed") == "true", body: whole,
	}, err
}

func bearer(token string) string {
	if token == "" {
		return ""
	}
	return "Bearer " + token
}

func (a answer) good() bool {
	return a.status >= http.StatusOK && a.status < http.StatusMultipleChoices
}

// open reports whether the request may still be done, or be being done.
func (a answer) open() bool {
	return a.status >= http.StatusInternalServerError || bytes.Contains(a.body, []byte(`"idempotency-running"`))
}

// revision is the one that the ETag begins with.
func (a answer) revision() int {
	number, _, _ := strings.Cut(strings.Trim(a.etag, `"`), "-")
	revision, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return revision
}

// text returns a text of the answer's body, "" if there is none.
func (a answer) text(name string) string {
	var object map[string]any
	if json.Unmarshal(a.body, &object) != nil {
		return ""
	}
	text, _ := object[name].(string)
	return text
}
