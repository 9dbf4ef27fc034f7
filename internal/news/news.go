// Package news holds the newsroom's words and rules: the types that are also
// the rows of the database, the workflow, the permissions, the section tree,
// slugs and errors. It is pure: no I/O, no clock, no framework. What needs a
// database belongs to store, what needs several rows to service, what knows
// HTTP or JSON to api.
package news

import (
	"time"

	"github.com/google/uuid"
)

// Noun names a kind of resource.
type Noun string

// The nouns with slugs.
const (
	NounArticle Noun = "article"
	NounSection Noun = "section"
	NounByline  Noun = "byline"
	NounTag     Noun = "tag"
)

// The nouns without slugs.
const (
	NounSite         Noun = "site"
	NounUser         Noun = "user"
	NounSession      Noun = "session"
	NounToken        Noun = "token"
	NounPreviewToken Noun = "preview_token"
	NounCopy         Noun = "working_copy" // under the id of its article
)

// Nouns lists every noun.
func Nouns() []Noun {
	return []Noun{
		NounArticle, NounSection, NounByline, NounTag, NounSite, NounUser, NounSession, NounToken, NounPreviewToken,
		NounCopy,
	}
}

// NewID returns a new identifier: a UUIDv7 (RFC 9562), lower case.
func NewID() string {
	return uuid.Must(uuid.NewV7()).String()
}

// ParseID returns s as an identifier when it has the shape of a UUID, in
// lower case.
func ParseID(s string) (string, bool) {
	const canonicalLength = 36
	if len(s) != canonicalLength {
		return "", false
	}
	id, err := uuid.Parse(s)
	if err != nil {
		return "", false
	}
	return id.String(), true
}

// Moment returns t as it is stored and answered: in UTC, cut to the
// microsecond.
func Moment(t time.Time) time.Time {
	return t.UTC().Truncate(time.Microsecond)
}

// FarFuture stands for a missing published_at wherever articles are ordered.
// It is the last microsecond that RFC 3339 can write.
func FarFuture() time.Time {
	return time.Date(9999, time.December, 31, 23, 59, 59, 999_999_000, time.UTC)
}

func later(times ...*time.Time) *time.Time {
	var latest *time.Time
	for _, t := range times {
		if t != nil && (latest == nil || t.After(*latest)) {
			latest = t
		}
	}
	return latest
}
