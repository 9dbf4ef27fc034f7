package auth

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
)

// JWKS is a set of public keys as served at /.well-known/jwks.json (RFC 7517).
type JWKS struct {
	Keys []JWK `json:"keys"`
}

// JWK is one Ed25519 public key (RFC 7517, RFC 8037).
type JWK struct {
	KeyType   string `json:"kty"` // always OKP
	Curve     string `json:"crv"` // always Ed25519
	X         string `json:"x"`   // the 32 bytes of the key, base64url
	KeyID     string `json:"kid"` // the key's thumbprint (RFC 7638), base64url
	Use       string `json:"use"` // always sig
	Algorithm string `json:"alg"` // always EdDSA
}

func newJWK(public ed25519.PublicKey) JWK {
	return JWK{
		KeyType:   "OKP",
		Curve:     "Ed25519",
		X:         base64.RawURLEncoding.EncodeToString(public),
		KeyID:     thumbprint(public),
		Use:       "sig",
		Algorithm: "EdDSA",
	}
}

// thumbprint is the SHA-256 of the key's required members, in the order and the
// spelling of RFC 7638 section 3 and RFC 8037 section 2.
func thumbprint(public ed25519.PublicKey) string {
	x := base64.RawURLEncoding.EncodeToString(public)
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
