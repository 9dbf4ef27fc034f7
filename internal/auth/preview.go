package auth

import "time"

// Preview is what a good preview token says.
type Preview struct {
	ID        string // jti, by which it is looked up
	ArticleID string // sub
}

// SignPreview makes a token for one article, valid at once: a JWT of type
// preview+jwt, which lets nobody in and which no other token can be taken for. It
// ends at expires, to the second after.
func (i Issuer) SignPreview(p Preview, expires time.Time) (string, error) {
	if !i.complete() {
		return "", errIncomplete
	}
	c := i.newClaims(p.ArticleID, p.ID)
	c.ExpiresAt = secondAfter(expires)
	return i.sign(previewType, c)
}

// VerifyPreview reads a preview token of this issuer. Every fault of the token is
// an ErrInvalidToken.
func (i Issuer) VerifyPreview(token string) (Preview, error) {
	c, err := i.read(token, previewType)
	return Preview{ID: c.ID, ArticleID: c.Subject}, err
}
