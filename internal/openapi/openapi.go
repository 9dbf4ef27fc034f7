// Package openapi makes the OpenAPI 3.1 document of the API: from the Swagger
// 2.0 document that swag reads out of the annotations, and from what the code
// itself knows better: its route table, its DTOs with their rules, its error
// codes. It serves `make docs` and the tests that hold the documents to the
// code, never the running server. Nothing that knows a single route comes in:
// what is added is derived.
package openapi

import (
	"context"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
)

// Route is one address of the API.
type Route struct {
	Method  string
	Path    string // a template: /v1/articles/{article}
	Role    string // the least that may use it; "" is anyone
	Handler string // becomes the operationId
	// TakesKey says that it takes an Idempotency-Key.
	TakesKey bool
}

// Problem is what an error code means.
type Problem struct {
	Code    string
	Status  int
	Title   string
	Meaning string
}

// Facts are what the code knows about the API.
type Facts struct {
	Routes   []Route
	Shapes   []any // a value of every DTO that a body is made of
	Problems []Problem
}

// Build returns the OpenAPI 3.1 document, resolved and checked. Annotations
// that do not fit the facts are an error.
func Build(swagger []byte, facts Facts) (*openapi3.T, error) {
	doc, err := convert(swagger)
	if err != nil {
		return nil, err
	}
	b := &builder{doc: doc, facts: facts, described: map[string]bool{}}
	for _, step := range []func() error{
		b.matchRoutes, b.describeShapes, b.addPatches,
		b.secure, b.addParameters, b.addAnswers, b.addProblems, b.addHeaders,
		b.addExamples, b.prune,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	modernise(doc)
	return check(doc)
}

// check reads the document as a stranger would.
func check(doc *openapi3.T) (*openapi3.T, error) {
	encoded, err := doc.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	read, err := openapi3.NewLoader().LoadFromData(encoded)
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	if err := read.Validate(context.Background()); err != nil {
		return nil, fmt.Errorf("check the document: %w", err)
	}
	return read, nil
}

// builder works on one document.
type builder struct {
	doc        *openapi3.T
	facts      Facts
	operations []operation
	described  map[string]bool // schemas that were held against their DTO
}
