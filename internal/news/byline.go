package news

import "time"

// Byline is a person, organisation, desk or agency that can be credited.
type Byline struct {
	ID           string `gorm:"primaryKey"`
	Revision     int
	Slug         string
	Name         string
	SortName     string
	SearchKey    string // folded name and sort name: see FoldKey
	Folded       string // the name as queries look for it: see package search
	Kind         BylineKind
	JobTitle     string
	Organization string
	Bio          string
	ImageURL     string   `gorm:"column:image_url"`
	URL          string   `gorm:"column:url"`
	SameAs       []string `gorm:"serializer:json"`
	Email        string   // shown to signed-in users only
	ExternalID   *string
	UserID       *string   // the account of the same person
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

// BylineKind says what sort of party a byline is.
type BylineKind string

// The kinds of byline.
const (
	BylinePerson       BylineKind = "person"
	BylineOrganization BylineKind = "organization"
	BylineDesk         BylineKind = "desk"
	BylineAgency       BylineKind = "agency"
)

// BylineKinds lists every kind of byline.
func BylineKinds() []BylineKind {
	return []BylineKind{BylinePerson, BylineOrganization, BylineDesk, BylineAgency}
}
