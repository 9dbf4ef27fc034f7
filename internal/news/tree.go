package news

import (
	"cmp"
	"slices"
	"strings"
)

// SectionTree is every section of the site, in tree order: a parent before
// its children, siblings by position, then id.
type SectionTree struct {
	flat []Section
	at   map[string]int // id → index in flat
	end  []int          // index after the last descendant
}

// NewSectionTree arranges sections. A section whose parent is missing or that
// hangs in a cycle is left out: the store's foreign keys and the service's
// checks keep such rows from being.
func NewSectionTree(sections []Section) *SectionTree {
	children := map[string][]*Section{}
	for i := range sections {
		parent := ""
		if sections[i].ParentID != nil {
			parent = *sections[i].ParentID
		}
		children[parent] = append(children[parent], &sections[i])
	}
	for _, siblings := range children {
		slices.SortFunc(siblings, func(a, b *Section) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), strings.Compare(a.ID, b.ID))
		})
	}
	tree := &SectionTree{
		flat: make([]Section, 0, len(sections)), at: make(map[string]int, len(sections)), end: make([]int, len(sections)),
	}
	tree.grow(children, "", nil)
	return tree
}

func (t *SectionTree) grow(children map[string][]*Section, parent string, trail []Section) {
	for _, child := range children[parent] {
		i, s := len(t.flat), *child
		s.Breadcrumbs = slices.Concat(trail, []Section{s})
		s.Depth = len(s.Breadcrumbs)
		s.Path = joinSlugs(s.Breadcrumbs)
		t.at[s.ID] = i
		t.flat = append(t.flat, s)
		t.grow(children, s.ID, s.Breadcrumbs)
		t.end[i] = len(t.flat)
	}
}

func joinSlugs(trail []Section) string {
	slugs := make([]string, len(trail))
	for i, s := range trail {
		slugs[i] = s.Slug
	}
	return strings.Join(slugs, "/")
}

// All returns every section in tree order.
func (t *SectionTree) All() []Section { return t.flat }

// Find returns the section with an id, or nil.
func (t *SectionTree) Find(id string) *Section {
	i, ok := t.at[id]
	if !ok {
		return nil
	}
	return &t.flat[i]
}

// Under returns the section with an id and its descendants in tree order, or
// nil when there is no such section.
func (t *SectionTree) Under(id string) []Section {
	i, ok := t.at[id]
	if !ok {
		return nil
	}
	return t.flat[i:t.end[i]]
}

// Children returns the sections directly under parent; nil names the roots.
func (t *SectionTree) Children(parent *string) []Section {
	var children []Section
	for _, s := range t.flat {
		if (s.ParentID == nil && parent == nil) || (s.ParentID != nil && parent != nil && *s.ParentID == *parent) {
			children = append(children, s)
		}
	}
	return children
}

// NextPosition returns the position after the last of the sections under
// parent.
func (t *SectionTree) NextPosition(parent *string) int {
	siblings := t.Children(parent)
	if len(siblings) == 0 {
		return 1
	}
	return min(siblings[len(siblings)-1].Position+1, MaxPosition)
}

// CheckParent returns Invalid when the section with an id can't stand under
// parent: it would be its own ancestor, or the tree too deep. An id that is
// not in the tree is a new section.
func (t *SectionTree) CheckParent(id string, parent *string) error {
	if parent == nil {
		return nil
	}
	under := t.Find(*parent)
	if under == nil {
		return NewInvalid([]Field{{Pointer: "/parent_id", Code: "unknown", Detail: "parent_id names no section"}})
	}
	for _, ancestor := range under.Breadcrumbs {
		if ancestor.ID == id {
			return NewInvalid([]Field{{Pointer: "/parent_id", Code: "cycle", Detail: "a section can't stand under itself"}})
		}
	}
	if under.Depth+t.height(id) > MaxSectionDepth {
		return NewInvalid([]Field{{Pointer: "/parent_id", Code: "too-deep", Detail: "sections nest 8 deep at most"}})
	}
	return nil
}

func (t *SectionTree) height(id string) int {
	own := t.Find(id)
	if own == nil {
		return 1
	}
	deepest := own.Depth
	for _, s := range t.Under(id) {
		deepest = max(deepest, s.Depth)
	}
	return deepest - own.Depth + 1
}
