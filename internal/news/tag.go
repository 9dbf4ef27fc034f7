package news

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Tag is a keyword that articles share.
type Tag struct {
	ID        string `gorm:"primaryKey"`
	Revision  int
	Slug      string
	Name      string
	NameKey   string    // FoldKey(Name): two spellings of one name are one tag
	Folded    string    // the name as queries look for it: see package search
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`

	ArticleCount int64 `gorm:"-"` // visible articles
}

// ArticleTag is the tie of one tag to one article, in the editors' order.
type ArticleTag struct {
	ArticleID string `gorm:"primaryKey"`
	Position  int    `gorm:"primaryKey"`
	TagID     string
}

// FoldKey returns text as it is compared where case and width do not matter:
// NFKC, lower case, white space folded.
func FoldKey(text string) string {
	lower := strings.ToLower(norm.NFKC.String(text))
	return strings.Join(strings.Fields(norm.NFKC.String(lower)), " ")
}
