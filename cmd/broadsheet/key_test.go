package main

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// A server that runs signs with a key that was added beside it, and takes what
// it signed before.
func TestKeyRotation(t *testing.T) {
	const email, password = "admin@example.org", "long enough it is"
	folder := t.TempDir()
	s := settings(t, storetest.URLs(t)[storetest.EngineSQLite], "--admin-email", email, "--admin-password", password)
	s.SigningKeys = folder
	b := boot(t, s)
	before, ok := signIn(t, b.url, email, password)
	if !ok {
		t.Fatal("nobody can sign in")
	}
	command(t, "", "key", "rotate", "--signing-keys", folder).want(t, exitDone, "signs in a minute")
	keys, err := auth.ListKeys(folder, time.Now())
	if err != nil || len(keys) != 2 || !keys[0].Signs {
		t.Fatalf("%+v, %v", keys, err)
	}
	command(t, "", "key", "list", "--signing-keys", folder).want(t, exitDone, keys[0].ID, keys[1].ID, "KID", "true", "false")

	added := keys[1].ID
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(folder, added+".pem"), old, old); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the new key to sign", func() bool {
		after, ok := signIn(t, b.url, email, password)
		header, err := base64.RawURLEncoding.DecodeString(strings.Split(after, ".")[0])
		return ok && err == nil && strings.Contains(string(header), added)
	})
	if status, _ := call(t, http.MethodGet, b.url+"/v1/auth/me", before, ""); status != http.StatusOK {
		t.Errorf("what the old key signed is answered with %d", status)
	}
}

func TestKeyFaults(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none")
	command(t, "", "key", "list", "--signing-keys", missing).want(t, exitFailed, missing)
	command(t, "", "key", "rotate", "--signing-keys", filepath.Join(missing, "a.pem")).want(t, exitFailed, "a.pem")
}
