package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// redirect is the answer to a request for a slug or id of the past: 301 to
// reads, 308 to the rest, with the query kept. It travels as an error because
// it ends a handler wherever it is found out.
type redirect struct {
	to     state
	groups []news.Group
}

func (r *redirect) Error() string { return "moved to " + r.to.slug }

// moved returns a redirect when the path names the resource by its past.
func (current state) moved(c echo.Context) error {
	if current.noun == "" {
		return nil
	}
	asked := pathParam(c, current.noun)
	id, isID := news.ParseID(asked)
	if load := loadOf(c); load != nil {
		load.resource = current
	}
	if (isID && id == current.id) || news.NormaliseSlug(asked) == current.slug {
		return nil
	}
	groups := current.groups
	if groups == nil {
		groups = []news.Group{news.GroupOf(news.Noun(current.noun), current.id)}
	}
	return &redirect{to: current, groups: groups}
}

// address returns the path and query of the request with the slug of today.
func (current state) address(c echo.Context) string {
	segments := strings.Split(c.Request().URL.EscapedPath(), "/")
	for i, pattern := range strings.Split(c.Path(), "/") {
		if pattern == ":"+current.noun {
			segments[i] = url.PathEscape(current.slug)
		}
	}
	address := strings.Join(segments, "/")
	if query := c.Request().URL.RawQuery; query != "" {
		address += "?" + query
	}
	return address
}

// redirected answers a redirect and reports whether err was one.
func (s *Server) redirected(c echo.Context, err error) bool {
	var to *redirect
	if !errors.As(err, &to) {
		return false
	}
	status := http.StatusPermanentRedirect
	if isRead(c.Request()) {
		status = http.StatusMovedPermanently
	}
	s.setCaching(c, to.groups, nil)
	c.Response().Header().Set(echo.HeaderLocation, to.to.address(c))
	if err := c.NoContent(status); err != nil {
		s.options.Logger.DebugContext(c.Request().Context(), "answer not sent", "error", err)
	}
	return true
}
