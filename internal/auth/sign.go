package auth

import (
	"crypto/ed25519"
	"encoding/base64"
)

// Sign signs a message with the key that signs tokens now, names the key by its id
// and gives the signature in base64url. The message must begin with words and a line
// end that say what it is: so no signature serves as another, nor as a token's, since
// what is signed of a token has neither spaces nor line ends.
func (r *Keyring) Sign(message []byte) (keyID, signature string) {
	k := r.signer()
	return k.id, base64.RawURLEncoding.EncodeToString(ed25519.Sign(k.private, message))
}
