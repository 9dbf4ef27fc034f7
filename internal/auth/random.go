package auth

import (
	"crypto/rand"
	"strings"
)

// legible is Crockford's base 32 in lower case: it has no i, l, o or u.
const legible = "0123456789abcdefghjkmnpqrstvwxyz"

// MadeUpPassword gives a random password of 120 bits that can be read out and typed:
// six groups of four letters and digits, like 7k2m-…-x0qa.
func MadeUpPassword() string {
	var b strings.Builder
	for i, r := range randomBytes(24) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(legible[int(r)%len(legible)])
	}
	return b.String()
}

// randomBytes needs no error: since Go 1.24 crypto/rand ends the program when the
// system has no randomness.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}
