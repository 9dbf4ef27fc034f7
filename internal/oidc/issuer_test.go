package oidc_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/oidc"
	"github.com/seed-6f93249c/broadsheet/internal/oidc/oidctest"
)

// scene is an issuer with one key, one who trusts it, and a clock.
type scene struct {
	issuer *oidctest.Issuer
	key    oidctest.Key
	trust  *oidc.Issuer
	mu     sync.Mutex
	at     time.Time
}

func newScene(t *testing.T, claim string) *scene {
	t.Helper()
	s := &scene{issuer: oidctest.Start(t), key: oidctest.NewKey(t, "first", "RS256"), at: time.Date(2025, 7, 11, 12, 0, 0, 0, time.UTC)}
	s.issuer.Publish(s.key)
	s.trust = oidc.New(oidc.Settings{
		Issuer: s.issuer.URL, Audience: oidctest.Audience, RoleClaim: claim,
		Roles: map[string]news.Role{"newsroom-editors": news.RoleEditor, "chiefs": news.RoleAdmin, "everyone": news.RoleReader},
	}, s.now)
	return s
}

func (s *scene) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *scene) move(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func (s *scene) claims(more map[string]any) map[string]any {
	return s.issuer.Claims("u-1", s.now(), more)
}

func TestGoodTokens(t *testing.T) {
	s := newScene(t, "groups")
	for _, algorithm := range []string{"RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"} {
		s.issuer.Publish(oidctest.NewKey(t, algorithm, algorithm))
	}
	typ := func(value any) func(map[string]any) { return func(h map[string]any) { h["typ"] = value } }
	for name, token := range map[string]string{
		"as usual":    s.key.Sign(t, s.claims(nil)),
		"typ JWT":     s.key.Sign(t, s.claims(nil), typ("JWT")),
		"no typ":      s.key.Sign(t, s.claims(nil), typ(nil)),
		"typ in full": s.key.Sign(t, s.claims(nil), typ("application/AT+JWT")),
		"audiences":   s.key.Sign(t, s.claims(map[string]any{"aud": []string{"account", oidctest.Audience}})),
		"within the leeway": s.key.Sign(t, s.claims(map[string]any{
			"iat": s.now().Add(20 * time.Second).Unix(), "nbf": s.now().Add(20 * time.Second).Unix(), "exp": s.now().Add(-20 * time.Second).Unix(),
		})),
	} {
		who, err := s.trust.Verify(t.Context(), token)
		if err != nil || who.Subject != "u-1" || who.Issuer != s.issuer.URL || !s.trust.Names(token) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
}

func TestEveryAlgorithmWithAPublicKey(t *testing.T) {
	s := newScene(t, "groups")
	for _, algorithm := range []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"} {
		k := oidctest.NewKey(t, algorithm, algorithm)
		s.issuer.Publish(k)
		s.move(time.Minute)
		if _, err := s.trust.Verify(t.Context(), k.Sign(t, s.claims(nil))); err != nil {
			t.Errorf("%s: %v", algorithm, err)
		}
	}
}

func TestForgedExternalTokens(t *testing.T) {
	s := newScene(t, "groups")
	claims := s.claims(nil)
	if _, err := s.trust.Verify(t.Context(), s.key.Sign(t, claims)); err != nil {
		t.Fatalf("the token without a fault is not taken (%v): the others prove nothing", err)
	}
	forgeries := s.issuer.Forgeries(t, s.key, claims, s.now())
	maps.Copy(forgeries, s.issuer.Elsewhere(t, s.key, claims))
	for _, name := range slices.Sorted(maps.Keys(forgeries)) {
		t.Run(name, func(t *testing.T) {
			who, err := s.trust.Verify(t.Context(), forgeries[name])
			if !errors.Is(err, oidc.ErrInvalidToken) || who != (oidc.Identity{}) {
				t.Errorf("got %+v, %v", who, err)
			}
		})
	}
}

// A key that the issuer shows is not good for everything.
func TestKeysThatCheckNothing(t *testing.T) {
	s := newScene(t, "groups")
	k := oidctest.NewKey(t, "x", "ES256")
	secret := []byte("a secret that is shared with everybody who reads this")
	for name, published := range map[string]jose.JSONWebKey{
		"for encryption":        {Key: k.Public(), KeyID: "x", Use: "enc"},
		"for another alg":       {Key: k.Public(), KeyID: "x", Algorithm: "ES384"},
		"for a shared secret's": {Key: k.Public(), KeyID: "x", Algorithm: "HS256"},
		"a shared secret":       {Key: secret, KeyID: "x"},
		"another's":             {Key: oidctest.NewKey(t, "x", "ES256").Public(), KeyID: "x"},
		"without an id":         {Key: k.Public()},
	} {
		t.Run(name, func(t *testing.T) {
			s.issuer.Drop("x")
			s.issuer.PublishRaw(published)
			s.move(time.Minute)
			if who, err := s.trust.Verify(t.Context(), k.Sign(t, s.claims(nil))); !errors.Is(err, oidc.ErrInvalidToken) {
				t.Errorf("got %+v, %v", who, err)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	s := newScene(t, "groups")
	for name, c := range map[string]struct {
		more map[string]any
		want oidc.Identity
	}{
		"nothing":       {nil, oidc.Identity{Name: "Unnamed"}},
		"all":           {map[string]any{"email": "Lin@Example.org", "email_verified": true, "name": " Lin\u0000  Wen "}, oidc.Identity{Name: "Lin Wen", Email: "lin@example.org"}},
		"not verified":  {map[string]any{"email": "lin@example.org", "email_verified": false, "preferred_username": "lin"}, oidc.Identity{Name: "lin"}},
		"no address":    {map[string]any{"email": "lin", "name": 7}, oidc.Identity{Name: "Unnamed"}},
		"address alone": {map[string]any{"email": "lin@example.org"}, oidc.Identity{Name: "lin@example.org", Email: "lin@example.org"}},
		"long":          {map[string]any{"name": strings.Repeat("漢", 300)}, oidc.Identity{Name: strings.Repeat("漢", 200)}},
		"role":          {map[string]any{"groups": "chiefs"}, oidc.Identity{Name: "Unnamed", Role: news.RoleAdmin}},
	} {
		who, err := s.trust.Verify(t.Context(), s.key.Sign(t, s.claims(c.more)))
		c.want.Issuer, c.want.Subject, c.want.IssuedAt = s.issuer.URL, "u-1", s.now()
		if err != nil || who != c.want {
			t.Errorf("%s: %+v, %v, want %+v", name, who, err, c.want)
		}
	}
}

func TestRoles(t *testing.T) {
	for name, c := range map[string]struct {
		claim string
		more  map[string]any
		want  news.Role
	}{
		"text":                {"groups", map[string]any{"groups": "newsroom-editors"}, news.RoleEditor},
		"list":                {"groups", map[string]any{"groups": []any{"x", "newsroom-editors", 7, nil}}, news.RoleEditor},
		"the highest":         {"groups", map[string]any{"groups": []any{"everyone", "chiefs", "newsroom-editors"}}, news.RoleAdmin},
		"path":                {"realm_access.roles", map[string]any{"realm_access": map[string]any{"roles": []any{"chiefs"}}}, news.RoleAdmin},
		"name with dots":      {"https://a.example/roles", map[string]any{"https://a.example/roles": []any{"chiefs"}}, news.RoleAdmin},
		"no claim":            {"groups", nil, ""},
		"unknown value":       {"groups", map[string]any{"groups": []any{"owners"}}, ""},
		"our own word":        {"groups", map[string]any{"groups": "admin"}, ""},
		"another case":        {"groups", map[string]any{"groups": "Chiefs"}, ""},
		"two words":           {"groups", map[string]any{"groups": "chiefs everyone"}, ""},
		"object":              {"groups", map[string]any{"groups": map[string]any{"chiefs": true}}, ""},
		"true":                {"groups", map[string]any{"groups": true}, ""},
		"empty":               {"groups", map[string]any{"groups": ""}, ""},
		"list in a list":      {"groups", map[string]any{"groups": []any{[]any{"chiefs"}}}, ""},
		"path through a text": {"groups.roles", map[string]any{"groups": "chiefs"}, ""},
		"path to nothing":     {"a.b.c", map[string]any{"a": map[string]any{}}, ""},
	} {
		s := newScene(t, c.claim)
		who, err := s.trust.Verify(t.Context(), s.key.Sign(t, s.claims(c.more)))
		if err != nil || who.Role != c.want {
			t.Errorf("%s: %q, %v, want %q", name, who.Role, err, c.want)
		}
	}
}

func TestKeysAreRotated(t *testing.T) {
	s := newScene(t, "groups")
	verify := func(k oidctest.Key) error {
		_, err := s.trust.Verify(t.Context(), k.Sign(t, s.claims(nil)))
		return err
	}
	if s.issuer.Reads() != 0 {
		t.Error("the issuer is asked before there is a token")
	}
	for range 5 {
		if err := verify(s.key); err != nil {
			t.Fatal(err)
		}
	}
	second := oidctest.NewKey(t, "second", "ES256")
	s.issuer.Publish(second)
	s.move(5 * time.Second)
	if err := verify(second); err != nil {
		t.Errorf("a new key: %v", err)
	}
	if n := s.issuer.Reads(); n != 2 {
		t.Errorf("the keys were read %d times, want 2", n)
	}
	unknown := oidctest.NewKey(t, "unknown", "ES256")
	for range 50 {
		if err := verify(unknown); !errors.Is(err, oidc.ErrInvalidToken) {
			t.Fatal(err)
		}
	}
	if n := s.issuer.Reads(); n != 2 {
		t.Errorf("made-up key ids had the keys read %d times, want 2", n)
	}
	s.issuer.Drop("first")
	s.move(11 * time.Minute)
	_ = verify(s.key) // the reading goes on behind it
	for deadline := time.Now().Add(time.Minute); verify(s.key) == nil; {
		if time.Now().After(deadline) {
			t.Fatal("a key that the issuer dropped is still taken")
		}
		time.Sleep(time.Millisecond)
	}
	if err := verify(second); err != nil {
		t.Errorf("the key that stayed: %v", err)
	}
}

func TestAnIssuerThatIsDown(t *testing.T) {
	s := newScene(t, "groups")
	verify := func(k oidctest.Key) error {
		_, err := s.trust.Verify(t.Context(), k.Sign(t, s.claims(nil)))
		return err
	}
	s.issuer.Answer(func(_ string, w http.ResponseWriter) bool {
		w.WriteHeader(http.StatusBadGateway)
		return true
	})
	if err := verify(s.key); !errors.Is(err, oidc.ErrUnreachable) {
		t.Errorf("never reached: %v", err)
	}
	s.issuer.Answer(nil)
	s.move(5 * time.Second)
	if err := verify(s.key); err != nil {
		t.Errorf("back again: %v", err)
	}
	s.issuer.Answer(func(_ string, w http.ResponseWriter) bool {
		w.WriteHeader(http.StatusBadGateway)
		return true
	})
	s.move(23 * time.Hour)
	if err := verify(s.key); err != nil {
		t.Errorf("with the keys of yesterday: %v", err)
	}
	s.move(2 * time.Hour)
	if err := verify(s.key); !errors.Is(err, oidc.ErrUnreachable) {
		t.Errorf("with older ones: %v", err)
	}
}

// What an issuer must not be able to do to us, or one that poses as it.
func TestBadDocuments(t *testing.T) {
	for name, answer := range map[string]func(issuer *oidctest.Issuer, path string, w http.ResponseWriter) bool{
		"no JSON": func(_ *oidctest.Issuer, _ string, w http.ResponseWriter) bool { return write(w, "<html>") },
		"another's": func(_ *oidctest.Issuer, _ string, w http.ResponseWriter) bool {
			return write(w, `{"issuer":"https://a.example","jwks_uri":"https://a.example/keys"}`)
		},
		"no keys": func(i *oidctest.Issuer, _ string, w http.ResponseWriter) bool {
			return write(w, `{"issuer":"`+i.URL+`"}`)
		},
		"keys in plain": func(i *oidctest.Issuer, _ string, w http.ResponseWriter) bool {
			return write(w, `{"issuer":"`+i.URL+`","jwks_uri":"http://a.example/keys"}`)
		},
		"keys in a file": func(i *oidctest.Issuer, _ string, w http.ResponseWriter) bool {
			return write(w, `{"issuer":"`+i.URL+`","jwks_uri":"file:///etc/passwd"}`)
		},
		"too large": func(_ *oidctest.Issuer, _ string, w http.ResponseWriter) bool {
			return write(w, `{"padding":"`+strings.Repeat("a", 1<<20)+`"}`)
		},
		"too many keys": func(_ *oidctest.Issuer, path string, w http.ResponseWriter) bool {
			return path == "/keys" && write(w, `{"keys":[`+strings.Repeat("{},", 100)+`{}]}`)
		},
		"a redirect": func(i *oidctest.Issuer, path string, w http.ResponseWriter) bool {
			w.Header().Set("Location", i.URL+"/keys")
			w.WriteHeader(http.StatusFound)
			return path != ""
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, "groups")
			s.issuer.Answer(func(path string, w http.ResponseWriter) bool { return answer(s.issuer, path, w) })
			if _, err := s.trust.Verify(t.Context(), s.key.Sign(t, s.claims(nil))); !errors.Is(err, oidc.ErrUnreachable) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func write(w http.ResponseWriter, body string) bool {
	_, err := w.Write([]byte(body))
	return err == nil
}

func TestCheckIssuer(t *testing.T) {
	for address, good := range map[string]bool{
		"https://issuer.example": true, "https://issuer.example/realms/news": true, "http://127.0.0.1:8081": true, "http://localhost/x": true, "http://[::1]": true,
		"": false, "issuer.example": false, "http://issuer.example": false, "http://127.0.0.1.example": false, "ftp://127.0.0.1": false,
		"https://me@issuer.example": false, "https://issuer.example?x": false, "https://issuer.example#x": false, "https://": false,
	} {
		if err := oidc.CheckIssuer(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}
