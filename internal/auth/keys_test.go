package auth

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The key and the thumbprint of RFC 8037 appendices A.2 and A.3.
func TestJWKSOfTheRFC(t *testing.T) {
	set, err := json.Marshal(ringOf(t, keyText(t, rfcSeed), time.Now).JWKS())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",` +
		`"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k","use":"sig","alg":"EdDSA"}]}`
	if string(set) != want {
		t.Errorf("got  %s\nwant %s", set, want)
	}
}

func TestTheNewestKeySignsAMinuteAfterItAppeared(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	put(t, folder, "z.pem", keyText(t, rfcSeed), 0o600, noon)
	ring := ringOf(t, folder, c.now)
	first, second := idOf(t, rfcSeed), idOf(t, secondSeed)

	signs(t, ring, first, "the only key, as new as it is")
	c.move(30 * time.Second)
	put(t, folder, "a.pem", keyText(t, secondSeed), 0o600, c.now())
	signs(t, ring, first, "beside a key of this second")
	c.move(59 * time.Second)
	signs(t, ring, first, "beside a key of 59 s")
	c.move(time.Second)
	signs(t, ring, second, "when the other is 60 s old")
	verifies(t, ring, first, true)
	verifies(t, ring, second, true)

	if err := os.Remove(filepath.Join(folder, "a.pem")); err != nil {
		t.Fatal(err)
	}
	c.move(time.Second)
	signs(t, ring, first, "when the newer was taken away")
}

func TestOfEquallyOldKeysTheLastSigns(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	put(t, folder, "2.pem", keyText(t, secondSeed)+keyText(t, thirdSeed), 0o600, noon)
	ring := ringOf(t, folder, c.now)
	signs(t, ring, idOf(t, rfcSeed), "while all are new")
	c.move(time.Minute)
	signs(t, ring, idOf(t, thirdSeed), "when all are a minute old")
}

func TestAnUnknownKeyIDRereadsTheFolderOnceASecond(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	ring := ringOf(t, folder, c.now)
	reads := countReads(ring)

	put(t, folder, "2.pem", keyText(t, secondSeed), 0o600, noon)
	c.move(999 * time.Millisecond)
	verifies(t, ring, idOf(t, secondSeed), false)
	c.move(time.Millisecond)
	verifies(t, ring, idOf(t, rfcSeed), true)
	if *reads != 0 {
		t.Fatalf("%d readings, want none yet", *reads)
	}
	verifies(t, ring, idOf(t, secondSeed), true)
	for range 1000 {
		verifies(t, ring, "forged", false)
		ring.JWKS()
		ring.signer()
	}
	if *reads != 1 {
		t.Errorf("%d readings within a second, want 1", *reads)
	}
}

func TestAKeyTakenAwayIsForgottenWithinAMinute(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	gone := put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	put(t, folder, "2.pem", keyText(t, secondSeed), 0o600, noon)
	ring := ringOf(t, folder, c.now)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	c.move(time.Minute - 1)
	verifies(t, ring, idOf(t, rfcSeed), true)
	c.move(1)
	verifies(t, ring, idOf(t, rfcSeed), false)
	verifies(t, ring, idOf(t, secondSeed), true)
}

func TestABadFileLaterLeavesTheKnownKeys(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	ring := ringOf(t, folder, c.now)
	logged := captureLog(t)

	bad := put(t, folder, "2.pem", "half a k", 0o600, noon)
	c.move(time.Second)
	signs(t, ring, idOf(t, rfcSeed), "beside a bad file")
	if !strings.Contains(logged.String(), bad) {
		t.Errorf("the log does not name %s: %s", bad, logged)
	}
	put(t, folder, "2.pem", keyText(t, secondSeed), 0o600, noon)
	c.move(time.Minute)
	signs(t, ring, idOf(t, secondSeed), "when the file is whole")
}

func TestJWKSListsANewKeyBeforeItSigns(t *testing.T) {
	c := &clock{at: noon}
	folder := keyFolder(t)
	put(t, folder, "1.pem", keyText(t, rfcSeed), 0o600, noon)
	ring := ringOf(t, folder, c.now)
	c.move(time.Second)
	put(t, folder, "2.pem", keyText(t, secondSeed), 0o600, c.now())
	put(t, folder, "3.pem", keyText(t, rfcSeed), 0o600, c.now())
	keys := ring.JWKS().Keys
	ids := make([]string, 0, len(keys))
	for _, k := range keys {
		ids = append(ids, k.KeyID)
	}
	if want := []string{idOf(t, rfcSeed), idOf(t, secondSeed)}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
	signs(t, ring, idOf(t, rfcSeed), "when a copy of the old key is newer than the new key")
}

func signs(t *testing.T, ring *Keyring, want, when string) {
	t.Helper()
	if got := ring.signer().id; got != want {
		t.Errorf("%s: %s signs, want %s", when, got, want)
	}
}

func verifies(t *testing.T, ring *Keyring, id string, want bool) {
	t.Helper()
	if _, got := ring.verifier(id); got != want {
		t.Errorf("key %s known: %v, want %v", id, got, want)
	}
}

func countReads(ring *Keyring) *int {
	reads, read := 0, ring.read
	ring.read = func() ([]key, error) {
		reads++
		return read()
	}
	return &reads
}

func captureLog(t *testing.T) *bytes.Buffer {
	t.Helper()
	var logged bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&logged, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &logged
}
