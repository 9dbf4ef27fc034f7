package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

// observe tells of every answer, if that was asked for, with no more routes and
// methods than there are.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	tell := s.options.OnRequest
	if tell == nil {
		return next
	}
	methods := []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodOptions,
	}
	known := map[string]bool{}
	for _, r := range s.routes() {
		known[r.path] = true
	}
	return func(c echo.Context) error {
		if err := next(c); err != nil {
			c.Error(err)
		}
		method, route := c.Request().Method, c.Path()
		if !slices.Contains(methods, method) {
			method = "other"
		}
		if !known[route] {
			route = "none"
		}
		tell(method, route, c.Response().Status)
		return nil
	}
}
