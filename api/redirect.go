package api

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// redirect is the answer to a request for a slug or id of the past: 301 to
// reads, 308 to the rest, with the query kept. It travels as an error because
// it ends a handler wherever it is found out.
type redirect struct {
	location string
	groups   []news.Group
}

func (r *redirect) Error() string { return "moved to " + r.location }

// moved returns a redirect when the path names the resource by its past.
func (current state) moved(c echo.Context) error {
	if current.noun == "" {
		return nil
	}
	asked := pathParam(c, current.noun)
	id, isID := news.ParseID(asked)
	if (isID && id == current.id) || news.NormaliseSlug(asked) == current.slug {
		return nil
	}
	target := &url.URL{Path: "/v1/" + current.noun + "s/" + current.slug, RawQuery: c.Request().URL.RawQuery}
	groups := current.groups
	if groups == nil {
		groups = []news.Group{news.GroupOf(news.Noun(current.noun), current.id)}
	}
	return &redirect{location: target.String(), groups: groups}
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
	c.Response().Header().Set(echo.HeaderLocation, to.location)
	if err := c.NoContent(status); err != nil {
		s.options.Logger.DebugContext(c.Request().Context(), "answer not sent", "error", err)
	}
	return true
}
