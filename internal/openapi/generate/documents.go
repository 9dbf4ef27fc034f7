package main

import (
	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/openapi"
)

// documents returns the generated files of docs/ by name, for the module in a
// folder.
func documents(module string) (map[string][]byte, error) {
	swagger, err := openapi.Swagger(module)
	if err != nil {
		return nil, err
	}
	facts := facts()
	doc, err := openapi.Build(swagger, facts)
	if err != nil {
		return nil, err
	}
	asJSON, err := openapi.JSON(doc)
	if err != nil {
		return nil, err
	}
	asYAML, err := openapi.YAML(asJSON)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"swagger.json": swagger,
		"openapi.json": asJSON,
		"openapi.yaml": asYAML,
		"errors.md":    openapi.Errors(facts.Problems),
	}, nil
}

// facts asks the API what it knows about itself.
func facts() openapi.Facts {
	known := openapi.Facts{Shapes: api.Shapes()}
	for _, r := range api.Routes() {
		known.Routes = append(known.Routes, openapi.Route{
			Method: r.Method, Path: r.Path, Role: string(r.Role), Handler: r.Handler, TakesKey: r.TakesKey,
		})
	}
	for _, p := range api.ProblemTypes() {
		known.Problems = append(known.Problems, openapi.Problem(p))
	}
	return known
}
