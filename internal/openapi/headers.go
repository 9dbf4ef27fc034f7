package openapi

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

const headers = "#/components/headers/"

// headerTexts says what the headers of answers mean. The key is the header.
var headerTexts = map[string]string{
	"X-Request-Id":             "The id of the request, as in the log. A sane one that was sent is kept.",
	"Cache-Control":            "How long the answer may be kept, and by whom (RFC 9111).",
	"Vary":                     "The request headers that the answer depends on.",
	"ETag":                     "The strong tag of the representation; of one resource it begins with the revision (RFC 9110).",
	"Content-Language":         "The language of the text, where it is one: its script is the one that was asked for, if it was converted.",
	"Link":                     "The first, next and previous page of a list (RFC 8288).",
	"Location":                 "Where the resource is.",
	"Cache-Groups":             "The groups of a public answer: what changes one of them makes it stale (RFC 9875).",
	"Cache-Status":             "What this server's own memory had to do with a public answer: a hit, or why it was none (RFC 9211).",
	"Cache-Group-Invalidation": "The groups that this change made stale (RFC 9875).",
	"Idempotency-Replayed":     "true: the request was done before, and this is the answer that it got then.",
	"WWW-Authenticate":         "The challenge (RFC 6750).",
	"Retry-After":              "Seconds to wait.",
	"RateLimit-Policy":         "How many requests (q) in how many seconds (w): draft-ietf-httpapi-ratelimit-headers-10, if there is a limit.",
	"RateLimit":                "How many requests are left (r), and in how many seconds all are again (t).",
}

// sometimes lists the headers that are left out where they would be empty.
var sometimes = []string{
	"Cache-Groups", "Cache-Status", "Content-Language", "Cache-Group-Invalidation", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy",
}

// addHeaders says which headers answers carry.
func (b *builder) addHeaders() error {
	b.doc.Components.Headers = openapi3.Headers{}
	for _, name := range sortedNames(headerTexts) {
		b.doc.Components.Headers[name] = &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: openapi3.Parameter{
			Description: headerTexts[name], Schema: ofType("string"), Required: !slices.Contains(sometimes, name),
		}}}
	}
	for _, o := range b.operations {
		for text, ref := range o.Responses.Map() {
			status, err := strconv.Atoi(text)
			if err == nil {
				b.setHeaders(ref.Value, o.headers(status))
			}
		}
	}
	return nil
}

func (b *builder) setHeaders(response *openapi3.Response, names []string) {
	response.Headers = openapi3.Headers{}
	for _, name := range names {
		response.Headers[name] = &openapi3.HeaderRef{Ref: headers + name, Value: b.doc.Components.Headers[name].Value}
	}
}

// headers lists the headers of the answer with a status.
func (o operation) headers(status int) []string {
	names := []string{"X-Request-Id", "Cache-Control", "Vary"}
	for _, name := range sortedNames(carried) {
		if carried[name](o, status) {
			names = append(names, name)
		}
	}
	return names
}

// carried says which answers have a header that not all have.
var carried = map[string]func(o operation, status int) bool{
	"ETag": func(o operation, status int) bool {
		shown := isGood(status) && len(o.Responses.Status(status).Value.Content) > 0
		return shown || status == http.StatusNotModified || status == http.StatusPreconditionFailed
	},
	"Content-Language": func(o operation, status int) bool { return isGood(status) && o.takesScript() },
	"Link":             func(o operation, status int) bool { return isGood(status) && o.isList() },
	"Location": func(_ operation, status int) bool {
		return status == http.StatusCreated || status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
	},
	"Cache-Groups": func(o operation, status int) bool {
		// All operations share one 304.
		lasting := status == http.StatusMovedPermanently || status == http.StatusGone || status == http.StatusNotModified
		return lasting || (isGood(status) && o.reads() && o.public())
	},
	"Cache-Status": func(o operation, status int) bool {
		// All operations share one 304, and their refusals.
		return status == http.StatusNotModified || isRefusal(status) || (o.reads() && o.public())
	},
	"Cache-Group-Invalidation": func(o operation, status int) bool {
		return isGood(status) && !o.reads() && !o.public()
	},
	"Idempotency-Replayed": func(o operation, status int) bool {
		// All operations share their refusals.
		return (isGood(status) && o.route.TakesKey) || (isRefusal(status) && !slices.Contains(neverKept, status))
	},
	"WWW-Authenticate": func(_ operation, status int) bool {
		return status == http.StatusUnauthorized || status == http.StatusForbidden
	},
	"RateLimit":        func(o operation, _ int) bool { return o.limited() },
	"RateLimit-Policy": func(o operation, _ int) bool { return o.limited() },
	"Retry-After": func(_ operation, status int) bool {
		return status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests
	},
}

// neverKept lists the refusals that are not answered again to an Idempotency-Key.
var neverKept = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusPreconditionRequired}

func isRefusal(status int) bool {
	return status == http.StatusPermanentRedirect ||
		(status >= http.StatusBadRequest && status < http.StatusInternalServerError)
}

func isGood(status int) bool { return status < http.StatusMultipleChoices }
