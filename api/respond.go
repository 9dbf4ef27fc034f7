package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// answer is what a handler has to say.
type answer struct {
	body     any
	tagged   any          // what the ETag is of where that is not the body
	revision int          // 0 for a list
	fields   []string     // top-level fields to keep; nil keeps all
	groups   []news.Group // non-empty: a public answer that may be kept
	changes  *time.Time   // when it will be another, if soon
	writing  *writing     // what put it into a script; nil where nothing may
}

// send answers with JSON, or with 304 when the client has it already. What
// answers a write is not compressed: it may be kept and given again.
func (s *Server) send(c echo.Context, status int, a answer) error {
	body, err := encode(a.body, a.fields)
	if err != nil {
		return err
	}
	tagged, err := a.representation(body)
	if err != nil {
		return err
	}
	if isRead(c.Request()) && a.revision != 0 {
		if err := (state{revision: a.revision, dto: a.body}).check(c, false); err != nil {
			return err
		}
	}
	header := c.Response().Header()
	if a.writing != nil {
		a.writing.tell(c, &a)
	}
	s.setCaching(c, a.groups, a.changes)
	coding := takenCoding(c)
	header["Etag"] = tagged.Tag(coding)
	if isRead(c.Request()) && notModified(c.Request(), tagged.ETag[0]) {
		header.Del("Link")
		header.Del("Content-Language")
		return c.NoContent(http.StatusNotModified)
	}
	shown := cache.NewRepresentation(body, "")
	if isRead(c.Request()) {
		shown = tagged.Encode(coding)
	}
	if shown.Coding != nil {
		header[echo.HeaderContentEncoding] = shown.Coding
	}
	header[echo.HeaderContentLength] = shown.Length
	if c.Request().Method == http.MethodHead {
		header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
		return c.NoContent(status)
	}
	return c.Blob(status, echo.MIMEApplicationJSON, shown.Body)
}

// takenCoding returns the content coding that the client likes best.
func takenCoding(c echo.Context) cache.Coding {
	return cache.Negotiate(c.Request().Header[echo.HeaderAcceptEncoding])
}

// representation returns what the ETag is of: the body or, after a write, what
// is read where the body was written.
func (a answer) representation(body []byte) (*cache.Representation, error) {
	if a.tagged == nil {
		return representation(a.revision, body), nil
	}
	tagged, err := encode(a.tagged, nil)
	return representation(a.revision, tagged), err
}

// sendWritten answers a write with the resource as a signed-in GET shows it.
func sendWritten[T any](s *Server, c echo.Context, status int, written service.Written[T], a answer) error {
	setInvalidation(c, written.Groups)
	return s.send(c, status, a)
}

// sendDeleted answers that a resource is no more.
func (s *Server) sendDeleted(c echo.Context, groups []news.Group) error {
	setInvalidation(c, groups)
	s.setCaching(c, nil, nil)
	return c.NoContent(http.StatusNoContent)
}

// encode writes a DTO as JSON without escaping HTML, keeping only the wanted
// top-level fields: of the object, or of each object in a list's data.
func encode(dto any, fields []string) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(dto); err != nil {
		return nil, err
	}
	body := bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))
	if fields == nil {
		return body, nil
	}
	return pick(body, fields)
}

func pick(body []byte, fields []string) ([]byte, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, err
	}
	if _, isList := object["page"]; !isList {
		return encode(keep(object, fields), nil)
	}
	var items []map[string]json.RawMessage
	if err := json.Unmarshal(object["data"], &items); err != nil {
		return nil, err
	}
	for i, item := range items {
		items[i] = keep(item, fields)
	}
	data, err := encode(items, nil)
	if err != nil {
		return nil, err
	}
	object["data"] = data
	return encode(object, nil)
}

func keep(object map[string]json.RawMessage, fields []string) map[string]json.RawMessage {
	kept := make(map[string]json.RawMessage, len(fields))
	for _, field := range fields {
		if value, ok := object[field]; ok {
			kept[field] = value
		}
	}
	return kept
}

// orNull returns a text as JSON shows it: null when there is none.
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// utc returns a time as JSON shows it.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	moment := t.UTC()
	return &moment
}

// orEmpty returns a list as JSON shows it: [] when there is none.
func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
