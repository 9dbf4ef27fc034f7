package auth

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// The keys of RFC 8037 appendix A and RFC 8032 section 7.1 (tests 2 and 3).
const (
	rfcSeed    = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
	secondSeed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
	thirdSeed  = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
)

var noon = time.Date(2025, 7, 11, 12, 0, 0, 0, time.UTC)

// clock is a clock that moves when told to.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func seeded(tb testing.TB, seed string) ed25519.PrivateKey {
	tb.Helper()
	raw, err := hex.DecodeString(seed)
	if err != nil {
		tb.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(raw)
}

func idOf(tb testing.TB, seed string) string {
	tb.Helper()
	return newKey(seeded(tb, seed), noon).id
}

func keyText(tb testing.TB, seed string) string {
	tb.Helper()
	return privatePEM(tb, seeded(tb, seed))
}

func privatePEM(tb testing.TB, private any) string {
	tb.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		tb.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func ringOf(tb testing.TB, setting string, now func() time.Time) *Keyring {
	tb.Helper()
	ring, made, err := OpenKeyring(setting, now)
	if err != nil {
		tb.Fatal(err)
	}
	if made {
		tb.Fatal("a key was made where there was one")
	}
	return ring
}

// keyFolder is an empty folder that only its owner may write to.
func keyFolder(tb testing.TB) string {
	tb.Helper()
	folder := tb.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		tb.Fatal(err)
	}
	return folder
}

// put writes a file as of the given time, with exactly the given permissions.
func put(tb testing.TB, folder, name, text string, mode os.FileMode, at time.Time) string {
	tb.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		tb.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		tb.Fatal(err)
	}
	return path
}
