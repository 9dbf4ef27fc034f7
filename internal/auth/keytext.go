package auth

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"time"
)

var errNoKey = errors.New("there is no key in it")

// parseKeys reads PEM blocks, all of which must be Ed25519 private keys. Text before
// a block is passed over, as PEM has it; text after the last is a block cut short.
func parseKeys(text []byte, appeared time.Time) ([]key, error) {
	var keys []key
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		private, err := parseBlock(block)
		if err != nil {
			return nil, err
		}
		keys = append(keys, newKey(private, appeared))
		text = rest
	}
	switch {
	case len(keys) == 0:
		return nil, errNoKey
	case len(bytes.TrimSpace(text)) > 0:
		return nil, errors.New("there is something after its last key")
	}
	return keys, nil
}

func parseBlock(block *pem.Block) (ed25519.PrivateKey, error) {
	if block.Type != "PRIVATE KEY" {
		return nil, fmt.Errorf("it holds a %q, it must be a PKCS#8 \"PRIVATE KEY\"", block.Type)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("its key cannot be read: %w", err)
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("it holds a %T, it must be an Ed25519 key", parsed)
	}
	return private, nil
}

// inOrder sorts keys by age, oldest first, and keeps the older of two equal ones.
func inOrder(keys []key) []key {
	slices.SortStableFunc(keys, func(a, b key) int { return a.appeared.Compare(b.appeared) })
	seen := map[string]bool{}
	return slices.DeleteFunc(keys, func(k key) bool {
		again := seen[k.id]
		seen[k.id] = true
		return again
	})
}
