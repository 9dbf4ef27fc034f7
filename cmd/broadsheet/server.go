package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/cache"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/limit"
	"github.com/seed-6f93249c/broadsheet/internal/oidc"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

const (
	// patience is how long running requests may take once the server is told to
	// stop, noticeTime how much of it is for the news to spread by /readyz.
	patience   = 20 * time.Second
	noticeTime = time.Second
)

// server is a whole Broadsheet: the command runs it, and so do tests.
type server struct {
	settings config.Serve
	logger   *slog.Logger
	store    *store.Store
	service  *service.Service
	api      *api.Server
	http     *http.Server
	listener net.Listener
	admin    firstAdmin
	gauges   *gauges       // nil when nobody reads them
	notice   time.Duration // noticeTime
}

// openServer makes everything ready to serve: the database, the keys, the
// address, and what an empty database begins with. The address is taken before
// anything is made that is told only once.
func openServer(ctx context.Context, settings config.Serve, logger *slog.Logger) (*server, error) {
	s := &server{settings: settings, logger: logger, notice: noticeTime}
	limitMemory(int64(settings.CacheBytes))
	for _, step := range []func(context.Context) error{
		s.openGauges, s.openStore, s.openService, s.openAPI, s.listen, s.begin,
	} {
		if err := step(ctx); err != nil {
			return nil, s.close(err)
		}
	}
	return s, nil
}

func (s *server) openStore(ctx context.Context) (err error) {
	if s.store, err = openStore(ctx, s.settings.Database, s.storeOptions()); err != nil {
		return err
	}
	return prepare(ctx, s.store, s.settings.Migration)
}

func (s *server) storeOptions() store.Options {
	return store.Options{Replicas: s.settings.ReplicaURLs, OnReplica: func(name string, why error) {
		if why != nil {
			s.logger.Warn("a replica is not read from", "replica", name, "error", why)
			return
		}
		s.logger.Info("a replica is read from", "replica", name)
	}}
}

func (s *server) openService(ctx context.Context) error {
	keys, err := s.openKeys()
	if err != nil {
		return err
	}
	external, err := s.externalIssuer() //nolint:contextcheck // its keys are read while the start goes on
	if err != nil {
		return err
	}
	s.service, err = service.New(ctx, s.store, service.Options{
		Issuer: newIssuer(keys, s.settings.Tokens), RefreshTTL: s.settings.RefreshTTL,
		External: external, NoLocalSignIn: !s.settings.LocalSignIn,
		Logger: s.logger, OnJob: s.onJob(), Cache: s.newCache(), Purge: s.newPurge(),
	})
	return err
}

func newIssuer(keys *auth.Keyring, settings config.Tokens) auth.Issuer {
	return auth.Issuer{
		Keyring: keys, Issuer: settings.Issuer, Audience: settings.Audience, TTL: settings.AccessTTL, Now: time.Now,
	}
}

// externalIssuer is that of the settings, or nil. One that can't be reached now
// keeps nobody else from signing in: the log tells.
func (s *server) externalIssuer() (*oidc.Issuer, error) {
	if !s.settings.Given() {
		return nil, nil //nolint:nilnil // none is trusted unless one is named
	}
	roles, err := s.settings.Roles()
	if err != nil {
		return nil, err
	}
	issuer := oidc.New(oidc.Settings{
		Issuer: s.settings.OIDCIssuer, Audience: s.settings.OIDCAudience, RoleClaim: s.settings.OIDCRoleClaim, Roles: roles,
	}, time.Now)
	issuer.Warm()
	return issuer, nil
}

// newCache returns nil where the settings want none.
func (s *server) newCache() *cache.Cache {
	if s.settings.CacheBytes == 0 {
		return nil
	}
	return cache.New(int64(s.settings.CacheBytes))
}

// follow keeps the cache true to other nodes until ctx ends, and waits for that
// when end is called.
func (s *server) follow(ctx context.Context) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var following sync.WaitGroup
	following.Go(func() {
		s.service.Follow(ctx, func(why error) {
			if why != nil {
				s.logger.Warn("other writers can't be heard: neither the response cache nor a replica is used", "error", why)
				return
			}
			s.logger.Info("other writers are heard: the response cache and the replicas are used")
		})
	})
	return func() {
		cancel()
		following.Wait()
	}
}

func (s *server) openKeys() (*auth.Keyring, error) {
	keys, made, err := auth.OpenKeyring(s.settings.SigningKeys, time.Now)
	if err != nil {
		return nil, config.Fault("BROADSHEET_SIGNING_KEYS", "is refused: "+err.Error())
	}
	if made && s.store.Engine() == "postgres" {
		s.logger.Warn("a signing key was made: every node needs the same folder", "folder", s.settings.SigningKeys)
	}
	return keys, nil
}

func (s *server) openAPI(ctx context.Context) (err error) {
	s.api, err = api.New(ctx, s.service, api.Options{
		Version: version, CORSOrigins: s.settings.CORSOrigins, TrustedProxies: s.settings.TrustedProxies,
		ReadLimit: limit.Rate(s.settings.Read), WriteLimit: limit.Rate(s.settings.Write),
		Cache: (*api.CachePolicy)(&s.settings.ClientCaching), Surrogate: api.Surrogate(s.settings.SurrogateHeader),
		Logger: s.logger, AccessLog: s.settings.AccessLog, OnRequest: s.onRequest(),
	})
	return err
}

func (s *server) listen(ctx context.Context) (err error) {
	const (
		headerTime  = 10 * time.Second
		requestTime = 60 * time.Second
		answerTime  = 90 * time.Second // from the end of the header, so more than requestTime
		idleTime    = 120 * time.Second
		headerBytes = 64 << 10
		connections = 10_000 // who comes then waits to be accepted
	)
	plain := &http.Protocols{}
	plain.SetHTTP1(true) // HTTP/2 is the proxy's, as TLS is
	s.http = &http.Server{
		Handler: s.api, ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: answerTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerBytes, Protocols: plain,
		ErrorLog: slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.settings.Addr)
	if err != nil {
		return err
	}
	s.listener = netutil.LimitListener(listener, connections)
	return nil
}

// run serves until ctx ends, and then lets running requests finish.
func (s *server) run(ctx context.Context) error {
	end := s.follow(context.WithoutCancel(ctx))
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(s.listener) }()
	go s.tidy(ctx)
	s.serveGauges(ctx)
	jobs := s.startJobs(ctx)
	s.logger.Info("serving", "address", s.listener.Addr().String(), "engine", s.store.Engine(), "version", version)
	select {
	case err := <-failed:
		jobs.wait(context.WithoutCancel(ctx))
		end()
		return s.close(fmt.Errorf("serve: %w", err))
	case <-ctx.Done():
		err := s.shutdown(context.WithoutCancel(ctx), jobs)
		end()
		return s.close(err)
	}
}

// running are the jobs that this node does.
type running struct {
	stop  context.CancelFunc
	ended chan struct{}
}

// startJobs does what is due until ctx ends.
func (s *server) startJobs(ctx context.Context) running {
	ctx, stop := context.WithCancel(ctx)
	jobs := running{stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(jobs.ended)
		s.service.RunJobs(ctx)
	}()
	return jobs
}

// wait returns once nothing is being done any more, or ctx ends.
func (r running) wait(ctx context.Context) {
	r.stop()
	select {
	case <-r.ended:
	case <-ctx.Done():
	}
}

func (s *server) shutdown(ctx context.Context, jobs running) error {
	s.logger.Info("shutting down: running requests may finish", "patience", patience.String())
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s.api.Drain()
	time.Sleep(s.notice)
	err := s.http.Shutdown(ctx)
	jobs.wait(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.logger.Warn("requests that took too long were cut off")
		return s.http.Close()
	}
	return err
}

// close lets go of what is open and returns why, with what failed on the way.
func (s *server) close(why error) error {
	if s.listener != nil {
		if err := s.listener.Close(); !errors.Is(err, net.ErrClosed) {
			why = errors.Join(why, err)
		}
	}
	why = errors.Join(why, s.gauges.close())
	if s.store != nil {
		why = errors.Join(why, s.store.Close())
	}
	return why
}
