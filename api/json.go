package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const maxDepth = 64

// parseObject reads a body that is one JSON object (RFC 8259, as strict as
// RFC 7493: UTF-8 and no duplicate names). Numbers stay as they are written.
func parseObject(body []byte) (map[string]any, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, badBody("", "empty", "the body is empty")
	}
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	value, err := parseValue(decoder)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, badBody("", "trailing-data", "something follows the JSON value")
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, badBody("", "not-an-object", "the body must be a JSON object")
	}
	return object, nil
}

func parseValue(decoder *jsontext.Decoder) (any, error) {
	if decoder.StackDepth() > maxDepth {
		return nil, badBody(string(decoder.StackPointer()), "too-deep", "the body nests deeper than 64 levels")
	}
	token, err := decoder.ReadToken()
	if err != nil {
		return nil, syntaxError(err)
	}
	switch token.Kind() {
	case '{':
		return parseMembers(decoder)
	case '[':
		return parseItems(decoder)
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	default:
		return nil, nil //nolint:nilnil // JSON's null
	}
}

func parseMembers(decoder *jsontext.Decoder) (any, error) {
	object := map[string]any{}
	for decoder.PeekKind() != '}' {
		name, err := decoder.ReadToken()
		if err != nil {
			return nil, syntaxError(err)
		}
		key := name.String()
		if object[key], err = parseValue(decoder); err != nil {
			return nil, err
		}
	}
	_, err := decoder.ReadToken()
	return object, syntaxError(err)
}

func parseItems(decoder *jsontext.Decoder) (any, error) {
	items := []any{}
	for decoder.PeekKind() != ']' {
		item, err := parseValue(decoder)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	_, err := decoder.ReadToken()
	return items, syntaxError(err)
}

func syntaxError(err error) error {
	if err == nil {
		return nil
	}
	var syntactic *jsontext.SyntacticError
	switch {
	case !errors.As(err, &syntactic):
		return badBody("", "syntax", "the body ended early").Wrap(err)
	case errors.Is(err, jsontext.ErrDuplicateName):
		return badBody(string(syntactic.JSONPointer), "duplicate-key", "the field is given twice").Wrap(err)
	default:
		detail := strings.TrimPrefix(syntactic.Error(), "jsontext: ")
		return badBody(string(syntactic.JSONPointer), "syntax", detail).Wrap(err)
	}
}

func badBody(pointer, code, detail string) *news.Error {
	return &news.Error{
		Kind: news.Malformed, Code: "bad-body", Detail: detail,
		Fields: []news.Field{{Pointer: pointer, Code: code, Detail: detail}},
	}
}

// toTree returns what a DTO looks like as a JSON object.
func toTree(dto any) (map[string]any, error) {
	encoded, err := json.Marshal(dto)
	if err != nil {
		return nil, err
	}
	return parseObject(encoded)
}

// mergePatch applies a JSON Merge Patch (RFC 7396) and returns the result; the
// target is not changed.
func mergePatch(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	base, _ := target.(map[string]any)
	merged := make(map[string]any, len(base)+len(changes))
	maps.Copy(merged, base)
	for key, value := range changes {
		if value == nil {
			delete(merged, key)
			continue
		}
		merged[key] = mergePatch(merged[key], value)
	}
	return merged
}
