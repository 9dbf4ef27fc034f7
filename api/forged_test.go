package api_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// forgery is an access token that can be bent before it is signed.
type forgery struct {
	header, claims map[string]any
	sign           func(message []byte) []byte
}

// forge signs what change makes of a good access token with our own key.
func (n *newsroom) forge(t *testing.T, good string, change func(f *forgery)) string {
	t.Helper()
	parts := strings.Split(good, ".")
	f := &forgery{
		header: part(t, parts[0]), claims: part(t, parts[1]),
		sign: func(message []byte) []byte { return ed25519.Sign(n.private, message) },
	}
	change(f)
	message := unpart(t, f.header) + "." + unpart(t, f.claims)
	return message + "." + base64.RawURLEncoding.EncodeToString(f.sign([]byte(message)))
}

func part(t *testing.T, encoded string) map[string]any {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, raw).(map[string]any)
}

func unpart(t *testing.T, values map[string]any) string {
	t.Helper()
	raw, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func TestForgedTokens(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		good := n.as(t, news.RoleAdmin)
		now := n.clock.now()
		if same := n.forge(t, good, func(*forgery) {}); n.do(t, "GET", "/v1/auth/me", same, nil).status != http.StatusOK {
			t.Fatal("a token that we forge without a change is not taken: the others prove nothing")
		}
		tokens := map[string]string{
			"expired":        n.forge(t, good, func(f *forgery) { f.claims["exp"] = now.Add(-time.Minute).Unix() }),
			"not yet valid":  n.forge(t, good, func(f *forgery) { f.claims["nbf"] = now.Add(time.Minute).Unix() }),
			"wrong issuer":   n.forge(t, good, func(f *forgery) { f.claims["iss"] = "elsewhere" }),
			"wrong audience": n.forge(t, good, func(f *forgery) { f.claims["aud"] = "elsewhere" }),
			"wrong kid":      n.forge(t, good, func(f *forgery) { f.header["kid"] = "elsewhere" }),
			"no kid":         n.forge(t, good, func(f *forgery) { delete(f.header, "kid") }),
			"another type":   n.forge(t, good, func(f *forgery) { f.header["typ"] = "JWT" }),
			"another's user": n.forge(t, good, func(f *forgery) { f.claims["sub"] = n.users[news.RoleReader].ID }),
			"no session":     n.forge(t, good, func(f *forgery) { f.claims["sid"] = news.NewID() }),
			"odd session":    n.forge(t, good, func(f *forgery) { f.claims["sid"] = "' OR 1=1 --" }),
			"alg none":       n.forge(t, good, func(f *forgery) { f.header["alg"] = "none"; f.sign = func([]byte) []byte { return nil } }),
			"another key":    n.forge(t, good, func(f *forgery) { f.sign = signWithAnother(t) }),
			"truncated":      good[:len(good)-9],
			"no signature":   good[:strings.LastIndex(good, ".")+1],
			"no dots":        strings.ReplaceAll(good, ".", ""),
			"refresh token":  n.login(t, "admin@example.org", password).text(t, "/refresh_token"),
		}
		for name, secret := range publicKeys(t, n.private) {
			tokens["HS256 with the public key as "+name] = n.forge(t, good, func(f *forgery) {
				f.header["alg"] = "HS256"
				f.sign = func(message []byte) []byte { return hmacOf(secret, message) }
			})
		}
		for _, name := range slices.Sorted(maps.Keys(tokens)) {
			t.Run(name, func(t *testing.T) { n.refuses(t, tokens[name]) })
		}
	})
}

// refuses fails the test unless a token is good for nothing, on public routes
// too.
func (n *newsroom) refuses(t *testing.T, token string) {
	t.Helper()
	for _, request := range [][2]string{
		{"GET", "/v1/auth/me"}, {"GET", "/v1/articles"}, {"GET", "/healthz"}, {"POST", "/v1/articles"}, {"POST", "/v1/auth/login"},
	} {
		var body any
		if request[0] == "POST" {
			body = map[string]string{"title": "A title", "email": "admin@example.org", "password": password}
		}
		r := n.do(t, request[0], request[1], token, body).problem(t, http.StatusUnauthorized, "invalid-token")
		r.head(t, "WWW-Authenticate", `Bearer error="invalid_token"`)
		r.head(t, "Cache-Control", "private, no-store, no-transform")
	}
}

func signWithAnother(t *testing.T) func([]byte) []byte {
	t.Helper()
	_, another, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return func(message []byte) []byte { return ed25519.Sign(another, message) }
}

// publicKeys is every form in which a careless verifier may have the public key
// at hand as a secret.
func publicKeys(t *testing.T, private crypto.Signer) map[string][]byte {
	t.Helper()
	raw, ok := private.Public().(ed25519.PublicKey)
	der, err := x509.MarshalPKIXPublicKey(private.Public())
	if !ok || err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"bytes": raw, "DER": der, "PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}),
		"x": []byte(base64.RawURLEncoding.EncodeToString(raw)),
	}
}

func hmacOf(secret, message []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write(message)
	return mac.Sum(nil)
}

func TestAuthorizationHeader(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		good := n.as(t, news.RoleReader)
		for _, tt := range []struct {
			name   string
			values []string
			taken  bool
		}{
			{"as usual", []string{"Bearer " + good}, true},
			{"lower case", []string{"bearer " + good}, true},
			{"upper case", []string{"BEARER " + good}, true},
			{"several blanks", []string{"Bearer   " + good}, true},
			{"blanks around", []string{"  Bearer " + good + "  "}, true},
			{"no scheme", []string{good}, false},
			{"another scheme", []string{"Basic YWRtaW46YWRtaW4="}, false},
			{"our token under another scheme", []string{"Token " + good}, false},
			{"scheme alone", []string{"Bearer"}, false},
			{"empty", []string{""}, false},
			{"two tokens", []string{"Bearer " + good + " " + good}, false},
			{"two tokens with a comma", []string{"Bearer " + good + "," + good}, false},
			{"a tab", []string{"Bearer\t" + good}, false},
			{"a quoted token", []string{`Bearer "` + good + `"`}, false},
			{"two headers", []string{"Bearer " + good, "Bearer " + good}, false},
			{"a second that is empty", []string{"Bearer " + good, ""}, false},
			{"a first that is empty", []string{"", "Bearer " + good}, false},
		} {
			t.Run(tt.name, func(t *testing.T) {
				var headers []string
				for _, value := range tt.values {
					headers = append(headers, "Authorization", value)
				}
				r := n.do(t, "GET", "/v1/articles", "", nil, headers...)
				if tt.taken {
					r.want(t, http.StatusOK)
					return
				}
				r.problem(t, http.StatusUnauthorized, "invalid-token")
				r.head(t, "WWW-Authenticate", `Bearer error="invalid_token"`)
			})
		}
	})
}
