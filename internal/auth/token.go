package auth

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
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

	tokenType   = "at+jwt"
	scriptType  = "script+jwt"
	previewType = "preview+jwt"
)

// ErrInvalidToken is what Verify answers to every token that is not good, whatever
// the reason. The reason is wrapped beside it, for the log and not for the client.
var ErrInvalidToken = errors.New("auth: invalid access token")

var errSession = errors.New("auth: the token has a session, which only an access token has")

var errIncomplete = errors.New("auth: an issuer needs a keyring, a name, an audience, a time to live and a clock")

// Issuer makes and reads tokens: JWTs (RFC 7519) of type at+jwt (RFC 9068),
// script+jwt or preview+jwt signed with Ed25519 (RFC 8037). They say who (sub) and which session (sid)
// or which script's token (jti), and nothing about roles, which are looked up at each
// request. All fields are needed.
type Issuer struct {
	Keyring  *Keyring
	Issuer   string           // the iss claim
	Audience string           // the aud claim
	TTL      time.Duration    // from iat to exp, a second at least
	Now      func() time.Time // the clock
}

// Claims is what a good token says: an access token of a session, or that of a
// script.
type Claims struct {
	Script    bool      // it is a script's: typ script+jwt
	UserID    string    // sub
	SessionID string    // sid, "" for a script
	ID        string    // jti, unique to this token
	IssuedAt  time.Time // iat, UTC, whole seconds
	Expires   time.Time // exp, UTC, whole seconds; zero for a script's that does not
}

// claims is the token's payload.
type claims struct {
	jwt.RegisteredClaims

	SessionID string `json:"sid,omitempty"`

	types []string // that are wanted
	typ   string   // from the header
}

// Validate is called by the parser after its own checks. It asks for the claims that
// the parser would let be absent. A script's token and a preview have no session.
func (c claims) Validate() error {
	named := c.Subject != "" && c.ID != "" && c.IssuedAt != nil
	switch {
	case named && c.typ != tokenType && c.SessionID != "":
		return errSession
	case named && c.typ == scriptType,
		named && c.typ == previewType && c.ExpiresAt != nil,
		named && c.SessionID != "" && c.ExpiresAt != nil:
		return nil
	default:
		return jwt.ErrTokenRequiredClaimMissing
	}
}

// Sign makes an access token for a user's session, valid at once, and tells when it
// expires (UTC, whole seconds).
func (i Issuer) Sign(userID, sessionID string) (token string, expires time.Time, err error) {
	if !i.complete() {
		return "", time.Time{}, errIncomplete
	}
	c := i.newClaims(userID, rand.Text())
	expires = c.IssuedAt.Add(i.TTL).Truncate(time.Second)
	c.SessionID, c.ExpiresAt = sessionID, jwt.NewNumericDate(expires)
	token, err = i.sign(tokenType, c)
	return token, expires, err
}

// SignScript makes a token for a user's script, valid at once: a JWT of type
// script+jwt, which no access token can be taken for, nor the other way round. Its
// jti is tokenID, by which it is looked up at each request. It ends at expires, to
// the second after; never when that is nil.
func (i Issuer) SignScript(userID, tokenID string, expires *time.Time) (string, error) {
	if !i.complete() {
		return "", errIncomplete
	}
	c := i.newClaims(userID, tokenID)
	if expires != nil {
		c.ExpiresAt = secondAfter(*expires)
	}
	return i.sign(scriptType, c)
}

func secondAfter(t time.Time) *jwt.NumericDate {
	return jwt.NewNumericDate(t.Add(time.Second - time.Nanosecond))
}

func (i Issuer) newClaims(userID, id string) claims {
	now := jwt.NewNumericDate(i.Now().UTC().Truncate(time.Second))
	return claims{RegisteredClaims: jwt.RegisteredClaims{
		Issuer: i.Issuer, Audience: jwt.ClaimStrings{i.Audience}, Subject: userID, ID: id, IssuedAt: now, NotBefore: now,
	}}
}

func (i Issuer) sign(typ string, c claims) (string, error) {
	k := i.Keyring.signer()
	unsigned := jwt.NewWithClaims(jwt.SigningMethodEdDSA, c)
	unsigned.Header["typ"] = typ
	unsigned.Header["kid"] = k.id
	token, err := unsigned.SignedString(k.private)
	if err != nil {
		return "", fmt.Errorf("auth: sign a token: %w", err)
	}
	return token, nil
}

// Verify reads a token of this issuer, an access token or that of a script. Every fault of the token is an
// ErrInvalidToken. Keys and addresses of keys inside the token (jwk, jku, x5c, x5u)
// are never looked at.
func (i Issuer) Verify(token string) (Claims, error) {
	c, err := i.read(token, tokenType, scriptType)
	if err != nil {
		return Claims{}, err
	}
	good := Claims{Script: c.typ == scriptType, UserID: c.Subject, SessionID: c.SessionID, ID: c.ID, IssuedAt: c.IssuedAt.UTC()}
	if c.ExpiresAt != nil {
		good.Expires = c.ExpiresAt.UTC()
	}
	return good, nil
}

// read reads a token that is one of the types.
func (i Issuer) read(token string, types ...string) (claims, error) {
	if !i.complete() {
		return claims{}, errIncomplete
	}
	if len(token) > MaxTokenBytes {
		return claims{}, fmt.Errorf("%w: more than %d bytes", ErrInvalidToken, MaxTokenBytes)
	}
	// Go's base64 passes over line ends, and one token must not have two spellings.
	if strings.ContainsAny(token, "\r\n") {
		return claims{}, fmt.Errorf("%w: it has a line end", ErrInvalidToken)
	}
	c := claims{types: types}
	if _, err := i.parser().ParseWithClaims(token, &c, i.key); err != nil {
		return claims{}, fmt.Errorf("%w: %w", ErrInvalidToken, err)
	}
	return c, nil
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
		jwt.WithNotBeforeRequired(),
		jwt.WithIssuedAt(),
		jwt.WithLeeway(Leeway),
		jwt.WithTimeFunc(i.Now),
	)
}

// key finds the public key that a token must be signed with, and notes of which type
// it is, for Validate. A crit header names
// extensions that must be understood (RFC 7515 section 4.1.11); we know none.
func (i Issuer) key(token *jwt.Token) (any, error) {
	c, ours := token.Claims.(*claims)
	typ, isText := token.Header["typ"].(string)
	if !ours || !isText || !slices.Contains(c.types, typ) {
		return nil, errors.New("its typ is another")
	}
	c.typ = typ
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
