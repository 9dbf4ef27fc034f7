package oidctest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"sync"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

// Key is a key of an issuer.
type Key struct {
	ID        string
	Algorithm string
	signer    crypto.Signer
}

// rsaKey is one for all tests: to make one takes long.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	const bits = 2048
	made, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return made
})

// NewKey makes a key for an algorithm. RSA keys are all the same one.
func NewKey(tb testing.TB, id, algorithm string) Key {
	tb.Helper()
	curves := map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()}
	var (
		made crypto.Signer
		err  error
	)
	switch {
	case algorithm == "EdDSA":
		_, made, err = ed25519.GenerateKey(rand.Reader)
	case curves[algorithm] != nil:
		made, err = ecdsa.GenerateKey(curves[algorithm], rand.Reader)
	default:
		made = rsaKey()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return Key{ID: id, Algorithm: algorithm, signer: made}
}

// Sign signs claims; changes alter the header before.
func (k Key) Sign(tb testing.TB, claims map[string]any, changes ...func(header map[string]any)) string {
	tb.Helper()
	header := map[string]any{"alg": k.Algorithm, "typ": "at+jwt", "kid": k.ID}
	for _, change := range changes {
		change(header)
	}
	message := part(tb, header) + "." + part(tb, claims)
	signature, err := jwt.GetSigningMethod(k.Algorithm).Sign(message, k.signer)
	if err != nil {
		tb.Fatal(err)
	}
	return message + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func part(tb testing.TB, values map[string]any) string {
	tb.Helper()
	raw, err := json.Marshal(values)
	if err != nil {
		tb.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}
