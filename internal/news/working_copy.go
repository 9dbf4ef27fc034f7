package news

import "time"

// WorkingCopy is a change of a visible article that is prepared in private. An
// article has one at most.
type WorkingCopy struct {
	ArticleID    string              `gorm:"primaryKey"`
	Revision     int                 // of the copy; goes on where an earlier copy ended
	BaseRevision int                 // of the article, that the copy is a change of
	Content      string              // as of a revision
	Schedule     *Schedule           `gorm:"serializer:json"`
	Failure      *PublicationFailure `gorm:"serializer:json"`
	CreatedAt    time.Time           `gorm:"autoCreateTime:false"`
	CreatedBy    *string
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
	UpdatedBy    *string
}

// TableName names the table of working copies.
func (WorkingCopy) TableName() string { return "working_copies" }

// The value objects below are kept in JSON columns; their tags name the keys
// in those columns.

// Schedule says when a working copy is to be published, and who wanted it.
type Schedule struct {
	At         time.Time `json:"at"`
	UserID     string    `json:"user_id,omitempty"`
	TokenID    string    `json:"token_id,omitempty"`
	ChangeNote string    `json:"change_note,omitempty"`
	// Acknowledged are the codes of warnings that the publication overrides.
	Acknowledged []string `json:"acknowledged,omitempty"`
	// Overwrite publishes over changes that were made to the article meanwhile.
	Overwrite bool `json:"overwrite,omitempty"`
}

// Actor returns who publishes at the time: who scheduled it.
func (s *Schedule) Actor() Actor {
	return Actor{UserID: s.UserID, TokenID: s.TokenID, ChangeNote: s.ChangeNote, Acknowledged: s.Acknowledged}
}

// PublicationFailure says why a working copy was not published at its time.
type PublicationFailure struct {
	Code   string    `json:"code"` // as of an Error
	Detail string    `json:"detail"`
	At     time.Time `json:"at"`
}

// LongestSchedule is how far ahead a working copy can be scheduled.
const LongestSchedule = 366 * 24 * time.Hour

// CheckBase returns Stale when the article has changed since the copy was made
// of it.
func (c *WorkingCopy) CheckBase(article *Article) error {
	if c.BaseRevision == article.Revision {
		return nil
	}
	return Errorf(Stale, "stale-working-copy",
		"the article is at revision %d, the working copy is a change of revision %d", article.Revision, c.BaseRevision)
}

// CheckVisible returns a Conflict that lists the allowed moves when readers do
// not see the article at now: only what they see is changed by working copies.
func (a *Article) CheckVisible(now time.Time, what string) error {
	if a.VisibleTo(now) {
		return nil
	}
	err := Errorf(Conflict, "wrong-move", "an article that is %s can't %s", a.Shown(now), what)
	err.Allowed = a.Moves(now)
	return err
}
