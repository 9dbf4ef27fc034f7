package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Given reports whether there is an external issuer.
func (e *External) Given() bool { return e.OIDCIssuer != "" }

// Roles returns which role each value of the role claim gives.
func (e *External) Roles() (map[string]news.Role, error) {
	roles := map[string]news.Role{}
	for _, pair := range e.OIDCRoles {
		name, value, _ := strings.Cut(pair, "=")
		role := news.Role(strings.TrimSpace(name))
		value = strings.TrimSpace(value)
		if !slices.Contains(news.Roles(), role) || value == "" {
			return nil, Fault("BROADSHEET_OIDC_ROLES", strconv.Quote(pair)+" must be ROLE=VALUE, with reader, author, editor or admin")
		}
		if known, twice := roles[value]; twice && known != role {
			return nil, Fault("BROADSHEET_OIDC_ROLES", "gives "+strconv.Quote(value)+" two roles")
		}
		roles[value] = role
	}
	return roles, nil
}

func (e *External) validate() error {
	_, err := e.Roles()
	faults := []error{err}
	for _, setting := range []struct {
		name  string
		given bool
	}{
		{"BROADSHEET_OIDC_AUDIENCE", e.OIDCAudience != ""},
		{"BROADSHEET_OIDC_ROLE_CLAIM", e.OIDCRoleClaim != ""},
		{"BROADSHEET_OIDC_ROLES", len(e.OIDCRoles) > 0},
	} {
		switch {
		case e.Given() && !setting.given:
			faults = append(faults, Fault(setting.name, "is needed with BROADSHEET_OIDC_ISSUER"))
		case !e.Given() && setting.given:
			faults = append(faults, Fault(setting.name, "says nothing without BROADSHEET_OIDC_ISSUER"))
		}
	}
	if !e.LocalSignIn && !e.Given() {
		faults = append(faults, Fault("BROADSHEET_LOCAL_SIGN_IN", "can't be false without BROADSHEET_OIDC_ISSUER: nobody could sign in"))
	}
	return errors.Join(faults...)
}
