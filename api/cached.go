package api

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/script"
)

// keptFor is how long an answer is kept at the most. NextVisible looks ahead
// only so far.
const keptFor = 5 * time.Minute

const loadKey = "load"

// load is a run of a handler whose answer is for the response cache: a plain
// anonymous GET. It notes on the way what the cache must know.
type load struct {
	header   http.Header
	status   int
	body     bytes.Buffer
	query    *query
	resource state // that the path names, if it names one
	groups   []news.Group
	changes  *time.Time
	wanted   script.Script
	// byLanguage tells an answer that Accept-Language could make another.
	byLanguage bool
}

// loadOf returns the load that a handler runs for, nil if it runs for a client.
func loadOf(c echo.Context) *load {
	l, _ := c.Get(loadKey).(*load)
	return l
}

// cached answers public reads from the response cache, or runs the handler for
// it: once for all who ask at the same time. A handler need not know: what it
// answers with groups is kept.
func (s *Server) cached(handler echo.HandlerFunc) echo.HandlerFunc {
	if s.cache == nil {
		return handler
	}
	return func(c echo.Context) error {
		if !isAnonymousRead(c.Request()) {
			return handler(c)
		}
		key, ok := s.spelling(c)
		if !ok || !s.cache.Trusted() {
			c.Response().Header()["Cache-Status"] = cacheBypass
			return handler(c)
		}
		entry, how, err := s.cache.Load(c.Request().Context(), key, s.service.Now, s.loader(c, key, handler))
		if err != nil {
			c.Response().Header()["Cache-Status"] = cacheMiss
			return err
		}
		return s.sendLoaded(c, key, entry, how)
	}
}

// isAnonymousRead tells whether a request gets what all others get who ask for
// the same.
func isAnonymousRead(r *http.Request) bool {
	return isRead(r) && r.Header[echo.HeaderAuthorization] == nil && r.Header["If-Match"] == nil
}

// fromReplica has all the reads of an anonymous request go to one replica, where
// one is fit, and runs the handler again at the primary where that failed it.
func (s *Server) fromReplica(handler echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		asked := c.Request()
		if !isAnonymousRead(asked) || c.QueryParams().Has("preview") {
			return handler(c)
		}
		defer c.SetRequest(asked)
		return s.service.Public(asked.Context(), func(ctx context.Context) error {
			if ctx != asked.Context() {
				c.SetRequest(asked.WithContext(ctx))
			}
			return handler(c)
		})
	}
}

func (s *Server) sendLoaded(c echo.Context, key string, entry *cache.Entry, how cache.Outcome) error {
	header := c.Response().Header()
	header["Cache-Status"] = cacheStatus(entry, how)
	s.cache.Alias(key, entry)
	if entry.Failure != nil {
		return entry.Failure
	}
	s.cache.Alias(words(c.Request()), entry)
	s.sendEntry(c.Response(), c.Request(), entry, s.service.Now())
	return nil
}

// loader returns what runs the handler in the place of a request. It has all
// that it needs of the request, which may be over before it is.
func (s *Server) loader(asked echo.Context, key string, handler echo.HandlerFunc) func(context.Context) (*cache.Entry, error) {
	address, path := asked.Request().URL, asked.Path()
	names, values := slices.Clone(asked.ParamNames()), slices.Clone(asked.ParamValues())
	wanted := acceptedScript(asked.Request())
	return func(ctx context.Context) (*cache.Entry, error) {
		l := &load{header: http.Header{}, status: http.StatusOK}
		request := &http.Request{Method: http.MethodGet, URL: address, Header: http.Header{}, Body: http.NoBody}
		if wanted != "" {
			request.Header.Set("Accept-Language", wanted.Tag())
		}
		c := s.echo.NewContext(request.WithContext(ctx), l)
		c.SetPath(path)
		c.SetParamNames(names...)
		c.SetParamValues(values...)
		return s.load(c, l, key, handler)
	}
}

func (s *Server) load(c echo.Context, l *load, key string, handler echo.HandlerFunc) (*cache.Entry, error) {
	began := s.service.Now()
	c.Set(loadKey, l)
	c.Set(beganKey, began)
	err := handler(c)
	if l.query != nil {
		s.learn(c.Path(), l.query.defaults)
	}
	if err != nil {
		return l.failure(key, began, err)
	}
	return l.entry(c, key, began), nil
}

// failure keeps what is as good an answer as the article was: that it moved, or
// was withdrawn.
func (l *load) failure(key string, began time.Time, err error) (*cache.Entry, error) {
	entry := &cache.Entry{Key: key, Failure: err}
	if moved, ok := errors.AsType[*redirect](err); ok {
		entry.Groups = moved.groups
		return lasting(entry, began), nil
	}
	if known, ok := errors.AsType[*news.Error](err); ok && known.Kind == news.Gone && known.Tombstone != nil {
		entry.Groups, entry.Changes = known.Tombstone.Groups, known.Tombstone.Changes
		return lasting(entry, began), nil
	}
	return nil, err
}

// entry is what the handler wrote. Of one resource it is kept under the id, and
// found by the slug too.
func (l *load) entry(c echo.Context, key string, began time.Time) *cache.Entry {
	tag := l.header.Get("ETag")
	entry := &cache.Entry{
		Key: key, Aliases: []string{key}, Groups: l.groups, Changes: l.changes, Status: l.status,
		Plain: cache.NewRepresentation(l.body.Bytes(), tag), ByLanguage: l.byLanguage,
	}
	for name, values := range l.header {
		switch name {
		case "Etag", echo.HeaderContentLength, echo.HeaderCacheControl:
		default:
			entry.Fields = append(entry.Fields, cache.Field{Name: name, Values: slices.Clip(values)})
		}
	}
	if l.query != nil {
		l.name(c, entry)
	}
	if l.status != http.StatusOK || len(l.groups) == 0 {
		return entry
	}
	return lasting(entry, began)
}

// name has an entry found by what its request means. A script may be asked for
// by the header too.
func (l *load) name(c echo.Context, entry *cache.Entry) {
	meaning := l.query.meaning
	entry.Key = spell(c, l.resource.id, meaning)
	refs := []string{l.resource.id}
	if l.resource.slug != "" {
		refs = append(refs, l.resource.slug)
		entry.Aliases = append(entry.Aliases, spell(c, l.resource.slug, meaning))
	}
	if l.wanted == "" {
		return
	}
	given := maps.Clone(meaning)
	given.Del(scriptParameter)
	for _, ref := range refs {
		entry.Aliases = append(entry.Aliases, inScript(spell(c, ref, given), l.wanted))
	}
	given.Set(scriptParameter, string(l.wanted))
	for _, ref := range refs {
		entry.Aliases = append(entry.Aliases, spell(c, ref, given))
	}
}

// lasting says from when to when an entry holds.
func lasting(entry *cache.Entry, began time.Time) *cache.Entry {
	entry.Since, entry.Until = began, began.Add(keptFor)
	if entry.Changes != nil && entry.Changes.Before(entry.Until) {
		entry.Until = *entry.Changes
	}
	return entry
}

// Header, WriteHeader and Write make a load what a handler writes to.
func (l *load) Header() http.Header { return l.header }

// WriteHeader notes the status.
func (l *load) WriteHeader(status int) { l.status = status }

// Write notes a part of the body.
func (l *load) Write(part []byte) (int, error) { return l.body.Write(part) }
