package openapi

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// operation is an operation of the document with the route that it describes.
type operation struct {
	*openapi3.Operation
	route Route
}

var methodName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

// matchRoutes holds routes and annotations against each other and names every
// operation after its handler.
func (b *builder) matchRoutes() error {
	named := map[string]Route{}
	for _, route := range b.facts.Routes {
		var described *openapi3.Operation
		if path := b.doc.Paths.Value(route.Path); path != nil {
			described = path.GetOperation(route.Method)
		}
		if described == nil {
			return fmt.Errorf("%s %s has no annotations", route.Method, route.Path)
		}
		if other, taken := named[route.Handler]; taken || !methodName.MatchString(route.Handler) {
			return fmt.Errorf("%s %s: %q can't name it (%s has it)", route.Method, route.Path, route.Handler, other.Path)
		}
		named[route.Handler] = route
		described.OperationID = route.Handler
		b.operations = append(b.operations, operation{described, route})
	}
	return b.findStrays()
}

// findStrays finds annotations of routes that do not exist.
func (b *builder) findStrays() error {
	for path, item := range b.doc.Paths.Map() {
		for method, described := range item.Operations() {
			if described.OperationID == "" {
				return fmt.Errorf("%s %s is annotated and no route", method, path)
			}
		}
	}
	return nil
}

// reads reports whether the operation changes nothing.
func (o operation) reads() bool { return o.route.Method == http.MethodGet }

// public reports whether anyone may use it.
func (o operation) public() bool { return o.route.Role == "" }

// limited reports whether requests of it are counted.
func (o operation) limited() bool { return strings.HasPrefix(o.route.Path, "/v1/") }

// takesScript reports whether its answer can be had in another script.
func (o operation) takesScript() bool {
	return o.Parameters.GetByInAndName(openapi3.ParameterInQuery, "script") != nil
}

// underID reports whether the path names a resource.
func (o operation) underID() bool { return strings.Contains(o.route.Path, "{") }

// onOne reports whether the operation is on one resource that has revisions,
// so that conditions can be put on it.
func (o operation) onOne() bool {
	if o.route.Method == http.MethodDelete {
		return true
	}
	schema := o.success()
	if schema == nil || schema.Properties["revision"] == nil {
		return false
	}
	return o.route.Method != http.MethodPost || o.underID()
}

// mustMatch reports whether If-Match is required.
func (o operation) mustMatch() bool {
	return o.onOne() && (o.route.Method == http.MethodPatch || o.route.Method == http.MethodDelete)
}

// success returns the schema of a good answer, nil when it has none in JSON.
func (o operation) success() *openapi3.Schema {
	for _, status := range []int{http.StatusOK, http.StatusCreated} {
		answer := o.Responses.Status(status)
		if answer == nil {
			continue
		}
		if media := answer.Value.Content["application/json"]; media != nil && media.Schema != nil {
			return media.Schema.Value
		}
	}
	return nil
}

// isList reports whether the good answer is a page of a list.
func (o operation) isList() bool {
	schema := o.success()
	return schema != nil && schema.Properties["data"] != nil && schema.Properties["page"] != nil
}

// schema returns a reference to a schema of the document.
func (b *builder) schema(name string) *openapi3.SchemaRef {
	return openapi3.NewSchemaRef(schemas+name, b.doc.Components.Schemas[name].Value)
}
