package auth

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

const phrase = "甬江科創區 morning edition"

func cheap() *Passwords { return NewPasswords(Cost{MemoryKiB: 8, Passes: 1, Lanes: 1}) }

func TestAllowedPassword(t *testing.T) {
	tests := []struct {
		name, password string
		want           error
	}{
		{"empty", "", ErrPasswordTooShort},
		{"11 characters", strings.Repeat("x", 11), ErrPasswordTooShort},
		{"11 Han characters of 33 bytes", strings.Repeat("科", 11), ErrPasswordTooShort},
		{"12 characters", strings.Repeat("x", 12), nil},
		{"12 Han characters", strings.Repeat("科", 12), nil},
		{"1024 bytes", strings.Repeat("x", 1024), nil},
		{"1025 bytes", strings.Repeat("x", 1025), ErrPasswordTooLong},
		{"not UTF-8", strings.Repeat("x", 12) + "\xff", ErrPasswordNotText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := AllowedPassword(tt.password); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			hash, err := cheap().Hash(t.Context(), tt.password)
			if !errors.Is(err, tt.want) || (hash != "") != (tt.want == nil) {
				t.Errorf("Hash: got %q, %v, want %v", hash, err, tt.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	p := cheap()
	hash, err := p.Hash(t.Context(), phrase)
	if err != nil {
		t.Fatal(err)
	}
	composed, err := p.Hash(t.Context(), "caf\u00e9 au lait noir")
	if err != nil {
		t.Fatal(err)
	}
	apart, err := p.Hash(t.Context(), "cafe\u0301 au lait noir")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, password, hash string
		want                 bool
	}{
		{"right", phrase, hash, true},
		{"wrong", phrase + ".", hash, false},
		{"empty", "", hash, false},
		{"the hash itself", hash, hash, false},
		{"another account's", phrase, composed, false},
		{"the same letter written otherwise", "cafe\u0301 au lait noir", composed, true},
		{"and the other way", "caf\u00e9 au lait noir", apart, true},
		{"too long", strings.Repeat("x", MaxPasswordBytes+1), hash, false},
		{"nobody", phrase, "", false},
		{"nobody, empty", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := p.Check(t.Context(), tt.password, tt.hash)
			if err != nil || got != tt.want {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestHashesOfAnotherCostStillCheck(t *testing.T) {
	hash, err := NewPasswords(Cost{MemoryKiB: 32, Passes: 3, Lanes: 2}).Hash(t.Context(), phrase)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := cheap().Check(t.Context(), phrase, hash); !ok || err != nil {
		t.Errorf("got %v, %v", ok, err)
	}
}

func TestHashIsSaltedAndOfTheGivenCost(t *testing.T) {
	p := cheap()
	one, err1 := p.Hash(t.Context(), phrase)
	two, err2 := p.Hash(t.Context(), phrase)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if one == two {
		t.Error("two hashes of one password are equal")
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=8,t=1,p=1$") {
		t.Errorf("got %s", one)
	}
	want := Cost{MemoryKiB: 19456, Passes: 2, Lanes: 1}
	if DefaultCost() != want {
		t.Errorf("default cost: got %v, want %v", DefaultCost(), want)
	}
}

func TestDamagedHashes(t *testing.T) {
	for _, hash := range []string{
		"x",
		"$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"$argon2id$v=19$m=8,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=8,t=1,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
		"$argon2id$v=16$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	} {
		if ok, err := cheap().Check(t.Context(), phrase, hash); ok || err == nil {
			t.Errorf("%s: got %v, %v", hash, ok, err)
		}
	}
}

// TestNobodyCostsAsMuchAsSomebody: checking against nobody is the same
// computation, so it takes as long on any machine.
func TestNobodyCostsAsMuchAsSomebody(t *testing.T) {
	p := NewPasswords(DefaultCost())
	params, _, _, err := argon2id.DecodeHash(p.nobody)
	if err != nil || *params != *p.params {
		t.Fatalf("nobody's hash has %v, %v, want %v", params, err, p.params)
	}
	if same, err := p.Check(t.Context(), phrase, ""); same || err != nil {
		t.Errorf("nobody has the password %q: %v, %v", phrase, same, err)
	}
}

func TestHashingWaitsForAFreeSlot(t *testing.T) {
	p := cheap()
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.Hash(ctx, phrase); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Hash did not wait: %v", err)
	}
	if _, err := p.Check(ctx, phrase, ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Check did not wait: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := p.Hash(t.Context(), phrase)
		done <- err
	}()
	<-p.slots
	if err := <-done; err != nil {
		t.Errorf("Hash with a slot free: %v", err)
	}
	if len(p.slots) != cap(p.slots)-1 {
		t.Errorf("%d of %d slots taken after the work", len(p.slots), cap(p.slots))
	}
}

func TestMadeUpPassword(t *testing.T) {
	shape := regexp.MustCompile(`^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){5}$`)
	seen := map[string]bool{}
	letters := map[rune]bool{}
	for range 1000 {
		password := MadeUpPassword()
		if !shape.MatchString(password) || seen[password] || AllowedPassword(password) != nil {
			t.Fatalf("got %q", password)
		}
		seen[password] = true
		for _, r := range password {
			letters[r] = true
		}
	}
	if len(letters) != 32+1 {
		t.Errorf("%d different characters, want 32 and the hyphen", len(letters))
	}
}

func BenchmarkHash(b *testing.B) {
	p := NewPasswords(DefaultCost())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Hash(b.Context(), phrase); err != nil {
			b.Fatal(err)
		}
	}
}
