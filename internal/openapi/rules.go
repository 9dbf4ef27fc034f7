package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// withRules writes the rules of a validate tag into a schema. Rules behind
// dive are those of the items.
func withRules(ref *openapi3.SchemaRef, tag string) *openapi3.SchemaRef {
	if ref.Ref != "" || tag == "" {
		return ref
	}
	rules := strings.Split(tag, ",")
	if i := slices.Index(rules, "dive"); i >= 0 {
		ref.Value.Items = withRules(ref.Value.Items, strings.Join(rules[i+1:], ","))
		rules = rules[:i]
	}
	for _, rule := range rules {
		name, parameter, _ := strings.Cut(rule, "=")
		applyRule(ref.Value, name, parameter)
	}
	return ref
}

func applyRule(schema *openapi3.Schema, name, parameter string) {
	switch name {
	case "required":
		schema.MinLength = max(schema.MinLength, oneIf(schema.Type.Is("string")))
	case "min", "gte":
		setLeast(schema, parameter)
	case "max", "lte", "bytes":
		setMost(schema, parameter)
	case "slug":
		setMost(schema, "120")
	case "oneof":
		schema.Enum = nil
		for value := range strings.FieldsSeq(parameter) {
			schema.Enum = append(schema.Enum, value)
		}
	default:
		schema.Format = firstOf(formats[name], schema.Format)
		schema.Pattern = firstOf(patterns[name], schema.Pattern)
	}
}

// formats and patterns are what the newsroom's own rules and some of the
// validator's look like in a schema, which may say less than the rule.
var (
	formats = map[string]string{
		"id":           "uuid",
		"email":        "email",
		"calendardate": "date",
	}
	patterns = map[string]string{
		"language": `^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`,
		"weburl":   `^[Hh][Tt][Tt][Pp][Ss]?://`,
		"imageurl": `^([Hh][Tt][Tt][Pp][Ss]://|/([^/]|$))`,
		"sha256":   `^[0-9a-f]{64}$`,
		"notblank": `\S`,
	}
)

func setLeast(schema *openapi3.Schema, parameter string) {
	least, err := strconv.ParseFloat(parameter, 64)
	switch {
	case err != nil:
	case schema.Type.Is("string"):
		schema.MinLength = uint64(least)
	case schema.Type.Is("array"):
		schema.MinItems = uint64(least)
	default:
		schema.Min = &least
	}
}

func setMost(schema *openapi3.Schema, parameter string) {
	most, err := strconv.ParseFloat(parameter, 64)
	count := uint64(most)
	switch {
	case err != nil:
	case schema.Type.Is("string"):
		schema.MaxLength = &count
	case schema.Type.Is("array"):
		schema.MaxItems = &count
	default:
		schema.Max = &most
	}
}

func oneIf(condition bool) uint64 {
	if condition {
		return 1
	}
	return 0
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
