package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Every operation is sent every parameter that any operation reads, and one
// that none does: it must not know just those that the document does not have
// for it. As there always is an unknown one, nothing is ever done.
func TestParametersAreThoseOfTheSpec(t *testing.T) {
	const madeUp = "made_up"
	names := append(parametersInCode(t), madeUp)
	values := url.Values{}
	for _, name := range names {
		values.Set(name, "x")
	}
	each(t, func(t *testing.T, n *newsroom) {
		fill := n.pathOf(t)
		for _, r := range api.Routes() {
			answer := n.do(t, r.Method, fill(r.Path)+"?"+values.Encode(), n.as(t, news.RoleAdmin), bodyFor(r.Method), "If-Match", "*")
			if answer.status != http.StatusBadRequest {
				t.Errorf("%s %s with unknown parameters is %d: %.300s", r.Method, r.Path, answer.status, answer.body)
				continue
			}
			documented := parametersOf(spec().Paths.Value(r.Path).GetOperation(r.Method))
			for _, name := range names {
				known := !hasFault(t, answer, name, "unknown-parameter")
				if known != slices.Contains(documented, name) {
					t.Errorf("%s %s: %s is read: %v, documented: %v", r.Method, r.Path, name, known, !known)
				}
			}
		}
	})
}

// Each value of a parameter's closed list is taken, and no other.
func TestParameterValuesAreThoseOfTheSpec(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		fill := n.pathOf(t)
		for _, r := range api.Routes() {
			for _, ref := range spec().Paths.Value(r.Path).GetOperation(r.Method).Parameters {
				for value, fits := range valuesOf(ref.Value) {
					query := url.Values{ref.Value.Name: {value}, "made_up": {"x"}}
					answer := n.do(t, r.Method, fill(r.Path)+"?"+query.Encode(), n.as(t, news.RoleAdmin), bodyFor(r.Method), "If-Match", "*")
					answer.want(t, http.StatusBadRequest)
					if refused := hasFault(t, answer, ref.Value.Name, ""); refused == fits {
						t.Errorf("%s %s: %s=%s is refused: %v", r.Method, r.Path, ref.Value.Name, value, refused)
					}
				}
			}
		}
	})
}

// valuesOf returns values of a query parameter, and whether the document takes
// them.
func valuesOf(p *openapi3.Parameter) map[string]bool {
	values := map[string]bool{}
	if p.In != openapi3.ParameterInQuery {
		return values
	}
	schema := p.Schema.Value
	if schema.Type.Is("array") {
		schema = schema.Items.Value
	}
	for _, value := range enum(schema) {
		values[value] = true
	}
	switch {
	case len(schema.Enum) > 0:
		values["Neither"] = false
	case schema.Type.Is("boolean"):
		values["true"], values["false"], values["1"] = true, true, false
	case schema.Type.Is("integer"):
		least, most := int(*schema.Min), int(*schema.Max)
		values[strconv.Itoa(least)], values[strconv.Itoa(most)] = true, true
		values[strconv.Itoa(least-1)], values[strconv.Itoa(most+1)] = false, false
	case schema.Format == "date-time":
		values["2025-07-11T08:00:00Z"], values["2025-07-11"] = true, false
	}
	return values
}

func bodyFor(method string) any {
	if method == http.MethodGet {
		return nil
	}
	return object{}
}

// pathOf makes one of everything and returns how to fill in a template.
func (n *newsroom) pathOf(t *testing.T) func(template string) string {
	t.Helper()
	section, byline := n.section(t, "Harbour", nil), n.byline(t, "Wei Lan")
	article := n.published(t, object{"title": "Ferries", "tags": []string{"ferry"}, "section_id": section.ID})
	n.do(t, "POST", article+"/working_copy", n.as(t, news.RoleEditor), nil).want(t, http.StatusCreated)
	fill := strings.NewReplacer(
		"{section}", section.ID, "{byline}", byline.ID, "{tag}", "ferry", "/v1/articles/{article}", article,
		"{number}", "1", "{code}", "validation", "{file}", "reference.js",
		"{user}", n.users[news.RoleReader].ID,
		"{id}", n.preview(t, article, nil).text(t, "/id"),
		"{token}", n.scriptToken(t, news.RoleReader, object{}).text(t, "/id"),
	)
	return func(template string) string {
		path := fill.Replace(template)
		if strings.Contains(path, "{") {
			t.Fatalf("no one has told this test what to put into %s", path)
		}
		return path
	}
}

// hasFault reports whether a problem names a parameter, with a code unless
// that is "".
func hasFault(t *testing.T, answer *response, parameter, code string) bool {
	t.Helper()
	faults, _ := answer.at(t, "/errors").([]any)
	return slices.ContainsFunc(faults, func(fault any) bool {
		members, _ := fault.(object)
		return members["parameter"] == parameter && (code == "" || members["code"] == code)
	})
}

func parametersOf(operation *openapi3.Operation) []string {
	var names []string
	for _, ref := range operation.Parameters {
		if ref.Value.In == openapi3.ParameterInQuery {
			names = append(names, ref.Value.Name)
		}
	}
	return names
}

// parametersInCode returns the names that the handlers read from queries: the
// first text in each call of a reader of query.go.
func parametersInCode(t *testing.T) []string {
	t.Helper()
	readers := []string{"all", "text", "flag", "time", "number", "list", "oneOf", "manyOf", "ids"}
	found := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok && slices.Contains(readers, nameOf(call.Fun)) {
				if text := firstText(call.Args); text != "" {
					found[text] = true
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(found))
}

func nameOf(function ast.Expr) string {
	switch f := function.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	default:
		return ""
	}
}

func firstText(arguments []ast.Expr) string {
	for _, argument := range arguments {
		if literal, ok := argument.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			return strings.Trim(literal.Value, `"`)
		}
	}
	return ""
}
