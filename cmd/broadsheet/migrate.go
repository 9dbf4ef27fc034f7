package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

type migrateCommand struct {
	config.Database
}

// Help is shown by broadsheet migrate --help.
func (*migrateCommand) Help() string {
	return `Several nodes may migrate one database at once: they take turns. The server migrates by itself when it starts, unless
BROADSHEET_AUTO_MIGRATE=false.

Examples:

  broadsheet migrate
  broadsheet migrate --database-url 'postgres://broadsheet@db.example.org/news'`
}

// Run brings the database up to date.
func (c *migrateCommand) Run(ctx context.Context, std streams) (err error) {
	opened, err := openStore(ctx, c.Database, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	if err := opened.Migrate(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.out, "The database is up to date.")
	return err
}
