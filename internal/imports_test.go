// Package internal_test holds the house together: imports go one way, down.
package internal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/seed-6f93249c/broadsheet/"

// storeys are the house from the ground up. A package imports only from below:
// neither upwards nor sideways. Commands stand on the roof, and nothing on them.
var storeys = []*regexp.Regexp{
	regexp.MustCompile(`^(migrations|docs)$`),
	regexp.MustCompile(`^internal/news$`),
	leaves: regexp.MustCompile(`^internal/(store/storetest/cluster|bench/(judge|process)|hygiene/attacks|search/judge)$`),
	regexp.MustCompile(`^internal/store$`),
	regexp.MustCompile(`^internal/(store/storetest|bench/corpus|oidc/oidctest)$`),
	regexp.MustCompile(`^internal/service$`),
	regexp.MustCompile(`^(api|internal/demo)$`),
	regexp.MustCompile(`^cmd/`),
}

// leaves is the storey of every internal package that has no other.
const leaves = 2

// keepers says who alone may import what, in tests too.
var keepers = []struct{ imported, importer *regexp.Regexp }{
	{regexp.MustCompile(`^github\.com/labstack/`), regexp.MustCompile(`^api$`)},
	{regexp.MustCompile(`^gorm\.io/|^modernc\.org/sqlite`), regexp.MustCompile(`^internal/store$`)},
	{regexp.MustCompile(`^github\.com/prometheus/`), regexp.MustCompile(`^internal/metrics$`)},
	{regexp.MustCompile(`^internal/config$`), regexp.MustCompile(`^cmd/|^internal/config$`)},
}

var (
	forTests = regexp.MustCompile(`^testing(/|$)|^pgregory\.net/rapid|^internal/(store/storetest|shared|hygiene/attacks|oidc/oidctest|search/judge)(/|$)`)
	support  = regexp.MustCompile(`^internal/(store/storetest|bench|torture|shared|hygiene/attacks|oidc/oidctest|search/judge)(/|$)`)
	outside  = regexp.MustCompile(`^(os|net|net/http|database/sql)$`)
	pure     = regexp.MustCompile(`^internal/(news|diff|hygiene|markup|search|script|legacy)$`)
)

// edge is one import, with our own packages named from the module's root.
type edge struct {
	from, to string
	test     bool // by a _test.go file
	command  bool // by a package main
}

func TestImportsGoOneWay(t *testing.T) {
	edges := imports(t)
	if len(edges) == 0 {
		t.Fatal("go list found no imports")
	}
	for _, e := range edges {
		if why := fault(e); why != "" {
			t.Errorf("%s imports %s: %s", e.from, e.to, why)
		}
	}
}

func TestFault(t *testing.T) {
	for _, c := range []struct {
		edge
		faulty bool
	}{
		{edge{from: "cmd/broadsheet", to: "api"}, false},
		{edge{from: "cmd/broadsheet", to: "internal/store"}, false},
		{edge{from: "api", to: "internal/service"}, false},
		{edge{from: "internal/service", to: "internal/auth"}, false},
		{edge{from: "internal/store", to: "migrations"}, false},
		{edge{from: "internal/hygiene", to: "internal/news"}, false},
		{edge{from: "api", to: "cmd/broadsheet"}, true},
		{edge{from: "internal/service", to: "api"}, true},
		{edge{from: "internal/store", to: "internal/service"}, true},
		{edge{from: "internal/news", to: "internal/store"}, true},
		{edge{from: "internal/news", to: "internal/hygiene"}, true},
		{edge{from: "internal/auth", to: "internal/hygiene"}, true},
		{edge{from: "internal/auth", to: "internal/store"}, true},
		{edge{from: "internal/whatever", to: "internal/store"}, true},
		{edge{command: true, from: "internal/tool/run", to: "api"}, false},
		{edge{from: "internal/service/deep", to: "internal/news"}, true},

		{edge{from: "api", to: "github.com/labstack/echo/v4"}, false},
		{edge{from: "internal/service", to: "github.com/labstack/echo/v4"}, true},
		{edge{from: "internal/service", to: "github.com/labstack/echo/v4", test: true}, true},
		{edge{from: "internal/store", to: "gorm.io/gorm"}, false},
		{edge{from: "internal/news", to: "gorm.io/gorm"}, true},
		{edge{from: "api", to: "gorm.io/driver/postgres", test: true}, true},
		{edge{from: "cmd/broadsheet", to: "internal/config"}, false},
		{edge{from: "api", to: "internal/config"}, true},

		{edge{from: "internal/service", to: "internal/store/storetest", test: true}, false},
		{edge{from: "internal/store/storetest", to: "internal/store/storetest/cluster"}, false},
		{edge{from: "internal/service", to: "internal/store/storetest"}, true},
		{edge{from: "internal/service", to: "testing"}, true},
		{edge{from: "internal/auth", to: "os"}, false},
		{edge{from: "internal/news", to: "database/sql"}, true},
		{edge{from: "internal/hygiene", to: "os", test: true}, false},
	} {
		if why := fault(c.edge); (why != "") != c.faulty {
			t.Errorf("%+v: %q, want a fault: %v", c.edge, why, c.faulty)
		}
	}
}

// fault says what is wrong with an import, or nothing.
func fault(e edge) string {
	for _, k := range keepers {
		if k.imported.MatchString(e.to) && !k.importer.MatchString(e.from) {
			return fmt.Sprintf("that is for %s alone", k.importer)
		}
	}
	if e.test {
		return ""
	}
	if forTests.MatchString(e.to) && !support.MatchString(e.from) {
		return "that is for tests"
	}
	if outside.MatchString(e.to) && pure.MatchString(e.from) {
		return "a pure package does no I/O"
	}
	from := storey(e.from)
	if e.command {
		from = len(storeys)
	}
	switch {
	case from < 0:
		return "the importer stands nowhere in the house: name its storey"
	case storey(e.to) >= from:
		return "imports go down, neither up nor sideways"
	}
	return ""
}

// storey is the height of one of our packages, and -1 for others' and unknown ones.
func storey(name string) int {
	for height, pattern := range storeys {
		if pattern.MatchString(name) {
			return height
		}
	}
	if folder, rest, _ := strings.Cut(name, "/"); folder == "internal" && !strings.Contains(rest, "/") {
		return leaves
	}
	return -1
}

// imports lists every import of our packages.
func imports(t *testing.T) []edge {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-e", "-deps", "-json=ImportPath,Name,Imports,TestImports,XTestImports", "./...")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Logf("%s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var edges []edge
	//nolint:musttag // the names are those that go list writes
	for packages := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Name                   string
			Imports, TestImports, XTestImports []string
		}
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			return edges
		} else if err != nil {
			t.Fatal(err)
		}
		from, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		for _, to := range p.Imports {
			edges = append(edges, edge{from: from, to: strings.TrimPrefix(to, module), command: p.Name == "main"})
		}
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			edges = append(edges, edge{from: from, to: strings.TrimPrefix(to, module), test: true})
		}
	}
}
