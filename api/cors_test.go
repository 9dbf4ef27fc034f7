package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	strangeOrigin  = "https://elsewhere.example.com"
	allowedHeaders = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-Id"
	exposedHeaders = "ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Cache-Group-Invalidation, Idempotency-Replayed"
)

func TestPreflights(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, c := range []struct{ path, method, origin, allowed string }{
			{"/v1/articles", "GET", strangeOrigin, "*"},
			{"/v1/articles", "HEAD", strangeOrigin, "*"},
			{"/v1/articles/nothing", "GET", allowedOrigin, "*"},
			{"/v1/site", "GET", "null", "*"},
			{"/", "GET", strangeOrigin, "*"},
			{"/v1/articles", "POST", strangeOrigin, ""},
			{"/v1/articles", "POST", allowedOrigin, allowedOrigin},
			{"/v1/articles/nothing", "PATCH", allowedOrigin, allowedOrigin},
			{"/v1/articles/nothing", "DELETE", strangeOrigin, ""},
			{"/v1/articles/nothing/publish", "POST", allowedOrigin, allowedOrigin},
			{"/v1/articles/nothing/publish", "POST", "null", ""},
			{"/v1/site", "PATCH", allowedOrigin + ".evil.example", ""},
			{"/v1/auth/login", "POST", strangeOrigin, ""},
			{"/v1/auth/me", "GET", strangeOrigin, ""},
			{"/v1/auth/me", "GET", allowedOrigin, allowedOrigin},
			{"/v1/nothing", "GET", strangeOrigin, ""},
		} {
			r := n.do(t, "OPTIONS", c.path, "", nil, "Origin", c.origin, "Access-Control-Request-Method", c.method,
				"Access-Control-Request-Headers", "authorization, if-match")
			r.want(t, http.StatusNoContent)
			r.head(t, "Access-Control-Allow-Origin", c.allowed)
			r.head(t, "Access-Control-Allow-Credentials", "")
			methods, headers := c.method, allowedHeaders
			if c.allowed == "" {
				methods, headers = "", ""
			}
			r.head(t, "Access-Control-Allow-Methods", methods)
			r.head(t, "Access-Control-Allow-Headers", headers)
			if variesByOrigin(r) != (c.allowed != "*") {
				t.Errorf("%s %s from %s varies by %v", c.method, c.path, c.origin, r.header.Values("Vary"))
			}
		}
	})
}

func TestCrossOriginAnswers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor := n.as(t, news.RoleEditor)
		for _, c := range []struct {
			method, path, token, origin, allowed string
			status                               int
		}{
			{"GET", "/v1/articles", "", strangeOrigin, "*", 200},
			{"HEAD", "/v1/articles", "", "", "*", 200},
			{"GET", "/v1/articles", editor, strangeOrigin, "*", 200},
			{"GET", "/v1/articles", "bad", strangeOrigin, "*", 401},
			{"GET", "/v1/articles/nothing", "", strangeOrigin, "*", 404},
			{"GET", "/v1/articles?limit=0", "", strangeOrigin, "*", 400},
			{"POST", "/v1/articles", "", allowedOrigin, allowedOrigin, 401},
			{"POST", "/v1/articles", editor, allowedOrigin, allowedOrigin, 415},
			{"POST", "/v1/articles", editor, strangeOrigin, "", 415},
			{"POST", "/v1/articles", editor, "", "", 415},
			{"GET", "/v1/auth/me", editor, strangeOrigin, "", 200},
			{"GET", "/v1/auth/me", editor, allowedOrigin, allowedOrigin, 200},
			{"GET", "/v1/articles/nothing/publish", "", allowedOrigin, allowedOrigin, 405},
		} {
			var headers []string
			if c.origin != "" {
				headers = []string{"Origin", c.origin}
			}
			r := n.do(t, c.method, c.path, c.token, nil, headers...).want(t, c.status)
			r.head(t, "Access-Control-Allow-Origin", c.allowed)
			r.head(t, "Access-Control-Allow-Credentials", "")
			exposed := exposedHeaders
			if c.allowed == "" {
				exposed = ""
			}
			r.head(t, "Access-Control-Expose-Headers", exposed)
			if variesByOrigin(r) != (c.allowed != "*") {
				t.Errorf("%s %s from %q varies by %v", c.method, c.path, c.origin, r.header.Values("Vary"))
			}
		}
	})
}

func variesByOrigin(r *response) bool {
	return slices.ContainsFunc(r.header.Values("Vary"), func(value string) bool { return strings.Contains(value, "Origin") })
}
