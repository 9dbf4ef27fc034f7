// Package store keeps the newsroom's rows in Postgres or SQLite through GORM,
// one file a noun, and gives the same answers on both: the same order, the
// same times, the same errors. It decides nothing: permissions and rules are
// the service's. Only this package imports GORM and knows drivers.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
)

// Store reads and writes rows. It is safe for concurrent use. Inside Tx it
// stands for the transaction.
type Store struct {
	dialect  dialect
	read     *gorm.DB
	write    *gorm.DB
	readers  *pgxpool.Pool // of hand-written reads; nil on SQLite
	replicas *replicas     // nil where there are none
	outlines *outlines
	trace    func(ctx context.Context, statement string)
	tx       *transaction // nil outside Tx
	node     string       // tells what this Store notifies of from what others do
	address  string       // of the database, on Postgres
}

// Options tune a Store. The zero value is good.
type Options struct {
	// MaxConnections bounds the pool; 0 means 20. On Postgres hand-written reads
	// have another one of the same size. SQLite takes fewer where the machine has
	// few processors.
	MaxConnections int
	// NoSync has SQLite not wait for the disk: what a machine loses with its power
	// is lost then. It is for databases that end with a test.
	NoSync bool
	// Trace, if not nil, is called with every SQL statement after it ran.
	Trace func(ctx context.Context, statement string)
	// Replicas are URLs of hot standbys of a Postgres, for public reads.
	Replicas []string
	// OnReplica, if not nil, is told when a replica begins to fail and why, and
	// once it is read from again, nil.
	OnReplica func(name string, why error)
}

// ErrBadURL is what Open answers to a URL that can't name a database. What it
// says of the URL never shows a password.
var ErrBadURL = errors.New("the database URL can't be used")

// Open connects to the database that url names: `sqlite:path/to/file.db`, or
// `postgres://…` as libpq has it. It does not migrate. ErrBadURL, ErrBadReplica:
// an URL will not do.
func Open(ctx context.Context, url string, options Options) (*Store, error) {
	if options.MaxConnections == 0 {
		options.MaxConnections = 20
	}
	var (
		s   *Store
		err error
	)
	switch scheme, rest, _ := strings.Cut(url, ":"); scheme {
	case "sqlite":
		s, err = openSQLite(rest, options)
	case "postgres", "postgresql":
		s, err = openPostgres(ctx, url, options)
	default:
		return nil, fmt.Errorf("%w: it must begin with sqlite: or postgres://", ErrBadURL)
	}
	if err != nil {
		return nil, err
	}
	s.outlines, s.trace = &outlines{}, options.Trace
	err = s.Ping(ctx)
	if err == nil {
		err = s.openReplicas(ctx, options.Replicas, options)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Engine names the database engine: "postgres" or "sqlite".
func (s *Store) Engine() string { return s.dialect.name }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	for _, pool := range s.pools() {
		if err := pool.PingContext(ctx); err != nil {
			return fmt.Errorf("reach the database: %w", err)
		}
	}
	return nil
}

// Close closes every connection.
func (s *Store) Close() error {
	all := s.replicas.close()
	if s.readers != nil {
		s.readers.Close()
	}
	for _, pool := range s.pools() {
		all = errors.Join(all, pool.Close())
	}
	return all
}

func (s *Store) pools() []*sql.DB {
	var pools []*sql.DB
	for _, db := range []*gorm.DB{s.read, s.write} {
		if pool, err := db.DB(); err == nil && (len(pools) == 0 || pools[0] != pool) {
			pools = append(pools, pool)
		}
	}
	return pools
}

func gormConfig(options Options) *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		Logger:                 tracer{trace: options.Trace},
		NowFunc:                func() time.Time { return time.Now().UTC() },
		DisableAutomaticPing:   true,
	}
}
