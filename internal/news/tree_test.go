package news

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// grove makes a tree of lines "slug parent position"; the slug is the id too.
func grove(lines ...string) *SectionTree {
	sections := make([]Section, 0, len(lines))
	for _, line := range lines {
		var slug, parent string
		var position int
		if _, err := fmt.Sscan(line, &slug, &parent, &position); err != nil {
			panic(err)
		}
		s := Section{ID: slug, Slug: slug, Name: strings.ToUpper(slug), Position: position}
		if parent != "-" {
			s.ParentID = &parent
		}
		sections = append(sections, s)
	}
	return NewSectionTree(sections)
}

func pathsOf(sections []Section) string {
	all := make([]string, len(sections))
	for i, s := range sections {
		all[i] = s.Path
	}
	return strings.Join(all, " ")
}

func TestSectionTree(t *testing.T) {
	tree := grove("z a 1", "a - 2", "b - 1", "y a 1", "x a 3", "leaf y 1", "lost nowhere 1", "loop pool 1", "pool loop 1")
	if got, want := pathsOf(tree.All()), "b a a/y a/y/leaf a/z a/x"; got != want {
		t.Errorf("all are %s, want %s", got, want)
	}
	if got, want := pathsOf(tree.Under("y")), "a/y a/y/leaf"; got != want {
		t.Errorf("under y are %s, want %s", got, want)
	}
	a, y := "a", "y"
	for parent, want := range map[*string]string{nil: "b a", &a: "a/y a/z a/x", &y: "a/y/leaf"} {
		if got := pathsOf(tree.Children(parent)); got != want {
			t.Errorf("children are %s, want %s", got, want)
		}
	}
	leaf := tree.Find("leaf")
	if leaf.Depth != 3 || len(leaf.Breadcrumbs) != 3 || leaf.Breadcrumbs[0].Name != "A" || leaf.Breadcrumbs[2].ID != "leaf" {
		t.Errorf("the leaf is %+v", leaf)
	}
	for _, unknown := range []string{"lost", "loop", "", "nowhere"} {
		if tree.Find(unknown) != nil || tree.Under(unknown) != nil {
			t.Errorf("%q is in the tree", unknown)
		}
	}
}

func TestNextPosition(t *testing.T) {
	tree := grove("a - 1", "b - 7", "last a 1000000000", "only b 3")
	a, b, empty := "a", "b", "only"
	for parent, want := range map[*string]int{nil: 8, &a: MaxPosition, &b: 4, &empty: 1} {
		if got := tree.NextPosition(parent); got != want {
			t.Errorf("the next position is %d, want %d", got, want)
		}
	}
}

func TestCheckParent(t *testing.T) {
	lines := []string{"other - 2", "below other 1", "bottom below 1"}
	parent := "-"
	for level := 1; level <= MaxSectionDepth; level++ {
		slug := fmt.Sprint("l", level)
		lines = append(lines, slug+" "+parent+" 1")
		parent = slug
	}
	tree := grove(lines...)
	tests := []struct {
		id, parent, code string
	}{
		{"new", "", ""},
		{"new", "l7", ""},
		{"new", "l8", "too-deep"},
		{"new", "nowhere", "unknown"},
		{"l1", "l1", "cycle"},
		{"l1", "l8", "cycle"},
		{"l2", "l1", ""},
		{"l8", "", ""},
		{"l1", "other", "too-deep"},
		{"l2", "other", ""},
		{"other", "l5", ""},
		{"other", "l6", "too-deep"},
		{"bottom", "l7", ""},
	}
	for _, test := range tests {
		under := &test.parent
		if test.parent == "" {
			under = nil
		}
		err := tree.CheckParent(test.id, under)
		if test.code == "" {
			if err != nil {
				t.Errorf("%s under %s: %v", test.id, test.parent, err)
			}
			continue
		}
		var failure *Error
		if !errors.As(err, &failure) || failure.Kind != Invalid || failure.Fields[0].Code != test.code || failure.Fields[0].Pointer != "/parent_id" {
			t.Errorf("%s under %s: %v, want %s", test.id, test.parent, err, test.code)
		}
	}
}

// TestTreeOrderHolds: whatever the rows, each section follows its parent, and
// what is under it stands together.
func TestTreeOrderHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(1, 40).Draw(t, "count")
		sections := make([]Section, count)
		for i := range sections {
			sections[i] = Section{ID: fmt.Sprint("s", i), Slug: fmt.Sprint("s", i), Position: rapid.IntRange(1, 4).Draw(t, "position")}
			if above := rapid.IntRange(-1, i-1).Draw(t, "parent"); above >= 0 {
				sections[i].ParentID = &sections[above].ID
			}
		}
		tree := NewSectionTree(rapid.Permutation(sections).Draw(t, "order"))
		if len(tree.All()) != count {
			t.Fatalf("%d of %d sections are in the tree", len(tree.All()), count)
		}
		for i, s := range tree.All() {
			under := tree.Under(s.ID)
			if under[0].ID != s.ID || tree.All()[i].ID != s.ID {
				t.Fatalf("under %s is %s first", s.ID, under[0].ID)
			}
			for _, below := range under {
				if below.Path != s.Path && !strings.HasPrefix(below.Path, s.Path+"/") {
					t.Fatalf("%s stands under %s", below.Path, s.Path)
				}
			}
			if end := i + len(under); end < count && strings.HasPrefix(tree.All()[end].Path, s.Path+"/") {
				t.Fatalf("%s was left out under %s", tree.All()[end].Path, s.Path)
			}
		}
	})
}
