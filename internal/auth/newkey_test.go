package auth

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestAKeyIsMadeInAFolderThatHasNone(t *testing.T) {
	for name, folder := range map[string]string{
		"missing": filepath.Join(t.TempDir(), "data", "keys"),
		"empty":   keyFolder(t),
	} {
		t.Run(name, func(t *testing.T) {
			ring, made, err := OpenKeyring(folder, time.Now)
			if err != nil || !made {
				t.Fatalf("made: %v, %v", made, err)
			}
			hasMode(t, folder, 0o700)
			hasMode(t, filepath.Join(folder, "first.pem"), 0o600)
			entries, err := os.ReadDir(folder)
			if err != nil || len(entries) != 1 {
				t.Fatalf("left in the folder: %v, %v", entries, err)
			}
			again := ringOf(t, folder, time.Now)
			signs(t, again, ring.signer().id, "at the second start")
		})
	}
}

func TestOfManyStartersOneMakesTheKey(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "keys")
	const starters = 20
	rings, mades, errs := make([]*Keyring, starters), make([]bool, starters), make([]error, starters)
	var wg sync.WaitGroup
	for i := range starters {
		wg.Go(func() { rings[i], mades[i], errs[i] = OpenKeyring(folder, time.Now) })
	}
	wg.Wait()
	makers := 0
	for i := range starters {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		signs(t, rings[i], rings[0].signer().id, "among the starters")
		if mades[i] {
			makers++
		}
	}
	if makers != 1 {
		t.Errorf("%d starters say that they made the key", makers)
	}
}

// A starter that saw the folder empty, and comes to write when another has written.
func TestTheLoserTakesTheWinnersKey(t *testing.T) {
	folder := keyFolder(t)
	for i, seed := range []string{rfcSeed, secondSeed} {
		made, err := publish(folder, firstKey, []byte(keyText(t, seed)))
		if err != nil || made != (i == 0) {
			t.Fatalf("starter %d: made %v, %v", i, made, err)
		}
	}
	signs(t, ringOf(t, folder, time.Now), idOf(t, rfcSeed), "after both")
}

func TestAFolderThatOthersMayWriteToGetsNoKey(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	_, made, err := OpenKeyring(folder, time.Now)
	refused(t, err, folder, "0777")
	entries, readErr := os.ReadDir(folder)
	if made || readErr != nil || len(entries) != 0 {
		t.Errorf("made %v, left %v, %v", made, entries, readErr)
	}
}

func hasMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has permissions %#o, want %#o", path, got, want)
	}
}
