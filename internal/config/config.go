// Package config holds the settings: what each is called as a flag and in the
// environment, its default, and what its value must look like. The tags are
// those of the command-line parser kong, which fills the structs.
//
// What may come in: settings that the code uses. What may not: opening,
// reading or reaching what they name. Only the command imports it.
package config

import "time"

// Serve is every setting of the server.
type Serve struct {
	HTTP
	Database
	Replicas
	FirstStart
	Tokens
	External
	Caching
	Purge
	Limits
	Log
	Metrics
}

// HTTP says where and to whom the API answers.
type HTTP struct {
	Listen

	CORSOrigins    []string `name:"cors-origins" env:"BROADSHEET_CORS_ORIGINS" placeholder:"ORIGIN" group:"HTTP" help:"Origins that may do more from a browser than read what is public, such as https://desk.example.org."`
	TrustedProxies []string `env:"BROADSHEET_TRUSTED_PROXIES" placeholder:"CIDR" group:"HTTP" help:"Proxies whose X-Forwarded-For tells the client's address."`
}

// Listen says where the API listens.
type Listen struct {
	Addr string `env:"BROADSHEET_ADDR" default:"127.0.0.1:8080" group:"HTTP" help:"Where the API listens; :8080 is on every address."`
}

// Database says where the rows are.
type Database struct {
	DatabaseURL string `env:"BROADSHEET_DATABASE_URL" default:"sqlite:./data/broadsheet.db" group:"Database" help:"sqlite:PATH, or postgres://user:password@host:5432/name."`
}

// Replicas says which standbys of the database the public reads from.
type Replicas struct {
	ReplicaURLs []string `name:"replica-urls" env:"BROADSHEET_REPLICA_URLS" placeholder:"URL" group:"Database" help:"Hot standbys of the Postgres for public reads: postgres://… with one host each. None is read from while it lacks a write that this node has heard of."`
}

// Migration says whether a command may bring the database up to date.
type Migration struct {
	AutoMigrate bool `env:"BROADSHEET_AUTO_MIGRATE" default:"true" negatable:"" group:"Database" help:"Migrate the database first, under a lock; the default."`
}

// FirstStart says what an empty database begins with.
type FirstStart struct {
	Migration

	Demo          bool   `env:"BROADSHEET_DEMO" group:"First start" help:"Load the sample site into an empty database."`
	AdminEmail    string `env:"BROADSHEET_ADMIN_EMAIL" placeholder:"ADDRESS" group:"First start" help:"Make this admin when there is no user yet. With --demo the default is ${demo_admin}."`
	AdminPassword string `env:"BROADSHEET_ADMIN_PASSWORD" placeholder:"PASSWORD" group:"First start" help:"The admin's password; better in the environment, where it shows in no list of processes. Without one it is made up and printed once."`
}

// Keys says where the keys are that sign.
type Keys struct {
	SigningKeys string `env:"BROADSHEET_SIGNING_KEYS" default:"./data/keys" group:"Sign-in" help:"Folder of Ed25519 private keys (PKCS#8 PEM), one file, or the PEM text itself: the newest signs, all verify. In a folder that has none one is made. Every node needs the same."`
}

// Tokens says how tokens are made.
type Tokens struct {
	Keys

	Issuer     string        `env:"BROADSHEET_ISSUER" default:"broadsheet" group:"Sign-in" help:"The iss claim of our tokens."`
	Audience   string        `env:"BROADSHEET_AUDIENCE" default:"broadsheet-api" group:"Sign-in" help:"The aud claim of our tokens."`
	AccessTTL  time.Duration `name:"access-ttl" env:"BROADSHEET_ACCESS_TTL" default:"15m" group:"Sign-in" help:"How long an access token is good."`
	RefreshTTL time.Duration `name:"refresh-ttl" env:"BROADSHEET_REFRESH_TTL" default:"720h" group:"Sign-in" help:"How long a sign-in lasts, however often it is refreshed."`
}

// External says which external issuer is trusted, and with what. All of it is
// given or nothing.
type External struct {
	OIDCIssuer    string   `name:"oidc-issuer" env:"BROADSHEET_OIDC_ISSUER" placeholder:"URL" group:"Sign-in" help:"A trusted external issuer (OpenID Connect), whose access tokens are taken too: exactly as its iss claim has it."`
	OIDCAudience  string   `name:"oidc-audience" env:"BROADSHEET_OIDC_AUDIENCE" placeholder:"NAME" group:"Sign-in" help:"What the aud claim of its tokens must hold."`
	OIDCRoleClaim string   `name:"oidc-role-claim" env:"BROADSHEET_OIDC_ROLE_CLAIM" placeholder:"CLAIM" group:"Sign-in" help:"The claim that gives roles: groups, or a path such as realm_access.roles."`
	OIDCRoles     []string `name:"oidc-roles" env:"BROADSHEET_OIDC_ROLES" placeholder:"ROLE=VALUE" group:"Sign-in" help:"Which value of it is which role: editor=newsroom-editors,admin=chiefs. The highest counts; a comma in a value is written as \\,."`
	LocalSignIn   bool     `name:"local-sign-in" env:"BROADSHEET_LOCAL_SIGN_IN" default:"true" negatable:"" group:"Sign-in" help:"Let users sign in here with a password; the default. Without it the external issuer alone says who they are."`
}

// Caching says what is kept of public answers, here and elsewhere, and how long.
type Caching struct {
	ClientCaching

	CacheBytes      Size   `env:"BROADSHEET_CACHE_BYTES" default:"64MiB" placeholder:"SIZE" group:"Caching" help:"Memory for public answers, such as 64MiB; 0 keeps none."`
	SurrogateHeader string `env:"BROADSHEET_SURROGATE_HEADER" placeholder:"NAME" group:"Caching" help:"Surrogate-Key or Cache-Tag: repeats the groups of public answers in the way of a CDN."`
}

// ClientCaching says how long clients and caches may keep public answers.
type ClientCaching struct {
	MaxAge               time.Duration `env:"BROADSHEET_MAX_AGE" default:"30s" group:"Caching" help:"Cache-Control max-age of public answers."`
	SharedMaxAge         time.Duration `name:"s-maxage" env:"BROADSHEET_S_MAXAGE" default:"300s" group:"Caching" help:"Their s-maxage, for shared caches."`
	StaleWhileRevalidate time.Duration `env:"BROADSHEET_STALE_WHILE_REVALIDATE" default:"60s" group:"Caching" help:"Their stale-while-revalidate."`
	StaleIfError         time.Duration `env:"BROADSHEET_STALE_IF_ERROR" default:"300s" group:"Caching" help:"Their stale-if-error."`
}

// Limits says how many requests this node takes of each: of a script's token, of
// a user, or of the network of an anonymous reader.
type Limits struct {
	Read  Rate `name:"rate-limit-read" env:"BROADSHEET_RATE_LIMIT_READ" default:"0" placeholder:"N/UNIT" group:"Limits" help:"How many reads, such as 100/s, 600/m or 5000/h; 0 is no limit."`
	Write Rate `name:"rate-limit-write" env:"BROADSHEET_RATE_LIMIT_WRITE" default:"600/m" placeholder:"N/UNIT" group:"Limits" help:"How many writes."`
}

// Log says what is logged, to standard error: JSON, or text on a terminal.
type Log struct {
	Level     string `name:"log" env:"BROADSHEET_LOG" default:"info" enum:"debug,info,warn,error" group:"Log" help:"The least level that is logged: ${enum}."`
	AccessLog bool   `env:"BROADSHEET_ACCESS_LOG" group:"Log" help:"Log a line for every request."`
}

// DemoAdmin is the address of the first admin of the sample site, where no
// other is set.
const DemoAdmin = "admin@example.org"
