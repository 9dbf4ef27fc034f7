package openapi

import "github.com/getkin/kin-openapi/openapi3"

// addExamples gives request bodies an example: the fields that have one, when
// all required ones do. A body that is made up from types alone would be
// refused.
func (b *builder) addExamples() error {
	for _, o := range b.operations {
		if o.RequestBody == nil {
			continue
		}
		for _, media := range o.RequestBody.Value.Content {
			if example := exampleOf(media.Schema.Value); len(example) > 0 {
				media.Example = example
			}
		}
	}
	return nil
}

func exampleOf(schema *openapi3.Schema) map[string]any {
	example := map[string]any{}
	for name, property := range schema.Properties {
		if property.Value.Example != nil {
			example[name] = property.Value.Example
		}
	}
	for _, name := range schema.Required {
		if example[name] == nil {
			return nil
		}
	}
	return example
}
