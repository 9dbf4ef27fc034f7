package api

import (
	"regexp"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// A key as a string of RFC 9651, without spaces, and as a bare word, which can't
// be taken for a list or have parameters: it has none of " , ; \ in it.
var (
	quotedKey = regexp.MustCompile(`^"(?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"$`)
	bareKey   = regexp.MustCompile(`^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$`)
	escaped   = regexp.MustCompile(`\\(.)`)
)

// readIdempotencyKey returns the one key that the header names, quoted or not:
// both are the same. One that is none is Malformed.
func readIdempotencyKey(values []string) (string, error) {
	const longest = 255
	value := strings.Trim(values[0], " \t")
	key := ""
	switch {
	case bareKey.MatchString(value):
		key = value
	case quotedKey.MatchString(value):
		key = escaped.ReplaceAllString(value[1:len(value)-1], "$1")
	}
	if len(values) > 1 || key == "" || len(key) > longest {
		return "", news.Errorf(news.Malformed, "bad-header",
			"Idempotency-Key must be one string of 1 to 255 visible ASCII characters, quoted or not")
	}
	return key, nil
}
