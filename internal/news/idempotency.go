package news

import (
	"time"
)

// AnswersAreKept is how long the answer to a request with an Idempotency-Key is
// kept.
const AnswersAreKept = 24 * time.Hour

// KeptAnswer is how a request with an Idempotency-Key was answered first.
type KeptAnswer struct {
	// Scope is a hash of who sent which key, with which method, to which path.
	Scope string `gorm:"primaryKey"`
	// Fingerprint is a hash of what else was asked.
	Fingerprint string
	UserID      string
	CreatedAt   time.Time `gorm:"autoCreateTime:false"`
	Status      int
	Header      map[string][]string `gorm:"serializer:json"`
	Body        string
}

// Good reports whether the answer is still to be given.
func (a *KeptAnswer) Good(now time.Time) bool {
	return a.CreatedAt.Add(AnswersAreKept).After(now)
}

// Refused reports whether nothing was done.
func (a *KeptAnswer) Refused() bool { return a.Status >= refused }

const refused = 300
