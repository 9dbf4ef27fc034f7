package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/plugin/dbresolver"
)

// ErrBadReplica is what Open answers to a replica that can't be one. What it says
// of the URL never shows a password.
var ErrBadReplica = errors.New("a replica can't be used")

// openReplicas makes the replicas that URLs name ready to be read from. Those that
// can't be reached now are tried later.
func (s *Store) openReplicas(ctx context.Context, urls []string, options Options) error {
	if len(urls) == 0 {
		return nil
	}
	if s.readers == nil {
		return fmt.Errorf("%w: SQLite has none", ErrBadReplica)
	}
	s.replicas = &replicas{born: time.Now(), told: options.OnReplica}
	s.replicas.generation.Store(1)
	for _, url := range urls {
		r, err := newReplica(url)
		if err != nil {
			return err
		}
		s.replicas.all = append(s.replicas.all, r)
	}
	if err := s.refuseStrangers(ctx); err != nil {
		return err
	}
	for _, r := range s.replicas.all {
		if err := r.open(ctx, options); err != nil {
			return err
		}
	}
	return s.resolveReplicas(options)
}

func newReplica(url string) (*replica, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadReplica, err)
	}
	r := &replica{
		name: net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port))), config: config,
		outlines: &outlines{}, woken: make(chan struct{}, 1),
	}
	for _, other := range config.Fallbacks {
		if other.Host != config.Host || other.Port != config.Port {
			return nil, fmt.Errorf("%w: %s: one URL names one server", ErrBadReplica, r.name)
		}
	}
	r.lag.Store(-1)
	return r, nil
}

// refuseStrangers returns an error when a replica that can be reached has another
// database.
func (s *Store) refuseStrangers(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, replicaPatience)
	defer cancel()
	primary, err := askPrimary(ctx, s.readers)
	if err != nil {
		return fmt.Errorf("ask the primary for its place in the log: %w", err)
	}
	names, faults := map[string]bool{}, make([]error, len(s.replicas.all))
	var all sync.WaitGroup
	for i, r := range s.replicas.all {
		if names[r.name] {
			return fmt.Errorf("%w: %s is named twice", ErrBadReplica, r.name)
		}
		names[r.name] = true
		all.Go(func() {
			if err := r.fits(ctx, primary); errors.Is(err, errOtherReplica) {
				faults[i] = fmt.Errorf("%w: %s %w", ErrBadReplica, r.name, err)
			}
		})
	}
	all.Wait()
	return errors.Join(faults...)
}

func (r *replica) fits(ctx context.Context, primary position) error {
	conn, err := pgx.ConnectConfig(ctx, r.config)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	here, err := askStandby(ctx, conn)
	if err != nil {
		return err
	}
	return here.misfit(primary)
}

// open makes the pools, of the same kind and size as those of the primary. None
// of their connections outlives the server process that was asked how far it is:
// the next may be another server, or have less.
func (r *replica) open(ctx context.Context, options Options) error {
	r.pool = stdlib.OpenDB(*r.config,
		stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
			return errors.Join(prepareConnection(ctx, conn), r.admit(ctx, conn))
		}),
		stdlib.OptionResetSession(func(_ context.Context, conn *pgx.Conn) error {
			if !r.admitted(conn) {
				return driver.ErrBadConn
			}
			return nil
		}))
	limitPool(r.pool, options.MaxConnections)
	config, err := readersConfig(r.config, options.MaxConnections)
	if err != nil {
		return err
	}
	prepare := config.AfterConnect
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		return errors.Join(prepare(ctx, conn), r.admit(ctx, conn))
	}
	config.PrepareConn = func(_ context.Context, conn *pgx.Conn) (bool, error) { return r.admitted(conn), nil }
	r.native, err = pgxpool.NewWithConfig(ctx, config)
	return err
}

const instanceKey = "instance"

// admit refuses a connection to another server process than the one that was
// asked: an address may stand for several.
func (r *replica) admit(ctx context.Context, conn *pgx.Conn) error {
	var instance string
	if err := conn.QueryRow(ctx, "SELECT "+instanceColumn).Scan(&instance); err != nil {
		return err
	}
	conn.PgConn().CustomData()[instanceKey] = instance
	if !r.admitted(conn) {
		return fmt.Errorf("the server at %s is another one than before: %w", r.name, driver.ErrBadConn)
	}
	return nil
}

func (r *replica) admitted(conn *pgx.Conn) bool {
	asked := r.instance.Load()
	return asked != nil && conn.PgConn().CustomData()[instanceKey] == *asked
}

// resolveReplicas has GORM's reads go to the replica that their context is bound
// to. Each replica is a resolver of its own: a policy of dbresolver chooses anew
// for every statement, and knows nothing of the request.
func (s *Store) resolveReplicas(options Options) error {
	primary, err := s.read.DB()
	if err != nil {
		return err
	}
	reads, err := gorm.Open(postgres.New(postgres.Config{Conn: primary}), gormConfig(options))
	if err != nil {
		return fmt.Errorf("open Postgres: %w", err)
	}
	resolver := &dbresolver.DBResolver{}
	for _, r := range s.replicas.all {
		resolver.Register(dbresolver.Config{Replicas: []gorm.Dialector{postgres.New(postgres.Config{Conn: r.pool})}}, r.name)
	}
	if err := reads.Use(resolver); err != nil {
		return fmt.Errorf("open the replicas: %w", err)
	}
	s.read = reads
	return errors.Join(
		reads.Callback().Query().Before("gorm:query").Register("broadsheet:replica", useReplica),
		reads.Callback().Row().Before("gorm:row").Register("broadsheet:replica", useReplica),
	)
}

func useReplica(db *gorm.DB) {
	if r := replicaOf(db.Statement.Context); r != nil {
		db.Clauses(dbresolver.Use(r.name), dbresolver.Read)
	}
}

func (p *replicas) close() error {
	if p == nil {
		return nil
	}
	var all error
	for _, r := range p.all {
		if r.native != nil {
			r.native.Close()
		}
		if r.pool != nil {
			all = errors.Join(all, r.pool.Close())
		}
	}
	return all
}
