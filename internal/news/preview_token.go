package news

import "time"

// PreviewToken lets whoever holds its link see one article as readers would,
// before it is public. The link holds a signed name of this row; nothing here
// opens anything.
type PreviewToken struct {
	ID        string `gorm:"primaryKey"`
	ArticleID string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	CreatedBy *string
	ExpiresAt time.Time
}

// How long a preview token is good: unless told otherwise, and bounds.
const (
	DefaultPreviewTTL = 24 * time.Hour
	LeastPreviewTTL   = time.Minute
	MostPreviewTTL    = 7 * 24 * time.Hour
)

// MayPreview returns nil when the actor may make and revoke preview tokens of
// the article: editors of any, authors of their own.
func (a Actor) MayPreview(article *Article) error {
	role := RoleEditor
	if a.owns(article) {
		role = RoleAuthor
	}
	return a.need(role, ScopeArticlesWrite, "give previews of this article")
}
