package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Validate returns every fault of the settings, each with the setting's name.
func (s *Serve) Validate() error {
	var same error
	if s.Given() && s.OIDCIssuer == s.Issuer {
		same = Fault("BROADSHEET_OIDC_ISSUER", "must not be BROADSHEET_ISSUER")
	}
	return errors.Join(same,
		s.HTTP.validate(), s.Database.Validate(), s.Replicas.validate(s.DatabaseURL), s.FirstStart.validate(),
		s.Tokens.validate(), s.External.validate(), s.Caching.validate(), s.Purge.validate(s.SurrogateHeader), s.Metrics.validate(),
	)
}

// Validate returns what is wrong with the address.
func (l *Listen) Validate() error {
	return checkAddress("BROADSHEET_ADDR", l.Addr)
}

func (h *HTTP) validate() error {
	faults := []error{h.Validate()}
	for _, origin := range h.CORSOrigins {
		if !isOrigin(origin) {
			faults = append(faults, Fault("BROADSHEET_CORS_ORIGINS", strconv.Quote(origin)+" must be scheme://host or scheme://host:port"))
		}
	}
	for _, proxy := range h.TrustedProxies {
		if _, err := netip.ParsePrefix(proxy); err != nil {
			faults = append(faults, Fault("BROADSHEET_TRUSTED_PROXIES", strconv.Quote(proxy)+" must be a network such as 10.0.0.0/8"))
		}
	}
	return errors.Join(faults...)
}

// isOrigin tells whether text is an origin as browsers send it (RFC 6454, 6.2).
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && text == strings.ToLower(u.Scheme+"://"+u.Host)
}

// Validate returns what can be told of the URL without a driver. The URL is
// never shown: it may hold a password.
func (d *Database) Validate() error {
	for _, scheme := range []string{"sqlite:", "postgres://", "postgresql://"} {
		if strings.HasPrefix(d.DatabaseURL, scheme) {
			return nil
		}
	}
	return Fault("BROADSHEET_DATABASE_URL", "must begin with sqlite: or postgres://")
}

func (r *Replicas) validate(databaseURL string) error {
	const setting = "BROADSHEET_REPLICA_URLS"
	if len(r.ReplicaURLs) > 0 && strings.HasPrefix(databaseURL, "sqlite:") {
		return Fault(setting, "needs Postgres: SQLite has no replicas")
	}
	for _, replica := range r.ReplicaURLs {
		if !strings.HasPrefix(replica, "postgres://") && !strings.HasPrefix(replica, "postgresql://") {
			return Fault(setting, "must each begin with postgres://")
		}
	}
	return nil
}

func (f *FirstStart) validate() error {
	if _, ok := news.NormaliseEmail(f.AdminEmail); f.AdminEmail != "" && !ok {
		return Fault("BROADSHEET_ADMIN_EMAIL", "must be an e-mail address")
	}
	if f.AdminPassword != "" && f.AdminEmail == "" && !f.Demo {
		return Fault("BROADSHEET_ADMIN_PASSWORD", "belongs to nobody without BROADSHEET_ADMIN_EMAIL")
	}
	return nil
}

func (t *Tokens) validate() error {
	var faults []error
	for _, setting := range [][2]string{
		{"BROADSHEET_SIGNING_KEYS", t.SigningKeys}, {"BROADSHEET_ISSUER", t.Issuer}, {"BROADSHEET_AUDIENCE", t.Audience},
	} {
		if setting[1] == "" {
			faults = append(faults, Fault(setting[0], "can't be empty"))
		}
	}
	if t.AccessTTL < time.Second {
		faults = append(faults, Fault("BROADSHEET_ACCESS_TTL", "must be 1s or more"))
	}
	if t.RefreshTTL < t.AccessTTL {
		faults = append(faults, Fault("BROADSHEET_REFRESH_TTL", "must be no less than BROADSHEET_ACCESS_TTL"))
	}
	return errors.Join(faults...)
}

func (c *Caching) validate() error {
	var faults []error
	for _, setting := range []struct {
		name  string
		value time.Duration
	}{
		{"BROADSHEET_MAX_AGE", c.MaxAge},
		{"BROADSHEET_S_MAXAGE", c.SharedMaxAge},
		{"BROADSHEET_STALE_WHILE_REVALIDATE", c.StaleWhileRevalidate},
		{"BROADSHEET_STALE_IF_ERROR", c.StaleIfError},
	} {
		if setting.value < 0 || setting.value%time.Second != 0 {
			faults = append(faults, Fault(setting.name, "must be whole seconds, 0s or more"))
		}
	}
	if !slices.Contains([]string{"", "Surrogate-Key", "Cache-Tag"}, c.SurrogateHeader) {
		faults = append(faults, Fault("BROADSHEET_SURROGATE_HEADER", "must be Surrogate-Key or Cache-Tag"))
	}
	return errors.Join(faults...)
}

// FaultError is a setting with a value that will not do.
type FaultError struct {
	Setting string // as in the environment
	Detail  string
}

// Fault returns a FaultError.
func Fault(setting, detail string) *FaultError {
	return &FaultError{Setting: setting, Detail: detail}
}

// Error names the setting, in the environment and as a flag, and says what is
// wrong with it.
func (f *FaultError) Error() string {
	flag := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(f.Setting, "BROADSHEET_")), "_", "-")
	return fmt.Sprintf("%s (--%s) %s", f.Setting, flag, f.Detail)
}
