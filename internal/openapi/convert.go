package openapi

import (
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
)

// convert turns Swagger 2.0 into OpenAPI 3.
func convert(swagger []byte) (*openapi3.T, error) {
	var old openapi2.T
	if err := json.Unmarshal(swagger, &old); err != nil {
		return nil, fmt.Errorf("read the Swagger document: %w", err)
	}
	doc, err := openapi2conv.ToV3(&old)
	if err != nil {
		return nil, fmt.Errorf("convert the Swagger document: %w", err)
	}
	doc.OpenAPI = "3.1.0"
	doc.Servers = openapi3.Servers{{URL: "/", Description: "This server"}}
	doc.Info.Contact = nil
	if license := doc.Info.License; license != nil {
		license.Identifier = license.Name
	}
	for _, path := range doc.Paths.Map() {
		for _, o := range path.Operations() {
			if o.RequestBody != nil {
				o.RequestBody.Value.Extensions = nil
			}
		}
	}
	return doc, nil
}

// modernise leaves behind what OpenAPI 3.1 says otherwise: example is a list
// of examples, and null a type.
func modernise(doc *openapi3.T) {
	for _, schema := range doc.Components.Schemas {
		eachSchema(schema, func(s *openapi3.Schema) {
			if s.Example != nil {
				s.Examples, s.Example = []any{s.Example}, nil
			}
			s.Nullable = false
		})
	}
}

// eachSchema visits a schema and those written inside it, not those it refers
// to.
func eachSchema(ref *openapi3.SchemaRef, visit func(*openapi3.Schema)) {
	if ref == nil || ref.Ref != "" || ref.Value == nil {
		return
	}
	visit(ref.Value)
	for _, property := range ref.Value.Properties {
		eachSchema(property, visit)
	}
	for _, choice := range ref.Value.OneOf {
		eachSchema(choice, visit)
	}
	eachSchema(ref.Value.Items, visit)
}
