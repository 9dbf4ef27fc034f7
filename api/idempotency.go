package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"regexp"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

const idempotencyKeyHeader = "Idempotency-Key"

// keyless are the paths whose POSTs take no Idempotency-Key: their answers hold
// secrets, or are streamed.
var keyless = regexp.MustCompile(`^/v1/(auth|users|tokens)(/|$)|/(preview_tokens|bulk)$`)

// takesKey reports whether the route takes an Idempotency-Key: every POST of
// content does. On other routes the header is ignored.
func (r route) takesKey() bool {
	return r.method == http.MethodPost && r.who != public && !keyless.MatchString(r.path)
}

// once has requests with an Idempotency-Key done once, and answers those that are
// sent again as the first was (draft-ietf-httpapi-idempotency-key-header). at is
// the route's place in the table.
func (s *Server) once(at int, r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		values := c.Request().Header.Values(idempotencyKeyHeader)
		if len(values) == 0 {
			return r.handle(c)
		}
		key, err := readIdempotencyKey(values)
		if err != nil {
			return err
		}
		body := readAhead(c)
		if body.failure != nil {
			body.rewind(c)
			return r.handle(c)
		}
		answer, replayed, err := s.service.Once(c.Request().Context(), actor(c), service.Call{
			Key: key, Method: r.method, Path: c.Request().URL.EscapedPath(), Fingerprint: body.fingerprint(c.Request()), Least: r.who,
			Do: func(svc *service.Service) (*news.KeptAnswer, error) {
				body.rewind(c)
				return s.capture(c, s.within(svc, at))
			},
		})
		if err != nil {
			return err
		}
		return sendKept(c, answer, replayed)
	}
}

// within returns a route's handler on a server that works with the service.
func (s *Server) within(svc *service.Service, at int) echo.HandlerFunc {
	bound := *s
	bound.service = svc
	return bound.routes()[at].handle
}

// capture has a handler answer without sending anything. What is not to be kept,
// a failure of ours or what may soon be allowed, comes back as the error.
func (s *Server) capture(c echo.Context, handle echo.HandlerFunc) (*news.KeptAnswer, error) {
	taken := &captured{header: http.Header{}, status: http.StatusOK}
	live := c.Response()
	c.SetResponse(echo.NewResponse(taken, s.echo))
	defer c.SetResponse(live)
	if err := handle(c); err != nil {
		if passing(err) {
			return nil, err
		}
		s.problem(err, c)
	}
	return &news.KeptAnswer{Status: taken.status, Header: taken.header, Body: taken.body.String()}, nil
}

// passing reports whether a request that failed may be answered otherwise when it
// is sent again.
func passing(err error) bool {
	var moved *redirect
	if errors.As(err, &moved) {
		return false
	}
	switch status := newProblem(err).Status; status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		return true
	default:
		return status >= http.StatusInternalServerError || errors.Is(err, context.Canceled)
	}
}

// sendKept sends an answer as it was captured.
func sendKept(c echo.Context, answer *news.KeptAnswer, replayed bool) error {
	header := c.Response().Header()
	for name, values := range answer.Header {
		if name == echo.HeaderVary {
			values = append(header.Values(name), values...)
		}
		header[name] = values
	}
	if replayed {
		header.Set("Idempotency-Replayed", "true")
	}
	c.Response().WriteHeader(answer.Status)
	if answer.Body == "" {
		return nil
	}
	_, err := io.WriteString(c.Response(), answer.Body)
	return err
}

// captured is a response that goes nowhere.
type captured struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *captured) Header() http.Header         { return r.header }
func (r *captured) WriteHeader(status int)      { r.status = status }
func (r *captured) Write(p []byte) (int, error) { return r.body.Write(p) }

// sentBody is the body of a request, that handlers may read more than once.
type sentBody struct {
	bytes   []byte
	failure error // what ended it early
}

func readAhead(c echo.Context) sentBody {
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, maxBody))
	return sentBody{bytes: body, failure: err}
}

// rewind has the request's body read from its beginning.
func (b sentBody) rewind(c echo.Context) {
	c.Request().Body = io.NopCloser(io.MultiReader(bytes.NewReader(b.bytes), failing{b.failure}))
}

// fingerprint hashes what a request asks for beside its method and path: the
// body, how to read it, and the query. If-Match is no part of it: whoever reads
// again before retrying gets the first answer.
func (b sentBody) fingerprint(r *http.Request) string {
	hash := sha256.New()
	header := r.Header
	for _, part := range [][]byte{
		[]byte(r.URL.RawQuery), []byte(header.Get(echo.HeaderContentType)), []byte(header.Get(echo.HeaderContentEncoding)), b.bytes,
	} {
		inner := sha256.Sum256(part)
		hash.Write(inner[:])
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// failing is a reader that fails, or is at its end.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
