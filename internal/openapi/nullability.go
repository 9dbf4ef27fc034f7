package openapi

import "github.com/getkin/kin-openapi/openapi3"

// orNull lets a schema be null as well.
func orNull(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref.Ref != "" {
		return oneOf(ref, ofType("null"))
	}
	schema := *ref.Value
	types := append(openapi3.Types{}, schema.Type.Slice()...)
	types = append(types, "null")
	schema.Type = &types
	if len(schema.Enum) > 0 {
		schema.Enum = append(append([]any{}, schema.Enum...), nil)
	}
	return schema.NewRef()
}

// orText lets a schema be given as a mere text as well.
func orText(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	text := ofType("string")
	text.Value.MinLength = 1
	return oneOf(text, ref)
}

func oneOf(choices ...*openapi3.SchemaRef) *openapi3.SchemaRef {
	return (&openapi3.Schema{OneOf: choices}).NewRef()
}

func ofType(name string) *openapi3.SchemaRef {
	return (&openapi3.Schema{Type: &openapi3.Types{name}}).NewRef()
}
