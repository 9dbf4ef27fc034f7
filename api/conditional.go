package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const etagHashBytes = 12

// entityTag returns the strong ETag of a representation: its revision and a
// hash of its bytes. Lists have no revision.
func entityTag(revision int, body []byte) string {
	sum := sha256.Sum256(body)
	hash := base64.RawURLEncoding.EncodeToString(sum[:etagHashBytes])
	if revision == 0 {
		return `"` + hash + `"`
	}
	return `"` + strconv.Itoa(revision) + "-" + hash + `"`
}

// notModified reports whether If-None-Match names the representation, by weak
// comparison (RFC 9110, 13.1.2) that leaves a coding's suffix out.
func notModified(r *http.Request, current string) bool {
	values := r.Header["If-None-Match"]
	if len(values) == 0 {
		return false
	}
	tags, star, ok := entityTags(values)
	if !ok || star {
		return star
	}
	opaque := strings.Trim(current, `"`)
	return slices.ContainsFunc(tags, func(t tag) bool {
		return t.opaque == opaque || withoutCoding(t.opaque) == opaque
	})
}

func withoutCoding(opaque string) string {
	for _, coding := range []string{"-gzip", "-br", "-zstd"} {
		if cut, ok := strings.CutSuffix(opaque, coding); ok {
			return cut
		}
	}
	return opaque
}

// representation returns a body with its entity tag.
func representation(revision int, body []byte) *cache.Representation {
	return cache.NewRepresentation(body, entityTag(revision, body))
}

// setTag sets the ETag of a resource as a bare signed-in GET would.
func setTag(c echo.Context, revision int, dto any) error {
	body, err := encode(dto, nil)
	if err != nil {
		return err
	}
	c.Response().Header()["Etag"] = representation(revision, body).Tag(takenCoding(c))
	return nil
}

// state is what a resource is at the time of a request.
type state struct {
	noun     string // as in the path; "" for a resource without a slug
	id       string
	slug     string
	revision int
	groups   []news.Group // of the answer; nil is the resource's own
	// dto is the resource as a bare signed-in GET shows it.
	dto any
}

// answer shows the resource.
func (current state) answer(fields []string) answer {
	return answer{body: current.dto, revision: current.revision, fields: fields, groups: current.groups}
}

// check compares If-Match with the revision alone: a renamed byline changes
// the representation and is no edit conflict. Without If-Match a request that
// needs it is 428; a stale one is 412 and carries the current ETag.
func (current state) check(c echo.Context, required bool) error {
	values := c.Request().Header.Values("If-Match")
	if len(values) == 0 && required {
		return &httpError{http.StatusPreconditionRequired, "precondition-required", "send If-Match with the ETag that you read"}
	}
	if len(values) == 0 {
		return nil
	}
	tags, star, ok := entityTags(values)
	if !ok {
		return news.Errorf(news.Malformed, "bad-header", "If-Match is not a list of entity tags")
	}
	if star || slices.ContainsFunc(tags, current.is) {
		return nil
	}
	if err := setTag(c, current.revision, current.dto); err != nil {
		return err
	}
	return news.Errorf(news.Stale, "stale", "the resource has changed: it is at revision %d", current.revision)
}

func (current state) is(t tag) bool {
	revision, _, _ := strings.Cut(t.opaque, "-")
	return !t.weak && revision == strconv.Itoa(current.revision)
}

type tag struct {
	opaque string
	weak   bool
}

// entityTags reads a list of entity tags, or "*" (RFC 9110, 8.8.3).
func entityTags(values []string) (tags []tag, star, ok bool) {
	rest := strings.TrimSpace(strings.Join(values, ","))
	if rest == "*" {
		return nil, true, true
	}
	rest = strings.TrimLeft(rest, " \t,")
	for rest != "" {
		t := tag{}
		rest, t.weak = strings.CutPrefix(rest, "W/")
		quoted, found := strings.CutPrefix(rest, `"`)
		end := strings.IndexByte(quoted, '"')
		if !found || end < 0 {
			return nil, false, false
		}
		t.opaque, rest = quoted[:end], strings.TrimLeft(quoted[end+1:], " \t")
		if rest != "" && rest[0] != ',' {
			return nil, false, false
		}
		tags = append(tags, t)
		rest = strings.TrimLeft(rest, " \t,")
	}
	return tags, false, len(tags) > 0
}
