package internal_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest = regexp.MustCompile("`(Test[A-Za-z0-9]+)`")
	madeTest  = regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9]+)\(`)
)

// docs/security.md is worth no more than the tests that it names.
func TestTheTestsOfTheSecurityTableExist(t *testing.T) {
	table, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	made := testsMade(t)
	for _, named := range namedTest.FindAllStringSubmatch(string(table), -1) {
		if !made[named[1]] {
			t.Errorf("there is no %s", named[1])
		}
	}
	for risk := range 10 {
		row := regexp.MustCompile(fmt.Sprintf(`(?m)^\| API%d .*\|$`, risk+1)).FindString(string(table))
		if cells := strings.Count(row, " | "); cells != 3 || !namedTest.MatchString(row) {
			t.Errorf("API%d has no whole row with a test", risk+1)
		}
	}
}

// testsMade returns the names of all tests in the tree.
func testsMade(t *testing.T) map[string]bool {
	t.Helper()
	made := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, test := range madeTest.FindAllStringSubmatch(string(code), -1) {
			made[test[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}
