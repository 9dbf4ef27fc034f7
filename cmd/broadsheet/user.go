package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

type userCommands struct {
	Add      userAddCommand      `cmd:"" help:"Make a user."`
	List     userListCommand     `cmd:"" help:"List the users."`
	Password userPasswordCommand `cmd:"" help:"Give a user another password."`
}

type userAddCommand struct {
	config.Database
	config.Migration

	Email string   `arg:"" help:"The address to sign in with."`
	Role  string   `arg:"" enum:"reader,author,editor,admin" help:"What the user may do: ${enum}. Each may do what the ones before it may."`
	Name  []string `arg:"" optional:"" help:"The user's name; without one, what stands before the @."`
}

// Help is shown by broadsheet user add --help.
func (*userAddCommand) Help() string {
	return `The password is asked for, or read from standard input: 12 characters or more.

Examples:

  broadsheet user add lin@example.org editor Lin Wen
  pass show broadsheet/script | broadsheet user add script@example.org author`
}

// Run makes a user.
func (c *userAddCommand) Run(ctx context.Context, std streams) error {
	password, err := readPassword(std)
	if err != nil {
		return err
	}
	input := service.NewUser{Email: c.Email, Name: strings.Join(c.Name, " "), Role: news.Role(c.Role), Password: password}
	if input.Name == "" {
		input.Name, _, _ = strings.Cut(c.Email, "@")
	}
	return withService(ctx, c.Database, c.Migration, func(s *service.Service) error {
		user, err := s.CreateUser(ctx, news.System(), input)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "%s can sign in as %s.\n", user.Email, user.Role)
		return err
	})
}

type userPasswordCommand struct {
	config.Database
	config.Migration

	Email string `arg:"" help:"The user's address."`
}

// Help is shown by broadsheet user password --help.
func (*userPasswordCommand) Help() string {
	return `The password is asked for, or read from standard input: 12 characters or more. Wherever the user is signed in, that
ends.

Examples:

  broadsheet user password lin@example.org
  broadsheet user password script@example.org < new-password`
}

// Run gives a user another password.
func (c *userPasswordCommand) Run(ctx context.Context, std streams) error {
	password, err := readPassword(std)
	if err != nil {
		return err
	}
	return withService(ctx, c.Database, c.Migration, func(s *service.Service) error {
		if err := s.SetPassword(ctx, news.System(), c.Email, password); err != nil {
			return err
		}
		_, err := fmt.Fprintf(std.out, "%s has a new password and is signed out everywhere.\n", c.Email)
		return err
	})
}

type userListCommand struct {
	config.Database
	config.Migration
}

// Run lists the users by address.
func (c *userListCommand) Run(ctx context.Context, std streams) error {
	const batch = 100
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "EMAIL\tROLE\tACTIVE\tNAME\tID")
	err := withService(ctx, c.Database, c.Migration, func(s *service.Service) error {
		for page := (news.Page{Limit: batch}); ; {
			users, err := s.Users(ctx, news.System(), page)
			if err != nil {
				return err
			}
			for _, u := range users.Items {
				_, _ = fmt.Fprintf(table, "%s\t%s\t%t\t%s\t%s\n", u.Email, u.Role, u.Active, u.Name, u.ID)
			}
			if page.Cursor = users.Next; page.Cursor == nil {
				return nil
			}
		}
	})
	if err != nil {
		return err
	}
	return table.Flush()
}
