package auth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBadKeyFiles(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(seeded(t, rfcSeed).Public())
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	good := keyText(t, rfcSeed)
	tests := []struct {
		name, text string
		mode       os.FileMode
		want       string
	}{
		{"empty", "", 0o600, "no key"},
		{"not PEM", "hello", 0o600, "no key"},
		{"cut short", good[:60], 0o600, "no key"},
		{"second key cut short", good + good[:60], 0o600, "after its last key"},
		{"another curve", privatePEM(t, ec), 0o600, "*ecdsa.PrivateKey"},
		{"public key", block("PUBLIC KEY", public), 0o600, `"PUBLIC KEY"`},
		{"encrypted", block("ENCRYPTED PRIVATE KEY", []byte{1}), 0o600, `"ENCRYPTED PRIVATE KEY"`},
		{"damaged", block("PRIVATE KEY", []byte{1, 2, 3}), 0o600, "cannot be read"},
		{"one good and one bad", good + privatePEM(t, ec), 0o600, "*ecdsa.PrivateKey"},
		{"too big", good + strings.Repeat(" ", 64*1024), 0o600, "more than 65536 bytes"},
		{"group may write", good, 0o660, "0660"},
		{"others may read", good, 0o644, "0644"},
		{"others may write", good, 0o602, "0602"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := keyFolder(t)
			put(t, folder, "1.pem", keyText(t, secondSeed), 0o600, noon)
			path := put(t, folder, "bad.pem", tt.text, tt.mode, noon)
			for _, setting := range []string{folder, path} {
				_, made, err := OpenKeyring(setting, time.Now)
				refused(t, err, path, tt.want)
				if made {
					t.Error("a key was made")
				}
			}
		})
	}
}

func TestUnreadableFiles(t *testing.T) {
	for _, tt := range []struct{ name, target, want string }{
		{"dangling", "nowhere", "no such file"},
		{"device", os.DevNull, "not a regular file"},
	} {
		folder := keyFolder(t)
		path := filepath.Join(folder, tt.name)
		if err := os.Symlink(tt.target, path); err != nil {
			t.Fatal(err)
		}
		_, _, err := OpenKeyring(folder, time.Now)
		refused(t, err, path, tt.want)
	}
}

func TestGoodSettings(t *testing.T) {
	folder := keyFolder(t)
	path := put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	put(t, folder, ".hidden", "not a key", 0o666, noon)
	if err := os.Mkdir(filepath.Join(folder, "lost+found"), 0o700); err != nil {
		t.Fatal(err)
	}
	mounted := keyFolder(t)
	put(t, mounted, ".real", keyText(t, rfcSeed), 0o440, noon)
	if err := os.Symlink(".real", filepath.Join(mounted, "key")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(mounted, 0o777|os.ModeSticky); err != nil {
		t.Fatal(err)
	}
	for name, setting := range map[string]string{
		"folder":               folder,
		"file":                 path,
		"mounted secret":       mounted,
		"text":                 keyText(t, rfcSeed),
		"text on one line":     strings.ReplaceAll(keyText(t, rfcSeed), "\n", `\n`),
		"text with a heading":  "our key\n" + keyText(t, rfcSeed) + "\n\n",
		"text with it twice":   keyText(t, rfcSeed) + keyText(t, rfcSeed),
		"readable by a group":  put(t, folder, "1.pem", keyText(t, rfcSeed), 0o640, noon),
		"folder and its slash": folder + "/",
	} {
		t.Run(name, func(t *testing.T) {
			keys := ringOf(t, setting, time.Now).JWKS().Keys
			if len(keys) != 1 || keys[0].KeyID != idOf(t, rfcSeed) {
				t.Errorf("got %v", keys)
			}
		})
	}
}

func TestTheLastKeyOfATextSigns(t *testing.T) {
	ring := ringOf(t, keyText(t, rfcSeed)+keyText(t, secondSeed), time.Now)
	signs(t, ring, idOf(t, secondSeed), "at once")
	verifies(t, ring, idOf(t, rfcSeed), true)
}

func TestBadSettings(t *testing.T) {
	open := keyFolder(t)
	put(t, open, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	if err := os.Chmod(open, 0o770); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(t.TempDir(), "missing.pem")
	under := filepath.Join(put(t, t.TempDir(), "file", "", 0o600, noon), "keys")
	for _, tt := range []struct{ name, setting, names, want string }{
		{"folder that a group may write to", open, open, "0770"},
		{"file that is not there", missing, missing, "no file"},
		{"folder below a file", under, under, ""},
		{"text cut short", keyText(t, rfcSeed)[:60], "given as text", "no key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := OpenKeyring(tt.setting, time.Now)
			refused(t, err, tt.names, tt.want)
		})
	}
	if _, err := os.Stat(missing); !os.IsNotExist(err) {
		t.Errorf("%s was made", missing)
	}
}

// refused wants an error that names the place and the fault and shows no key.
func refused(t *testing.T, err error, place, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), place) || !strings.Contains(err.Error(), want) {
		t.Fatalf("got %v, want an error about %s: %s", err, place, want)
	}
	if strings.Contains(err.Error(), "MC4CAQAwBQYDK2Vw") {
		t.Errorf("the error shows a key: %v", err)
	}
}
