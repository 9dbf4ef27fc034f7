package openapi

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"path/filepath"

	"github.com/swaggo/swag"
)

// Swagger returns the Swagger 2.0 document that swag reads from the annotations
// of the module in a folder, with the DTOs' doc comments as descriptions. The
// introduction is docs/api.md.
func Swagger(module string) ([]byte, error) {
	parser := swag.New(
		swag.SetDebugger(log.New(io.Discard, "", 0)),
		swag.SetMarkdownFileDirectory(filepath.Join(module, "docs")),
		swag.SetStrict(true),
	)
	folders := []string{
		filepath.Join(module, "api"), filepath.Join(module, "internal", "markup"), filepath.Join(module, "internal", "diff"),
	}
	const depth = 1
	if err := parser.ParseAPIMultiSearchDir(folders, "doc_openapi.go", depth); err != nil {
		return nil, fmt.Errorf("read the annotations: %w", err)
	}
	document := parser.GetSwagger()
	for _, folder := range folders {
		texts, err := comments(folder)
		if err != nil {
			return nil, err
		}
		for name, text := range texts {
			if schema, used := document.Definitions[name]; used {
				schema.Description = text
				document.Definitions[name] = schema
			}
		}
	}
	encoded, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the Swagger document: %w", err)
	}
	return append(encoded, '\n'), nil
}
