package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/unicode/norm"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/docs"
)

// spec is the OpenAPI document that clients get.
var spec = sync.OnceValue(func() *openapi3.T {
	doc, err := openapi3.NewLoader().LoadFromData(docs.OpenAPIJSON)
	if err != nil {
		panic(err)
	}
	return doc
})

// checkAgainstSpec fails the test unless the document describes the answer,
// and the request too where it was a good one.
func checkAgainstSpec(t *testing.T, request *http.Request, r *response) {
	t.Helper()
	if err := specFault(request, r); err != nil {
		t.Errorf("%s %s: %d: not as in docs/openapi.json: %v", request.Method, request.URL, r.status, err)
	}
}

// specFault says how an exchange differs from the document, nil if it does not.
func specFault(request *http.Request, r *response) error {
	if request.Method == http.MethodOptions {
		return nil
	}
	if err := codeFault(r); err != nil {
		return err
	}
	at, operation := findOperation(request)
	if operation == nil {
		return strayFault(r)
	}
	documented := operation.Responses.Status(r.status)
	if documented == nil {
		return fmt.Errorf("%s does not answer with this status", operation.OperationID)
	}
	if err := headerFault(documented.Value, r); err != nil {
		return err
	}
	if request.Method != http.MethodHead {
		if err := bodyFault(request, at, documented.Value, r); err != nil {
			return err
		}
	}
	if r.status >= http.StatusMultipleChoices {
		return nil
	}
	return requestFault(request, at, operation)
}

// codeFault judges the code of a problem: docs/errors.md must list it with its
// status.
func codeFault(r *response) error {
	if r.status < http.StatusBadRequest || len(r.body) == 0 {
		return nil
	}
	var problem api.Problem
	if err := json.Unmarshal(r.body, &problem); err != nil {
		return err
	}
	listed := func(known api.ProblemType) bool { return known.Code == problem.Code && known.Status == r.status }
	if !slices.ContainsFunc(api.ProblemTypes(), listed) {
		return fmt.Errorf("the code %q is not listed with the status %d", problem.Code, r.status)
	}
	return nil
}

// findOperation returns the operation that a request is for, with its place in
// the document; a literal path goes before a template.
func findOperation(request *http.Request) (place string, operation *openapi3.Operation) {
	method := request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	literals := -1
	for template, item := range spec().Paths.Map() {
		same, ok := matchPath(template, request.URL.EscapedPath())
		if !ok || same <= literals || item.GetOperation(method) == nil {
			continue
		}
		place = "/paths/" + escapePointer(template) + "/" + strings.ToLower(method)
		literals, operation = same, item.GetOperation(method)
	}
	return place, operation
}

// matchPath reports whether a path fits a template, and how many segments of
// it are literal.
func matchPath(template, path string) (literals int, ok bool) {
	wanted, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(got) {
		return 0, false
	}
	for i, segment := range wanted {
		switch {
		case segment == got[i]:
			literals++
		case !strings.HasPrefix(segment, "{") || got[i] == "":
			return 0, false
		}
	}
	return literals, true
}

// strayFault judges the answer where there is no operation.
func strayFault(r *response) error {
	if !slices.Contains([]int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusUnauthorized}, r.status) {
		return fmt.Errorf("the document has no such operation")
	}
	if len(r.body) == 0 {
		return nil // to HEAD
	}
	return schemaFault(strictAnswers, "/components/schemas/Problem", r.body)
}

// headerFault holds the headers that the document knows against those that
// came.
func headerFault(documented *openapi3.Response, r *response) error {
	for name := range spec().Components.Headers {
		header, came := documented.Headers[name], len(r.header.Values(name)) > 0
		switch {
		case header == nil && came:
			return fmt.Errorf("the header %s is not documented", name)
		case header != nil && header.Value.Required && !came:
			return fmt.Errorf("the header %s is missing", name)
		}
	}
	return nil
}

func bodyFault(request *http.Request, at string, documented *openapi3.Response, r *response) error {
	if len(documented.Content) == 0 {
		if len(r.body) > 0 {
			return fmt.Errorf("a body, where none is documented: %.100s", r.body)
		}
		return nil
	}
	media := r.header.Get("Content-Type")
	if documented.Content[media] == nil {
		media, _, _ = strings.Cut(media, ";")
	}
	if documented.Content[media] == nil {
		return fmt.Errorf("the media type %q is not documented", media)
	}
	if !strings.HasSuffix(media, "json") {
		return nil
	}
	rules := strictAnswers
	if request.URL.Query().Has("fields") && r.status == http.StatusOK {
		rules = sparseAnswers
	}
	place := at + "/responses/" + strconv.Itoa(r.status)
	if ref := refAt(place); ref != "" {
		place = ref
	}
	return schemaFault(rules, place+"/content/"+escapePointer(media)+"/schema", r.body)
}

// requestFault judges what the server took: parameters and body must be ones
// that the document has.
func requestFault(request *http.Request, at string, operation *openapi3.Operation) error {
	for name := range request.URL.Query() {
		if operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			return fmt.Errorf("the parameter %s is not documented", name)
		}
	}
	if request.GetBody == nil || operation.RequestBody == nil {
		return nil
	}
	body, err := request.GetBody()
	if err != nil {
		return err
	}
	sent, err := io.ReadAll(body)
	if err != nil || len(sent) == 0 {
		return err
	}
	media, _, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	if operation.RequestBody.Value.Content[media] == nil {
		return fmt.Errorf("a body of the type %q is not documented", media)
	}
	return schemaFault(requests, at+"/requestBody/content/"+escapePointer(media)+"/schema", sent)
}

func schemaFault(rules *ruleSet, place string, body []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	schema, err := rules.schema(place)
	if err != nil {
		return err
	}
	return schema.Validate(composed(value))
}

// composed returns a JSON value with its texts in NFC, as the server counts
// their characters.
func composed(value any) any {
	switch value := value.(type) {
	case string:
		return norm.NFC.String(value)
	case []any:
		for i := range value {
			value[i] = composed(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = composed(value[name])
		}
	}
	return value
}

func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D").Replace(name)
}
