package auth

import (
	"errors"
	"strings"
	"testing"
)

func TestBrokenTokens(t *testing.T) {
	issuer := issuerAt(t, &clock{at: noon})
	good := forge(t, func(*forgery) {})
	parts := strings.Split(good, ".")
	refresh, _ := NewRefreshToken()
	for name, token := range map[string]string{
		"empty":                 "",
		"dots":                  "..",
		"refresh token":         refresh,
		"three refresh tokens":  refresh + "." + refresh + "." + refresh,
		"five parts as in JWE":  good + "." + parts[1] + "." + parts[2],
		"four parts":            good + ".",
		"parts swapped":         parts[1] + "." + parts[0] + "." + parts[2],
		"signature twice":       good + parts[2],
		"padded":                good + "==",
		"line end at the end":   good + "\n",
		"line end inside":       parts[0] + "." + parts[1] + "." + parts[2][:9] + "\r\n" + parts[2][9:],
		"blank before":          " " + good,
		"blank after":           good + " ",
		"with its scheme":       "Bearer " + good,
		"NUL":                   good + "\x00",
		"not UTF-8":             "\xff" + good,
		"deep header":           part(strings.Repeat("[", 2000)) + "." + parts[1] + "." + parts[2],
		"10 MB":                 strings.Repeat("a", 10<<20),
		"a million dots":        strings.Repeat(".", 1<<20),
		"standard base64":       strings.NewReplacer("-", "+", "_", "/").Replace(good),
		"payload of another":    parts[0] + "." + part(`{"sub":"admin"}`) + "." + parts[2],
		"header without quotes": part("{alg:EdDSA}") + "." + parts[1] + "." + parts[2],
	} {
		t.Run(name, func(t *testing.T) {
			refusedToken(t, issuer, token, nil)
		})
	}
}

func TestNoTruncatedTokenIsGood(t *testing.T) {
	issuer := issuerAt(t, &clock{at: noon})
	good := forge(t, func(*forgery) {})
	for n := range good {
		refusedToken(t, issuer, good[:n], nil)
	}
}

func TestNoTokenWithAFlippedBitIsGood(t *testing.T) {
	issuer := issuerAt(t, &clock{at: noon})
	good := forge(t, func(*forgery) {})
	for at := range good {
		for bit := range 8 {
			flipped := []byte(good)
			flipped[at] ^= 1 << bit
			refusedToken(t, issuer, string(flipped), nil)
		}
	}
}

// FuzzVerify: nothing but the one token that was signed is ever taken.
func FuzzVerify(f *testing.F) {
	good := forge(f, func(*forgery) {})
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add("")
	f.Add(forge(f, func(g *forgery) { g.header["alg"], g.sign = "none", unsigned }))
	f.Add(forge(f, func(g *forgery) { g.payload["exp"], g.sign = 1e300, unsigned }))
	f.Add(forge(f, func(g *forgery) { g.sign = signedBy(f, thirdSeed) }))
	f.Add(part(`{"alg":"EdDSA"}`) + "." + part(`null`) + ".")
	issuer := issuerAt(f, &clock{at: noon})
	f.Fuzz(func(t *testing.T, token string) {
		_, err := issuer.Verify(token)
		if err == nil && token != good {
			t.Errorf("taken: %q", token)
		}
		if err != nil && !errors.Is(err, ErrInvalidToken) {
			t.Errorf("%q: %v is no ErrInvalidToken", token, err)
		}
	})
}
