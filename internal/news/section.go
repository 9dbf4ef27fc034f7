package news

import "time"

// MaxSectionDepth is how deep sections may nest; a root has depth 1.
const MaxSectionDepth = 8

// Positions of sections are 0 to MaxPosition. LastPosition asks for the place
// after the last sibling; it is never stored.
const (
	MaxPosition  = 1_000_000_000
	LastPosition = -1
)

// Section is a node of the tree that articles are filed under.
type Section struct {
	ID          string `gorm:"primaryKey"`
	Revision    int
	Slug        string
	Name        string
	Description string
	ParentID    *string
	Position    int       // order among siblings, then the id
	SEO         *SEO      `gorm:"column:seo;serializer:json"`
	CreatedAt   time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt   time.Time `gorm:"autoUpdateTime:false"`

	Path         string    `gorm:"-"` // slugs from the root, joined by "/"
	Depth        int       `gorm:"-"` // 1 for a root
	Breadcrumbs  []Section `gorm:"-"` // from the root to the section itself
	ArticleCount int64     `gorm:"-"` // visible articles, descendants included
}
