package service

import (
	"context"
	"crypto/rand"
	"encoding/base64"
)

// CursorSecret returns the key that cursors are sealed with, base64url without
// padding. It is made once and kept in the database, so that every node opens
// every node's cursors.
func (s *Service) CursorSecret(ctx context.Context) (string, error) {
	const size = 32
	fresh := make([]byte, size)
	if _, err := rand.Read(fresh); err != nil {
		return "", err
	}
	return s.store.Setting(ctx, "cursor_key", base64.RawURLEncoding.EncodeToString(fresh))
}
