package openapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// problemNames names the shared answer of every error status.
var problemNames = map[int]string{
	http.StatusBadRequest:            "Malformed",
	http.StatusUnauthorized:          "Unauthenticated",
	http.StatusForbidden:             "Forbidden",
	http.StatusNotFound:              "NotFound",
	http.StatusConflict:              "Conflict",
	http.StatusGone:                  "Gone",
	http.StatusPreconditionFailed:    "Stale",
	http.StatusRequestEntityTooLarge: "TooLarge",
	http.StatusUnsupportedMediaType:  "UnsupportedMediaType",
	http.StatusUnprocessableEntity:   "Invalid",
	http.StatusPreconditionRequired:  "PreconditionRequired",
	http.StatusTooManyRequests:       "TooMany",
	http.StatusInternalServerError:   "Failed",
	http.StatusServiceUnavailable:    "Unavailable",
}

// addProblems gives every operation the errors that it can answer with, as
// problem details (RFC 9457): those that follow from what it is, and those
// that its annotations name.
func (b *builder) addProblems() error {
	for status, name := range problemNames {
		b.doc.Components.Responses[name] = b.problem(status)
	}
	for _, o := range b.operations {
		statuses := o.problems()
		for text := range o.Responses.Map() {
			var status int
			if _, err := fmt.Sscan(text, &status); err == nil && status >= http.StatusBadRequest {
				statuses = append(statuses, status)
			}
		}
		for _, status := range statuses {
			if problemNames[status] == "" {
				return fmt.Errorf("%s: there is no problem with the status %d", o.OperationID, status)
			}
			b.answerWith(o, status, problemNames[status])
		}
	}
	return nil
}

// problem describes the answer with an error status by the codes that it can
// carry; the first makes the example.
func (b *builder) problem(status int) *openapi3.ResponseRef {
	media := openapi3.NewMediaType().WithSchemaRef(b.schema("Problem"))
	var meanings []string
	for _, p := range b.facts.Problems {
		if p.Status != status {
			continue
		}
		if len(meanings) == 0 {
			media.Example = p.example()
		}
		meanings = append(meanings, "- `"+p.Code+"`: "+p.Meaning)
	}
	response := openapi3.NewResponse().WithDescription(strings.Join(meanings, "\n")).
		WithContent(openapi3.Content{"application/problem+json": media})
	return &openapi3.ResponseRef{Value: response}
}

func (p Problem) example() map[string]any {
	const id = "01980000-0000-7000-8000-000000000000"
	return map[string]any{
		"type": "/problems/" + p.Code, "title": p.Title, "status": p.Status, "code": p.Code,
		"detail": "what was wrong here", "instance": "urn:uuid:" + id, "request_id": id,
	}
}

// problems lists the error statuses that follow from method, path and role.
func (o operation) problems() []int {
	statuses := []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
	for status, possible := range map[int]bool{
		http.StatusNotFound:              o.underID(),
		http.StatusConflict:              !o.reads() && !o.public(),
		http.StatusPreconditionFailed:    o.onOne(),
		http.StatusPreconditionRequired:  o.mustMatch(),
		http.StatusRequestEntityTooLarge: !o.reads(),
		http.StatusUnsupportedMediaType:  !o.reads(),
		http.StatusUnprocessableEntity:   !o.reads(),
		http.StatusTooManyRequests:       o.limited(),
	} {
		if possible {
			statuses = append(statuses, status)
		}
	}
	return statuses
}
