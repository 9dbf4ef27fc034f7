package main

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// asCommand makes the test binary the command, for tests that need a process
// of its own.
const asCommand = "RUN_AS_BROADSHEET"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// outcome is how a command ended.
type outcome struct {
	code     int
	out, err string
}

// command runs a command in this process, with in as its standard input.
func command(t *testing.T, in string, args ...string) outcome {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), args, streams{in: strings.NewReader(in), out: &out, err: &err})
	return outcome{code: code, out: out.String(), err: err.String()}
}

func (o outcome) want(t *testing.T, code int, texts ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("ended with %d, want %d: %s%s", o.code, code, o.out, o.err)
	}
	for _, text := range texts {
		if !strings.Contains(o.out+o.err, text) {
			t.Errorf("says nothing of %q: %s%s", text, o.out, o.err)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"", `expected one of "serve"`},
		{"publish", "publish"},
		{"serve --colour red", "--colour"},
		{"serve here", "here"},
		{"user", `expected one of "add"`},
		{"user add ann@example.org", "<role>"},
		{"user add ann@example.org owner", "<role>"},
		{"version --addr :1", "--addr"},
		{"token create ann@example.org import", "<scopes>"},
		{"token create ann@example.org import articles:eat", "articles:read"},
		{"token create ann@example.org import articles:read --days=-1", "--days"},
		{"token revoke", "<id>"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			command(t, "", strings.Fields(tt.args)...).want(t, exitUsage, tt.want, "broadsheet --help tells more")
		})
	}
}

func TestWrongSettings(t *testing.T) {
	for _, tt := range []struct{ args, want string }{
		{"serve --addr 8080", "BROADSHEET_ADDR (--addr) must be HOST:PORT"},
		{"serve --addr :http", "BROADSHEET_ADDR (--addr) must end in a port"},
		{"serve --addr :65536", "BROADSHEET_ADDR (--addr) must end in a port"},
		{"serve --metrics-addr 9090", "BROADSHEET_METRICS_ADDR (--metrics-addr) must be HOST:PORT"},
		{"serve --metrics-addr :http", "BROADSHEET_METRICS_ADDR (--metrics-addr) must end in a port"},
		{"serve --metrics-addr 192.0.2.1:9090", "BROADSHEET_METRICS_ADDR (--metrics-addr) is refused"},
		{"health --addr nowhere", "BROADSHEET_ADDR (--addr) must be HOST:PORT"},
		{"serve --database-url mysql://db/news", "BROADSHEET_DATABASE_URL (--database-url) must begin"},
		{"migrate --database-url broadsheet.db", "BROADSHEET_DATABASE_URL (--database-url) must begin"},
		{"serve --database-url sqlite:", "BROADSHEET_DATABASE_URL (--database-url) is refused"},
		{"demo --database-url sqlite::memory:", "BROADSHEET_DATABASE_URL (--database-url) is refused"},
		{"serve --database-url postgres://db:port/news", "BROADSHEET_DATABASE_URL (--database-url) is refused"},
		{"serve --replica-urls postgres://db/news", "BROADSHEET_REPLICA_URLS (--replica-urls) needs Postgres"},
		{"serve --database-url postgres://db/news --replica-urls mysql://db/news", "BROADSHEET_REPLICA_URLS (--replica-urls) must each begin"},
		{"serve --auto-migrate=maybe", "--auto-migrate"},
		{"serve --cache-bytes=64MB", "--cache-bytes"},
		{"serve --surrogate-header=Edge-Cache-Tag", "BROADSHEET_SURROGATE_HEADER (--surrogate-header) must be Surrogate-Key or Cache-Tag"},
		{"serve --purge-url ftp://cdn.example", "BROADSHEET_PURGE_URL (--purge-url) must be an http or https address"},
		{"serve --purge-url https://user:pass@cdn.example", "BROADSHEET_PURGE_URL (--purge-url) must be"},
		{"serve --purge-url cdn.example", "BROADSHEET_PURGE_URL (--purge-url) must be"},
		{"serve --purge-url https://", "BROADSHEET_PURGE_URL (--purge-url) must be"},
		{"serve --purge-token t", "BROADSHEET_PURGE_TOKEN (--purge-token) says nothing"},
		{"serve --purge-url https://cdn.example --purge-token=é", "BROADSHEET_PURGE_TOKEN (--purge-token) must be visible ASCII"},
		{"serve --purge-url https://cdn.example --purge-style=akamai", "--purge-style"},
		{"serve --purge-url https://cdn.example --purge-style=fastly", "BROADSHEET_PURGE_STYLE (--purge-style) fastly needs BROADSHEET_SURROGATE_HEADER=Surrogate-Key"},
		{"serve --purge-url https://cdn.example --purge-style=varnish --surrogate-header=Cache-Tag", "varnish needs BROADSHEET_SURROGATE_HEADER=Surrogate-Key"},
		{"serve --purge-url https://cdn.example --purge-style=cloudflare", "cloudflare needs BROADSHEET_SURROGATE_HEADER=Cache-Tag"},
		{"serve --admin-email chief", "BROADSHEET_ADMIN_EMAIL (--admin-email) must be an e-mail address"},
		{"serve --admin-password long-enough-it-is", "BROADSHEET_ADMIN_PASSWORD (--admin-password) belongs to nobody"},
		{"serve --admin-email a@b.c --admin-password short", "BROADSHEET_ADMIN_PASSWORD (--admin-password) is refused"},
		{"serve --signing-keys=", "BROADSHEET_SIGNING_KEYS (--signing-keys) can't be empty"},
		{"serve --issuer=", "BROADSHEET_ISSUER (--issuer) can't be empty"},
		{"serve --audience=", "BROADSHEET_AUDIENCE (--audience) can't be empty"},
		{"serve --access-ttl 15", "--access-ttl"},
		{"serve --access-ttl 999ms", "BROADSHEET_ACCESS_TTL (--access-ttl) must be 1s or more"},
		{"serve --refresh-ttl 1m", "BROADSHEET_REFRESH_TTL (--refresh-ttl) must be no less"},
		{"serve --cors-origins https://desk.example.org/", "BROADSHEET_CORS_ORIGINS (--cors-origins)"},
		{"serve --cors-origins *", "BROADSHEET_CORS_ORIGINS (--cors-origins)"},
		{"serve --cors-origins https://a.example,https://B.example", `"https://B.example"`},
		{"serve --trusted-proxies 10.0.0.1", "BROADSHEET_TRUSTED_PROXIES (--trusted-proxies)"},
		{"serve --max-age 1500ms", "BROADSHEET_MAX_AGE (--max-age) must be whole seconds"},
		{"serve --s-maxage=-1s", "BROADSHEET_S_MAXAGE (--s-maxage) must be whole seconds"},
		{"serve --stale-if-error=-1s", "BROADSHEET_STALE_IF_ERROR (--stale-if-error) must be whole seconds"},
		{"serve --log loud", "--log"},
		{"serve --oidc-issuer https://i.example", "BROADSHEET_OIDC_AUDIENCE (--oidc-audience) is needed"},
		{"serve --oidc-issuer https://i.example", "BROADSHEET_OIDC_ROLE_CLAIM (--oidc-role-claim) is needed"},
		{"serve --oidc-issuer https://i.example", "BROADSHEET_OIDC_ROLES (--oidc-roles) is needed"},
		{"serve --oidc-audience a", "BROADSHEET_OIDC_AUDIENCE (--oidc-audience) says nothing"},
		{"serve --oidc-roles owner=x", "BROADSHEET_OIDC_ROLES (--oidc-roles) \"owner=x\" must be ROLE=VALUE"},
		{"serve --oidc-roles editor", "BROADSHEET_OIDC_ROLES (--oidc-roles)"},
		{"serve --oidc-roles editor=x,admin=x", "two roles"},
		{"serve --no-local-sign-in", "BROADSHEET_LOCAL_SIGN_IN (--local-sign-in) can't be false"},
		{"serve --oidc-issuer http://i.example --oidc-audience a --oidc-role-claim r --oidc-roles editor=x", "BROADSHEET_OIDC_ISSUER (--oidc-issuer) is refused"},
		{"serve --oidc-issuer https://i.example --issuer https://i.example --oidc-audience a --oidc-role-claim r --oidc-roles editor=x", "must not be BROADSHEET_ISSUER"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			t.Chdir(t.TempDir())
			command(t, "", strings.Fields(tt.args)...).want(t, exitUsage, tt.want)
			if left, err := os.ReadDir("."); len(left) != 0 || err != nil {
				t.Errorf("left %v, %v", left, err)
			}
		})
	}
}

func TestEveryWrongSettingIsTold(t *testing.T) {
	command(t, "", "serve", "--addr=x", "--issuer=", "--access-ttl=0s").want(t, exitUsage, "--addr", "--issuer", "--access-ttl")
}

func TestSigningKeysThatWillNotDo(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(folder+"/key.pem", []byte("not a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, "", "serve", "--addr=127.0.0.1:0", "--database-url=sqlite:"+t.TempDir()+"/x.db", "--signing-keys="+folder).
		want(t, exitUsage, "BROADSHEET_SIGNING_KEYS (--signing-keys) is refused", "key.pem")
}

func TestSettingsFromTheEnvironment(t *testing.T) {
	t.Run("wrong type", func(t *testing.T) {
		t.Setenv("BROADSHEET_DEMO", "maybe")
		command(t, "", "serve").want(t, exitUsage, "BROADSHEET_DEMO")
	})
	t.Run("wrong value", func(t *testing.T) {
		t.Setenv("BROADSHEET_ACCESS_TTL", "1ms")
		command(t, "", "serve").want(t, exitUsage, "BROADSHEET_ACCESS_TTL")
	})
	t.Run("of another command", func(t *testing.T) {
		t.Setenv("BROADSHEET_ACCESS_TTL", "soon")
		command(t, "", "version").want(t, exitDone)
	})
	t.Run("empty list", func(t *testing.T) {
		t.Setenv("BROADSHEET_CORS_ORIGINS", "")
		if origins := parse(t, "serve").Serve.CORSOrigins; len(origins) != 0 {
			t.Errorf("got %q", origins)
		}
	})
	t.Run("a flag goes before", func(t *testing.T) {
		t.Setenv("BROADSHEET_ISSUER", "environment")
		if issuer := parse(t, "serve", "--issuer=flag").Serve.Issuer; issuer != "flag" {
			t.Errorf("got %q", issuer)
		}
	})
}

func parse(t *testing.T, args ...string) *commands {
	t.Helper()
	parsed := &commands{}
	parser, err := kong.New(parsed, variables())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(args); err != nil {
		t.Fatal(err)
	}
	return parsed
}

// Every flag is an environment variable of the same name, no command knows it
// by another, and no secret has a default.
func TestFlagsAndEnvironment(t *testing.T) {
	parser, err := kong.New(&commands{}, variables())
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range parser.Model.Leaves(false) {
		for _, flag := range leaf.Flags {
			if flag.Name == "help" {
				continue
			}
			want := "BROADSHEET_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
			if !reflect.DeepEqual(flag.Envs, []string{want}) {
				t.Errorf("%s --%s is %v in the environment, want %s", leaf.Path(), flag.Name, flag.Envs, want)
			}
			if flag.Help == "" || flag.Group == nil {
				t.Errorf("%s --%s has no help or group", leaf.Path(), flag.Name)
			}
			if strings.Contains(flag.Name, "password") && flag.HasDefault {
				t.Errorf("--%s has a default", flag.Name)
			}
		}
		if leaf.Help == "" {
			t.Errorf("%s has no help", leaf.Path())
		}
	}
}

func TestHelp(t *testing.T) {
	command(t, "", "--help").want(t, exitDone, "broadsheet serve --demo", "user password")
	command(t, "", "serve", "--help").want(t, exitDone, "$BROADSHEET_DATABASE_URL", "sqlite:./data/broadsheet.db", "Examples:")
	for _, args := range [][]string{{"migrate"}, {"user", "add"}, {"user", "password"}, {"demo"}, {"health"}} {
		command(t, "", append(args, "--help")...).want(t, exitDone, "BROADSHEET_", "\n    ")
	}
}

func TestHelpShowsNoSecret(t *testing.T) {
	t.Setenv("BROADSHEET_ADMIN_PASSWORD", "hunter2-hunter2")
	t.Setenv("BROADSHEET_DATABASE_URL", "postgres://me:hunter2@db/news")
	t.Setenv("BROADSHEET_PURGE_TOKEN", "hunter2")
	t.Setenv("BROADSHEET_PURGE_URL", "https://cdn.example/?key=hunter2")
	help := command(t, "", "serve", "--help")
	help.want(t, exitDone)
	if strings.Contains(help.out+help.err, "hunter2") {
		t.Errorf("the help shows a password: %s", help.out)
	}
}

func TestVersion(t *testing.T) {
	command(t, "", "version").want(t, exitDone, "broadsheet dev, go1.", "commit ")
}

func TestUnreachableDatabase(t *testing.T) {
	t.Chdir(t.TempDir())
	end := command(t, "", "migrate", "--database-url=postgres://me:hunter2@127.0.0.1:1/news?connect_timeout=1")
	end.want(t, exitFailed, "reach the database")
	bad := command(t, "", "migrate", "--database-url=postgres://me:hunter2@db:port/news")
	bad.want(t, exitUsage)
	if strings.Contains(end.err+bad.err, "hunter2") {
		t.Errorf("a password is shown: %s%s", end.err, bad.err)
	}
}
