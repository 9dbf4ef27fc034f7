package openapi

import (
	"reflect"
	"slices"
	"strings"
)

// field is a field of a DTO as JSON shows it.
type field struct {
	reflect.StructField
	name   string
	always bool // in every answer
	null   bool // in an answer
}

// fieldsOf lists the fields of a struct, those of embedded structs too. What is
// embedded by a pointer may be missing as a whole.
func fieldsOf(t reflect.Type, mayMiss bool) []field {
	var fields []field
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && f.Type.Kind() == reflect.Pointer:
			fields = append(fields, fieldsOf(f.Type.Elem(), true)...)
		case f.Anonymous:
			fields = append(fields, fieldsOf(f.Type, mayMiss)...)
		case name != "" && name != "-":
			omitted := options == "omitempty" || options == "omitzero"
			marked := f.Tag.Get("extensions") == "x-nullable"
			fields = append(fields, field{
				StructField: f, name: name,
				always: !omitted && !mayMiss,
				null:   marked || (f.Type.Kind() == reflect.Pointer && !omitted),
			})
		}
	}
	return fields
}

// hasRule reports whether the field has a rule of the validator. Those behind
// dive are its items'.
func (f field) hasRule(rule string) bool {
	own, _, _ := strings.Cut(f.Tag.Get("validate"), ",dive")
	return slices.Contains(strings.Split(own, ","), rule)
}
