// Package shared finds what the checkout shares with its neighbours: the
// folder shared beside it, which holds real pages of the system that Broadsheet
// replaces. Only tests import it, and only paths and bytes come out.
package shared

import (
	"os"
	"path/filepath"
	"testing"
)

// Read returns the content of a file, named from the shared folder. Without
// the folder the test is skipped; with REQUIRE_SHARED=1 it fails.
func Read(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := os.ReadFile(Path(tb, name))
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

// Path returns where a file of the shared folder is, as Read finds it.
func Path(tb testing.TB, name string) string {
	tb.Helper()
	folder := filepath.Join(root(tb), "..", "shared")
	if _, err := os.Stat(folder); err != nil {
		if os.Getenv("REQUIRE_SHARED") == "1" {
			tb.Fatal(err)
		}
		tb.Skipf("this needs the folder ../shared: %v", err)
	}
	return filepath.Join(folder, filepath.FromSlash(name))
}

// root returns the folder of the module that the test belongs to.
func root(tb testing.TB) string {
	tb.Helper()
	folder, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			tb.Fatal("the test runs outside a module")
		}
		folder = above
	}
}
