package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/api"
)

// checkTwin asks what a plain public read asked once more, when it may come from
// the response cache, and a server that has none. All three answers must be one.
func (n *newsroom) checkTwin(t *testing.T, request *http.Request, first *response) {
	t.Helper()
	plain := request.Method == http.MethodGet || request.Method == http.MethodHead
	if !plain || n.twin == nil || request.Body != nil || request.Header["Authorization"] != nil || request.Header["Accept-Encoding"] != nil {
		return
	}
	want := askHere(t, n.twin, request)
	for name, got := range map[string]*response{"the answer": first, "the second answer": askHere(t, n.server, request)} {
		if why := twinFault(got, want); why != "" {
			t.Errorf("%s %s: %s is not what it is without a cache: %s (%s)",
				request.Method, request.URL.RequestURI(), name, why, got.header.Get("Cache-Status"))
		}
	}
}

func askHere(t *testing.T, server *api.Server, like *http.Request) *response {
	t.Helper()
	recorder := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(context.WithoutCancel(t.Context()), like.Method, like.URL.RequestURI(), http.NoBody)
	maps.Copy(request.Header, like.Header)
	server.ServeHTTP(recorder, request)
	return &response{status: recorder.Code, header: recorder.Header(), body: recorder.Body.Bytes()}
}

func twinFault(got, want *response) string {
	if got.status != want.status {
		return http.StatusText(got.status) + ", want " + http.StatusText(want.status)
	}
	if !bytes.Equal(sameOf(got), sameOf(want)) {
		return string(got.body) + ", want " + string(want.body)
	}
	own := []string{"Date", "X-Request-Id", "Cache-Status", "Content-Length"}
	for _, header := range []http.Header{got.header, want.header} {
		for name := range header {
			if value := fieldOf(got.header, name); value != fieldOf(want.header, name) && !slices.Contains(own, name) {
				return name + " is " + value + ", want " + fieldOf(want.header, name)
			}
		}
	}
	return ""
}

// fieldOf returns a field as it is without a content coding.
func fieldOf(header http.Header, name string) string {
	value := strings.Join(header.Values(name), ", ")
	if name == "Etag" {
		return strings.TrimSuffix(strings.TrimSuffix(value, `-gzip"`), `"`)
	}
	return value
}

// sameOf returns a body without what tells two answers apart.
func sameOf(r *response) []byte {
	if r.status < http.StatusBadRequest {
		return r.body
	}
	var problem api.Problem
	if json.Unmarshal(r.body, &problem) != nil {
		return r.body
	}
	problem.Instance, problem.RequestID = "", ""
	encoded, err := json.Marshal(problem)
	if err != nil {
		return r.body
	}
	return encoded
}
