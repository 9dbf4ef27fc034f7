package oidc

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"slices"

	jose "github.com/go-jose/go-jose/v4"
)

// key is a public key and the algorithms that it checks.
type key struct {
	public     any
	algorithms []string
}

func (k key) takes(algorithm string) bool { return slices.Contains(k.algorithms, algorithm) }

// newKey returns a key that can check signatures, if this one can. One that
// names an algorithm is for that alone (RFC 7517, 4.4).
func newKey(read jose.JSONWebKey) (key, bool) {
	k := key{public: read.Key, algorithms: algorithmsOf(read.Key)}
	if read.Algorithm != "" {
		k.algorithms = slices.DeleteFunc(k.algorithms, func(name string) bool { return name != read.Algorithm })
	}
	return k, len(k.algorithms) > 0 && (read.Use == "" || read.Use == "sig")
}

// algorithmsOf returns what a public key can check (RFC 7518, 3.1; RFC 8037).
// What is no public key, or a weak one, checks nothing.
func algorithmsOf(public any) []string {
	const leastBits = 2048 // RFC 7518, 3.3
	switch public := public.(type) {
	case *rsa.PublicKey:
		if public.N.BitLen() >= leastBits {
			return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
		}
	case *ecdsa.PublicKey:
		switch public.Curve.Params().Name {
		case "P-256":
			return []string{"ES256"}
		case "P-384":
			return []string{"ES384"}
		case "P-521":
			return []string{"ES512"}
		}
	case ed25519.PublicKey:
		return []string{"EdDSA"}
	}
	return nil
}
