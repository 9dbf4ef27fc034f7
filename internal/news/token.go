package news

import "time"

// Token is a long-lived token of a script. What the script holds is a signed
// name of this row; nothing here lets anyone in. It may do what its scopes
// say, and never more than its owner's role.
type Token struct {
	ID         string `gorm:"primaryKey"`
	UserID     string // of the owner
	Name       string
	Scopes     []Scope   `gorm:"serializer:json"`
	CreatedAt  time.Time `gorm:"autoCreateTime:false"`
	ExpiresAt  *time.Time
	LastUsedAt *time.Time // to the minute
}

// Good reports whether the token has not expired by now.
func (t *Token) Good(now time.Time) bool {
	return t.ExpiresAt == nil || t.ExpiresAt.After(now)
}
