package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	jose "github.com/go-jose/go-jose/v4"
)

const (
	mostBytes = 256 << 10 // of one answer
	mostKeys  = 100
)

// source is where the keys of an issuer are read.
type source struct {
	issuer string
	client *http.Client
}

func newSource(issuer string) source {
	return source{issuer: issuer, client: &http.Client{
		Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("the issuer redirects, which is not followed")
		},
	}}
}

// read asks the issuer's discovery document where the keys are, and returns
// those that can check a signature, by their ids.
func (s source) read(ctx context.Context) (map[string]key, error) {
	var found struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	address := strings.TrimSuffix(s.issuer, "/") + "/.well-known/openid-configuration"
	if err := s.get(ctx, address, &found); err != nil {
		return nil, err
	}
	if found.Issuer != s.issuer {
		return nil, fmt.Errorf("%s is the document of the issuer %q", address, found.Issuer)
	}
	if err := checkAddress(found.Keys, isLoopback(s.issuer)); err != nil {
		return nil, fmt.Errorf("jwks_uri %q: %w", found.Keys, err)
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := s.get(ctx, found.Keys, &set); err != nil {
		return nil, err
	}
	if len(set.Keys) > mostKeys {
		return nil, fmt.Errorf("%s has more than %d keys", found.Keys, mostKeys)
	}
	return usable(set.Keys), nil
}

func (s source) get(ctx context.Context, address string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers with %d", address, answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", address, err)
	}
	if len(body) > mostBytes {
		return fmt.Errorf("%s has more than %d bytes", address, mostBytes)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("read %s: %w", address, err)
	}
	return nil
}

// usable leaves out what can check no signature of ours: keys of unknown kinds,
// shared secrets, private keys, keys for encryption and those without an id. Of
// two with one id neither is taken.
func usable(raw []json.RawMessage) map[string]key {
	keys, seen := map[string]key{}, map[string]bool{}
	for _, text := range raw {
		var read jose.JSONWebKey
		if json.Unmarshal(text, &read) != nil || read.KeyID == "" {
			continue
		}
		if seen[read.KeyID] {
			delete(keys, read.KeyID)
			continue
		}
		seen[read.KeyID] = true
		if usable, ok := newKey(read); ok {
			keys[read.KeyID] = usable
		}
	}
	return keys
}

// CheckIssuer says what is wrong with the address of an issuer, nil when nothing
// is: https, or http on this machine, and nothing but a host and a path.
func CheckIssuer(address string) error {
	if strings.ContainsAny(address, "?#") {
		return errors.New("it must have neither a query nor a fragment")
	}
	return checkAddress(address, true)
}

func checkAddress(address string, loopback bool) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return errors.New("it must be an address such as https://issuer.example")
	case u.Scheme == "https", u.Scheme == "http" && loopback && isLoopback(address):
		return nil
	default:
		return errors.New("it must begin with https://; http:// will do on this machine alone")
	}
}

// isLoopback reports whether an address is one of this machine's.
func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || (err == nil && ip.Unmap().IsLoopback())
}
