package oidctest

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

// Forgeries returns tokens that nobody may take, by what is wrong with them. Each
// is otherwise as good as the one that k, which the issuer has published, signs
// of the same claims.
func (i *Issuer) Forgeries(tb testing.TB, k Key, claims map[string]any, now time.Time) map[string]string { //nolint:funlen // one table
	tb.Helper()
	other := NewKey(tb, k.ID, "ES256")
	with := func(name string, value any) map[string]any {
		changed := maps.Clone(claims)
		if changed[name] = value; value == nil {
			delete(changed, name)
		}
		return changed
	}
	header := func(name string, value any) func(map[string]any) {
		return func(h map[string]any) {
			if h[name] = value; value == nil {
				delete(h, name)
			}
		}
	}
	good := k.Sign(tb, claims)
	tokens := map[string]string{
		"expired":               k.Sign(tb, with("exp", now.Add(-time.Minute).Unix())),
		"without an end":        k.Sign(tb, with("exp", nil)),
		"an end in words":       k.Sign(tb, with("exp", "tomorrow")),
		"not yet valid":         k.Sign(tb, with("nbf", now.Add(time.Minute).Unix())),
		"issued tomorrow":       k.Sign(tb, with("iat", now.Add(24*time.Hour).Unix())),
		"issued never":          k.Sign(tb, with("iat", nil)),
		"for another audience":  k.Sign(tb, with("aud", "another")),
		"for other audiences":   k.Sign(tb, with("aud", []string{"another", "newsroom2", "NEWSROOM"})),
		"for nobody":            k.Sign(tb, with("aud", nil)),
		"for an empty audience": k.Sign(tb, with("aud", []string{})),
		"about nobody":          k.Sign(tb, with("sub", nil)),
		"about an empty name":   k.Sign(tb, with("sub", "")),
		"about a number":        k.Sign(tb, with("sub", 1)),
		"about a line":          k.Sign(tb, with("sub", "a\nb")),
		"about U+0000":          k.Sign(tb, with("sub", "a\x00")),
		"about a long name":     k.Sign(tb, with("sub", strings.Repeat("a", 256))),
		"kid unknown":           k.Sign(tb, claims, header("kid", "another")),
		"kid a path":            k.Sign(tb, claims, header("kid", "../../keys")),
		"kid empty":             k.Sign(tb, claims, header("kid", "")),
		"kid missing":           k.Sign(tb, claims, header("kid", nil)),
		"kid a list":            k.Sign(tb, claims, header("kid", []string{k.ID})),
		"an ID token's type":    k.Sign(tb, claims, header("typ", "id+jwt")),
		"a logout token's type": k.Sign(tb, claims, header("typ", "logout+jwt")),
		"a type that is a list": k.Sign(tb, claims, header("typ", []string{"JWT"})),
		"crit":                  k.Sign(tb, claims, header("crit", []string{"exp"})),
		"alg of another family": k.Sign(tb, claims, header("alg", "ES256")),
		"alg stronger":          k.Sign(tb, claims, header("alg", "RS512")),
		"alg unknown":           k.Sign(tb, claims, header("alg", "XX256")),
		"alg missing":           k.Sign(tb, claims, header("alg", nil)),
		"another key":           other.Sign(tb, claims),
		"another key, our alg":  other.Sign(tb, claims, header("alg", k.Algorithm)),
		"its own key within": other.Sign(tb, claims, header("jwk", jose.JSONWebKey{Key: other.Public(), KeyID: other.ID}),
			header("jku", "https://127.0.0.1:1/keys"), header("x5u", "https://127.0.0.1:1/chain")),
		"unsigned":            good[:strings.LastIndexByte(good, '.')+1],
		"cut short":           good[:len(good)-9],
		"another's payload":   swapped(tb, good, with("sub", "somebody else")),
		"two spellings":       good[:10] + "\n" + good[10:],
		"longer than we read": k.Sign(tb, with("padding", strings.Repeat("a", 20_000))),
		"encrypted":           good + ".AAAA.AAAA",
	}
	for _, alg := range []string{"none", "None", "NONE"} {
		tokens["alg "+alg] = part(tb, map[string]any{"alg": alg, "typ": "JWT", "kid": k.ID}) + "." + part(tb, claims) + "."
	}
	for name, secret := range secrets(tb, k) {
		tokens["HS256 with the public key as "+name] = hmacToken(tb, k.ID, claims, secret)
	}
	return tokens
}

// Elsewhere returns tokens that name another issuer, or none.
func (i *Issuer) Elsewhere(tb testing.TB, k Key, claims map[string]any) map[string]string {
	tb.Helper()
	tokens := map[string]string{}
	for name, value := range map[string]any{
		"another issuer": "https://elsewhere.example", "the issuer with a slash": i.URL + "/", "the issuer in capitals": strings.ToUpper(i.URL),
		"a list of issuers": []string{i.URL}, "no issuer": nil, "ours": "broadsheet",
	} {
		changed := maps.Clone(claims)
		changed["iss"] = value
		tokens[name] = k.Sign(tb, changed)
	}
	return tokens
}

// swapped puts another payload under a signature.
func swapped(tb testing.TB, token string, claims map[string]any) string {
	tb.Helper()
	parts := strings.Split(token, ".")
	return parts[0] + "." + part(tb, claims) + "." + parts[2]
}

// secrets are the forms in which a careless verifier has the public key at hand.
func secrets(tb testing.TB, k Key) map[string][]byte {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(k.Public())
	if err != nil {
		tb.Fatal(err)
	}
	web, err := jose.JSONWebKey{Key: k.Public(), KeyID: k.ID}.MarshalJSON()
	if err != nil {
		tb.Fatal(err)
	}
	return map[string][]byte{
		"DER": der, "PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), "JWK": web, "nothing": {},
	}
}

func hmacToken(tb testing.TB, id string, claims map[string]any, secret []byte) string {
	tb.Helper()
	message := part(tb, map[string]any{"alg": "HS256", "typ": "JWT", "kid": id}) + "." + part(tb, claims)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(message))
	return message + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
