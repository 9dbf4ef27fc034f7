package script

import (
	"archive/zip"
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
)

// both has the files that are shipped, and below them those for tests.
type both struct{ shipped, rest fs.FS }

func (b both) Open(name string) (fs.File, error) {
	if f, err := b.shipped.Open(name); err == nil {
		return f, nil
	}
	return b.rest.Open(name)
}

func openRest(t testing.TB) fs.FS {
	t.Helper()
	rest, err := zip.OpenReader("testdata/opencc.zip")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rest.Close() })
	return rest
}

type testcase struct {
	ID       string            `json:"id"`
	Input    string            `json:"input"`
	Expected map[string]string `json:"expected"`
}

func testcases(t testing.TB) []testcase {
	t.Helper()
	source, err := fs.ReadFile(openRest(t), "testcases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []testcase `json:"cases"`
	}
	if err := json.Unmarshal(source, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	return file.Cases
}

// supported are the configurations that a route uses.
func supported() map[string]bool {
	names := map[string]bool{}
	for _, chains := range routes {
		for _, name := range chains {
			names[name] = true
		}
	}
	return names
}

// score runs OpenCC's cases of some configurations and returns those that
// fail, and the number of all.
func score(t *testing.T, l *library, runs func(config string) bool) (failed []string, all int) {
	t.Helper()
	chains := map[string]*chain{}
	passed, cases := map[string]int{}, map[string]int{}
	for _, c := range testcases(t) {
		for config, want := range c.Expected {
			if !runs(config) {
				continue
			}
			if chains[config] == nil {
				chains[config] = l.mustChain(config)
			}
			cases[config]++
			if got := chains[config].convert(c.Input); got != want {
				failed = append(failed, c.ID+" "+config+": "+c.Input+" → "+got+", want "+want)
				continue
			}
			passed[config]++
		}
	}
	for _, config := range slices.Sorted(maps.Keys(cases)) {
		t.Logf("%-5s %3d of %3d", config, passed[config], cases[config])
		all += cases[config]
	}
	slices.Sort(failed)
	t.Logf("all   %3d of %3d: %.1f %%", all-len(failed), all, 100*float64(all-len(failed))/float64(all))
	for _, f := range failed {
		t.Log(f)
	}
	return failed, all
}

func TestOpenCC(t *testing.T) {
	every := &library{files: both{shipped().files, openRest(t)}, rare: true, tables: map[string]*table{}}
	for name, c := range map[string]struct {
		library *library
		runs    func(string) bool
	}{
		"as OpenCC tests, what we support": {every, func(config string) bool { return supported()[config] }},
		"as OpenCC tests, all it has":      {every, func(string) bool { return true }},
		"as shipped":                       {shipped(), func(config string) bool { return supported()[config] }},
	} {
		t.Run(name, func(t *testing.T) {
			failed, all := score(t, c.library, c.runs)
			if all < 300 || len(failed)*100 > all {
				t.Errorf("%d of %d cases fail", len(failed), all)
			}
		})
	}
}

// TestLengths holds what HTML relies on: no conversion changes the number of
// characters, and none changes what is no Han.
func TestLengths(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(supported())) {
		c := shipped().mustChain(name)
		for _, table := range slices.Concat(c.normal, c.stages) {
			for i := range len(table.ends) - 1 {
				if value := table.value(uint32(i + 1)); strings.ContainsAny(value, "<>&\"' \t\n") {
					t.Errorf("%s: %q", name, value)
				}
			}
		}
	}
	err := fs.WalkDir(shipped().files, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".txt") {
			return err
		}
		entries, err := readEntries(shipped().files, []leaf{{file: name}})
		for _, e := range entries {
			if !aligned(e.key, e.value) {
				t.Errorf("%s: %s → %s", name, e.key, e.value)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMemory states what the dictionaries take once all are in use, and holds
// that chains share the tables they have in common.
func TestMemory(t *testing.T) {
	l := &library{files: shipped().files, tables: map[string]*table{}}
	for name := range supported() {
		l.mustChain(name)
	}
	sum := 0
	for _, name := range slices.Sorted(maps.Keys(l.tables)) {
		sum += l.tables[name].bytes()
		t.Logf("%9d bytes, %6d entries: %s", l.tables[name].bytes(), len(l.tables[name].ends)-1, name)
	}
	t.Logf("%9d bytes of all, %d of the archive", sum, len(archive))
	if sum > 5<<20 || len(l.tables) != 7 {
		t.Errorf("%d bytes in %d tables", sum, len(l.tables))
	}
}
