package store

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/seed-6f93249c/broadsheet/migrations"
)

// Migrate brings the schema up to date. Several nodes may call it at once on
// one database: on Postgres they take turns by a session lock, on SQLite a
// node that lost the race looks again.
func (s *Store) Migrate(ctx context.Context) error {
	const attempts = 5
	const pause = 200 * time.Millisecond
	var err error
	for range attempts {
		if err = s.migrateOnce(ctx); err == nil || s.dialect.name == "postgres" {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

func (s *Store) migrateOnce(ctx context.Context) error {
	provider, err := s.migrator()
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// Current reports whether the schema is up to date.
func (s *Store) Current(ctx context.Context) (bool, error) {
	provider, err := s.migrator()
	if err != nil {
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return false, translate(err)
	}
	return !pending, nil
}

func (s *Store) migrator() (*goose.Provider, error) {
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if s.dialect.name == "sqlite" {
		steps, err := fs.Sub(migrations.SQLite, "sqlite")
		if err != nil {
			return nil, err
		}
		return goose.NewProvider(goose.DialectSQLite3, pool, steps, options...)
	}
	steps, err := fs.Sub(migrations.Postgres, "postgres")
	if err != nil {
		return nil, err
	}
	const lookEvery, giveUpAfter = 1, 300 // seconds, and looks
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lookEvery, giveUpAfter))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, pool, steps, append(options, goose.WithSessionLocker(locker))...)
}
