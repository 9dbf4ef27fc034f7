package news

import "time"

// SignInLimit is how far failed sign-ins have used up what they may, under a
// hashed key: an account, an address, or one at the other.
type SignInLimit struct {
	Key        string    `gorm:"primaryKey"`
	FullAt     time.Time // when nothing is used up any more
	KnownUntil time.Time // how long the account counts as at home at the address
}
