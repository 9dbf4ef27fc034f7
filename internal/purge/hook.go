// Package purge tells what stands in front of us, a CDN mostly, which groups of
// answers it has to drop.
//
// What may come in: the ways in which CDNs take such a call, and how what waits
// is put into few calls. What may not: when that is done and what is noted of it,
// which the service knows. Nothing that it says shows the token, or the address,
// which may hold one too.
package purge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Most is how many groups one call names: as many as Cloudflare takes, and less
// than the others do.
const Most = 100

const (
	patience    = 10 * time.Second
	mostBytes   = 64 << 10 // of an answer, and of its header
	idleTime    = 90 * time.Second
	contentType = "application/json"
)

// Style is how a CDN takes the call.
type Style string

// The styles. What is not JSON is named for who takes it.
const (
	JSON       Style = "json"       // {"groups": [...]}, and a bearer token
	Fastly     Style = "fastly"     // {"surrogate_keys": [...]}, and Fastly-Key
	Cloudflare Style = "cloudflare" // {"tags": [...]}, and a bearer token
	Varnish    Style = "varnish"    // PURGE, with the groups in the header xkey
)

// Settings say who is called, and how.
type Settings struct {
	URL   string
	Token string // "" for none
	Style Style
}

// Hook calls one receiver. It is safe for concurrent use.
type Hook struct {
	settings Settings
	client   *http.Client
}

// New returns the hook that the settings describe.
func New(settings Settings) *Hook {
	return &Hook{settings: settings, client: &http.Client{
		Timeout: patience,
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: patience, IdleConnTimeout: idleTime, MaxResponseHeaderBytes: mostBytes,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Purge has the receiver drop every answer of the groups, Most of them at the
// most, written as in the headers of the answers. It waits ten seconds. A failure
// is an *Error. A redirect is one: it is not followed, and the token stays here.
func (h *Hook) Purge(ctx context.Context, groups []news.Group) error {
	request, err := h.request(ctx, groups)
	if err != nil {
		return refused(errors.New("the purge hook can't be called"))
	}
	answer, err := h.client.Do(request)
	if err != nil {
		return unreached(withoutAddress(err))
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes))
	switch {
	case answer.StatusCode >= http.StatusOK && answer.StatusCode < http.StatusMultipleChoices && h.agrees(body):
		return nil
	case answer.StatusCode >= http.StatusOK && answer.StatusCode < http.StatusMultipleChoices:
		return refused(errors.Join(errors.New("the purge hook did not succeed"), err))
	default:
		return unwilling(answer)
	}
}

// agrees reports whether an answer with a good status means what it says:
// Cloudflare's tell apart.
func (h *Hook) agrees(body []byte) bool {
	if h.settings.Style != Cloudflare {
		return true
	}
	var told struct {
		Success bool `json:"success"`
	}
	return json.Unmarshal(body, &told) == nil && told.Success
}

func (h *Hook) request(ctx context.Context, groups []news.Group) (*http.Request, error) {
	if h.settings.Style == Varnish {
		return h.varnish(ctx, groups)
	}
	member := map[Style]string{Fastly: "surrogate_keys", Cloudflare: "tags"}[h.settings.Style]
	if member == "" {
		member = "groups"
	}
	body, err := json.Marshal(map[string][]news.Group{member: groups})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.settings.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept", contentType)
	h.sign(request)
	return request, nil
}

// varnish is the request that the VCL of vmod_xkey's manual takes.
func (h *Hook) varnish(ctx context.Context, groups []news.Group) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, "PURGE", h.settings.URL, http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Xkey", join(groups))
	h.sign(request)
	return request, nil
}

func (h *Hook) sign(request *http.Request) {
	switch {
	case h.settings.Token == "":
	case h.settings.Style == Fastly:
		request.Header.Set("Fastly-Key", h.settings.Token)
	default:
		request.Header.Set("Authorization", "Bearer "+h.settings.Token)
	}
}

// withoutAddress leaves of what went wrong on the way what is not the address
// that was called.
func withoutAddress(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return fmt.Errorf("reach the purge hook: %w", err)
}

func join(groups []news.Group) string {
	names := make([]string, len(groups))
	for i, group := range groups {
		names[i] = string(group)
	}
	return strings.Join(names, " ")
}
