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
// of the module in a folder. The introduction is docs/api.md.
func Swagger(module string) ([]byte, error) {
	parser := swag.New(
		swag.SetDebugger(log.New(io.Discard, "", 0)),
		swag.SetMarkdownFileDirectory(filepath.Join(module, "docs")),
		swag.SetStrict(true),
	)
	folders := []string{
		filepath.Join(module, "api"), filepath.Join(module, "internal", "markup"), filepath.Join(module, "internal", "news"),
	}
	const depth = 1
	if err := parser.ParseAPIMultiSearchDir(folders, "doc_openapi.go", depth); err != nil {
		return nil, fmt.Errorf("read the annotations: %w", err)
	}
	encoded, err := json.MarshalIndent(parser.GetSwagger(), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the Swagger document: %w", err)
	}
	return append(encoded, '\n'), nil
}
