package auth

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A key that is added signs a minute later, in a server that runs on, and what was
// signed before stays good.
func TestRotateKey(t *testing.T) {
	folder := keyFolder(t)
	at := &clock{at: time.Now().Add(-time.Hour)}
	put(t, folder, "first.pem", keyText(t, rfcSeed), 0o600, at.now().Add(-time.Hour))
	issuer := Issuer{Keyring: ringOf(t, folder, at.now), Issuer: "i", Audience: "a", TTL: time.Hour, Now: at.now}
	before, _, err := issuer.Sign("u", "s")
	if err != nil {
		t.Fatal(err)
	}
	added, err := RotateKey(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(folder, added+".pem"), at.now(), at.now()); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		move time.Duration
		want string
	}{
		{time.Second, idOf(t, rfcSeed)}, {58 * time.Second, idOf(t, rfcSeed)}, {time.Second, added}, {time.Minute, added},
	} {
		at.move(step.move)
		if got := issuer.Keyring.signer().id; got != step.want {
			t.Errorf("%s signs, want %s", got, step.want)
		}
		states, err := ListKeys(folder, at.now())
		if err != nil || len(states) != 2 {
			t.Fatalf("%+v, %v", states, err)
		}
		for _, state := range states {
			if state.Signs != (state.ID == step.want) {
				t.Errorf("%+v is listed, %s signs", state, step.want)
			}
		}
		if _, err := issuer.Verify(before); err != nil {
			t.Errorf("what was signed before: %v", err)
		}
	}
	after, err := issuer.SignScript("u", "t", nil)
	if err != nil {
		t.Fatal(err)
	}
	if claims, err := issuer.Verify(after); err != nil || !claims.Script || claims.ID != "t" || !claims.Expires.IsZero() {
		t.Errorf("%+v, %v", claims, err)
	}
	if len(issuer.Keyring.JWKS().Keys) != 2 {
		t.Error("the old key is not shown any more")
	}
	checkMode(t, filepath.Join(folder, added+".pem"))
}

func checkMode(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestRotateWhereThereIsNoKey(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "keys")
	if _, err := ListKeys(folder, noon); err == nil {
		t.Error("keys are listed where there is no folder")
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("listing makes a folder")
	}
	id, err := RotateKey(folder)
	if err != nil {
		t.Fatal(err)
	}
	states, err := ListKeys(folder, time.Now())
	if err != nil || len(states) != 1 || states[0].ID != id || !states[0].Signs {
		t.Errorf("%+v, %v, want %s", states, err, id)
	}
}

func TestRotateNeedsAFolder(t *testing.T) {
	file := put(t, keyFolder(t), "key.pem", keyText(t, rfcSeed), 0o600, noon)
	for _, setting := range []string{file, keyText(t, rfcSeed), file + ".not-there.pem"} {
		if id, err := RotateKey(setting); err == nil {
			t.Errorf("%s was added to %.20q", id, setting)
		}
	}
	states, err := ListKeys(keyText(t, rfcSeed), noon)
	if err != nil || len(states) != 1 || !states[0].Since.IsZero() {
		t.Errorf("%+v, %v", states, err)
	}
}
