package auth

import (
	"crypto/ed25519"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSign(t *testing.T) {
	folder := t.TempDir()
	ring, made, err := OpenKeyring(folder, time.Now)
	if err != nil || !made {
		t.Fatal(made, err)
	}
	message := []byte("what it is\nand what it says")
	id, signature := ring.Sign(message)
	raw, err := base64.RawURLEncoding.DecodeString(signature)
	public, known := ring.verifier(id)
	if err != nil || !known || !ed25519.Verify(public, message, raw) || ed25519.Verify(public, message[1:], raw) {
		t.Errorf("%s signs %q: %v", id, signature, err)
	}
	again, err := ReadKeyring(folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if other, same := again.Sign(message); other != id || same != signature {
		t.Errorf("read again, %s signs %q", other, same)
	}
}

func TestReadKeyringMakesNoKey(t *testing.T) {
	empty := t.TempDir()
	for _, folder := range []string{empty, filepath.Join(empty, "none")} {
		if _, err := ReadKeyring(folder, time.Now); err == nil {
			t.Errorf("%s has keys", folder)
		}
	}
	if left, err := os.ReadDir(empty); len(left) != 0 || err != nil {
		t.Errorf("left %v, %v", left, err)
	}
}
