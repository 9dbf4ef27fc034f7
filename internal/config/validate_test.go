package config

import (
	"strings"
	"testing"
	"time"
)

func good() Serve {
	return Serve{
		HTTP:     HTTP{Listen: Listen{Addr: "127.0.0.1:8080"}},
		Database: Database{DatabaseURL: "sqlite:./x.db"},
		Tokens:   Tokens{Keys: Keys{SigningKeys: "keys"}, Issuer: "i", Audience: "a", AccessTTL: time.Minute, RefreshTTL: time.Hour},
		External: External{LocalSignIn: true},
	}
}

func TestGoodSettings(t *testing.T) {
	for name, change := range map[string]func(*Serve){
		"as they are":         func(*Serve) {},
		"every address":       func(s *Serve) { s.Addr = ":8080" },
		"IPv6":                func(s *Serve) { s.Addr = "[::1]:0" },
		"a name":              func(s *Serve) { s.Addr = "localhost:65535" },
		"Postgres":            func(s *Serve) { s.DatabaseURL = "postgres://a@b,c/d?target_session_attrs=any" },
		"Postgres' long name": func(s *Serve) { s.DatabaseURL = "postgresql://b/d" },
		"origins": func(s *Serve) {
			s.CORSOrigins = []string{"https://a.example", "http://localhost:3000", "http://[::1]:80"}
		},
		"proxies": func(s *Serve) { s.TrustedProxies = []string{"10.0.0.0/8", "::1/128"} },
		"demo with a password": func(s *Serve) {
			s.Demo, s.AdminPassword = true, "long enough it is"
		},
		"an admin":           func(s *Serve) { s.AdminEmail = "Chief@example.org" },
		"as long as it gets": func(s *Serve) { s.AccessTTL = s.RefreshTTL },
		"nothing kept":       func(s *Serve) { s.Caching = Caching{} },
	} {
		settings := good()
		change(&settings)
		if err := settings.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOrigins(t *testing.T) {
	for _, text := range []string{
		"", "*", "null", "desk.example.org", "https://", "https://desk.example.org/", "https://desk.example.org/x",
		"https://Desk.example.org", "HTTPS://desk.example.org", "https://me@desk.example.org", "https://desk.example.org?x", "//desk.example.org",
	} {
		if isOrigin(text) {
			t.Errorf("%q is taken for an origin", text)
		}
	}
}

func TestFaultsNameTheSettingAndNoSecret(t *testing.T) {
	settings := good()
	settings.DatabaseURL = "mysql://me:hunter2@db"
	settings.AdminPassword = "hunter2-hunter2"
	settings.Issuer = ""
	err := settings.Validate()
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, want := range []string{
		"BROADSHEET_DATABASE_URL (--database-url) must begin", "BROADSHEET_ADMIN_PASSWORD (--admin-password) belongs",
		"BROADSHEET_ISSUER (--issuer) can't be empty",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a secret in %v", err)
	}
}
