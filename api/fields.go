package api

import (
	"reflect"
	"slices"
	"strings"
	"sync"
)

// fieldNames returns the JSON names of a struct's fields, in order.
func fieldNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return names
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
