package openapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const responses = "#/components/responses/"

// addAnswers adds what is neither the resource nor an error: not modified, and
// moved to the slug of today.
func (b *builder) addAnswers() error {
	b.doc.Components.Responses = openapi3.ResponseBodies{
		"NotModified":     answer("What the client has is current."),
		"Moved":           answer("A slug or id of the past: the resource is at Location now. The query is kept."),
		"MovedWithMethod": answer("A slug or id of the past: send the same request to Location."),
	}
	for _, o := range b.operations {
		if o.reads() {
			b.answerWith(o, http.StatusNotModified, "NotModified")
		}
		switch {
		case !o.hasSlug():
		case o.reads():
			b.answerWith(o, http.StatusMovedPermanently, "Moved")
		default:
			b.answerWith(o, http.StatusPermanentRedirect, "MovedWithMethod")
		}
	}
	return nil
}

func answer(description string) *openapi3.ResponseRef {
	return &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription(description)}
}

func (b *builder) answerWith(o operation, status int, name string) {
	shared := b.doc.Components.Responses[name].Value
	o.AddResponse(status, shared)
	o.Responses.Status(status).Ref = responses + name
}

// hasSlug reports whether the path names something that had other slugs.
func (o operation) hasSlug() bool {
	return slices.ContainsFunc([]string{"{article}", "{section}", "{byline}", "{tag}"}, func(parameter string) bool {
		return strings.Contains(o.route.Path, parameter)
	})
}
