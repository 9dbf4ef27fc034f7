package news

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ErrorKind says what sort of failure an Error is; api turns it into a status.
type ErrorKind int

// The kinds, with the status that api answers.
const (
	Internal        ErrorKind = iota // 500
	Malformed                        // 400
	Unauthenticated                  // 401
	Forbidden                        // 403
	NotFound                         // 404
	Conflict                         // 409
	Gone                             // 410
	Stale                            // 412
	Invalid                          // 422
	Unavailable                      // 503
	TooMany                          // 429
)

// Error is every failure that a caller can do something about. Code is stable
// and listed in docs/errors.md; Detail is for people.
type Error struct {
	Kind   ErrorKind
	Code   string
	Detail string
	// Fields names each faulty place, for Malformed and Invalid.
	Fields []Field
	// Allowed lists the moves that the workflow allows instead, for Conflict.
	Allowed []Move
	// Warnings are what the conflict is about, when it can be acknowledged.
	Warnings []Warning
	// Tombstone is what readers may know of a withdrawn article, for Gone.
	Tombstone *Tombstone
	// RetryAfter is how long to wait, for TooMany.
	RetryAfter time.Duration

	cause error
}

// Field is one faulty place of a request: a JSON Pointer (RFC 6901) into the
// body, or the name of a query parameter.
type Field struct {
	Pointer   string
	Parameter string
	Code      string
	Detail    string
}

// Tombstone is what is left for readers of an article that was withdrawn.
type Tombstone struct {
	ID        string
	Slug      string
	Title     string
	Language  string
	Variants  []Variant
	Withdrawn Withdrawal
	// Changes is when the article is set to come back, or nil.
	Changes *time.Time
	// Groups are those of the article's answer.
	Groups []Group
}

// Error returns the detail, with the cause behind it.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %v", e.Detail, e.cause)
	}
	return e.Detail
}

// Unwrap returns the cause, which is never shown to clients.
func (e *Error) Unwrap() error {
	return e.cause
}

// Wrap returns e with the error that caused it.
func (e *Error) Wrap(cause error) *Error {
	e.cause = cause
	return e
}

// Errorf returns an Error of a kind.
func Errorf(kind ErrorKind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Detail: fmt.Sprintf(format, args...)}
}

// Missing returns the NotFound error of a noun.
func Missing(noun string) *Error {
	return Errorf(NotFound, "not-found", "there is no such %s", noun)
}

// NewInvalid returns the Invalid error that names every faulty place, or nil
// when there is none.
func NewInvalid(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "validation", Detail: countFaults(fields, "field"), Fields: fields}
}

// NewMalformed returns the Malformed error that names every faulty query
// parameter, or nil when there is none.
func NewMalformed(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Malformed, Code: "bad-parameter", Detail: countFaults(fields, "parameter"), Fields: fields}
}

// FaultsBeside returns the faults whose places, and all that these are within,
// are not named by known faults.
func FaultsBeside(known, faults []Field) []Field {
	faulty := make(map[string]bool, len(known))
	for _, fault := range known {
		faulty[fault.Pointer] = true
	}
	return slices.DeleteFunc(faults, func(fault Field) bool {
		for at := fault.Pointer; at != ""; at = at[:max(strings.LastIndexByte(at, '/'), 0)] {
			if faulty[at] {
				return true
			}
		}
		return false
	})
}

func countFaults(fields []Field, noun string) string {
	if len(fields) == 1 {
		return "1 " + noun + " is invalid"
	}
	return fmt.Sprintf("%d %ss are invalid", len(fields), noun)
}
