package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/script"
)

// CachePolicy says how long public answers may be kept (RFC 9111, RFC 5861).
type CachePolicy struct {
	MaxAge               time.Duration // by anyone
	SharedMaxAge         time.Duration // by shared caches
	StaleWhileRevalidate time.Duration
	StaleIfError         time.Duration
}

// DefaultCache returns the policy of the contract.
func DefaultCache() *CachePolicy {
	return &CachePolicy{
		MaxAge: 30 * time.Second, SharedMaxAge: 300 * time.Second,
		StaleWhileRevalidate: 60 * time.Second, StaleIfError: 300 * time.Second,
	}
}

// horizon is how far ahead an answer looks for something that will change it:
// as long as it may be used.
func (p *CachePolicy) horizon() time.Duration {
	return max(p.MaxAge, p.SharedMaxAge) + max(p.StaleWhileRevalidate, 0)
}

const (
	noStore        = "no-store"
	privateNoStore = "private, no-store, no-transform"
	previewNoStore = "private, no-store"
)

// Values of Vary.
var (
	variesAnyway     = []string{"Accept-Encoding, Authorization"}
	variesByLanguage = []string{"Accept-Encoding, Authorization, Accept-Language"}
)

// header returns Cache-Control for an answer that stays true until changes,
// or for as long as the policy says.
func (p *CachePolicy) header(now time.Time, changes *time.Time) string {
	if changes == nil || changes.Sub(now) > p.horizon() {
		return fmt.Sprintf("public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d, stale-if-error=%d",
			seconds(p.MaxAge), seconds(p.SharedMaxAge), seconds(p.StaleWhileRevalidate), seconds(p.StaleIfError))
	}
	left := max(changes.Sub(now), 0)
	return fmt.Sprintf("public, max-age=%d, s-maxage=%d", seconds(min(p.MaxAge, left)), seconds(min(p.SharedMaxAge, left)))
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// setCaching sets the caching headers of a good answer. Groups make it one
// that may be kept by anyone.
func (s *Server) setCaching(c echo.Context, groups []news.Group, changes *time.Time) {
	header := c.Response().Header()
	byLanguage, _ := c.Get(languageKey).(bool)
	if load := loadOf(c); load != nil {
		load.groups, load.changes, load.byLanguage = groups, changes, byLanguage
		byLanguage = false // Vary is said of each request
	}
	header.Add(echo.HeaderVary, variesOf(c.Request(), byLanguage)[0])
	switch {
	case c.Request().Header.Get(echo.HeaderAuthorization) != "":
		header.Set(echo.HeaderCacheControl, privateNoStore)
	case previews(c):
		header.Set(echo.HeaderCacheControl, previewNoStore)
	case !isRead(c.Request()) || len(groups) == 0:
		header.Set(echo.HeaderCacheControl, noStore)
	default:
		header.Set(echo.HeaderCacheControl, s.options.Cache.header(s.service.Now(), changes))
		header.Set("Cache-Groups", groupList(groups))
		s.options.Surrogate.set(header, groups)
	}
}

// followArticles makes an answer go stale with what readers see of the articles
// that a filter matches: when any comes or goes, and when the next of them
// becomes visible.
func (s *Server) followArticles(c echo.Context, reply *answer, filter news.ArticleFilter) error {
	if actor(c).SignedIn() {
		return nil
	}
	reply.groups = append(reply.groups, news.ListAll)
	var err error
	since, until := s.ahead(c)
	reply.changes, err = s.service.NextVisible(c.Request().Context(), filter, since, until)
	return err
}

// horizon returns how far ahead a list looks for what will change it: no answer
// to a signed-in user is kept.
func (s *Server) horizon(c echo.Context) time.Duration {
	if actor(c).SignedIn() {
		return 0
	}
	return s.lookAhead()
}

// ahead returns between which moments an answer to come will be another. It
// begins with the request: what becomes visible while the answer is made may be
// missing there.
func (s *Server) ahead(c echo.Context) (since, until time.Time) {
	since, _ = c.Get(beganKey).(time.Time)
	return since, since.Add(s.lookAhead())
}

// lookAhead is how far ahead an answer looks for something that will change it:
// at the end of its time in the response cache it must still know it as early as
// the policy wants.
func (s *Server) lookAhead() time.Duration { return s.options.Cache.horizon() + keptFor }

// setErrorCaching keeps errors from being kept, but for the tombstone of a
// withdrawn article, which is as good an answer as the article was.
func (s *Server) setErrorCaching(c echo.Context, status int, err error) {
	var known *news.Error
	if status == http.StatusGone && errors.As(err, &known) && known.Tombstone != nil {
		if _, isChinese := script.Of(known.Tombstone.Language); isChinese {
			c.Set(languageKey, true)
		}
		s.setCaching(c, known.Tombstone.Groups, known.Tombstone.Changes)
		return
	}
	s.setCaching(c, nil, nil)
}

// setInvalidation tells caches in front which groups a write made stale
// (RFC 9875).
func setInvalidation(c echo.Context, groups []news.Group) {
	if len(groups) > 0 {
		c.Response().Header().Set("Cache-Group-Invalidation", groupList(groups))
	}
}

// groupList writes groups as a structured list of strings (RFC 9651).
func groupList(groups []news.Group) string {
	quoted := make([]string, len(groups))
	for i, group := range groups {
		quoted[i] = `"` + string(group) + `"`
	}
	return strings.Join(quoted, ", ")
}

func isRead(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}

// Surrogate is the header in which a CDN reads the groups of an answer; "" is
// none.
type Surrogate string

// The surrogate headers.
const (
	SurrogateKey Surrogate = "Surrogate-Key"
	CacheTag     Surrogate = "Cache-Tag"
)

// set repeats the groups the CDN's way: Surrogate-Key with spaces between them,
// Cache-Tag with commas.
func (name Surrogate) set(header http.Header, groups []news.Group) {
	separator := " "
	switch name {
	case SurrogateKey:
	case CacheTag:
		separator = ","
	default:
		return
	}
	texts := make([]string, len(groups))
	for i, group := range groups {
		texts[i] = string(group)
	}
	header.Set(string(name), strings.Join(texts, separator))
}
