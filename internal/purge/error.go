package purge

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// How long the receiver is left in peace after a failure, and at the most after
// many. One that refuses us has to be mended by somebody first.
const (
	firstPause   = time.Second
	longestPause = time.Minute
	firstRefused = 30 * time.Second
	longest      = 10 * time.Minute
)

// Error is a call that failed. All of them may be tried again.
type Error struct {
	// First is how long to wait after the first failure. The wait is doubled
	// after each, and is Longest at the most.
	First, Longest time.Duration

	why error
}

// Error says what went wrong, without the address or the token.
func (e *Error) Error() string { return e.why.Error() }

// Unwrap returns what went wrong.
func (e *Error) Unwrap() error { return e.why }

func unreached(why error) *Error {
	return &Error{First: firstPause, Longest: longestPause, why: why}
}

func refused(why error) *Error {
	return &Error{First: firstRefused, Longest: longest, why: why}
}

// unwilling judges an answer that is not a success.
func unwilling(answer *http.Response) *Error {
	why := fmt.Errorf("the purge hook answers with %d", answer.StatusCode)
	failure := refused(why)
	switch code := answer.StatusCode; {
	case code >= http.StatusInternalServerError,
		code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests:
		failure = unreached(why)
	}
	told := retryAfter(answer.Header.Get("Retry-After"), time.Now())
	failure.First, failure.Longest = max(failure.First, told), max(failure.Longest, told)
	return failure
}

// retryAfter reads how long to wait (RFC 9110, 10.2.3), ten minutes at the most;
// 0 when the header does not say.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longest)
	}
	if moment, err := http.ParseTime(header); err == nil {
		return min(max(moment.Sub(now), 0), longest)
	}
	return 0
}
