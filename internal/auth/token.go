package auth

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	// MaxTokenBytes is the size above which an access token is refused unread; ours
	// have about 500 bytes.
	MaxTokenBytes = 4096
	// Leeway is how far the clocks of two nodes may differ: a token is taken this long
	// before its nbf and iat and this long after its exp.
	Leeway = 5 * time.Second

	tokenType = "at+jwt"
)

// ErrInvalidToken is what Verify answers to every token that is not good, whatever
// the reason. The reason is wrapped beside it, for the log and not for the client.
var ErrInvalidToken = errors.New("auth: invalid access token")

var errIncomplete = errors.New("auth: an issuer needs a keyring, a name, an audience, a time to live and a clock")

// Issuer makes and reads access tokens: JWTs (RFC 7519) of type at+jwt (RFC 9068)
// signed with Ed25519 (RFC 8037). They say who (sub) and which session (sid), and
// nothing about roles, which are looked up at each request. All fields are needed.
type Issuer struct {
	Keyring  *Keyring
	Issuer   string           // the iss claim
	Audience string           // the aud claim
	TTL      time.Duration    // from iat to exp, a second at least
	Now      func() time.Time // the clock
}

// Claims is what a good access token says.
type Claims struct {
	UserID    string    // sub
	SessionID string    // sid
	ID        string    // jti, unique to this token
	IssuedAt  time.Time // iat, UTC, whole seconds
	Expires   time.Time // exp, UTC, whole seconds
}

// claims is the token's payload.
type claims struct {
	jwt.RegisteredClaims

	SessionID string `json:"sid"`
}

// Validate is called by the parser after its own checks. It asks for the claims that
// the parser would let be absent.
func (c claims) Validate() error {
	if c.Subject == "" || c.SessionID == "" || c.ID == "" || c.IssuedAt == nil {
		return jwt.ErrTokenRequiredClaimMissing
	}
	return nil
}

// Sign makes an access token for a user's session, valid at once, and tells when it
// expires (UTC, whole seconds).
func (i Issuer) Sign(userID, sessionID string) (token string, expires time.Time, err error) {
	if !i.complete() {
		return "", time.Time{}, errIncomplete
	}
	issued := i.Now().UTC().Truncate(time.Second)
	expires = issued.Add(i.TTL).Truncate(time.Second)
	k := i.Keyring.signer()
	unsigned := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{SessionID: sessionID, RegisteredClaims: jwt.RegisteredClaims{
		Issuer:    i.Issuer,
		Audience:  jwt.ClaimStrings{i.Audience},
		Subject:   userID,
		ID:        rand.Text(),
		IssuedAt:  jwt.NewNumericDate(issued),
		NotBefore: jwt.NewNumericDate(issued),
		ExpiresAt: jwt.NewNumericDate(expires),
	}})
	unsigned.Header["typ"] = tokenType
	unsigned.Header["kid"] = k.id
	token, err = unsigned.SignedString(k.private)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("auth: sign an access token: %w", err)
	}
	return token, expires, nil
}

// Verify reads an access token of this issuer. Every fault of the token is an
// ErrInvalidToken. Keys and addresses of keys inside the token (jwk, jku, x5c, x5u)
// are never looked at.
func (i Issuer) Verify(token string) (Claims, error) {
	if !i.complete() {
		return Claims{}, errIncomplete
	}
	if len(token) > MaxTokenBytes {
		return Claims{}, fmt.Errorf("%w: more than %d bytes", ErrInvalidToken, MaxTokenBytes)
	}
	// Go's base64 passes over line ends, and one token must not have two spellings.
	if strings.ContainsAny(token, "\r\n") {
		return Claims{}, fmt.Errorf("%w: it has a line end", ErrInvalidToken)
	}
	var c claims
	if _, err := i.parser().ParseWithClaims(token, &c, i.key); err != nil {
		return Claims{}, fmt.Errorf("%w: %w", ErrInvalidToken, err)
	}
	return Claims{
		UserID: c.Subject, SessionID: c.SessionID, ID: c.ID,
		IssuedAt: c.IssuedAt.UTC(), Expires: c.ExpiresAt.UTC(),
	}, nil
}

// complete guards against an issuer that would check less than it should: the parser
// takes an empty name or audience for "do not check".
func (i Issuer) complete() bool {
	return i.Keyring != nil && i.Issuer != "" && i.Audience != "" && i.TTL >= time.Second && i.Now != nil
}

func (i Issuer) parser() *jwt.Parser {
	return jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithStrictDecoding(),
		jwt.WithIssuer(i.Issuer),
		jwt.WithAudience(i.Audience),
		jwt.WithExpirationRequired(),
		jwt.WithNotBeforeRequired(),
		jwt.WithIssuedAt(),
		jwt.WithLeeway(Leeway),
		jwt.WithTimeFunc(i.Now),
	)
}

// key finds the public key that a token must be signed with. A crit header names
// extensions that must be understood (RFC 7515 section 4.1.11); we know none.
func (i Issuer) key(token *jwt.Token) (any, error) {
	if token.Header["typ"] != tokenType {
		return nil, errors.New("its typ is not " + tokenType)
	}
	if _, ok := token.Header["crit"]; ok {
		return nil, errors.New("it has a crit header")
	}
	id, ok := token.Header["kid"].(string)
	if !ok {
		return nil, errors.New("it has no kid")
	}
	public, ok := i.Keyring.verifier(id)
	if !ok {
		return nil, errors.New("its kid is unknown")
	}
	return public, nil
}
