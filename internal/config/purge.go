package config

import (
	"errors"
	"net/url"
)

// Purge says who is told which groups of public answers went stale.
type Purge struct {
	PurgeURL   string `name:"purge-url" env:"BROADSHEET_PURGE_URL" placeholder:"URL" group:"Caching" help:"Called with the groups that writes made stale, once the writes are done; every node needs the same. Without it nobody is called."`
	PurgeToken string `env:"BROADSHEET_PURGE_TOKEN" placeholder:"TOKEN" group:"Caching" help:"Sent along with the calls; better in the environment, where it shows in no list of processes."`
	PurgeStyle string `env:"BROADSHEET_PURGE_STYLE" default:"json" enum:"json,fastly,cloudflare,varnish" group:"Caching" help:"Who takes the calls: ${enum}."`
}

// validate never shows the URL: it may hold a secret.
func (p *Purge) validate(surrogate string) error {
	if p.PurgeURL == "" {
		if p.PurgeToken != "" {
			return Fault("BROADSHEET_PURGE_TOKEN", "says nothing without BROADSHEET_PURGE_URL")
		}
		return nil
	}
	var faults []error
	if !isHook(p.PurgeURL) {
		faults = append(faults, Fault("BROADSHEET_PURGE_URL", "must be an http or https address, with neither a user nor a fragment"))
	}
	if !isVisible(p.PurgeToken) {
		faults = append(faults, Fault("BROADSHEET_PURGE_TOKEN", "must be visible ASCII without spaces"))
	}
	needs := map[string]string{"fastly": "Surrogate-Key", "varnish": "Surrogate-Key", "cloudflare": "Cache-Tag"}[p.PurgeStyle]
	if needs != "" && surrogate != needs {
		faults = append(faults, Fault("BROADSHEET_PURGE_STYLE", p.PurgeStyle+" needs BROADSHEET_SURROGATE_HEADER="+needs))
	}
	return errors.Join(faults...)
}

func isHook(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && u.Fragment == ""
}

// isVisible tells whether text can stand in a header as one word.
func isVisible(text string) bool {
	for _, r := range text {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return true
}
