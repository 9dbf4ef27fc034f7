package openapi

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

const parameters = "#/components/parameters/"

// addParameters adds the conditional headers (RFC 9110) and says which names
// the parameter fields can hold.
func (b *builder) addParameters() error {
	etag := `An ETag that was read, or * for whatever there is. Only its revision counts`
	b.doc.Components.Parameters = openapi3.ParametersMap{
		"IfMatch":         {Value: header("If-Match", etag+".", true)},
		"IfMatchOptional": {Value: header("If-Match", etag+".", false)},
		"IfNoneMatch":     {Value: header("If-None-Match", "ETags that the client has: 304 if one of them is current.", false)},
	}
	b.doc.Components.Parameters["AcceptLanguage"] = &openapi3.ParameterRef{Value: header("Accept-Language",
		"The script of Chinese that is wanted, if the first language names one: zh-Hans, zh-Hant, zh-Hant-TW or zh-Hant-HK. "+
			"The parameter script goes before it; with a token it does not count.", false)}
	b.doc.Components.Parameters["IdempotencyKey"] = &openapi3.ParameterRef{Value: header("Idempotency-Key",
		"A key of the client's making, 1 to 255 visible ASCII characters, quoted or not: "+
			"the same request with it gets the first answer again, for 24 hours.",
		false)}
	for _, o := range b.operations {
		if o.onOne() && o.mustMatch() {
			b.refer(o, "IfMatch")
		} else if o.onOne() {
			b.refer(o, "IfMatchOptional")
		}
		if o.reads() {
			b.refer(o, "IfNoneMatch")
		}
		if o.takesScript() {
			b.refer(o, "AcceptLanguage")
		}
		if o.route.TakesKey {
			b.refer(o, "IdempotencyKey")
		}
		o.listFields()
	}
	return nil
}

func header(name, description string, required bool) *openapi3.Parameter {
	return &openapi3.Parameter{
		Name: name, In: openapi3.ParameterInHeader, Required: required,
		Description: description, Schema: ofType("string"),
	}
}

func (b *builder) refer(o operation, name string) {
	parameter := b.doc.Components.Parameters[name].Value
	o.Parameters = append(o.Parameters, &openapi3.ParameterRef{Ref: parameters + name, Value: parameter})
}

// listFields makes lists of the parameters that hold several names with commas
// between them. fields takes those of the answer, or of a list's items.
func (o operation) listFields() {
	for _, name := range []string{"fields", "include"} {
		parameter := o.Parameters.GetByInAndName(openapi3.ParameterInQuery, name)
		if parameter == nil {
			continue
		}
		names := parameter.Schema.Value.Enum
		if listed := parameter.Schema.Value.Items; listed != nil {
			names = listed.Value.Enum
		}
		if name == "fields" {
			names = o.fieldNames()
		}
		items := &openapi3.Schema{Type: &openapi3.Types{"string"}, Enum: names}
		parameter.Schema = openapi3.NewArraySchema().WithItems(items).NewRef()
		together := false
		parameter.Style, parameter.Explode = openapi3.SerializationForm, &together
	}
}

func (o operation) fieldNames() []any {
	schema := o.success()
	if schema == nil {
		return nil
	}
	if o.isList() {
		schema = schema.Properties["data"].Value.Items.Value
	}
	names := make([]any, 0, len(schema.Properties))
	for _, name := range sortedNames(schema.Properties) {
		names = append(names, name)
	}
	return names
}

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
