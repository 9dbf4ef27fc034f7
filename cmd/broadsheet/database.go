package main

import (
	"context"
	"errors"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// openStore opens the database of the settings.
func openStore(ctx context.Context, settings config.Database, options store.Options) (*store.Store, error) {
	opened, err := store.Open(ctx, settings.DatabaseURL, options)
	switch {
	case errors.Is(err, store.ErrBadURL):
		return nil, config.Fault("BROADSHEET_DATABASE_URL", "is refused: "+err.Error())
	case errors.Is(err, store.ErrBadReplica):
		return nil, config.Fault("BROADSHEET_REPLICA_URLS", "is refused: "+err.Error())
	}
	return opened, err
}

// withService runs do with a service on the database of the settings, which is
// migrated first if it may be.
func withService(
	ctx context.Context, database config.Database, migration config.Migration, do func(*service.Service) error,
) error {
	keyless := func() (auth.Issuer, error) { return auth.Issuer{}, nil }
	return withIssuer(ctx, database, migration, keyless, do)
}

// withIssuer is withService with an issuer, whose keyring signs the revisions of
// articles and the tokens, and is opened once the database is.
func withIssuer(
	ctx context.Context, database config.Database, migration config.Migration, open func() (auth.Issuer, error),
	do func(*service.Service) error,
) (err error) {
	opened, err := openStore(ctx, database, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	if err := prepare(ctx, opened, migration); err != nil {
		return err
	}
	issuer, err := open()
	if err != nil {
		return config.Fault("BROADSHEET_SIGNING_KEYS", "is refused: "+err.Error())
	}
	s, err := service.New(ctx, opened, service.Options{Issuer: issuer})
	if err != nil {
		return err
	}
	return do(s)
}

// prepare migrates the database, or makes sure that nobody has to.
func prepare(ctx context.Context, opened *store.Store, migration config.Migration) error {
	if migration.AutoMigrate {
		return opened.Migrate(ctx)
	}
	current, err := opened.Current(ctx)
	if err != nil {
		return err
	}
	if !current {
		return errors.New("the database is not up to date: run broadsheet migrate first")
	}
	return nil
}
