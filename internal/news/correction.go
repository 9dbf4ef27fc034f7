package news

import (
	"cmp"
	"slices"
	"time"
)

// MaxCorrections is how many corrections an article may have.
const MaxCorrections = 100

// Correction is a public note that something was changed after publication. It
// is never changed, and removed by a purge of its article alone.
type Correction struct {
	ID        string `gorm:"primaryKey"`
	ArticleID string
	Kind      CorrectionKind
	Note      string
	At        time.Time
	Article   *Article `gorm:"-"` // in lists: what a link to it needs
}

// CorrectionKind says what a correction tells readers.
type CorrectionKind string

// The kinds of correction.
const (
	CorrectionOfError CorrectionKind = "correction"    // something was wrong
	Clarification     CorrectionKind = "clarification" // something could be misread
	Update            CorrectionKind = "update"        // something happened since
	Retraction        CorrectionKind = "retraction"    // it should not have been published
)

// CorrectionKinds lists every kind of correction.
func CorrectionKinds() []CorrectionKind {
	return []CorrectionKind{CorrectionOfError, Clarification, Update, Retraction}
}

// CorrectionFilter narrows the list of corrections. Within a field any value
// matches, between fields all must; an empty field does not narrow. Sections
// are ids or slugs for the service, and ids with those of their descendants for
// the store.
type CorrectionFilter struct {
	Kinds    []CorrectionKind
	Sections []string
	From     *time.Time // inclusive
	To       *time.Time // exclusive
}

// Correct adds a correction at now and returns it. It is a Conflict when readers
// never saw the article, and when it has as many as it may have.
func (a *Article) Correct(kind CorrectionKind, note string, now time.Time) (*Correction, error) {
	if !a.WasVisible(now) {
		err := Errorf(Conflict, "never-visible", "readers never saw the article: there is nothing to correct for them")
		err.Allowed = a.Moves(now)
		return nil, err
	}
	if len(a.Corrections) >= MaxCorrections {
		return nil, Errorf(Conflict, "too-many-corrections", "an article has %d corrections at most", MaxCorrections)
	}
	added := Correction{ID: NewID(), ArticleID: a.ID, Kind: kind, Note: note, At: now}
	a.Corrections = append(slices.Clone(a.Corrections), added)
	slices.SortFunc(a.Corrections, func(a, b Correction) int { // as they are read: clocks of nodes differ
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return &added, nil
}
