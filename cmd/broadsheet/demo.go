package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/demo"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

type demoCommand struct {
	config.Database
	config.Migration
	config.Keys
}

// Help is shown by broadsheet demo --help.
func (*demoCommand) Help() string {
	return `Three sections, five bylines and twelve articles in English and Chinese, one of them scheduled and one embargoed. A
database that holds anything is left alone. broadsheet serve --demo does the same when it starts.

Examples:

  broadsheet demo
  broadsheet demo --database-url sqlite:./try.db`
}

// Run loads the sample site.
func (c *demoCommand) Run(ctx context.Context, std streams) error {
	keys := func() (auth.Issuer, error) {
		ring, _, err := auth.OpenKeyring(c.SigningKeys, time.Now)
		return auth.Issuer{Keyring: ring}, err
	}
	load := func(s *service.Service) error { return demo.Load(ctx, s) }
	if err := withIssuer(ctx, c.Database, c.Migration, keys, load); err != nil {
		return err
	}
	_, err := fmt.Fprintln(std.out, "The sample site is loaded.")
	return err
}
