package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Problem is every error answer: RFC 9457, application/problem+json.
type Problem struct {
	Type      string          `json:"type" example:"/problems/validation"`
	Title     string          `json:"title"`
	Status    int             `json:"status" example:"422"`
	Code      string          `json:"code" example:"validation"`
	Detail    string          `json:"detail"`
	Instance  string          `json:"instance" example:"urn:uuid:01980000-0000-7000-8000-000000000000"`
	RequestID string          `json:"request_id"`
	Errors    []ProblemField  `json:"errors,omitempty"`
	Allowed   []string        `json:"allowed,omitempty"`
	Warnings  []Warning       `json:"warnings,omitempty"`
	Tombstone *TombstoneField `json:"tombstone,omitempty"`
} // @name Problem

// ProblemField is one faulty place: a JSON Pointer (RFC 6901) into the body,
// "" being all of it, or the name of a query parameter.
type ProblemField struct {
	Pointer   *string `json:"pointer,omitempty" example:"/title"`
	Parameter string  `json:"parameter,omitempty"`
	Code      string  `json:"code" example:"required"`
	Detail    string  `json:"detail"`
} // @name ProblemField

// TombstoneField is what is left of a withdrawn article.
type TombstoneField struct {
	ID        string      `json:"id"`
	Title     string      `json:"title"`
	Withdrawn *Withdrawal `json:"withdrawn"`
} // @name Tombstone

// statusOf is the one place where a kind of error becomes a status.
func statusOf(kind news.ErrorKind) int {
	switch kind {
	case news.Malformed:
		return http.StatusBadRequest
	case news.Unauthenticated:
		return http.StatusUnauthorized
	case news.Forbidden:
		return http.StatusForbidden
	case news.NotFound:
		return http.StatusNotFound
	case news.Conflict:
		return http.StatusConflict
	case news.Gone:
		return http.StatusGone
	case news.Stale:
		return http.StatusPreconditionFailed
	case news.Invalid:
		return http.StatusUnprocessableEntity
	case news.Unavailable:
		return http.StatusServiceUnavailable
	case news.TooMany:
		return http.StatusTooManyRequests
	case news.Internal:
		return http.StatusInternalServerError
	default:
		return http.StatusInternalServerError
	}
}

// httpError is a failure that only HTTP knows: 405, 413, 415, 428.
type httpError struct {
	status int
	code   string
	detail string
}

func (e *httpError) Error() string { return e.detail }

// problem answers every error that a handler or Echo returns.
func (s *Server) problem(err error, c echo.Context) {
	if c.Response().Committed || s.redirected(c, err) {
		return
	}
	p := newProblem(err)
	p.RequestID = requestID(c)
	p.Instance = "urn:uuid:" + instanceID(p.RequestID)
	if p.Status >= http.StatusInternalServerError {
		s.options.Logger.ErrorContext(c.Request().Context(), "request failed",
			"error", err, "method", c.Request().Method, "path", c.Request().URL.Path, "request_id", p.RequestID)
	}
	if p.Tombstone != nil {
		s.writeTombstone(c, p.Tombstone, err)
	}
	setProblemHeaders(c, p)
	setRetryAfter(c, err)
	s.setErrorCaching(c, p.Status, err)
	if sendErr := sendProblem(c, p); sendErr != nil {
		s.options.Logger.DebugContext(c.Request().Context(), "answer not sent", "error", sendErr)
	}
}

func sendProblem(c echo.Context, p *Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	if c.Request().Method == http.MethodHead {
		c.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
		return c.NoContent(p.Status)
	}
	return c.Blob(p.Status, "application/problem+json", body)
}

func newProblem(err error) *Problem {
	var (
		known  *news.Error
		http_  *httpError
		framed *echo.HTTPError
	)
	switch {
	case errors.As(err, &known):
		return fromNews(known)
	case errors.As(err, &http_):
		return problemOf(http_.status, http_.code, http_.detail)
	case errors.As(err, &framed) && framed.Code == http.StatusNotFound:
		return problemOf(framed.Code, "unknown-path", "there is nothing at this path")
	case errors.As(err, &framed) && framed.Code == http.StatusMethodNotAllowed:
		return problemOf(framed.Code, "method-not-allowed", "this path does not take the method")
	case errors.Is(err, context.Canceled):
		return problemOf(http.StatusBadRequest, "given-up", "the connection was closed before the answer")
	default:
		return problemOf(http.StatusInternalServerError, "internal", "")
	}
}

func fromNews(known *news.Error) *Problem {
	p := problemOf(statusOf(known.Kind), known.Code, known.Detail)
	if p.Status >= http.StatusInternalServerError {
		p.Detail = "the server failed; quote the request id"
		return p
	}
	p.list(known.Fields)
	for _, move := range known.Allowed {
		p.Allowed = append(p.Allowed, string(move))
	}
	if len(known.Warnings) > 0 {
		p.Warnings = newWarnings(known.Warnings)
	}
	if t := known.Tombstone; t != nil {
		p.Tombstone = &TombstoneField{ID: t.ID, Title: t.Title, Withdrawn: newWithdrawal(&t.Withdrawn)}
	}
	return p
}

// writeTombstone puts a tombstone into the script that the request asks for.
func (s *Server) writeTombstone(c echo.Context, shown *TombstoneField, err error) {
	q := newQuery(c)
	known, _ := errors.AsType[*news.Error](err)
	(&writing{to: wantedScript(c, q)}).tombstone(shown, known.Tombstone)
}

// list names the faulty places. A body of nothing but faults would get an
// answer many times its size, so there is a limit, and the detail says so.
func (p *Problem) list(fields []news.Field) {
	const most = 1000
	if len(fields) > most {
		p.Detail += fmt.Sprintf("; errors lists the first %d", most)
		fields = fields[:most]
	}
	for _, f := range fields {
		field := ProblemField{Parameter: f.Parameter, Code: f.Code, Detail: f.Detail}
		if f.Parameter == "" {
			field.Pointer = &f.Pointer
		}
		p.Errors = append(p.Errors, field)
	}
}

func problemOf(status int, code, detail string) *Problem {
	if detail == "" {
		detail = "the server failed; quote the request id"
	}
	title := http.StatusText(status)
	if i := slices.IndexFunc(problemTypes, func(t ProblemType) bool { return t.Code == code }); i >= 0 {
		title = problemTypes[i].Title
	}
	return &Problem{Type: "/problems/" + code, Title: title, Status: status, Code: code, Detail: detail}
}

func instanceID(request string) string {
	if id, ok := news.ParseID(request); ok {
		return id
	}
	return uuid.Must(uuid.NewV7()).String()
}

// setProblemHeaders sets what HTTP asks of single statuses: the challenge of
// RFC 6750 and when to come back.
func setProblemHeaders(c echo.Context, p *Problem) {
	header := c.Response().Header()
	switch p.Status {
	case http.StatusUnauthorized:
		header.Set(echo.HeaderWWWAuthenticate, challenge(c))
	case http.StatusForbidden:
		header.Set(echo.HeaderWWWAuthenticate, `Bearer error="insufficient_scope"`)
	case http.StatusServiceUnavailable:
		header.Set(echo.HeaderRetryAfter, "1")
	}
}

// setRetryAfter says in whole seconds how long to wait (RFC 9110, 10.2.3).
func setRetryAfter(c echo.Context, err error) {
	var known *news.Error
	if errors.As(err, &known) && known.RetryAfter > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.FormatInt(wholeSeconds(known.RetryAfter), 10))
	}
}

// wholeSeconds rounds up.
func wholeSeconds(d time.Duration) int64 {
	return int64((d + time.Second - 1) / time.Second)
}

func challenge(c echo.Context) string {
	if len(c.Request().Header.Values(echo.HeaderAuthorization)) == 0 {
		return "Bearer"
	}
	return `Bearer error="invalid_token"`
}
