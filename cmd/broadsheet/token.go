package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

type tokenCommands struct {
	Create tokenCreateCommand `cmd:"" help:"Make a token for a script and print it, this once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens of all scripts."`
	Revoke tokenRevokeCommand `cmd:"" help:"End a token."`
}

type tokenCreateCommand struct {
	config.Database
	config.Migration
	config.Tokens

	Email  string   `arg:"" help:"The address of the user whom the script works for: it never may more than they."`
	Name   string   `arg:"" help:"What the token is for, 1 to 200 characters."`
	Scopes []string `arg:"" enum:"${scopes}" help:"What it may do: ${enum}."`
	Days   int      `env:"BROADSHEET_DAYS" group:"Token" help:"How many days it is good; 0, the default, is for ever." default:"0"`
}

// Help is shown by broadsheet token create --help.
func (*tokenCreateCommand) Help() string {
	return `The token alone goes to standard output, and is kept nowhere. It is signed with the keys and for the issuer and audience
that the server has: give the same settings.

Examples:

  broadsheet token create import@example.org 'nightly import' articles:write imports:write
  broadsheet token create import@example.org reports articles:read --days 90 > token`
}

// Validate is called by the parser once all is known.
func (c *tokenCreateCommand) Validate() error {
	const longestName, mostDays = 200, 36500
	switch {
	case c.Days < 0 || c.Days > mostDays:
		return fmt.Errorf("--days must be 0 to %d", mostDays)
	case strings.TrimSpace(c.Name) == "" || len([]rune(c.Name)) > longestName:
		return fmt.Errorf("<name> must have 1 to %d characters", longestName)
	}
	return c.Database.Validate()
}

// Run makes a token.
func (c *tokenCreateCommand) Run(ctx context.Context, std streams) error {
	open := func() (auth.Issuer, error) {
		keys, err := auth.ReadKeyring(c.SigningKeys, time.Now)
		return newIssuer(keys, c.Tokens), err
	}
	return withIssuer(ctx, c.Database, c.Migration, open, func(s *service.Service) error {
		token, signed, err := s.CreateTokenFor(ctx, news.System(), c.Email, c.fill)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(std.err, "The token %s is shown this once:\n", token.ID)
		_, err = fmt.Fprintln(std.out, signed)
		return err
	})
}

func (c *tokenCreateCommand) fill(token *service.NewToken) error {
	token.Name = c.Name
	for _, scope := range c.Scopes {
		token.Scopes = append(token.Scopes, news.Scope(scope))
	}
	if c.Days > 0 {
		ends := news.Moment(time.Now().AddDate(0, 0, c.Days))
		token.ExpiresAt = &ends
	}
	return nil
}

type tokenRevokeCommand struct {
	config.Database
	config.Migration

	ID string `arg:"" help:"The token's id, as the list has it."`
}

// Run ends a token.
func (c *tokenRevokeCommand) Run(ctx context.Context, std streams) error {
	return withService(ctx, c.Database, c.Migration, func(s *service.Service) error {
		err := s.DeleteToken(ctx, news.System(), c.ID, func(*news.Token) error { return nil })
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "The token %s is refused within two seconds.\n", c.ID)
		return err
	})
}

type tokenListCommand struct {
	config.Database
	config.Migration
}

// Run lists the tokens, the newest first.
func (c *tokenListCommand) Run(ctx context.Context, std streams) error {
	const batch = 100
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ID\tOWNER\tNAME\tSCOPES\tEXPIRES\tLAST USED")
	err := withService(ctx, c.Database, c.Migration, func(s *service.Service) error {
		for page := (news.Page{Limit: batch}); ; {
			tokens, err := s.Tokens(ctx, news.System(), page)
			if err != nil {
				return err
			}
			if err := listTokens(ctx, table, s, tokens.Items); err != nil {
				return err
			}
			if page.Cursor = tokens.Next; page.Cursor == nil {
				return nil
			}
		}
	})
	if err != nil {
		return err
	}
	return table.Flush()
}

func listTokens(ctx context.Context, table io.Writer, s *service.Service, tokens []news.Token) error {
	for _, t := range tokens {
		owner, err := s.User(ctx, news.System(), t.UserID)
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n",
			t.ID, owner.Email, t.Name, scopeList(t.Scopes), day(t.ExpiresAt), day(t.LastUsedAt))
	}
	return nil
}

func scopeList(scopes []news.Scope) string {
	texts := make([]string, len(scopes))
	for i, scope := range scopes {
		texts[i] = string(scope)
	}
	return strings.Join(texts, ",")
}

func day(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}
