// Package reference is the page at /docs: Swagger UI, which a module brings
// embedded, and the frame around it with its sign-in form. Files come out by
// name; how they are served is not its business, and no other pages come in.
package reference

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"

	"github.com/swaggest/swgui/v5/static"
)

// Index is the name of the page itself among its files.
const Index = "index.html"

// Policy is the content security policy that the page lives with (CSP 3):
// nothing of another origin, scripts and styles in files alone. Swagger UI has
// icons in data URLs.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// File is one file of the page.
type File struct {
	Type    string // its media type
	Content []byte
	Gzip    []byte // the content compressed; nil where that is not at hand
}

//go:embed page
var frame embed.FS

var (
	frameTypes = map[string]string{
		Index:           "text/html; charset=utf-8",
		"reference.css": "text/css; charset=utf-8",
		"reference.js":  "text/javascript; charset=utf-8",
		"favicon.svg":   "image/svg+xml",
	}
	swaggerTypes = map[string]string{
		"swagger-ui.css":       "text/css; charset=utf-8",
		"swagger-ui-bundle.js": "text/javascript; charset=utf-8",
	}
)

// Files returns all files of the page by name.
func Files() (map[string]File, error) {
	files := make(map[string]File, len(frameTypes)+len(swaggerTypes))
	for name, kind := range frameTypes {
		content, err := frame.ReadFile("page/" + name)
		if err != nil {
			return nil, fmt.Errorf("read the reference page: %w", err)
		}
		files[name] = File{Type: kind, Content: content}
	}
	for name, kind := range swaggerTypes {
		compressed, err := static.FS.ReadFile(name + ".gz")
		if err != nil {
			return nil, fmt.Errorf("read Swagger UI: %w", err)
		}
		content, err := unpack(compressed)
		if err != nil {
			return nil, fmt.Errorf("unpack %s of Swagger UI: %w", name, err)
		}
		files[name] = File{Type: kind, Content: content, Gzip: compressed}
	}
	return files, nil
}

func unpack(compressed []byte) ([]byte, error) {
	reader, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader)
}
