package openapi_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-6f93249c/broadsheet/internal/openapi"
)

type Thing struct {
	ID       string     `json:"id"`
	Revision int        `json:"revision"`
	Note     *string    `json:"note"`
	Size     *string    `json:"size"`
	Part     *Part      `json:"part"`
	Parts    []Part     `json:"parts"`
	Lines    []string   `json:"lines" extensions:"x-nullable"`
	Asked    *Part      `json:"asked,omitempty"`
	At       *time.Time `json:"at"`
	*Secrets
}

type Secrets struct {
	Owner *string `json:"owner"`
}

type Part struct {
	Name string `json:"name"`
}

type ThingInput struct {
	Name  string      `json:"name" validate:"required,max=300"`
	Slug  string      `json:"slug" validate:"slug"`
	Part  *PartInput  `json:"part"`
	Parts []PartInput `json:"parts" validate:"max=20,dive" also:"string"`
	URLs  []string    `json:"urls" validate:"max=3,dive,required,max=2000,weburl"`
	Size  string      `json:"size" validate:"omitempty,oneof=small large"`
	Width int         `json:"width" validate:"gte=0,lte=100"`
	Owner string      `json:"owner" validate:"id"`
}

type PartInput struct {
	Name string `json:"name" validate:"required"`
}

type Problem struct {
	Code string `json:"code"`
}

func facts() openapi.Facts {
	return openapi.Facts{
		Routes: []openapi.Route{
			{Method: "GET", Path: "/things/{article}", Handler: "getThing"},
			{Method: "PATCH", Path: "/things/{article}", Role: "editor", Handler: "patchThing"},
			{Method: "POST", Path: "/things", Role: "reader", Handler: "createThing"},
			{Method: "POST", Path: "/login", Handler: "login"},
		},
		Shapes:   []any{Thing{}, ThingInput{}, Problem{}},
		Problems: []openapi.Problem{{Code: "stale", Status: 412, Title: "Stale", Meaning: "It has changed."}},
	}
}

func swagger(t *testing.T) []byte {
	t.Helper()
	document, err := os.ReadFile("testdata/swagger.json")
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func build(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi.Build(swagger(t), facts())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestSchemas(t *testing.T) {
	doc := build(t)
	for place, want := range map[string]string{
		"Thing/id":         `{"type":"string"}`,
		"Thing/note":       `{"type":["string","null"]}`,
		"Thing/size":       `{"enum":["small","large",null],"type":["string","null"]}`,
		"Thing/part":       `{"oneOf":[{"$ref":"#/components/schemas/Part"},{"type":"null"}]}`,
		"Thing/parts":      `{"items":{"$ref":"#/components/schemas/Part"},"type":"array"}`,
		"Thing/lines":      `{"items":{"type":"string"},"type":["array","null"]}`,
		"Thing/asked":      `{"$ref":"#/components/schemas/Part"}`,
		"Thing/at":         `{"format":"date-time","type":["string","null"]}`,
		"Thing/owner":      `{"type":["string","null"]}`,
		"ThingInput/name":  `{"examples":["A thing"],"maxLength":300,"minLength":1,"type":"string"}`,
		"ThingInput/slug":  `{"maxLength":120,"type":["string","null"]}`,
		"ThingInput/part":  `{"oneOf":[{"$ref":"#/components/schemas/PartInput"},{"type":"null"}]}`,
		"ThingInput/parts": `{"items":{"oneOf":[{"minLength":1,"type":"string"},{"$ref":"#/components/schemas/PartInput"}]},"maxItems":20,"type":["array","null"]}`,
		"ThingInput/urls":  `{"items":{"maxLength":2000,"minLength":1,"pattern":"^[Hh][Tt][Tt][Pp][Ss]?://","type":"string"},"maxItems":3,"type":["array","null"]}`,
		"ThingInput/size":  `{"enum":["small","large",null],"type":["string","null"]}`,
		"ThingInput/width": `{"maximum":100,"minimum":0,"type":["integer","null"]}`,
		"ThingInput/owner": `{"format":"uuid","type":["string","null"]}`,
		"ThingPatch/part":  `{"oneOf":[{"$ref":"#/components/schemas/PartPatch"},{"type":"null"}]}`,
		"ThingPatch/name":  `{"examples":["A thing"],"maxLength":300,"minLength":1,"type":"string"}`,
	} {
		schema, property, _ := strings.Cut(place, "/")
		if got := encode(t, doc.Components.Schemas[schema].Value.Properties[property]); !sameJSON(t, got, want) {
			t.Errorf("%s is %s, want %s", place, got, want)
		}
	}
}

func TestRequired(t *testing.T) {
	doc := build(t)
	for schema, want := range map[string][]string{
		"Thing":      {"id", "revision", "note", "size", "part", "parts", "lines", "at"},
		"Part":       {"name"},
		"ThingInput": {"name"},
		"PartInput":  {"name"},
		"ThingPatch": nil,
		"PartPatch":  nil,
	} {
		if got := doc.Components.Schemas[schema].Value.Required; !slices.Equal(got, want) {
			t.Errorf("%s requires %v, want %v", schema, got, want)
		}
	}
}

func TestOperations(t *testing.T) {
	doc := build(t)
	for _, c := range []struct {
		name, path, method string
		statuses           string
		headers            string
	}{
		{"getThing", "/things/{article}", "GET", "200 301 304 400 401 403 404 412 500 503", "If-Match If-None-Match"},
		{"patchThing", "/things/{article}", "PATCH", "200 308 400 401 403 404 409 412 413 415 422 428 500 503", "If-Match!"},
		{"createThing", "/things", "POST", "201 400 401 403 409 413 415 422 500 503", ""},
		{"login", "/login", "POST", "204 400 401 403 413 415 422 500 503", ""},
	} {
		operation := doc.Paths.Value(c.path).GetOperation(c.method)
		if operation.OperationID != c.name {
			t.Errorf("%s %s is named %s", c.method, c.path, operation.OperationID)
		}
		var statuses, headers []string
		for status := range operation.Responses.Map() {
			statuses = append(statuses, status)
		}
		slices.Sort(statuses)
		for _, p := range operation.Parameters {
			if p.Value.In == "header" {
				headers = append(headers, p.Value.Name+map[bool]string{true: "!"}[p.Value.Required])
			}
		}
		if got := strings.Join(statuses, " "); got != c.statuses {
			t.Errorf("%s answers %s, want %s", c.name, got, c.statuses)
		}
		if got := strings.Join(headers, " "); got != c.headers {
			t.Errorf("%s takes the headers %s, want %s", c.name, got, c.headers)
		}
	}
}

func encode(t *testing.T, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var left, right any
	if err := json.Unmarshal([]byte(a), &left); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(b), &right); err != nil {
		t.Fatal(err)
	}
	return reflect.DeepEqual(left, right)
}
