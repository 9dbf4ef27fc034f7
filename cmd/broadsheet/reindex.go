package main

import (
	"context"
	"fmt"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

type reindexCommand struct {
	config.Database
}

// Help is shown by broadsheet reindex --help.
func (*reindexCommand) Help() string {
	return `Makes the full-text index again from the articles, a hundred at a time. The server may run, read and write meanwhile.
Nobody needs it as long as all that writes to the database is Broadsheet: it is for what was written or broken past it.`
}

// Run makes the index again.
func (c *reindexCommand) Run(ctx context.Context, std streams) error {
	unsigned := func() (auth.Issuer, error) { return auth.Issuer{}, nil }
	return withIssuer(ctx, c.Database, config.Migration{}, unsigned, func(s *service.Service) error {
		show, finish := progress(std.err)
		articles, err := s.Reindex(ctx, show)
		finish()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "%d articles are indexed.\n", articles)
		return err
	})
}
