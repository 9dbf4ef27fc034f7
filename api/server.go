// Package api is the HTTP face of Broadsheet: it turns requests into calls of
// the service and the newsroom's values and errors into JSON. It is the only
// package that knows Echo, HTTP and JSON; it decides nothing about articles.
//
// One file a noun holds its DTOs, converters and handlers. What all nouns
// share: request.go (bodies), decode.go and merge.go (JSON into input DTOs),
// query.go (parameters), page.go (lists and cursors), respond.go,
// conditional.go and caching.go (answers), problem.go (errors).
package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/limit"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// Options tune the HTTP face. The zero value serves public reads to everyone
// and everything else to no foreign origin.
type Options struct {
	// Version is shown at "/".
	Version string
	// CORSOrigins may read and write with a token from a browser.
	CORSOrigins []string
	// TrustedProxies are CIDRs whose X-Forwarded-For counts.
	TrustedProxies []string
	// Cache is how long public answers may be kept; nil means DefaultCache.
	Cache *CachePolicy
	// Surrogate repeats the groups of public answers for a CDN.
	Surrogate Surrogate
	// ReadLimit and WriteLimit are how many requests each may send to this node:
	// a script's token, a user, or the network of an anonymous reader.
	ReadLimit, WriteLimit limit.Rate
	// Logger gets failures; nil means slog.Default.
	Logger *slog.Logger
	// AccessLog has a line logged for every request.
	AccessLog bool
	// OnRequest, if not nil, is told of every answer: the method or "other", the
	// route's pattern or "none", the status.
	OnRequest func(method, route string, status int)
}

// Server answers the API's requests.
type Server struct {
	service   *service.Service
	options   Options
	cursorKey []byte
	echo      *echo.Echo
	public    map[string]bool // path patterns that anyone may GET
	limits    limits
	draining  *atomic.Bool
	cache     *cache.Cache // nil: no answers are kept
	hits      *hits
	defaults  *sync.Map // path pattern → *defaults
}

// New returns the API over a service.
func New(ctx context.Context, svc *service.Service, options Options) (*Server, error) {
	secret, err := svc.CursorSecret(ctx)
	if err != nil {
		return nil, fmt.Errorf("load the cursor key: %w", err)
	}
	key, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil {
		return nil, fmt.Errorf("read the cursor key: %w", err)
	}
	if options.Cache == nil {
		options.Cache = DefaultCache()
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	s := &Server{
		service: svc, options: options, cursorKey: key, public: map[string]bool{}, draining: &atomic.Bool{},
		cache: svc.Cache(), defaults: &sync.Map{},
	}
	s.hits = s.newHits()
	s.limits = limits{reads: newPolicy("read", options.ReadLimit), writes: newPolicy("write", options.WriteLimit)}
	if s.echo, err = s.newEcho(); err != nil { //nolint:contextcheck // each request has its own
		return nil, err
	}
	return s, nil
}

// ServeHTTP answers one request: what is kept by a path of its own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.serveHit(w, r) {
		s.echo.ServeHTTP(w, r)
	}
}

func (s *Server) newEcho() (*echo.Echo, error) {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.problem
	extractor, err := addressExtractor(s.options.TrustedProxies)
	if err != nil {
		return nil, err
	}
	e.IPExtractor = extractor
	e.Use(s.identify, s.observe, s.recoverPanics, s.logAccess, s.cors, s.authenticate, s.limit, refuseBadTokens)
	for at, r := range s.routes() {
		s.mount(e, at, r)
	}
	return e, nil
}

func (s *Server) mount(e *echo.Echo, at int, r route) {
	handler := r.handle
	if r.takesKey() {
		handler = keyedRoute{Server: s, route: r, at: at}.once
	}
	if r.who != public {
		handler = requireToken(handler)
	} else if r.method == http.MethodGet && strings.HasPrefix(r.path, "/v1/") {
		handler = s.cached(s.fromReplica(handler))
	}
	e.Add(r.method, r.path, handler)
	if r.method == http.MethodGet {
		e.Add(http.MethodHead, r.path, handler)
		s.public[r.path] = r.who == public
	}
}
