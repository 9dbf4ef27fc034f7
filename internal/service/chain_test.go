package service_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// newKey returns a signing key as a keyring takes it.
func newKey(t *testing.T) string {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// signing has the newsroom go on with a service that signs with the last of the
// keys.
func (n *newsroom) signing(keys ...string) {
	n.t.Helper()
	ring, _, err := auth.OpenKeyring(string(bytes.Join(asBytes(keys), nil)), n.now)
	if err != nil {
		n.t.Fatal(err)
	}
	options := service.Options{Now: n.now, Issuer: auth.Issuer{Keyring: ring}}
	n.Service, err = service.New(n.ctx, n.store, options)
	if err != nil {
		n.t.Fatal(err)
	}
}

func asBytes(texts []string) [][]byte {
	all := make([][]byte, len(texts))
	for i, text := range texts {
		all[i] = []byte(text)
	}
	return all
}

// revisions returns all revisions of an article, the first first.
func (n *newsroom) revisions(id string) []news.Revision {
	n.t.Helper()
	rows, err := n.store.RevisionsAfter(n.ctx, id, 0, 1000)
	return must(n.t, rows, err)
}

func (n *newsroom) verify() service.Verified {
	n.t.Helper()
	found, err := n.Verify(n.ctx, service.VerifyOptions{})
	return must(n.t, found, err)
}

// sound fails the test unless all chains verify.
func (n *newsroom) sound() {
	n.t.Helper()
	if found := n.verify(); len(found.Faults) != 0 {
		n.t.Errorf("faults: %+v", found.Faults)
	}
}

func TestRevisionsAreSignedAndKeysOutliveTheirFiles(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		first, second, third := newKey(t), newKey(t), newKey(t)
		var articles []*news.Article
		for _, ring := range [][]string{{first}, {first, second}, {second, third}, {third}} {
			n.signing(ring...)
			n.draft("A", nil)
			articles = append(articles, n.draft("B", nil))
			n.sound()
		}
		ids := map[string]bool{}
		for _, article := range articles {
			revision := n.revisions(article.ID)[0]
			ids[revision.KeyID] = true
			if raw, err := base64.RawURLEncoding.DecodeString(revision.Signature); err != nil || len(raw) != ed25519.SignatureSize {
				t.Errorf("the signature is %q", revision.Signature)
			}
		}
		if len(ids) != 3 {
			t.Errorf("signed by %v", ids)
		}
		n.signing(newKey(t))
		if found := n.verify(); len(found.Faults) != 8 {
			t.Errorf("with a key that vouches for none: %+v", found)
		}
	})
}

func TestWithoutKeysRevisionsAreUnsigned(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.draft("A", nil)
		if r := n.revisions(article.ID)[0]; r.KeyID != "" || r.Signature != "" {
			t.Errorf("signed: %+v", r)
		}
		if found := n.verify(); found.Unsigned != 1 || len(found.Faults) != 0 || found.Articles != 1 || found.Revisions != 1 {
			t.Errorf("found %+v", found)
		}
		n.signing(newKey(t))
		if found := n.verify(); len(found.Faults) != 1 || found.Faults[0].What != "is not signed" {
			t.Errorf("found %+v", found)
		}
	})
}
