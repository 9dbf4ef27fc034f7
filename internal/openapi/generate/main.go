// Command generate writes the descriptions of the API into docs/. It is run in
// the module's root, by `make docs`.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(module string) error {
	files, err := documents(module)
	if err != nil {
		return err
	}
	for name, content := range files {
		const forAll = 0o644
		if err := os.WriteFile(filepath.Join(module, "docs", name), content, forAll); err != nil {
			return err
		}
	}
	return nil
}
