// Package oidctest is a small external issuer that tests start: a discovery
// document, a set of keys that can be changed, and tokens good and forged. Only
// tests import it.
package oidctest

import (
	"crypto"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

// Audience is whom the tokens are for.
const Audience = "newsroom"

// Issuer is a running issuer. Its fields may be set while nobody asks it.
type Issuer struct {
	URL string // its name, the iss claim

	mu     sync.Mutex
	keys   []jose.JSONWebKey
	reads  int
	change func(path string, w http.ResponseWriter) bool
}

// Start starts an issuer without keys, which ends with the test.
func Start(tb testing.TB) *Issuer {
	tb.Helper()
	issuer := &Issuer{}
	server := httptest.NewServer(http.HandlerFunc(issuer.serve))
	tb.Cleanup(server.Close)
	issuer.URL = server.URL
	return issuer
}

func (i *Issuer) serve(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.change != nil && i.change(r.URL.Path, w) {
		return
	}
	var body any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		i.reads++
		body = map[string]string{"issuer": i.URL, "jwks_uri": i.URL + "/keys"}
	case "/keys":
		body = jose.JSONWebKeySet{Keys: i.keys}
	default:
		http.NotFound(w, r)
		return
	}
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // what a test serves is what it made
}

// Answer has every request answered by change, unless it returns false.
func (i *Issuer) Answer(change func(path string, w http.ResponseWriter) bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.change = change
}

// Reads returns how often the keys were asked for.
func (i *Issuer) Reads() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.reads
}

// Publish adds a key to the set, or a private one by its public half.
func (i *Issuer) Publish(k Key) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = append(i.keys, jose.JSONWebKey{Key: k.signer.Public(), KeyID: k.ID, Algorithm: k.Algorithm, Use: "sig"})
}

// PublishRaw adds a key as it is.
func (i *Issuer) PublishRaw(k jose.JSONWebKey) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = append(i.keys, k)
}

// Drop takes a key out of the set.
func (i *Issuer) Drop(id string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.keys = slices.DeleteFunc(i.keys, func(k jose.JSONWebKey) bool { return k.KeyID == id })
}

// Claims returns those of a good token at now, for a subject, with more of them.
func (i *Issuer) Claims(subject string, now time.Time, more map[string]any) map[string]any {
	claims := map[string]any{
		"iss": i.URL, "aud": Audience, "sub": subject, "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
	}
	maps.Copy(claims, more)
	return claims
}

// Public returns the public half of a key.
func (k Key) Public() crypto.PublicKey { return k.signer.Public() }
