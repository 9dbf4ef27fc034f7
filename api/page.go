package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	defaultLimit = 20
	maxLimit     = 100
)

// PageInfo says where a page stands in its list.
type PageInfo struct {
	Limit      int     `json:"limit" example:"20"`
	HasMore    bool    `json:"has_more"`
	NextCursor *string `json:"next_cursor"`
	PrevCursor *string `json:"prev_cursor"`
	// Total is left out unless asked for, and null where too much had to be counted.
	Total **int64 `json:"total,omitempty" swaggertype:"integer" extensions:"x-nullable"`
} // @name PageInfo

// freeOfCursor lists the parameters that a cursor is not bound to.
var freeOfCursor = []string{"cursor", "limit", "fields", "include", "with_total", scriptParameter}

// page reads limit, cursor and with_total. The cursor must have been made for
// the same path, filters and order.
func (s *Server) page(c echo.Context, q *query) news.Page {
	page := news.Page{Limit: q.number("limit", 1, maxLimit, defaultLimit), WithTotal: q.wanted("with_total")}
	token := q.text("cursor")
	if token == "" {
		return page
	}
	cursor, ok := s.openCursor(token, boundTo(c, q))
	if !ok {
		q.fault("cursor", "bad-cursor", "the cursor was changed or belongs to another list, filter or order")
	}
	page.Cursor = cursor
	return page
}

// boundTo is what the MAC of a cursor covers beside the place: the path, the
// filters and the order, whatever their spelling. They must have been read.
func boundTo(c echo.Context, q *query) string {
	bound := maps.Clone(q.meaning)
	for _, name := range freeOfCursor {
		bound.Del(name)
	}
	return c.Path() + "?" + bound.Encode()
}

type cursorToken struct {
	Key  string `json:"k"`
	ID   string `json:"i"`
	Back bool   `json:"b,omitempty"`
}

const cursorMAC = 16

func (s *Server) sealCursor(cursor *news.Cursor, bound string) (string, error) {
	place, err := json.Marshal(cursorToken(*cursor))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(append(s.cursorSum(place, bound), place...)), nil
}

func (s *Server) openCursor(token, bound string) (*news.Cursor, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < cursorMAC || strings.ContainsAny(token, "\r\n") { // base64 skips line ends
		return nil, false
	}
	sum, place := raw[:cursorMAC], raw[cursorMAC:]
	if !hmac.Equal(sum, s.cursorSum(place, bound)) {
		return nil, false
	}
	var opened cursorToken
	if err := json.Unmarshal(place, &opened); err != nil {
		return nil, false
	}
	cursor := news.Cursor(opened)
	return &cursor, true
}

func (s *Server) cursorSum(place []byte, bound string) []byte {
	mac := hmac.New(sha256.New, s.cursorKey)
	mac.Write(place)
	mac.Write([]byte("\n" + bound))
	return mac.Sum(nil)[:cursorMAC]
}

// pageInfo describes a page and sets its Link header (RFC 8288).
func pageInfo[T any](s *Server, c echo.Context, q *query, page news.Page, list news.List[T]) (PageInfo, error) {
	info := PageInfo{Limit: page.Limit, HasMore: list.Next != nil}
	if page.WithTotal {
		info.Total = &list.Total
	}
	links := []string{link(c, q, "", "first")}
	for _, step := range []struct {
		cursor *news.Cursor
		token  **string
		rel    string
	}{{list.Next, &info.NextCursor, "next"}, {list.Prev, &info.PrevCursor, "prev"}} {
		if step.cursor == nil {
			continue
		}
		token, err := s.sealCursor(step.cursor, boundTo(c, q))
		if err != nil {
			return info, err
		}
		*step.token = &token
		links = append(links, link(c, q, token, step.rel))
	}
	c.Response().Header().Set("Link", strings.Join(links, ", "))
	return info, nil
}

// sendPage answers a page of a list that has no filters and is not public.
func sendPage[R, D any](
	s *Server, c echo.Context, read func(context.Context, news.Actor, news.Page) (news.List[R], error), show func(*R) *D,
) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(new(D)))
	page := s.page(c, q)
	if err := q.err(); err != nil {
		return err
	}
	list, err := read(c.Request().Context(), actor(c), page)
	if err != nil {
		return err
	}
	body := struct {
		Data []*D     `json:"data"`
		Page PageInfo `json:"page"`
	}{Data: make([]*D, len(list.Items))}
	for i := range list.Items {
		body.Data[i] = show(&list.Items[i])
	}
	if body.Page, err = pageInfo(s, c, q, page, list); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: body, fields: fields})
}

// link writes one link of a page, the same for every spelling of the request.
func link(c echo.Context, q *query, cursor, rel string) string {
	values := maps.Clone(q.meaning)
	values.Del("cursor")
	if cursor != "" {
		values.Set("cursor", cursor)
	}
	target := c.Request().URL.EscapedPath()
	if encoded := values.Encode(); encoded != "" {
		target += "?" + encoded
	}
	return "<" + target + `>; rel="` + rel + `"`
}
