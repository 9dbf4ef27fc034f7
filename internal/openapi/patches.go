package openapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// addPatches gives every PATCH its own schema: the fields of the input, none
// of them required (RFC 7396).
func (b *builder) addPatches() error {
	for _, o := range b.operations {
		if o.route.Method != http.MethodPatch {
			continue
		}
		body := o.RequestBody.Value
		input := body.Content["application/json"].Schema
		if !isInput(input.Ref) {
			return fmt.Errorf("%s takes no input DTO", o.OperationID)
		}
		media := openapi3.NewMediaType().WithSchemaRef(b.patchOf(input))
		body.Content = openapi3.Content{"application/merge-patch+json": media, "application/json": media}
	}
	return nil
}

// patchOf returns a reference to the patch of an input, which it makes first
// where there is none. Objects within are patches too; arrays are replaced
// whole.
func (b *builder) patchOf(input *openapi3.SchemaRef) *openapi3.SchemaRef {
	name := strings.TrimSuffix(strings.TrimPrefix(input.Ref, schemas), "Input") + "Patch"
	if made := b.doc.Components.Schemas[name]; made != nil {
		return openapi3.NewSchemaRef(schemas+name, made.Value)
	}
	patch := *input.Value
	patch.Required = nil
	patch.Description = "A change, as JSON Merge Patch (RFC 7396): what is left out stays, null clears. " + patch.Description
	patch.Properties = make(openapi3.Schemas, len(input.Value.Properties))
	for field, property := range input.Value.Properties {
		patch.Properties[field] = b.patchWithin(property)
	}
	b.doc.Components.Schemas[name] = patch.NewRef()
	return openapi3.NewSchemaRef(schemas+name, &patch)
}

func (b *builder) patchWithin(property *openapi3.SchemaRef) *openapi3.SchemaRef {
	if isInput(property.Ref) {
		return b.patchOf(property)
	}
	if property.Ref == "" && len(property.Value.OneOf) > 0 && isInput(property.Value.OneOf[0].Ref) {
		return orNull(b.patchOf(property.Value.OneOf[0]))
	}
	return property
}
