package auth

import (
	"errors"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func TestPreviewTokensAreOfTheirOwnKind(t *testing.T) {
	at := &clock{at: noon}
	issuer := issuerAt(t, at)
	preview, err := issuer.SignPreview(Preview{ID: "p", ArticleID: "a"}, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := issuer.VerifyPreview(preview); err != nil || got != (Preview{ID: "p", ArticleID: "a"}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := issuer.Verify(preview); !errors.Is(err, ErrInvalidToken) {
		t.Errorf("a preview lets somebody in: %v", err)
	}
	script, err := issuer.SignScript(testUser, "p", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"an access token":  forge(t, func(*forgery) {}),
		"a script's":       script,
		"without an end":   forge(t, func(f *forgery) { asPreview(f); delete(f.payload, "exp") }),
		"with a session":   forge(t, func(f *forgery) { asPreview(f); f.payload["sid"] = testSession }),
		"without an id":    forge(t, func(f *forgery) { asPreview(f); delete(f.payload, "jti") }),
		"of no article":    forge(t, func(f *forgery) { asPreview(f); delete(f.payload, "sub") }),
		"by another key":   forge(t, func(f *forgery) { asPreview(f); f.sign = signedBy(t, thirdSeed) }),
		"not signed":       forge(t, func(f *forgery) { asPreview(f); f.header["alg"], f.sign = "none", unsigned }),
		"of another house": forge(t, func(f *forgery) { asPreview(f); f.payload["iss"] = "other" }),
	} {
		if _, err := issuer.VerifyPreview(token); !errors.Is(err, ErrInvalidToken) {
			t.Errorf("a token %s is taken for a preview: %v", name, err)
		}
	}
	good := forge(t, asPreview)
	if _, err := issuer.VerifyPreview(good); err != nil {
		t.Errorf("a forgery without a fault is refused: %v", err)
	}
	at.at = noon.Add(2 * time.Hour)
	if _, err := issuer.VerifyPreview(preview); !errors.Is(err, jwt.ErrTokenExpired) {
		t.Errorf("two hours later: %v", err)
	}
}

func asPreview(f *forgery) {
	f.header["typ"] = previewType
	delete(f.payload, "sid")
}
