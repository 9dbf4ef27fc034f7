package auth

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	testUser    = "0197f9a0-0000-7000-8000-000000000001"
	testSession = "0197f9a0-0000-7000-8000-000000000002"
)

func issuerAt(tb testing.TB, c *clock) Issuer {
	tb.Helper()
	return Issuer{
		Keyring: ringOf(tb, keyText(tb, secondSeed)+keyText(tb, rfcSeed), c.now),
		Issuer:  "broadsheet", Audience: "broadsheet-api", TTL: 15 * time.Minute, Now: c.now,
	}
}

func TestSignAndVerify(t *testing.T) {
	c := &clock{at: noon.Add(700 * time.Millisecond).In(time.FixedZone("", 8*3600))}
	issuer := issuerAt(t, c)
	token, expires, err := issuer.Sign(testUser, testSession)
	if err != nil {
		t.Fatal(err)
	}
	if want := noon.Add(15 * time.Minute); !expires.Equal(want) || expires.Location() != time.UTC {
		t.Errorf("expires %v, want %v", expires, want)
	}
	got, err := issuer.Verify(token)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.ID) < 26 {
		t.Errorf("jti %q is short", got.ID)
	}
	want := Claims{UserID: testUser, SessionID: testSession, ID: got.ID, IssuedAt: noon, Expires: expires}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	other, _, err := issuer.Sign(testUser, testSession)
	if err != nil || other == token {
		t.Errorf("two tokens of one second are equal, %v", err)
	}
}

func TestWhatATokenHolds(t *testing.T) {
	token, _, err := issuerAt(t, &clock{at: noon}).Sign(testUser, testSession)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	header, payload := decoded(t, parts[0]), decoded(t, parts[1])
	delete(payload, "jti")
	for name, pair := range map[string][2]any{
		"header": {header, map[string]any{"alg": "EdDSA", "typ": "at+jwt", "kid": idOf(t, rfcSeed)}},
		"payload": {payload, map[string]any{
			"iss": "broadsheet", "aud": []any{"broadsheet-api"}, "sub": testUser, "sid": testSession,
			"iat": noon.Unix(), "nbf": noon.Unix(), "exp": noon.Unix() + 900,
		}},
	} {
		if got, want := encoded(t, pair[0]), encoded(t, pair[1]); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestATokenLivesFromItsTimeToItsEndAndTheLeeway(t *testing.T) {
	for _, tt := range []struct {
		name string
		move time.Duration
		want error
	}{
		{"clock further behind than the leeway", -Leeway - 1, jwt.ErrTokenNotValidYet},
		{"clock behind by the leeway", -Leeway, nil},
		{"last moment", 15*time.Minute + Leeway - 1, nil},
		{"expired", 15*time.Minute + Leeway, jwt.ErrTokenExpired},
		{"long expired", 24 * time.Hour, jwt.ErrTokenExpired},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &clock{at: noon}
			issuer := issuerAt(t, c)
			token, _, err := issuer.Sign(testUser, testSession)
			if err != nil {
				t.Fatal(err)
			}
			c.move(tt.move)
			_, err = issuer.Verify(token)
			if !errors.Is(err, tt.want) || errors.Is(err, ErrInvalidToken) != (tt.want != nil) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestTokensOfAnOlderKeyStayGood(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon.Add(-time.Hour))
	issuer := Issuer{ringOf(t, folder, c.now), "broadsheet", "broadsheet-api", time.Hour, c.now}
	old, _, err := issuer.Sign(testUser, testSession)
	if err != nil {
		t.Fatal(err)
	}
	put(t, folder, "2.pem", keyText(t, secondSeed), 0o600, noon)
	c.move(time.Minute)
	fresh, _, err := issuer.Sign(testUser, testSession)
	if err != nil {
		t.Fatal(err)
	}
	if kid := decoded(t, strings.Split(fresh, ".")[0])["kid"]; kid != idOf(t, secondSeed) {
		t.Errorf("signed by %v, want the new key", kid)
	}
	for _, token := range []string{old, fresh} {
		if _, err := issuer.Verify(token); err != nil {
			t.Error(err)
		}
	}
}

func TestAnIncompleteIssuerDoesNothing(t *testing.T) {
	whole := issuerAt(t, &clock{at: noon})
	token, _, err := whole.Sign(testUser, testSession)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Issuer){
		"keyring":  func(i *Issuer) { i.Keyring = nil },
		"issuer":   func(i *Issuer) { i.Issuer = "" },
		"audience": func(i *Issuer) { i.Audience = "" },
		"ttl":      func(i *Issuer) { i.TTL = time.Second - 1 },
		"clock":    func(i *Issuer) { i.Now = nil },
	} {
		issuer := whole
		spoil(&issuer)
		if _, _, err := issuer.Sign(testUser, testSession); !errors.Is(err, errIncomplete) {
			t.Errorf("without %s: Sign gave %v", name, err)
		}
		if _, err := issuer.Verify(token); !errors.Is(err, errIncomplete) {
			t.Errorf("without %s: Verify gave %v", name, err)
		}
	}
}

func decoded(tb testing.TB, part string) map[string]any {
	tb.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		tb.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		tb.Fatal(err)
	}
	return m
}

func encoded(tb testing.TB, v any) string {
	tb.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(raw)
}
