// Package oidc reads the tokens of one trusted external issuer: JWTs that it
// signed for us, checked with the keys that OpenID Connect Discovery 1.0 leads
// to. It says who somebody is there and which role that gives here.
//
// What may come in: settings, tokens, a clock, HTTP to the issuer alone. What may
// not: users, sessions, the database, requests. Whether a user may still come in
// is decided in package service.
package oidc

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	// MaxTokenBytes is the size above which a token is refused unread. Issuers list
	// every group of a user in it.
	MaxTokenBytes = 16 << 10
	// Leeway is how far the issuer's clock may differ from ours.
	Leeway = 30 * time.Second
)

var (
	// ErrInvalidToken is what Verify answers to every token that is not good,
	// whatever the reason, which is wrapped beside it for the log.
	ErrInvalidToken = errors.New("oidc: invalid token")
	// ErrUnreachable is what Verify answers when it can't tell, because the
	// issuer's keys can't be had.
	ErrUnreachable = errors.New("oidc: the issuer's keys can't be read")
)

// Settings say whom to trust with what.
type Settings struct {
	Issuer    string               // the iss claim, whose discovery document names the keys
	Audience  string               // one of the aud claim
	RoleClaim string               // name of a claim, or the path to one: realm_access.roles
	Roles     map[string]news.Role // by value of the claim
}

// Issuer is a trusted external issuer. It may be used by several goroutines at
// once, and asks nothing of the network before the first token or Warm.
type Issuer struct {
	settings Settings
	now      func() time.Time
	keys     *keySet
}

// New returns the issuer of the settings, none of which is empty.
func New(settings Settings, now func() time.Time) *Issuer {
	source := newSource(settings.Issuer)
	return &Issuer{settings: settings, now: now, keys: newKeySet(source.read, now)}
}

// Warm begins to read the keys, so that the first token need not wait, and that
// the log tells at once what is wrong.
func (i *Issuer) Warm() { i.keys.warm() }

// Name returns the iss claim.
func (i *Issuer) Name() string { return i.settings.Issuer }

// Names reports whether a token says that it is this issuer's. It may say so
// and be another's: Verify looks.
func (i *Issuer) Names(token string) bool {
	if len(token) > MaxTokenBytes {
		return false
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return false
	}
	var said struct {
		Issuer string `json:"iss"`
	}
	return json.Unmarshal(payload, &said) == nil && said.Issuer == i.settings.Issuer
}

// Verify reads a token of this issuer. It must be signed with one of the
// issuer's keys under an asymmetric algorithm, be for our audience, and have sub,
// exp and iat. Keys and addresses of keys inside the token (jwk, jku, x5c, x5u)
// are never looked at. A good token may give no role: then Identity.Role is "".
func (i *Issuer) Verify(ctx context.Context, token string) (Identity, error) {
	// Go's base64 passes over line ends, and one token must not have two spellings.
	if len(token) > MaxTokenBytes || strings.ContainsAny(token, "\r\n") {
		return Identity{}, fmt.Errorf("%w: it is too long or has a line end", ErrInvalidToken)
	}
	claims := jwt.MapClaims{}
	find := func(token *jwt.Token) (any, error) { return i.key(ctx, token) }
	_, err := i.parser().ParseWithClaims(token, claims, find)
	if errors.Is(err, ErrUnreachable) || errors.Is(err, context.Canceled) {
		return Identity{}, err
	}
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrInvalidToken, err)
	}
	return i.identity(claims)
}

// algorithms are those that take a public key. A shared secret is none: whoever
// checks could sign.
func algorithms() []string {
	return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
}

func (i *Issuer) parser() *jwt.Parser {
	return jwt.NewParser(
		jwt.WithValidMethods(algorithms()),
		jwt.WithStrictDecoding(),
		jwt.WithIssuer(i.settings.Issuer),
		jwt.WithAudience(i.settings.Audience),
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(),
		jwt.WithLeeway(Leeway),
		jwt.WithTimeFunc(i.now),
	)
}

// key finds the public key that a token must be signed with. A crit header names
// extensions that must be understood (RFC 7515 section 4.1.11); we know none.
func (i *Issuer) key(ctx context.Context, token *jwt.Token) (any, error) {
	if !knownType(token.Header["typ"]) {
		return nil, errors.New("its typ is none of at+jwt and JWT")
	}
	if _, critical := token.Header["crit"]; critical {
		return nil, errors.New("it has a crit header")
	}
	id, ok := token.Header["kid"].(string)
	if !ok || id == "" {
		return nil, errors.New("it has no kid")
	}
	found, err := i.keys.find(ctx, id)
	if err != nil {
		return nil, err
	}
	if !found.takes(token.Method.Alg()) {
		return nil, fmt.Errorf("its key is not for %s", token.Method.Alg())
	}
	return found.public, nil
}

// knownType takes the types of access tokens (RFC 9068 section 2.1) and of plain
// JWTs, and none at all, as older issuers have it. Media types are in any case.
func knownType(typ any) bool {
	if typ == nil {
		return true
	}
	text, _ := typ.(string)
	switch strings.TrimPrefix(strings.ToLower(text), "application/") {
	case "at+jwt", "jwt":
		return true
	default:
		return false
	}
}
