package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

const (
	corsAllowHeaders = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-Id"
	corsExpose       = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, " +
		"Cache-Group-Invalidation, Idempotency-Replayed"
	corsMaxAge = "600"
)

// cors lets browsers of any origin make public reads, and those of the
// allow-list everything else (Fetch standard, CORS protocol).
func (s *Server) cors(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		request, header := c.Request(), c.Response().Header()
		wanted := request.Header.Get(echo.HeaderAccessControlRequestMethod)
		preflight := request.Method == http.MethodOptions && wanted != ""
		if !preflight {
			wanted = request.Method
		}
		origin := s.allowedOrigin(c, wanted)
		if origin != "" {
			header.Set(echo.HeaderAccessControlAllowOrigin, origin)
		}
		if !preflight {
			if origin != "" {
				header.Set(echo.HeaderAccessControlExposeHeaders, corsExpose)
			}
			return next(c)
		}
		if origin != "" {
			header.Set(echo.HeaderAccessControlAllowMethods, wanted)
			header.Set(echo.HeaderAccessControlAllowHeaders, corsAllowHeaders)
			header.Set(echo.HeaderAccessControlMaxAge, corsMaxAge)
		}
		return c.NoContent(http.StatusNoContent)
	}
}

// allowedOrigin returns what Access-Control-Allow-Origin says for a method on
// the request's path, "" for nothing.
func (s *Server) allowedOrigin(c echo.Context, method string) string {
	if (method == http.MethodGet || method == http.MethodHead) && s.public[c.Path()] {
		return "*"
	}
	c.Response().Header().Add(echo.HeaderVary, echo.HeaderOrigin)
	origin := c.Request().Header.Get(echo.HeaderOrigin)
	if slices.Contains(s.options.CORSOrigins, origin) {
		return origin
	}
	return ""
}
