package auth

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// firstKey is the one name under which a key is made, so that of two nodes that
// start at once exactly one makes it.
const firstKey = "first.pem"

// ensureKey makes the folder and a key in it unless there is one, and tells whether
// it made the key.
func ensureKey(folder string) (made bool, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return false, fmt.Errorf("signing keys: %w", err)
	}
	names, err := keyFiles(folder)
	if err != nil || len(names) > 0 {
		return false, err
	}
	if err := checkFolder(folder); err != nil {
		return false, err
	}
	text, err := newKeyText()
	if err != nil {
		return false, fmt.Errorf("signing keys: make a key: %w", err)
	}
	return publish(folder, firstKey, text)
}

// publish writes the key under a hidden name and then links it to its real one,
// which fails when that exists: nobody ever reads half a key, and the first wins.
func publish(folder, name string, text []byte) (made bool, err error) {
	hidden, err := writeHidden(folder, text)
	if err != nil {
		return false, fmt.Errorf("signing keys: %w", err)
	}
	linkErr := os.Link(hidden, filepath.Join(folder, name))
	removeErr := os.Remove(hidden)
	made = linkErr == nil
	if errors.Is(linkErr, fs.ErrExist) {
		linkErr = nil
	}
	if err := errors.Join(linkErr, removeErr); err != nil {
		return made, fmt.Errorf("signing keys: %w", err)
	}
	return made, nil
}

// writeHidden writes text, for its owner's eyes only, to a new file in folder whose
// name begins with a dot, and gives its path.
func writeHidden(folder string, text []byte) (path string, err error) {
	file, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return "", err
	}
	_, writeErr := file.Write(text)
	syncErr := file.Sync()
	closeErr := file.Close()
	if err := errors.Join(writeErr, syncErr, closeErr); err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

func newKeyText() ([]byte, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}
