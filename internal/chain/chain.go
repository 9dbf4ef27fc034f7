package chain

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Start returns what stands for the hash before the first revision of an
// article: the SHA-256 of its id, in lower-case hex.
func Start(articleID string) string {
	sum := sha256.Sum256([]byte(articleID))
	return hex.EncodeToString(sum[:])
}

// Hash returns the SHA-256 of a revision, in lower-case hex: over its metadata
// and the hash before it as a line of JSON, and then its content.
func Hash(r *news.Revision) (string, error) {
	head, err := json.Marshal(struct {
		ArticleID    string    `json:"article_id"`
		Number       int       `json:"number"`
		Deed         news.Deed `json:"action"`
		At           time.Time `json:"at"`
		UserID       *string   `json:"user_id"`
		ChangeNote   string    `json:"change_note"`
		PreviousHash string    `json:"previous_hash"`
	}{r.ArticleID, r.Number, r.Deed, news.Moment(r.At), r.UserID, r.ChangeNote, r.PreviousHash})
	if err != nil {
		return "", fmt.Errorf("hash a revision: %w", err)
	}
	sum := sha256.New()
	_, _ = sum.Write(append(head, '\n'))
	_, _ = sum.Write([]byte(r.Content))
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Message returns what is signed of a revision. A token never begins so.
func Message(hash string) []byte { return []byte("broadsheet revision\n" + hash) }

// Endorsing returns what a key signs that endorses another one.
func Endorsing(key news.SigningKey) []byte {
	return []byte("broadsheet key\n" + key.ID + "\n" + key.PublicKey)
}

// Keys are the public keys that are believed in, by id.
type Keys map[string]ed25519.PublicKey

// Add believes in a key, which is base64url, unless it is none.
func (k Keys) Add(id, public string) {
	raw, err := base64.RawURLEncoding.DecodeString(public)
	if err == nil && len(raw) == ed25519.PublicKeySize {
		k[id] = raw
	}
}

// Trust adds the kept keys that a key which is believed in endorses, and those
// that these endorse, and so on.
func (k Keys) Trust(kept []news.SigningKey) {
	for before := -1; before < len(k); {
		before = len(k)
		for _, key := range kept {
			if _, known := k[key.ID]; !known && k.Signed(key.EndorsedBy, key.Endorsement, Endorsing(key)) {
				k.Add(key.ID, key.PublicKey)
			}
		}
	}
}

// Signed reports whether a key that is believed in made the signature, which is
// base64url, of a message.
func (k Keys) Signed(keyID, signature string, message []byte) bool {
	public, known := k[keyID]
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	return known && err == nil && ed25519.Verify(public, message, raw)
}
