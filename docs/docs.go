// Package docs embeds the descriptions of the API that `make docs` generates.
// Only generated files and what embeds them may come in; prose for people
// stands beside it as Markdown.
package docs

import _ "embed" // reads the files below into the binary

// Swagger is the Swagger 2.0 document that is read from the annotations.
//
//go:embed swagger.json
var Swagger []byte

// OpenAPIJSON is the OpenAPI 3.1 document as JSON.
//
//go:embed openapi.json
var OpenAPIJSON []byte

// OpenAPIYAML is the OpenAPI 3.1 document as YAML.
//
//go:embed openapi.yaml
var OpenAPIYAML []byte
