package openapi_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/openapi"
)

// Annotations and code that drift apart are an error, not a wrong document.
func TestBuildRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		facts   func(f *openapi.Facts)
		old     string
		changed string
	}{
		{name: "a route without annotations", facts: func(f *openapi.Facts) {
			f.Routes = append(f.Routes, openapi.Route{Method: "GET", Path: "/others", Handler: "getOther"})
		}},
		{name: "a method without annotations", facts: func(f *openapi.Facts) {
			f.Routes = append(f.Routes, openapi.Route{Method: "DELETE", Path: "/things", Handler: "deleteThings"})
		}},
		{name: "annotations without a route", facts: func(f *openapi.Facts) { f.Routes = f.Routes[1:] }},
		{name: "two routes of one name", facts: func(f *openapi.Facts) { f.Routes[0].Handler = f.Routes[1].Handler }},
		{name: "a handler without a name", facts: func(f *openapi.Facts) { f.Routes[0].Handler = "func1.2" }},
		{name: "a schema that no shape leads to", facts: func(f *openapi.Facts) { f.Shapes = f.Shapes[1:] }},
		{name: "a shape that is not annotated", facts: func(f *openapi.Facts) { f.Shapes = append(f.Shapes, openapi.Route{}) }},
		{name: "a field that the schema has not", old: `"note": {"type": "string"},`, changed: ""},
		{name: "a field that the shape has not", old: `"note": {"type": "string"},`, changed: `"note": {"type": "string"}, "more": {"type": "string"},`},
		{name: "a status without a problem", old: `"401": {`, changed: `"402": {`},
		{
			name: "a patch of no input", old: `"name": "change", "in": "body", "required": true, "schema": {"$ref": "#/definitions/ThingInput"}`,
			changed: `"name": "change", "in": "body", "required": true, "schema": {"$ref": "#/definitions/Part"}`,
		},
		{name: "no JSON", old: `{`, changed: ``},
	} {
		known := facts()
		known.Routes = slices.Clone(known.Routes)
		if c.facts != nil {
			c.facts(&known)
		}
		document := bytes.Replace(swagger(t), []byte(c.old), []byte(c.changed), 1)
		if _, err := openapi.Build(document, known); err == nil {
			t.Errorf("%s is taken", c.name)
		}
	}
}

func TestSecurity(t *testing.T) {
	doc := build(t)
	for path, want := range map[string]string{
		"GET /things/{article}":   `[{},{"bearer":[]}]`,
		"PATCH /things/{article}": `[{"bearer":[]}]`,
		"POST /login":             `[]`,
	} {
		method, template, _ := bytes.Cut([]byte(path), []byte(" "))
		got := encode(t, doc.Paths.Value(string(template)).GetOperation(string(method)).Security)
		if !sameJSON(t, got, want) {
			t.Errorf("%s has the security %s, want %s", path, got, want)
		}
	}
}

func TestMediaTypesOfPatch(t *testing.T) {
	content := build(t).Paths.Value("/things/{article}").Patch.RequestBody.Value.Content
	for _, media := range []string{"application/json", "application/merge-patch+json"} {
		if content[media] == nil || content[media].Schema.Ref != "#/components/schemas/ThingPatch" {
			t.Errorf("PATCH takes no ThingPatch as %s", media)
		}
	}
}
