package api

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const maxBody = 2 << 20

// request is a write as it came in. Its body is read before the transaction
// begins and judged inside, in the order of checks: media type and size,
// preconditions, syntax and query, fields.
type request struct {
	context  echo.Context
	body     []byte
	readErr  error
	optional bool // no body at all is as good as {}
	query    *query

	parsed   bool
	tree     map[string]any // the body once it is parsed
	parseErr error
}

// readRequest reads the body, whatever it is. The actor of the request has its
// change note from then on.
func readRequest(c echo.Context) *request {
	r := &request{context: c, query: newQuery(c)}
	r.body, r.readErr = readBody(c)
	r.noteChange()
	return r
}

// readAction is readRequest for an action, whose body may be left out.
func readAction(c echo.Context) *request {
	r := readRequest(c)
	r.optional = true
	return r
}

func readBody(c echo.Context) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, maxBody))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, &httpError{http.StatusRequestEntityTooLarge, "too-large", "the body is larger than 2 MiB"}
	}
	if err != nil {
		return nil, badBody("", "unreadable", "the body ended early").Wrap(err)
	}
	return body, nil
}

// admit judges what comes before the body's syntax: the address, the media
// type and size, the precondition on the current state, and the query. needed
// says that If-Match must be there.
func (r *request) admit(current state, needed bool) error {
	if err := current.moved(r.context); err != nil {
		return err
	}
	if err := r.mediaType(); err != nil {
		return err
	}
	if r.readErr != nil {
		return r.readErr
	}
	if err := current.check(r.context, needed); err != nil {
		return err
	}
	return r.query.err()
}

// admitNew is admit for what does not exist yet.
func (r *request) admitNew() error {
	return firstError(r.mediaType(), r.readErr, r.query.err())
}

// mediaType refuses what is not JSON in UTF-8, and content codings, of which
// none is read (RFC 9110, 15.5.16).
func (r *request) mediaType() error {
	header := r.context.Request().Header
	value := header.Get(echo.HeaderContentType)
	if value == "" && (r.optional || r.context.Request().Method == http.MethodDelete) && len(r.body) == 0 {
		return nil
	}
	media, parameters, err := mime.ParseMediaType(value)
	taken := media == "application/json" ||
		(media == "application/merge-patch+json" && r.context.Request().Method == http.MethodPatch)
	charset := strings.ToLower(parameters["charset"])
	coded := header.Get(echo.HeaderContentEncoding) != ""
	if err != nil || !taken || coded || (charset != "" && charset != "utf-8") {
		detail := "send application/json in UTF-8, without a content coding"
		return &httpError{http.StatusUnsupportedMediaType, "unsupported-media-type", detail}
	}
	return nil
}

// object returns the body as a JSON object, which must not be changed.
func (r *request) object() (map[string]any, error) {
	if len(r.body) == 0 && r.optional {
		return map[string]any{}, nil
	}
	if !r.parsed {
		r.tree, r.parseErr = parseObject(r.body)
		r.parsed = true
	}
	return r.tree, r.parseErr
}

// bind fills input, a pointer to an input DTO, from a body that stands alone.
// readOnly is the answer DTO whose other fields can be told apart from
// unknown ones; nil when there is none.
func (r *request) bind(input, readOnly any) error {
	object, err := r.object()
	if err != nil {
		return err
	}
	return bindObject(object, input, readOnly, nil)
}

// bindPatch fills input from the current answer with the body merged in
// (RFC 7396). Fields of the answer that are not the client's to change may be
// sent back unchanged.
func (r *request) bindPatch(input, current any) error {
	patch, err := r.object()
	if err != nil {
		return err
	}
	base, err := toTree(current)
	if err != nil {
		return err
	}
	if err := refuseUnknown(patch, input, current); err != nil {
		return err
	}
	merged, _ := mergePatch(base, patch).(map[string]any)
	return bindObject(merged, input, current, base)
}

// clears reports whether the body has a field and it is null.
func (r *request) clears(name string) bool {
	object, err := r.object()
	value, given := object[name]
	return err == nil && given && value == nil
}

// mergeInto judges a request to merge a resource and returns what into.
func (r *request) mergeInto(current state) (string, error) {
	input := MergeInput{}
	err := firstError(r.admit(current, false), r.bind(&input, nil))
	return input.Into, err
}

// fillAfter writes an input into a row unless something other than its fields
// is wrong, and returns err: the service tells the other faults too.
func fillAfter[T any](err error, fill func(*T), row *T) error {
	var failure *news.Error
	if err == nil || (errors.As(err, &failure) && failure.Kind == news.Invalid) {
		fill(row)
	}
	return err
}

// pathParam returns a parameter of the path, decoded.
func pathParam(c echo.Context, name string) string {
	value := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return value
	}
	decoded, err := url.PathUnescape(value)
	if err != nil {
		return value
	}
	return decoded
}

func firstError(errs ...error) error {
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return errs[i]
	}
	return nil
}
