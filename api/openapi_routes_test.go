package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestRoutesAreThoseOfTheSpec(t *testing.T) {
	served := map[string]api.Route{}
	for _, r := range api.Routes() {
		served[r.Method+" "+r.Path] = r
		item := spec().Paths.Value(r.Path)
		if item == nil || item.GetOperation(r.Method) == nil {
			t.Errorf("%s %s is not in the document", r.Method, r.Path)
		}
	}
	for path, item := range spec().Paths.Map() {
		for method, operation := range item.Operations() {
			r, ok := served[method+" "+path]
			if !ok {
				t.Errorf("%s %s is in the document and not served", method, path)
				continue
			}
			if got, want := security(operation), wantedSecurity(r); got != want {
				t.Errorf("%s %s needs %q, the document says %q", method, path, want, got)
			}
			if operation.OperationID != r.Handler {
				t.Errorf("%s %s is named %q, want %q", method, path, operation.OperationID, r.Handler)
			}
		}
	}
}

func wantedSecurity(r api.Route) string {
	switch {
	case r.Role != "":
		return "bearer"
	case r.Method == http.MethodGet:
		return "nothing or bearer"
	default:
		return "nothing"
	}
}

// security puts what an operation asks for into words.
func security(operation *openapi3.Operation) string {
	if operation.Security == nil {
		return "unsaid"
	}
	var choices []string
	for _, choice := range *operation.Security {
		for scheme := range choice {
			choices = append(choices, scheme)
		}
		if len(choice) == 0 {
			choices = append(choices, "nothing")
		}
	}
	if len(choices) == 0 {
		return "nothing"
	}
	return strings.Join(choices, " or ")
}

// What the document says of security is so: without a token a route that needs
// one is 401 and no other, with a forged one every route is.
func TestRoutesNeedWhatTheSpecSays(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, r := range api.Routes() {
			path := strings.NewReplacer("{", "", "}", "").Replace(r.Path)
			bare := n.do(t, r.Method, path, "", nil)
			if refused := bare.status == http.StatusUnauthorized; refused != (r.Role != "") && !strings.HasPrefix(path, "/v1/auth/") {
				t.Errorf("%s %s without a token is %d", r.Method, path, bare.status)
			}
			n.do(t, r.Method, path, "forged", nil).want(t, http.StatusUnauthorized)
		}
	})
}

func TestSpecNamesWhatTheNewsroomKnows(t *testing.T) {
	for _, c := range []struct {
		place string
		want  []string
	}{
		{"Article/kind", words(news.ArticleKinds())},
		{"ArticleInput/kind", words(news.ArticleKinds())},
		{"ArticlePatch/kind", words(news.ArticleKinds())},
		{"Article/status", words(news.Statuses())},
		{"Credit/role", words(news.CreditRoles())},
		{"CreditInput/role", words(news.CreditRoles())},
		{"Correction/kind", words(news.CorrectionKinds())},
		{"ListedCorrection/kind", words(news.CorrectionKinds())},
		{"CorrectionInput/kind", words(news.CorrectionKinds())},
		{"BylineRef/kind", words(news.BylineKinds())},
		{"User/role", words(news.Roles())},
		{"UserInput/role", words(news.Roles())},
		{"UserChangePatch/role", words(news.Roles())},
		{"ScriptToken/scopes", words(news.Scopes())},
		{"ScriptTokenInput/scopes", words(news.Scopes())},
	} {
		schema, property, _ := strings.Cut(c.place, "/")
		got := enum(spec().Components.Schemas[schema].Value.Properties[property].Value)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s is one of %v, want %v", c.place, got, c.want)
		}
	}
}

// enum returns the texts that a schema takes; null is none.
func enum(schema *openapi3.Schema) []string {
	var values []string
	if schema.Items != nil {
		return enum(schema.Items.Value)
	}
	for _, value := range schema.Enum {
		if text, ok := value.(string); ok {
			values = append(values, text)
		}
	}
	return values
}

func words[T ~string](values []T) []string {
	plain := make([]string, len(values))
	for i, value := range values {
		plain[i] = string(value)
	}
	return plain
}
