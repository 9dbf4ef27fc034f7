package api

import (
	"fmt"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	requestIDKey = "request_id"
	actorKey     = "actor"
	beganKey     = "began"
	badTokenKey  = "bad_token"
)

var saneRequestID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,127}$`)

// identify gives the request an id, keeping a sane one that was sent, notes
// when it began, and sets the headers that every answer carries.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(echo.HeaderXRequestID)
		if !saneRequestID.MatchString(id) {
			id = uuid.Must(uuid.NewV7()).String()
		}
		c.Set(requestIDKey, id)
		c.Set(beganKey, s.service.Now())
		header := c.Response().Header()
		header.Set(echo.HeaderXRequestID, id)
		header.Set(echo.HeaderXContentTypeOptions, "nosniff")
		header.Set(echo.HeaderReferrerPolicy, "no-referrer")
		header.Set("Accept-Ranges", "none")
		return next(c)
	}
}

func requestID(c echo.Context) string {
	id, _ := c.Get(requestIDKey).(string)
	return id
}

// recoverPanics turns a panic into an error, so that it is answered and
// logged like one.
func (s *Server) recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			thrown := recover()
			if thrown == nil {
				return
			}
			if thrown == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(thrown)
			}
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}()
		return next(c)
	}
}

// logAccess logs a line a request, if that was asked for. The query is left
// out: it may hold what must not be logged.
func (s *Server) logAccess(next echo.HandlerFunc) echo.HandlerFunc {
	if !s.options.AccessLog {
		return next
	}
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		r := c.Request()
		s.options.Logger.InfoContext(r.Context(), "request",
			"method", r.Method, "path", r.URL.Path, "status", c.Response().Status, "bytes", c.Response().Size,
			"duration", time.Since(start), "address", c.RealIP(), "user", actor(c).UserID, "request_id", requestID(c))
		return nil
	}
}

// authenticate turns a bearer token into the actor. A bad one is refused on
// public routes too, by refuseBadTokens: it is counted first, as the request of
// an anonymous reader.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		from := news.Actor{Address: c.RealIP(), RequestID: requestID(c)}
		who := from
		if headers := c.Request().Header.Values(echo.HeaderAuthorization); len(headers) > 0 {
			var err error
			if who, err = s.bearer(c.Request().Context(), from, headers); err != nil {
				who = news.Actor{}
				c.Set(badTokenKey, err)
			}
		}
		who.Address, who.RequestID = from.Address, from.RequestID
		c.Set(actorKey, who)
		return next(c)
	}
}

func refuseBadTokens(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err, bad := c.Get(badTokenKey).(error); bad {
			return err
		}
		return next(c)
	}
}

func actor(c echo.Context) news.Actor {
	who, _ := c.Get(actorKey).(news.Actor)
	return who
}

func requireToken(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !actor(c).HasAccount() {
			return news.Errorf(news.Unauthenticated, "unauthenticated", "this needs a bearer token")
		}
		return next(c)
	}
}

// addressExtractor tells a client's address: the connection's, or what trusted
// proxies say in X-Forwarded-For.
func addressExtractor(trusted []string) (echo.IPExtractor, error) {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, cidr := range trusted {
		_, network, err := net.ParseCIDR(cidr)
		if err != nil {
			return nil, fmt.Errorf("read a trusted proxy: %w", err)
		}
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}
