package oidc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/text/unicode/norm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Identity is who a good token stands for.
type Identity struct {
	Issuer   string
	Subject  string    // the issuer's name for the user, for ever the same
	Email    string    // as news.NormaliseEmail gives it; "" when the token has none, or says that it is not verified
	Name     string    // 1 to 200 characters
	Role     news.Role // the highest that the claim gives, "" for none
	IssuedAt time.Time // UTC
}

// identity reads what the claims of a checked token say of the user.
func (i *Issuer) identity(claims jwt.MapClaims) (Identity, error) {
	const longestSubject = 255 // OpenID Connect Core 1.0, section 2
	subject, err := claims.GetSubject()
	plain := !strings.ContainsFunc(subject, unicode.IsControl)
	if err != nil || subject == "" || len(subject) > longestSubject || !plain {
		return Identity{}, fmt.Errorf("%w: its sub names nobody", ErrInvalidToken)
	}
	issuedAt, err := claims.GetIssuedAt()
	if err != nil || issuedAt == nil {
		return Identity{}, fmt.Errorf("%w: it has no iat", ErrInvalidToken)
	}
	who := Identity{
		Issuer: i.settings.Issuer, Subject: subject, Email: email(claims), Role: i.role(claims), IssuedAt: issuedAt.UTC(),
	}
	who.Name = cmp.Or(nameIn(claims, "name"), nameIn(claims, "preferred_username"), who.Email, "Unnamed")
	return who, nil
}

// email returns the address that the token does not disown.
func email(claims jwt.MapClaims) string {
	text, _ := claims["email"].(string)
	address, ok := news.NormaliseEmail(text)
	if verified := claims["email_verified"]; !ok || verified == false || verified == "false" {
		return ""
	}
	return address
}

func nameIn(claims jwt.MapClaims, claim string) string {
	const longest = 200
	text, _ := claims[claim].(string)
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	name := []rune(norm.NFC.String(strings.Join(words, " ")))
	return strings.TrimSpace(string(name[:min(len(name), longest)]))
}

// role returns the highest role that the values of the role claim give.
func (i *Issuer) role(claims jwt.MapClaims) news.Role {
	var highest news.Role
	for _, value := range values(claims, i.settings.RoleClaim) {
		if role := i.settings.Roles[value]; rank(role) > rank(highest) {
			highest = role
		}
	}
	return highest
}

func rank(role news.Role) int { return slices.Index(news.Roles(), role) }

// values returns the texts of a claim, of that name or at that path of objects.
// What is neither a text nor a list of them has none.
func values(claims map[string]any, claim string) []string {
	found, ok := claims[claim]
	if !ok {
		found = at(claims, strings.Split(claim, "."))
	}
	switch found := found.(type) {
	case string:
		return []string{found}
	case []any:
		var texts []string
		for _, item := range found {
			if text, ok := item.(string); ok {
				texts = append(texts, text)
			}
		}
		return texts
	default:
		return nil
	}
}

func at(claims map[string]any, path []string) any {
	var found any = claims
	for _, name := range path {
		object, ok := found.(map[string]any)
		if !ok {
			return nil
		}
		found = object[name]
	}
	return found
}
