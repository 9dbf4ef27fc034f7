package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// client follows no redirect: those are answers like others.
var client = &http.Client{
	Timeout:       time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// do sends a request and reads the answer. A token of "" sends none. The body
// is nothing when nil, itself when a string or a reader, else JSON. headers are names and
// values in turn; those of the same name add up.
func (n *newsroom) do(t *testing.T, method, path, token string, body any, headers ...string) *response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, n.url+path, content(t, body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	if token != "" {
		request.Header.Add("Authorization", "Bearer "+token)
	}
	if body != nil && request.Header["Content-Type"] == nil {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	r := &response{status: answer.StatusCode, header: answer.Header}
	if r.body, err = io.ReadAll(answer.Body); err != nil {
		t.Fatal(err)
	}
	if r.status == http.StatusInternalServerError {
		t.Errorf("%s %s failed: %s", method, path, r.body)
	}
	checkAgainstSpec(t, request, r.plain(t))
	n.checkTwin(t, request, r)
	return r
}

func content(t *testing.T, body any) io.Reader {
	t.Helper()
	switch body := body.(type) {
	case nil:
		return nil
	case string:
		return strings.NewReader(body)
	case io.Reader:
		return body
	default:
		encoded, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(encoded)
	}
}

// response is an answer, read whole.
type response struct {
	status int
	header http.Header
	body   []byte
}

// plain returns the answer without its content coding.
func (r *response) plain(t *testing.T) *response {
	t.Helper()
	coding := r.header.Get("Content-Encoding")
	if coding == "" || len(r.body) == 0 {
		return r
	}
	return &response{status: r.status, header: r.header, body: []byte(inflated(t, coding, r.body))}
}

// want fails the test unless the answer has the status.
func (r *response) want(t *testing.T, status int) *response {
	t.Helper()
	if r.status != status {
		t.Fatalf("got %d, want %d: %.2000s", r.status, status, r.body)
	}
	return r
}

// problem fails the test unless the answer is this problem, with all that
// every problem has.
func (r *response) problem(t *testing.T, status int, code string) *response {
	t.Helper()
	r.want(t, status)
	if got := r.header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem as %q", got)
	}
	r.has(t, "/status", status)
	r.has(t, "/code", code)
	r.has(t, "/type", "/problems/"+code)
	r.has(t, "/request_id", r.header.Get("X-Request-ID"))
	for _, member := range []string{"/title", "/detail", "/instance"} {
		if r.text(t, member) == "" {
			t.Errorf("the problem has no %s: %s", member, r.body)
		}
	}
	return r
}

// has fails the test unless the answer holds the value at a JSON Pointer
// (RFC 6901).
func (r *response) has(t *testing.T, pointer string, want any) {
	t.Helper()
	encoded, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.at(t, pointer); !reflect.DeepEqual(got, decode(t, encoded)) {
		t.Errorf("%s is %v, want %s: %.2000s", pointer, got, encoded, r.body)
	}
}

// at returns the value at a JSON Pointer, "" being all of the answer. One that
// is not there fails the test.
func (r *response) at(t *testing.T, pointer string) any {
	t.Helper()
	value := decode(t, r.body)
	for name := range strings.SplitSeq(pointer, "/") {
		if name == "" {
			continue
		}
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		var ok bool
		switch within := value.(type) {
		case map[string]any:
			value, ok = within[name]
		case []any:
			i, err := strconv.Atoi(name)
			if ok = err == nil && i >= 0 && i < len(within); ok {
				value = within[i]
			}
		}
		if !ok {
			t.Fatalf("there is no %s in %.2000s", pointer, r.body)
		}
	}
	return value
}

// bare is the body without the warnings that a write adds to an article, as
// the last of its members.
func (r *response) bare() []byte {
	article, _, warned := bytes.Cut(r.body, []byte(`,"warnings":[`))
	if !warned {
		return r.body
	}
	return append(bytes.Clone(article), '}')
}

// text is at for what must be a string.
func (r *response) text(t *testing.T, pointer string) string {
	t.Helper()
	text, ok := r.at(t, pointer).(string)
	if !ok {
		t.Fatalf("%s is no string in %.2000s", pointer, r.body)
	}
	return text
}

// head fails the test unless the answer has the header with the value.
func (r *response) head(t *testing.T, name, want string) {
	t.Helper()
	if got := strings.Join(r.header.Values(name), ", "); got != want {
		t.Errorf("%s is %q, want %q", name, got, want)
	}
}

func decode(t *testing.T, encoded []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v in %.2000s", err, encoded)
	}
	return value
}

// part is what stands at a pointer as an answer of its own.
func (r *response) part(t *testing.T, pointer string) *response {
	t.Helper()
	encoded, err := json.Marshal(r.at(t, pointer))
	if err != nil {
		t.Fatal(err)
	}
	return &response{status: r.status, header: r.header, body: encoded}
}
