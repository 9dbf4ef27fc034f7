package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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

// keyedRoute is a route that takes an Idempotency-Key, with its place in the table.
type keyedRoute struct {
	*Server
	route

	at int
}

// once has a request with an Idempotency-Key done once, and answers one that is
// sent again as the first was (draft-ietf-httpapi-idempotency-key-header).
func (r keyedRoute) once(c echo.Context) error {
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
	answer, replayed, err := r.service.Once(c.Request().Context(), actor(c), service.Call{
		Key: key, Method: r.method, Path: c.Request().URL.EscapedPath(), Fingerprint: body.fingerprint(c.Request()), Least: r.who,
		Do: func(svc *service.Service) (*news.KeptAnswer, error) {
			body.rewind(c)
			return r.capture(c, r.within(svc))
		},
	})
	if err != nil {
		return err
	}
	return sendKept(c, answer, replayed)
}

// within returns the route's handler on a server that works with the service.
func (r keyedRoute) within(svc *service.Service) echo.HandlerFunc {
	bound := *r.Server
	bound.service = svc
	return bound.routes()[r.at].handle
}

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
