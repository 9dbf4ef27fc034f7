package news

import "time"

// Page says which part of a list is asked for.
type Page struct {
	Limit     int
	Cursor    *Cursor // nil: from the start
	WithTotal bool
}

// Cursor is a place between two rows of an ordered list, from which a page is
// read on, or backwards when Back. The place is after the row with this key and
// id, or before it when Back; without an id it is the start of the list, or its
// end when Back.
type Cursor struct {
	Key  string
	ID   string
	Back bool
}

// List is a page of rows with the cursors of the pages around it.
type List[T any] struct {
	Items []T
	Next  *Cursor // nil when nothing follows
	Prev  *Cursor // nil at the start
	Total *int64  // nil unless asked for
}

// Sort is the order of a list of articles.
type Sort string

// The orders of articles. Every one ends in the id.
const (
	SortNewest          Sort = "-published_at"
	SortOldest          Sort = "published_at"
	SortRecentlyUpdated Sort = "-updated_at"
	SortLeastUpdated    Sort = "updated_at"
	SortTitle           Sort = "title"
	SortRecentlyCreated Sort = "-created_at"
)

// ArticleFilter narrows a list of articles. Within a field any value matches,
// between fields all must; an empty field does not narrow. Sections, Bylines
// and Tags are ids or slugs for the service and ids for the store.
type ArticleFilter struct {
	Sections       []string
	SectionOnly    bool // leave descendants out
	Bylines        []string
	Roles          []CreditRole
	Tags           []string
	Sources        []string
	Kinds          []ArticleKind
	Languages      []string
	Featured       *bool
	PublishedFrom  *time.Time // inclusive
	PublishedTo    *time.Time // exclusive
	UpdatedSince   *time.Time // inclusive
	HasCorrections *bool
	Statuses       []Status // as shown; empty: what readers see
	CreatedBy      []string
	ExternalIDs    []string
	Query          string      // full text, for the service
	Text           *TextFilter // what Query asks for, for the store
}

// BylineFilter narrows a list of bylines.
type BylineFilter struct {
	Kinds         []BylineKind
	Organizations []string
	Query         string // part of the name or sort name, folded
}
