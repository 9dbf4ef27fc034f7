package auth

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

// forgery is a token in the making: what is not changed is as in a good token.
type forgery struct {
	header  map[string]any
	payload map[string]any
	sign    func(text []byte) []byte
}

func forge(tb testing.TB, change func(*forgery)) string {
	tb.Helper()
	f := &forgery{
		header: map[string]any{"alg": "EdDSA", "typ": "at+jwt", "kid": idOf(tb, rfcSeed)},
		payload: map[string]any{
			"iss": "broadsheet", "aud": "broadsheet-api", "sub": testUser, "sid": testSession, "jti": "1",
			"iat": noon.Unix(), "nbf": noon.Unix(), "exp": noon.Unix() + 900,
		},
		sign: signedBy(tb, rfcSeed),
	}
	change(f)
	text := part(encoded(tb, f.header)) + "." + part(encoded(tb, f.payload))
	return text + "." + part(string(f.sign([]byte(text))))
}

func part(raw string) string { return base64.RawURLEncoding.EncodeToString([]byte(raw)) }

func signedBy(tb testing.TB, seed string) func([]byte) []byte {
	tb.Helper()
	private := seeded(tb, seed)
	return func(text []byte) []byte { return ed25519.Sign(private, text) }
}

func hmacWith(secret []byte) func([]byte) []byte {
	return func(text []byte) []byte {
		mac := hmac.New(sha256.New, secret)
		mac.Write(text)
		return mac.Sum(nil)
	}
}

func unsigned([]byte) []byte { return nil }

// Were a forgery without a fault not taken, the tests below would prove nothing.
func TestAForgeryWithoutAFaultIsGood(t *testing.T) {
	issuer := issuerAt(t, &clock{at: noon})
	for name, change := range map[string]func(*forgery){
		"as it is":          func(*forgery) {},
		"by an older key":   func(f *forgery) { f.header["kid"], f.sign = idOf(t, secondSeed), signedBy(t, secondSeed) },
		"with foreign keys": func(f *forgery) { addForeignKeys(t, f) },
	} {
		got, err := issuer.Verify(forge(t, change))
		if err != nil || got.UserID != testUser || got.SessionID != testSession {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func TestForgedHeaders(t *testing.T) {
	public := newKey(seeded(t, rfcSeed), noon).public
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	testForgeries(t, []forgeryTest{
		{"alg none", jwt.ErrTokenSignatureInvalid, func(f *forgery) { f.header["alg"], f.sign = "none", unsigned }},
		{"alg None", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["alg"], f.sign = "None", unsigned }},
		{"no alg", jwt.ErrTokenUnverifiable, func(f *forgery) { delete(f.header, "alg") }},
		{"alg null", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["alg"] = nil }},
		{"HS256 with the public key", jwt.ErrTokenSignatureInvalid, func(f *forgery) {
			f.header["alg"], f.sign = "HS256", hmacWith(public)
		}},
		{"HS256 with its PEM", jwt.ErrTokenSignatureInvalid, func(f *forgery) {
			f.header["alg"], f.sign = "HS256", hmacWith(publicPEM)
		}},
		{"HS256 with its DER", jwt.ErrTokenSignatureInvalid, func(f *forgery) {
			f.header["alg"], f.sign = "HS256", hmacWith(der)
		}},
		{"ES256 named", jwt.ErrTokenSignatureInvalid, func(f *forgery) { f.header["alg"] = "ES256" }},
		{"unsigned", jwt.ErrTokenSignatureInvalid, func(f *forgery) { f.sign = unsigned }},
		{"kid of another key", jwt.ErrEd25519Verification, func(f *forgery) { f.header["kid"] = idOf(t, secondSeed) }},
		{"another key with our kid", jwt.ErrEd25519Verification, func(f *forgery) { f.sign = signedBy(t, thirdSeed) }},
		{"another key with its own kid", jwt.ErrTokenUnverifiable, func(f *forgery) {
			f.header["kid"], f.sign = idOf(t, thirdSeed), signedBy(t, thirdSeed)
		}},
		{"unknown kid", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["kid"] = "../../etc/passwd" }},
		{"empty kid", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["kid"] = "" }},
		{"kid that is no string", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["kid"] = []string{idOf(t, rfcSeed)} }},
		{"no kid", jwt.ErrTokenUnverifiable, func(f *forgery) { delete(f.header, "kid") }},
		{"typ JWT", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["typ"] = "JWT" }},
		{"no typ", jwt.ErrTokenUnverifiable, func(f *forgery) { delete(f.header, "typ") }},
		{"crit", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header["crit"] = []string{"exp"} }},
		{"foreign keys inside, signed with them", jwt.ErrEd25519Verification, func(f *forgery) {
			addForeignKeys(t, f)
			f.sign = signedBy(t, thirdSeed)
		}},
		{"foreign keys inside, without kid", jwt.ErrTokenUnverifiable, func(f *forgery) {
			addForeignKeys(t, f)
			delete(f.header, "kid")
			f.sign = signedBy(t, thirdSeed)
		}},
		{"null header", jwt.ErrTokenUnverifiable, func(f *forgery) { f.header = nil }},
	})
}

// The method is refused by its name, before any key meets it.
func TestOnlyOneMethodIsTaken(t *testing.T) {
	issuer := issuerAt(t, &clock{at: noon})
	for _, method := range jwt.GetAlgorithms() {
		_, err := issuer.Verify(forge(t, func(f *forgery) { f.header["alg"] = method }))
		switch {
		case method == "EdDSA" && err != nil:
			t.Error(err)
		case method != "EdDSA" && (err == nil || !strings.Contains(err.Error(), "signing method "+method+" is invalid")):
			t.Errorf("%s: got %v", method, err)
		}
	}
}

func TestForgedClaims(t *testing.T) {
	in, ago := noon.Unix()+60, noon.Unix()-60
	missing := jwt.ErrTokenRequiredClaimMissing
	testForgeries(t, []forgeryTest{
		{"expired", jwt.ErrTokenExpired, func(f *forgery) { f.payload["exp"] = ago }},
		{"not yet valid", jwt.ErrTokenNotValidYet, func(f *forgery) { f.payload["nbf"] = in }},
		{"issued in the future", jwt.ErrTokenUsedBeforeIssued, func(f *forgery) { f.payload["iat"] = in }},
		{"wrong issuer", jwt.ErrTokenInvalidIssuer, func(f *forgery) { f.payload["iss"] = "broadsheet2" }},
		{"wrong audience", jwt.ErrTokenInvalidAudience, func(f *forgery) { f.payload["aud"] = []string{"broadsheet"} }},
		{"empty audience", missing, func(f *forgery) { f.payload["aud"] = []string{} }},
		{"without iss", missing, func(f *forgery) { delete(f.payload, "iss") }},
		{"without aud", missing, func(f *forgery) { delete(f.payload, "aud") }},
		{"without sub", missing, func(f *forgery) { delete(f.payload, "sub") }},
		{"without sid", missing, func(f *forgery) { delete(f.payload, "sid") }},
		{"without jti", missing, func(f *forgery) { delete(f.payload, "jti") }},
		{"without exp", missing, func(f *forgery) { delete(f.payload, "exp") }},
		{"without iat", missing, func(f *forgery) { delete(f.payload, "iat") }},
		{"without nbf", missing, func(f *forgery) { delete(f.payload, "nbf") }},
		{"exp null", missing, func(f *forgery) { f.payload["exp"] = nil }},
		{"exp as text", jwt.ErrTokenMalformed, func(f *forgery) { f.payload["exp"] = "never" }},
		{"sub as a number", jwt.ErrTokenMalformed, func(f *forgery) { f.payload["sub"] = 1 }},
		{"null payload", missing, func(f *forgery) { f.payload = nil }},
		{"huge", nil, func(f *forgery) { f.payload["sub"] = strings.Repeat("x", MaxTokenBytes) }},
	})
}

type forgeryTest struct {
	name   string
	want   error // the reason, nil for any
	change func(*forgery)
}

func testForgeries(t *testing.T, tests []forgeryTest) {
	t.Helper()
	issuer := issuerAt(t, &clock{at: noon})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refusedToken(t, issuer, forge(t, tt.change), tt.want)
		})
	}
}

func addForeignKeys(tb testing.TB, f *forgery) {
	tb.Helper()
	f.header["jwk"] = newJWK(newKey(seeded(tb, thirdSeed), noon).public)
	f.header["jku"] = "https://127.0.0.1:1/jwks.json"
	f.header["x5u"] = "https://127.0.0.1:1/chain.pem"
	f.header["x5c"] = []string{"AAAA"}
}

// refusedToken wants ErrInvalidToken, no claims, and the given reason if any.
func refusedToken(tb testing.TB, issuer Issuer, token string, reason error) {
	tb.Helper()
	got, err := issuer.Verify(token)
	if !errors.Is(err, ErrInvalidToken) || got != (Claims{}) {
		tb.Fatalf("got %+v, %v for %.200q", got, err, token)
	}
	if reason != nil && !errors.Is(err, reason) {
		tb.Errorf("refused because %v, want %v", err, reason)
	}
}
