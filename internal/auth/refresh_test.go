package auth

import (
	"encoding/base64"
	"testing"
)

func TestNewRefreshToken(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		token, hash := NewRefreshToken()
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(raw) != 32 || seen[token] {
			t.Fatalf("got %q: %d bytes, %v", token, len(raw), err)
		}
		if hash != HashRefreshToken(token) {
			t.Fatalf("hash %q is not that of %q", hash, token)
		}
		seen[token] = true
	}
}

// The vectors of FIPS 180-2: "abc" and the empty string.
func TestHashRefreshToken(t *testing.T) {
	for token, want := range map[string]string{
		"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"":    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	} {
		if got := HashRefreshToken(token); got != want {
			t.Errorf("%q: got %s, want %s", token, got, want)
		}
	}
}
