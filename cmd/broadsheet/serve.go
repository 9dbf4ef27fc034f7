package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/oidc"
)

type serveCommand struct {
	config.Serve
}

// Help is shown by broadsheet serve --help.
func (*serveCommand) Help() string {
	return `Without any setting the server listens on 127.0.0.1:8080 and keeps everything under ./data: the database in an SQLite
file, the key that signs tokens beside it. SIGTERM and Ctrl-C let running requests finish, for 20 seconds at most; a
second one ends the server at once.

Examples:

  broadsheet serve --demo
  broadsheet serve --admin-email chief@example.org
  BROADSHEET_DATABASE_URL=postgres://broadsheet@db.example.org/news BROADSHEET_SIGNING_KEYS=/etc/broadsheet/keys \
    broadsheet serve --addr :8080 --cors-origins https://desk.example.org`
}

// Validate is called by the parser once all settings are known.
func (c *serveCommand) Validate() error {
	if c.AdminPassword != "" {
		if err := auth.AllowedPassword(c.AdminPassword); err != nil {
			return config.Fault("BROADSHEET_ADMIN_PASSWORD", "is refused: "+err.Error())
		}
	}
	if c.Given() {
		if err := oidc.CheckIssuer(c.OIDCIssuer); err != nil {
			return config.Fault("BROADSHEET_OIDC_ISSUER", "is refused: "+err.Error())
		}
	}
	return c.Serve.Validate()
}

// Run serves until a signal comes. The next one is not held back.
func (c *serveCommand) Run(ctx context.Context, std streams) error {
	ctx, stop := untilSignal(ctx)
	defer stop()
	logger := newLogger(std.err, c.Log)
	slog.SetDefault(logger)
	s, err := openServer(ctx, c.Serve, logger)
	if err != nil && ctx.Err() != nil {
		logger.Info("told to stop while starting", "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.greet(std.out); err != nil {
		return s.close(err)
	}
	return s.run(ctx)
}

// untilSignal returns a context that ends with a signal, once the next one is
// let through.
func untilSignal(ctx context.Context) (signalled context.Context, stop context.CancelFunc) {
	told, letThrough := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	signalled, end := context.WithCancel(ctx)
	context.AfterFunc(told, func() {
		letThrough()
		end()
	})
	return signalled, letThrough
}

// newLogger logs text to a terminal and JSON to everything else.
func newLogger(w io.Writer, settings config.Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(settings.Level)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}
