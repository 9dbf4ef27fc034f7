package api

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// inputFields returns the fields of an input DTO, those of embedded structs
// too.
func inputFields(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(field reflect.StructField) bool { return field.Anonymous })
}

// fieldNames returns the JSON names of an input DTO's fields, in order.
func fieldNames(t reflect.Type) []string {
	return collect(inputFields(t), func(_ int, field reflect.StructField) string {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		return name
	})
}

// knownFields keeps what answerFields found, by the type of the DTO.
var knownFields sync.Map

// answerFields returns the JSON names of an answer DTO's fields, those of
// embedded structs too. Nobody changes them.
func answerFields(answer any) []string {
	if answer == nil {
		return nil
	}
	t := reflect.TypeOf(answer)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if known, ok := knownFields.Load(t); ok {
		names, _ := known.([]string)
		return names
	}
	var names []string
	for _, field := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); !field.Anonymous && name != "" {
			names = append(names, name)
		}
	}
	knownFields.Store(t, slices.Clip(names))
	return names
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a name as a part of a JSON Pointer (RFC 6901).
func escape(name string) string { return pointerEscaper.Replace(name) }
