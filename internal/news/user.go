package news

import (
	"net/mail"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// User is an account that can sign in: here with a password, or at the trusted
// external issuer, whose name for the user Subject then is.
type User struct {
	ID           string `gorm:"primaryKey"`
	Revision     int
	Email        string // lower case
	Name         string
	Role         Role
	Active       bool
	PasswordHash string
	Issuer       string     // "" for a user of our own
	Subject      string     // "" for a user of our own
	ClaimsAt     *time.Time // iat of the newest token that Email, Name and Role follow
	CreatedAt    time.Time  `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time  `gorm:"autoUpdateTime:false"`
}

// External reports whether the user signs in at the trusted issuer, which alone
// says what the name, the e-mail address and the role are.
func (u *User) External() bool { return u.Issuer != "" }

// PlaceholderEmail returns the address of a user whose issuer gives none that
// can be had: one that nothing can be sent to (RFC 6761).
func PlaceholderEmail(userID string) string { return userID + "@external.invalid" }

// Session is one sign-in of a user: a family of refresh tokens of which only
// the newest is good.
type Session struct {
	ID        string `gorm:"primaryKey"`
	UserID    string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	ExpiresAt time.Time
	EndedAt   *time.Time
}

// RefreshToken is one opaque token of a session, kept as its hash.
type RefreshToken struct {
	Hash      string `gorm:"primaryKey"`
	SessionID string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	UsedAt    *time.Time
}

// PasswordReset is the one token with which a user may set a password, once,
// kept as its hash.
type PasswordReset struct {
	UserID    string `gorm:"primaryKey"`
	Hash      string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	ExpiresAt time.Time
}

// NormaliseEmail returns an e-mail address as it is kept and looked up, in NFC
// and lower case, and whether it is one: a bare addr-spec of RFC 5322, 254
// bytes at most.
func NormaliseEmail(text string) (email string, ok bool) {
	const most = 254
	email = norm.NFC.String(strings.ToLower(norm.NFC.String(text)))
	parsed, err := mail.ParseAddress(email)
	return email, err == nil && parsed.Address == email && len(email) <= most
}
