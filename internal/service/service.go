// Package service says what can be done in the newsroom, one file a noun. It
// owns permission, the rules over several rows, the transaction and what
// follows a commit. It takes typed values and gives back news types and
// news.Errors; it knows neither HTTP nor SQL.
//
// A write takes a fill function. The service calls it inside the transaction,
// once the resource is loaded and the actor may write it, to be given the
// change: so a missing resource is told before a missing permission, and both
// before what is wrong with the request.
package service

import (
	"context"
	"log/slog"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/oidc"
	"github.com/seed-6f93249c/broadsheet/internal/purge"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Service does what the newsroom asks. It is safe for concurrent use.
type Service struct {
	store      *store.Store
	now        func() time.Time
	issuer     auth.Issuer
	passwords  *auth.Passwords
	refreshTTL time.Duration
	external   *oidc.Issuer // nil where none is trusted
	closed     bool         // nobody signs in here
	actors     *actorCache
	kept       *keptKeys
	bodies     *readyBodies
	running    *runningCalls
	logger     *slog.Logger
	works      map[news.JobKind]work
	effects    map[news.JobKind]Effect
	onJob      func(JobReport)
	onStale    func([]news.Group)
	cache      *cache.Cache
	purge      *purge.Hook // nil where nobody is called
}

// DefaultRefreshTTL is how long a sign-in lasts where Options do not say.
const DefaultRefreshTTL = 720 * time.Hour

// Options tune a Service. The zero value is good where nobody signs in.
type Options struct {
	// Now is the clock; nil means the system's.
	Now func() time.Time
	// Issuer makes and reads access tokens; its keyring signs revisions, which
	// are unsigned without one.
	Issuer auth.Issuer
	// Passwords hashes and checks; nil means one of auth.DefaultCost.
	Passwords *auth.Passwords
	// RefreshTTL is how long a sign-in lasts, however often it is refreshed; 0
	// means DefaultRefreshTTL.
	RefreshTTL time.Duration
	// External is the external issuer whose tokens are taken beside ours; nil is
	// none.
	External *oidc.Issuer
	// NoLocalSignIn takes the tokens of External and of scripts alone.
	NoLocalSignIn bool
	// Logger gets what nobody waits for: how jobs fail. nil means slog.Default.
	Logger *slog.Logger
	// Effects are what jobs do outside the database, by their kind.
	Effects map[news.JobKind]Effect
	// OnJob, if not nil, is told of every attempt at a job.
	OnJob func(JobReport)
	// OnStale, if not nil, is told after every write, those of jobs too, which
	// groups of cached answers it made stale.
	OnStale func([]news.Group)
	// Cache has the answers that writes make stale; nil means that none are kept.
	Cache *cache.Cache
	// Purge is called, by a job, with the groups that each write made stale; nil
	// means that nobody is.
	Purge *purge.Hook
}

// New returns a Service over a migrated store, and makes sure that the site's
// row is there.
func New(ctx context.Context, s *store.Store, options Options) (*Service, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Passwords == nil {
		options.Passwords = auth.NewPasswords(auth.DefaultCost())
	}
	if options.RefreshTTL == 0 {
		options.RefreshTTL = DefaultRefreshTTL
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	service := &Service{
		store:      s,
		now:        func() time.Time { return news.Moment(options.Now()) },
		issuer:     options.Issuer,
		passwords:  options.Passwords,
		refreshTTL: options.RefreshTTL,
		external:   options.External,
		closed:     options.NoLocalSignIn,
		actors:     newActorCache(),
		kept:       &keptKeys{},
		bodies:     &readyBodies{},
		running:    &runningCalls{scopes: map[string]bool{}},
		logger:     options.Logger,
		effects:    options.Effects,
		onJob:      options.OnJob,
		onStale:    options.OnStale,
		cache:      options.Cache,
		purge:      options.Purge,
	}
	service.works = map[news.JobKind]work{
		news.JobPublishCopy: {do: service.publishDueCopy, giveUp: service.failToPublishCopy},
		news.JobReindex:     {do: service.reindexByJob, giveUp: service.keepReindexing},
	}
	return service, service.ensureSite(ctx)
}

// Now returns the service's clock, cut to the microsecond.
func (s *Service) Now() time.Time { return s.now() }

// Ready reports whether requests can be served: the database answers and its
// schema is current.
func (s *Service) Ready(ctx context.Context) error {
	if err := s.store.Ping(ctx); err != nil {
		return news.Errorf(news.Unavailable, "unavailable", "the database can't be reached").Wrap(err)
	}
	current, err := s.store.Current(ctx)
	if err != nil {
		return err
	}
	if !current {
		return news.Errorf(news.Unavailable, "unavailable", "the database is not migrated")
	}
	return nil
}

// Written is the outcome of a write: the row as it now is, the groups of cached
// answers that it made stale, and, of an article, what an editor should look
// at.
type Written[T any] struct {
	Row      *T
	Groups   []news.Group
	Warnings []news.Warning
}
