package auth

import (
	"crypto/ed25519"
	"log/slog"
	"sync"
	"time"
)

const (
	// signingDelay is how old a key must be before it signs: until then every node
	// and every client that keeps a copy of the JWKS has time to learn it.
	signingDelay = 60 * time.Second
	// rereadPause is the shortest time between two readings of the keys, so that
	// forged key ids cannot make us read the disk at each request.
	rereadPause = time.Second
	// longestTrust is how long a key is believed in without looking whether its file
	// is still there.
	longestTrust = time.Minute
)

// Keyring holds the Ed25519 keys that sign access tokens. It may be used by several
// goroutines at once.
//
// All keys verify. The newest signs, from 60 s after its file was written; while no
// key is that old, the oldest signs. Of keys that are equally old the last one, by
// file name and then by place in the file, counts as the newest.
//
// The keys are read again when a token names an unknown key, when a token is signed
// and when the JWKS is asked for, but at most once a second; a key whose file is
// taken away is forgotten within a minute. When a later reading fails, the keys of
// the last good one stay and a warning is logged.
type Keyring struct {
	read func() ([]key, error)
	now  func() time.Time

	mu     sync.Mutex
	keys   []key // oldest first, never empty
	readAt time.Time
}

type key struct {
	id       string // the thumbprint of public
	private  ed25519.PrivateKey
	public   ed25519.PublicKey
	appeared time.Time
}

func newKey(private ed25519.PrivateKey, appeared time.Time) key {
	public := ed25519.PublicKey(private[ed25519.SeedSize:])
	return key{id: thumbprint(public), private: private, public: public, appeared: appeared}
}

// OpenKeyring reads the keys that setting names: a folder, one file, or the PEM text
// itself, in which line ends may be written as \n. Keys are PKCS#8 PEM as
// `openssl genpkey -algorithm ed25519` writes them; a file or text may hold several.
// A folder that is missing or holds no key is given one, and made is then true.
//
// In a folder, hidden files and folders are passed over; everything else must be a
// key. Key files may be read by their owner and group and written by the owner alone
// (0640 at most): group reading is how secrets are mounted for an unprivileged user.
// A folder that others may write to is refused unless it is sticky. Errors name the
// file at fault and never show a key.
func OpenKeyring(setting string, now func() time.Time) (ring *Keyring, made bool, err error) {
	read, made, err := keySource(setting, ensureKey)
	if err != nil {
		return nil, false, err
	}
	ring, err = newKeyring(read, now)
	return ring, made, err
}

// ReadKeyring is OpenKeyring for those who only verify: it makes no key, so
// that a folder without one is an error.
func ReadKeyring(setting string, now func() time.Time) (*Keyring, error) {
	read, _, err := keySource(setting, func(string) (bool, error) { return false, nil })
	if err != nil {
		return nil, err
	}
	return newKeyring(read, now)
}

func newKeyring(read func() ([]key, error), now func() time.Time) (*Keyring, error) {
	keys, err := read()
	if err != nil {
		return nil, err
	}
	return &Keyring{read: read, now: now, keys: keys, readAt: now()}, nil
}

// JWKS gives the public halves of all keys, oldest first.
func (r *Keyring) JWKS() JWKS {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reread(rereadPause)
	set := JWKS{Keys: make([]JWK, 0, len(r.keys))}
	for _, k := range r.keys {
		set.Keys = append(set.Keys, newJWK(k.public))
	}
	return set
}

func (r *Keyring) signer() key {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reread(rereadPause)
	return signerOf(r.keys, r.now())
}

// signerOf returns which of some keys, oldest first, signs at now.
func signerOf(keys []key, now time.Time) key {
	latest := now.Add(-signingDelay)
	chosen := keys[0]
	for _, k := range keys {
		if !k.appeared.After(latest) {
			chosen = k
		}
	}
	return chosen
}

func (r *Keyring) verifier(id string) (ed25519.PublicKey, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reread(longestTrust)
	if public, ok := r.find(id); ok {
		return public, true
	}
	r.reread(rereadPause)
	return r.find(id)
}

func (r *Keyring) find(id string) (ed25519.PublicKey, bool) {
	for _, k := range r.keys {
		if k.id == id {
			return k.public, true
		}
	}
	return nil, false
}

// reread reads the keys again when the last reading is at least age old.
func (r *Keyring) reread(age time.Duration) {
	now := r.now()
	if now.Sub(r.readAt) < age {
		return
	}
	r.readAt = now
	keys, err := r.read()
	if err != nil {
		slog.Warn("signing keys could not be read again, the known ones stay in use", "error", err)
		return
	}
	r.keys = keys
}
