package auth

// NewResetToken makes an opaque token with which a password can be set, once, and
// the hash of it, as NewRefreshToken does.
func NewResetToken() (token, hash string) { return NewRefreshToken() }

// HashResetToken gives the hash by which a reset token is stored and found, as
// HashRefreshToken does.
func HashResetToken(token string) string { return HashRefreshToken(token) }
