package api_test

import (
	"bytes"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seed-6f93249c/broadsheet/docs"
)

// ruleSet is the document as one body of JSON Schemas, each compiled when it
// is first needed.
type ruleSet struct {
	change   func(name string, schema map[string]any)
	mu       sync.Mutex
	compiler *jsonschema.Compiler
}

var (
	// requests takes what clients send.
	requests = &ruleSet{change: func(string, map[string]any) {}}
	// strictAnswers takes what the server sends, and no field that is not
	// documented.
	strictAnswers = &ruleSet{change: closeSchema}
	// sparseAnswers takes such answers with fields left out.
	sparseAnswers = &ruleSet{change: func(name string, schema map[string]any) {
		closeSchema(name, schema)
		if name != "PageInfo" && !strings.HasSuffix(name, "List") {
			delete(schema, "required")
		}
	}}
)

func closeSchema(_ string, schema map[string]any) {
	if schema["properties"] != nil {
		schema["additionalProperties"] = false
	}
}

// schema returns the schema at a JSON Pointer into the document.
func (r *ruleSet) schema(pointer string) (*jsonschema.Schema, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.compiler == nil {
		document := plainSpec()
		schemas := document["components"].(map[string]any)["schemas"].(map[string]any)
		for name, schema := range schemas {
			r.change(name, schema.(map[string]any))
		}
		r.compiler = jsonschema.NewCompiler()
		r.compiler.DefaultDraft(jsonschema.Draft2020)
		r.compiler.AssertFormat()
		if err := r.compiler.AddResource("openapi.json", document); err != nil {
			return nil, err
		}
	}
	return r.compiler.Compile("openapi.json#" + pointer)
}

// plainSpec returns the document as it is written.
func plainSpec() map[string]any {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(docs.OpenAPIJSON))
	if err != nil {
		panic(err)
	}
	return document.(map[string]any)
}

var specTree = sync.OnceValue(plainSpec)

// refAt returns what the object at a JSON Pointer refers to, "" for nothing.
func refAt(pointer string) string {
	var value any = specTree()
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		name = strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}").Replace(name)
		object, _ := value.(map[string]any)
		value = object[name]
	}
	object, _ := value.(map[string]any)
	ref, _ := object["$ref"].(string)
	return strings.TrimPrefix(ref, "#")
}
