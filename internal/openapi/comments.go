package openapi

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// comments returns the doc comments of the types in a folder that have a name
// for swag ("// @name Article" behind them), by that name.
func comments(folder string) (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", folder, err)
	}
	found := map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("read the comments: %w", err)
		}
		for _, declaration := range file.Decls {
			if types, ok := declaration.(*ast.GenDecl); ok && types.Tok == token.TYPE {
				collectComments(types, found)
			}
		}
	}
	return found, nil
}

func collectComments(types *ast.GenDecl, found map[string]string) {
	for _, spec := range types.Specs {
		declared, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		_, name, named := strings.Cut(declared.Comment.Text(), "@name ")
		if named {
			found[strings.TrimSpace(name)] = strings.Join(strings.Fields(types.Doc.Text()), " ")
		}
	}
}
