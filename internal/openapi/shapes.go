package openapi

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// describeShapes holds every schema against its DTO, which alone knows what is
// always there, what may be null and what the rules are.
func (b *builder) describeShapes() error {
	for _, shape := range b.facts.Shapes {
		t := reflect.TypeOf(shape)
		if err := b.describe(t.Name(), t); err != nil {
			return err
		}
	}
	for name := range b.doc.Components.Schemas {
		if !b.described[name] {
			return fmt.Errorf("no shape leads to the schema %s", name)
		}
	}
	return nil
}

func (b *builder) describe(name string, t reflect.Type) error {
	if b.described[name] {
		return nil
	}
	b.described[name] = true
	ref := b.doc.Components.Schemas[name]
	if ref == nil {
		return fmt.Errorf("no annotation leads to the shape %s", name)
	}
	schema, fields := ref.Value, fieldsOf(t, false)
	schema.Required = nil
	for _, f := range fields {
		property := schema.Properties[f.name]
		if property == nil || len(fields) != len(schema.Properties) {
			return fmt.Errorf("schema and shape of %s differ: %s", name, f.name)
		}
		if err := b.describeField(schema, f, isInput(name)); err != nil {
			return fmt.Errorf("%s.%s: %w", name, f.name, err)
		}
	}
	return nil
}

// isInput reports whether a schema is of what clients send. Such names end in
// Input.
func isInput(name string) bool { return strings.HasSuffix(name, "Input") }

func (b *builder) describeField(schema *openapi3.Schema, f field, input bool) error {
	property := unwrap(schema.Properties[f.name])
	if err := b.describeInner(property, f.Type); err != nil {
		return err
	}
	required, null := f.always, f.null
	if input {
		required, null = f.hasRule("required"), !f.hasRule("required")
		property = withRules(property, f.Tag.Get("validate"))
	}
	if f.Tag.Get("also") == "string" {
		property.Value.Items = orText(property.Value.Items)
	}
	if required {
		schema.Required = append(schema.Required, f.name)
	}
	if null {
		property = orNull(property)
	}
	schema.Properties[f.name] = property
	return nil
}

// describeInner describes the schema that a property or its items refer to.
func (b *builder) describeInner(property *openapi3.SchemaRef, t reflect.Type) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.Slice:
		return b.describeInner(property.Value.Items, t.Elem())
	case t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]():
		return nil
	case property.Ref == "":
		return fmt.Errorf("the type %s has no schema of its own", t)
	}
	return b.describe(strings.TrimPrefix(property.Ref, schemas), t)
}

const schemas = "#/components/schemas/"

// unwrap undoes swag's allOf around a lone reference.
func unwrap(property *openapi3.SchemaRef) *openapi3.SchemaRef {
	if property.Ref == "" && len(property.Value.AllOf) == 1 {
		return property.Value.AllOf[0]
	}
	return property
}
