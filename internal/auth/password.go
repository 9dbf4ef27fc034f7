package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Limits of a password.
const (
	MinPasswordLength = 12   // in characters (Unicode code points)
	MaxPasswordBytes  = 1024 // in bytes of UTF-8
)

const (
	saltBytes = 16
	hashBytes = 32
)

// Why a password cannot be taken.
var (
	ErrPasswordTooShort = fmt.Errorf("auth: the password has fewer than %d characters", MinPasswordLength)
	ErrPasswordTooLong  = fmt.Errorf("auth: the password has more than %d bytes", MaxPasswordBytes)
	ErrPasswordNotText  = errors.New("auth: the password is not valid UTF-8")
)

// Cost is what one password hash takes (RFC 9106).
type Cost struct {
	MemoryKiB uint32 // at least 8 for each lane
	Passes    uint32 // at least 1
	Lanes     uint8  // at least 1
}

// DefaultCost is OWASP's minimum for argon2id: 19 MiB, two passes, one lane. More
// memory would be harder to crack but would also let fewer people sign in at once
// on a small machine; one lane leaves the other processors to the readers.
func DefaultCost() Cost {
	return Cost{MemoryKiB: 19 * 1024, Passes: 2, Lanes: 1}
}

// Passwords hashes and checks passwords with argon2id, as many at once as there are
// processors: a flood of sign-ins waits in line and does not take all memory.
// Passwords are brought to Unicode NFC first, so that two keyboards that write é
// differently write the same password.
type Passwords struct {
	params *argon2id.Params
	nobody string
	slots  chan struct{}
}

// NewPasswords makes a Passwords whose new hashes take the given cost. Hashes of
// another cost can still be checked.
func NewPasswords(cost Cost) *Passwords {
	return &Passwords{
		params: &argon2id.Params{
			Memory: cost.MemoryKiB, Iterations: cost.Passes, Parallelism: cost.Lanes,
			SaltLength: saltBytes, KeyLength: hashBytes,
		},
		nobody: hashOfNobody(cost),
		slots:  make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
}

// AllowedPassword tells whether a new password can be taken: nil, or one of
// ErrPasswordTooShort, ErrPasswordTooLong, ErrPasswordNotText.
func AllowedPassword(password string) error {
	switch {
	case len(password) > MaxPasswordBytes:
		return ErrPasswordTooLong
	case !utf8.ValidString(password):
		return ErrPasswordNotText
	case utf8.RuneCountInString(password) < MinPasswordLength:
		return ErrPasswordTooShort
	}
	return nil
}

// Hash gives the hash to store, in the PHC string format ($argon2id$v=19$…). It
// refuses what AllowedPassword refuses, and gives up when ctx ends before its turn.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := AllowedPassword(password); err != nil {
		return "", err
	}
	if err := p.acquire(ctx); err != nil {
		return "", err
	}
	defer p.release()
	hash, err := argon2id.CreateHash(norm.NFC.String(password), p.params)
	if err != nil {
		return "", fmt.Errorf("auth: hash a password: %w", err)
	}
	return hash, nil
}

// Check tells whether password is the one that hash was made of. The empty hash
// stands for an account that does not exist or has no password: the answer is no,
// after the time that a yes would take. An error means that ctx ended before its
// turn, or that the stored hash is damaged.
func (p *Passwords) Check(ctx context.Context, password, hash string) (bool, error) {
	if len(password) > MaxPasswordBytes {
		return false, nil
	}
	known := hash != ""
	if !known {
		hash = p.nobody
	}
	if err := checkHash(hash); err != nil {
		return false, err
	}
	if err := p.acquire(ctx); err != nil {
		return false, err
	}
	defer p.release()
	same, err := argon2id.ComparePasswordAndHash(norm.NFC.String(password), hash)
	if err != nil {
		return false, fmt.Errorf("auth: check a password: %w", err)
	}
	return same && known, nil
}

func (p *Passwords) acquire(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("auth: wait to hash a password: %w", ctx.Err())
	}
}

func (p *Passwords) release() { <-p.slots }

// checkHash refuses hashes that the library would panic on or, having no key,
// find equal to every password.
func checkHash(hash string) error {
	params, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		return fmt.Errorf("auth: a stored password hash is damaged: %w", err)
	}
	if params.Iterations == 0 || params.Parallelism == 0 || params.KeyLength != hashBytes {
		return fmt.Errorf("auth: a stored password hash is damaged: %w", argon2id.ErrInvalidHash)
	}
	return nil
}

// hashOfNobody is a hash of the given cost that belongs to no password.
func hashOfNobody(cost Cost) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		cost.MemoryKiB, cost.Passes, cost.Lanes, random64(saltBytes), random64(hashBytes))
}

func random64(bytes int) string {
	return base64.RawStdEncoding.EncodeToString(randomBytes(bytes))
}
