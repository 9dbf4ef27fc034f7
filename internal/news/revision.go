package news

import "time"

// MaxChangeNote is how many characters a change note may have.
const MaxChangeNote = 500

// Revision is one saved state of an article. Its Number is the article's
// Revision of then. It is never changed, and removed by a purge alone.
type Revision struct {
	ArticleID    string `gorm:"primaryKey"`
	Number       int    `gorm:"primaryKey"`
	Deed         Deed
	At           time.Time
	UserID       *string
	ChangeNote   string
	Content      string // canonical JSON of all that was stored
	PreviousHash string // of the revision before, lower-case hex
	Hash         string // lower-case hex SHA-256
	KeyID        string // of the key that signed; "" when unsigned
	Signature    string // over Hash, base64url; "" when unsigned
}

// SigningKey is the public half of a key that signed revisions. It is believed
// in when a key that is believed in endorses it.
type SigningKey struct {
	ID          string    `gorm:"primaryKey"` // RFC 7638 thumbprint
	PublicKey   string    // Ed25519, base64url
	EndorsedBy  string    // id of the key that signed Endorsement
	Endorsement string    // base64url
	CreatedAt   time.Time `gorm:"autoCreateTime:false"`
}
