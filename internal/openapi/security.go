package openapi

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const bearer = "bearer"

// secure says which operations need a token, and whose.
func (b *builder) secure() error {
	scheme := openapi3.NewJWTSecurityScheme().
		WithDescription("An access token of POST /v1/auth/login, or a script's of POST /v1/tokens (RFC 6750). " +
			"A bad one is refused on public operations too.")
	b.doc.Components.SecuritySchemes = openapi3.SecuritySchemes{bearer: {Value: scheme}}
	none, token := openapi3.NewSecurityRequirement(), openapi3.NewSecurityRequirement().Authenticate(bearer)
	for _, o := range b.operations {
		switch {
		case !o.public():
			o.Security = &openapi3.SecurityRequirements{token}
			o.Description = sentences(o.Description, "Needs a token; the least role is "+o.route.Role+".")
		case o.reads():
			o.Security = &openapi3.SecurityRequirements{none, token}
		default:
			o.Security = &openapi3.SecurityRequirements{}
		}
	}
	return nil
}

// sentences joins what there is of its arguments.
func sentences(texts ...string) string {
	return strings.TrimSpace(strings.Join(texts, " "))
}
