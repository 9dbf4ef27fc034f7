package auth

import (
	"errors"
	"fmt"
	"time"
)

// KeyState is what can be told of a key.
type KeyState struct {
	ID    string    // the kid: the thumbprint of the public key (RFC 7638)
	Since time.Time // when its file was written, UTC; zero where there is no file
	Signs bool      // it signs what is signed now
}

// ListKeys tells of the keys that setting names, oldest first, as OpenKeyring
// reads them. It makes none.
func ListKeys(setting string, now time.Time) ([]KeyState, error) {
	read, _, err := keyReader(setting)
	if err != nil {
		return nil, err
	}
	keys, err := read()
	if err != nil {
		return nil, err
	}
	signer := signerOf(keys, now)
	states := make([]KeyState, len(keys))
	for i, k := range keys {
		states[i] = KeyState{ID: k.id, Since: k.appeared.UTC(), Signs: k.id == signer.id}
	}
	return states, nil
}

// RotateKey adds a new key to a folder and returns its id. It signs from 60 s on,
// once every node has learnt it; the keys before stay, so that what they signed
// is good until it expires. A setting that names no folder can't be added to.
func RotateKey(setting string) (id string, err error) {
	_, isFolder, err := keyReader(setting)
	if err != nil {
		return "", err
	}
	if !isFolder {
		return "", errors.New("signing keys: a key can only be added to a folder")
	}
	if made, err := ensureKey(setting); err != nil {
		return "", err
	} else if made {
		return onlyKey(setting)
	}
	if err := checkFolder(setting); err != nil {
		return "", err
	}
	text, err := newKeyText()
	if err != nil {
		return "", fmt.Errorf("signing keys: make a key: %w", err)
	}
	keys, err := parseKeys(text, time.Time{})
	if err != nil {
		return "", err
	}
	made, err := publish(setting, keys[0].id+".pem", text)
	if err == nil && !made {
		err = errors.New("signing keys: the key is there already")
	}
	return keys[0].id, err
}

func onlyKey(folder string) (id string, err error) {
	keys, err := readFolder(folder)
	if err != nil {
		return "", err
	}
	return keys[0].id, nil
}
