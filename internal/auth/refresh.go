package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

const refreshTokenBytes = 32

// NewRefreshToken makes an opaque refresh token of 256 random bits (base64url, 43
// characters) for the client, and the hash of it for the database.
func NewRefreshToken() (token, hash string) {
	token = base64.RawURLEncoding.EncodeToString(randomBytes(refreshTokenBytes))
	return token, HashRefreshToken(token)
}

// HashRefreshToken gives the SHA-256 of a refresh token in lower-case hex, by which
// it is stored and found. A token has 256 random bits, so a plain hash cannot be
// guessed back.
func HashRefreshToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
