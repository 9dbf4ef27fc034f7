package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/demo"
)

// firstAdmin is the admin that this start made.
type firstAdmin struct {
	email    string // "" if none was made
	password string // "" unless it was made up
	nobody   bool   // there is still no user
}

// begin gives an empty database its first admin and the sample site, if the
// settings want them.
func (s *server) begin(ctx context.Context) error {
	if err := s.makeAdmin(ctx); err != nil {
		return fmt.Errorf("make the first admin: %w", err)
	}
	if !s.settings.Demo {
		return nil
	}
	if err := demo.Load(ctx, s.service); err != nil && !errors.Is(err, demo.ErrNotEmpty) {
		return fmt.Errorf("load the sample site: %w", err)
	}
	return nil
}

func (s *server) makeAdmin(ctx context.Context) error {
	email, password := s.settings.AdminEmail, s.settings.AdminPassword
	if email == "" && s.settings.Demo {
		email = config.DemoAdmin
	}
	if email == "" {
		has, err := s.service.HasUsers(ctx)
		s.admin.nobody = !has
		return err
	}
	if password == "" {
		password = auth.MadeUpPassword()
	}
	made, err := s.service.FirstAdmin(ctx, email, password)
	if err != nil || !made {
		return err
	}
	s.admin.email = email
	if s.settings.AdminPassword == "" {
		s.admin.password = password
	}
	return nil
}

// greet tells people at a terminal where to go. This is the one time that a
// password that was made up is shown.
func (s *server) greet(out io.Writer) error {
	base := baseURL(s.listener.Addr().String())
	lines := []string{"Broadsheet " + version, "", "  API        " + base + "/v1/articles", "  Reference  " + base + "/docs"}
	switch {
	case !s.settings.LocalSignIn:
		lines = append(lines, "  Sign-in    at "+s.settings.OIDCIssuer)
	case s.admin.nobody:
		lines = append(lines, "  Sign-in    nobody can yet: broadsheet user add EMAIL admin")
	case s.admin.password != "":
		lines = append(lines, "  Sign-in    "+s.admin.email, "  Password   "+s.admin.password+"  (made up, and shown this once)")
	case s.admin.email != "":
		lines = append(lines, "  Sign-in    "+s.admin.email+", with the password that was set")
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n")+"\n")
	return err
}
