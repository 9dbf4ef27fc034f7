package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

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
		c.Error(err)
	}
	return &news.KeptAnswer{Status: taken.status, Header: taken.header, Body: taken.body.String()}, nil
}

// passing reports whether a request that failed may be answered otherwise when it
// is sent again.
func passing(err error) bool {
	if _, moved := errors.AsType[*redirect](err); moved {
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
