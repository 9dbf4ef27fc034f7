package api

import (
	"encoding/binary"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/limit"
)

// Values of Cache-Status (RFC 9211).
var (
	cacheHit       = []string{"broadsheet; hit"}
	cacheMiss      = []string{"broadsheet; fwd=miss"}
	cacheStored    = []string{"broadsheet; fwd=miss; stored"}
	cacheCollapsed = []string{"broadsheet; fwd=miss; collapsed"}
	cacheBypass    = []string{"broadsheet; fwd=bypass"}
)

func cacheStatus(entry *cache.Entry, how cache.Outcome) []string {
	switch {
	case how == cache.Found:
		return cacheHit
	case how == cache.Joined:
		return cacheCollapsed
	case entry.Kept():
		return cacheStored
	default:
		return cacheMiss
	}
}

// hits is what the short path has at hand: header values that are the same on
// every answer, and the count of hits.
type hits struct {
	count  atomic.Int64
	always []cache.Field
	policy []string // Cache-Control when nothing is about to change
}

func (s *Server) newHits() *hits {
	return &hits{
		policy: []string{s.options.Cache.header(time.Time{}, nil)},
		always: []cache.Field{
			{Name: echo.HeaderXContentTypeOptions, Values: []string{"nosniff"}},
			{Name: echo.HeaderReferrerPolicy, Values: []string{"no-referrer"}},
			{Name: "Accept-Ranges", Values: []string{"none"}},
			{Name: echo.HeaderAccessControlAllowOrigin, Values: []string{"*"}},
			{Name: echo.HeaderAccessControlExposeHeaders, Values: []string{corsExpose}},
			{Name: "Cache-Status", Values: cacheHit},
		},
	}
}

// Hits returns how many requests were answered from the response cache without
// Echo and its middleware.
func (s *Server) Hits() int64 { return s.hits.count.Load() }

// serveHit answers a public read that is kept under the very words of the
// request, and reports whether it did. It allocates nothing but the request id
// and, where the header asks for a script, the key. It does what the middleware
// does that matters to it: limits and the log.
func (s *Server) serveHit(w http.ResponseWriter, r *http.Request) bool {
	if s.cache == nil || !isRead(r) || r.Header[echo.HeaderAuthorization] != nil || r.Header["If-Match"] != nil {
		return false
	}
	now := s.service.Now()
	entry := s.cache.Get(words(r), now)
	if entry == nil || entry.Failure != nil || !s.admits(r, now) {
		return false
	}
	header := w.Header()
	for _, field := range s.hits.always {
		header[field.Name] = field.Values
	}
	id := r.Header.Get(echo.HeaderXRequestID)
	if id == "" || !saneRequestID.MatchString(id) {
		id = newRequestID(now)
	}
	header[echo.HeaderXRequestID] = []string{id}
	s.hits.count.Add(1)
	if s.options.AccessLog {
		s.logHit(w, r, id, entry, now)
		return true
	}
	s.sendEntry(w, r, entry, now)
	return true
}

// admits counts a read of an anonymous reader, where reads have a limit.
func (s *Server) admits(r *http.Request, now time.Time) bool {
	table := s.limits.reads.table
	return table == nil || table.Take("address "+limit.Network(s.echo.IPExtractor(r)), now).Wait == 0
}

func (s *Server) logHit(w http.ResponseWriter, r *http.Request, id string, entry *cache.Entry, now time.Time) {
	start := time.Now()
	status, bytes := s.sendEntry(w, r, entry, now)
	s.options.Logger.InfoContext(r.Context(), "request",
		"method", r.Method, "path", r.URL.Path, "status", status, "bytes", bytes,
		"duration", time.Since(start), "address", s.echo.IPExtractor(r), "user", "", "request_id", id)
}

// sendEntry answers with a kept entry, in the coding that the client likes, or
// with 304 when the client has it already.
func (s *Server) sendEntry(w http.ResponseWriter, r *http.Request, entry *cache.Entry, now time.Time) (status, bytes int) {
	header := w.Header()
	for i := range entry.Fields {
		header[entry.Fields[i].Name] = entry.Fields[i].Values
	}
	if entry.ByLanguage {
		header[echo.HeaderVary] = variesOf(r, true)
	}
	header[echo.HeaderCacheControl] = s.policyOf(entry, now)
	coding := cache.Negotiate(r.Header[echo.HeaderAcceptEncoding])
	if tag := entry.Tag(coding); tag != nil {
		header["Etag"] = tag
		if asked := r.Header["If-None-Match"]; len(asked) > 0 && (asked[0] == tag[0] || notModified(r, entry.Plain.ETag[0])) {
			delete(header, echo.HeaderContentType)
			delete(header, "Link")
			delete(header, "Content-Language")
			w.WriteHeader(http.StatusNotModified)
			return http.StatusNotModified, 0
		}
	}
	shown := s.cache.Representation(entry, coding)
	if shown.Coding != nil {
		header[echo.HeaderContentEncoding] = shown.Coding
	}
	header[echo.HeaderContentLength] = shown.Length
	w.WriteHeader(entry.Status)
	if r.Method == http.MethodHead {
		return entry.Status, 0
	}
	bytes, _ = w.Write(shown.Body) //nolint:gosec // it is JSON, and who is gone gets nothing
	return entry.Status, bytes
}

// policyOf returns Cache-Control as it is at the time of the serving.
func (s *Server) policyOf(entry *cache.Entry, now time.Time) []string {
	switch {
	case len(entry.Groups) == 0:
		return []string{noStore}
	case entry.Changes == nil || entry.Changes.Sub(now) > s.options.Cache.horizon():
		return s.hits.policy
	default:
		return []string{s.options.Cache.header(now, entry.Changes)}
	}
}

// newRequestID returns a UUID of version 7, as uuid.NewV7 does but for the
// order of those of one millisecond, in a tenth of the time.
func newRequestID(now time.Time) string {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:], uint64(now.UnixMilli())<<16|0x7000|rand.Uint64()&0x0fff) //nolint:gosec // it names, it guards nothing
	binary.BigEndian.PutUint64(id[8:], 1<<63|rand.Uint64()>>2)                                 //nolint:gosec // as above
	return id.String()
}
