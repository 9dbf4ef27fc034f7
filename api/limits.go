package api

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/limit"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// limits counts requests, reads and writes apart, on this node. A nil table has
// no limit.
type limits struct {
	reads, writes policy
}

// policy is one quota as RateLimit-Policy names it.
type policy struct {
	name  string
	rate  limit.Rate
	table *limit.Table
}

func newPolicy(name string, rate limit.Rate) policy {
	p := policy{name: name, rate: rate}
	if !rate.None() {
		p.table = limit.NewTable(rate)
	}
	return p
}

// limit refuses the requests of who sends too many. What is not under /v1, the
// signs of life among it, is free. The quota is told on answers that nobody may
// keep: on others it would be somebody else's.
func (s *Server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		p := s.limits.writes
		if isRead(c.Request()) {
			p = s.limits.reads
		}
		if p.table == nil || !strings.HasPrefix(c.Request().URL.Path, "/v1/") {
			return next(c)
		}
		verdict := p.table.Take(whoSends(c), s.service.Now())
		c.Response().Before(func() { p.tell(c.Response().Header(), verdict) })
		if verdict.Wait > 0 {
			return tooManyRequests(verdict.Wait)
		}
		return next(c)
	}
}

// whoSends returns what requests are counted by: a script's token, a user
// whatever the session, or the network of an anonymous reader.
func whoSends(c echo.Context) string {
	switch who := actor(c); {
	case who.TokenID != "":
		return "token " + who.TokenID
	case who.HasAccount():
		return "user " + who.UserID
	default:
		return "address " + limit.Network(who.Address)
	}
}

// tell sets the headers of draft-ietf-httpapi-ratelimit-headers-10, unless the
// answer may be kept: r requests are left, and in t seconds all q are.
func (p policy) tell(header http.Header, verdict limit.Verdict) {
	if !strings.Contains(header.Get(echo.HeaderCacheControl), "no-store") {
		return
	}
	header.Set("Ratelimit-Policy", fmt.Sprintf("%q;q=%d;w=%d", p.name, p.rate.Times, wholeSeconds(p.rate.Per)))
	header.Set("Ratelimit", fmt.Sprintf("%q;r=%d;t=%d", p.name, verdict.Left, wholeSeconds(verdict.Reset)))
}

func tooManyRequests(wait time.Duration) error {
	failure := news.Errorf(news.TooMany, "too-many-requests", "too many requests: try again in %d seconds", wholeSeconds(wait))
	failure.RetryAfter = wait
	return failure
}
