package store

import (
	"context"
	"sync/atomic"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Outline is the section tree with what articles show of it (id, slug, name and
// the place in the tree), as of a version. Nobody changes it.
type Outline struct {
	*news.SectionTree
	version string
	slugs   map[string]*news.Section
}

// outlines keeps the outline that was read last. Every statement that needs one
// answers the version that its own snapshot has, so an old one is never used.
type outlines struct{ newest atomic.Pointer[Outline] }

// outlineVersion is a column: a trigger renews it with every change of a section.
const outlineVersion = "(SELECT version FROM section_outline)"

// Outline returns the outline of the sections that was read last, or reads it.
func (s *Store) Outline(ctx context.Context) (*Outline, error) {
	if known := s.outlinesFor(ctx).newest.Load(); known != nil && s.tx == nil {
		return known, nil
	}
	return s.ReadOutline(ctx)
}

// outlineOf returns the outline of a version, or nil when there is another by
// now. Then what was read beside that version is to be read again.
func (s *Store) outlineOf(ctx context.Context, version string) (*Outline, error) {
	known, err := s.Outline(ctx)
	if err != nil || known.version == version {
		return known, err
	}
	known, err = s.ReadOutline(ctx)
	if err != nil || known.version == version {
		return known, err
	}
	return nil, nil //nolint:nilnil // there is none of the version any more
}

// again bounds how often a read is repeated because sections change meanwhile.
const again = 10

// ErrRestless returns Unavailable: it was read so often and something else each time.
func ErrRestless() error {
	return news.Errorf(news.Unavailable, "unavailable", "the sections are changing all the time: try again")
}

// ReadOutline reads the outline as it is now, in one statement. Within a
// transaction, which may not come to be, it is not kept.
func (s *Store) ReadOutline(ctx context.Context) (*Outline, error) {
	q := s.statement()
	read := &Outline{}
	var sections []news.Section
	text := "SELECT " + q.row(outlineVersion, "s.id", "s.slug", "s.name", "s.parent_id", "s.position") +
		" FROM (SELECT 1) one LEFT JOIN sections s ON 1 = 1"
	err := s.each(ctx, q, text, func(f *fields) {
		read.version = f.text()
		section := news.Section{ID: f.text(), Slug: f.text(), Name: f.text(), ParentID: f.optional(), Position: f.number()}
		if section.ID != "" {
			sections = append(sections, section)
		}
	})
	if err != nil {
		return nil, err
	}
	read.SectionTree = news.NewSectionTree(sections)
	read.slugs = make(map[string]*news.Section, len(sections))
	for i := range read.All() {
		section := &read.All()[i]
		read.slugs[section.Slug] = section
	}
	if s.tx == nil {
		s.outlinesFor(ctx).newest.Store(read)
	}
	return read, nil
}

// outlinesFor returns those of the replica that the context is bound to, or the
// primary's: where one lags, neither makes the other read again.
func (s *Store) outlinesFor(ctx context.Context) *outlines {
	if r := replicaOf(ctx); r != nil {
		return r.outlines
	}
	return s.outlines
}

// Is reports whether two outlines are one, so that what was found in one holds
// for the other.
func (o *Outline) Is(other *Outline) bool { return o.version == other.version }

// FindRef returns the section that has an id or slug, or nil. One that has it no
// more is not found.
func (o *Outline) FindRef(ref string) *news.Section {
	column, value, ok := byRef(ref)
	if !ok {
		return nil
	}
	if column == "id" {
		return o.Find(value)
	}
	return o.slugs[value]
}
