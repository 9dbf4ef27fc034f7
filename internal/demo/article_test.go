package demo

import (
	"io/fs"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene"
)

// The sample is written in the HTML that bodies may have, so nothing of it is
// lost on the way in.
func TestBodiesAreClean(t *testing.T) {
	used := map[string]bool{}
	for _, a := range articles() {
		used[a.body+".html"] = true
	}
	files, err := fs.ReadDir(bodies, "articles")
	if err != nil || len(files) != len(used) {
		t.Fatalf("%d files for %d articles, %v", len(files), len(used), err)
	}
	for _, file := range files {
		body, err := fs.ReadFile(bodies, "articles/"+file.Name())
		if err != nil || !used[file.Name()] {
			t.Fatal(file.Name(), err)
		}
		clean, removed := hygiene.Sanitise(string(body))
		if removed != 0 || len(clean) < 400 {
			t.Errorf("%s: %d parts removed, %d bytes left", file.Name(), removed, len(clean))
		}
	}
}
