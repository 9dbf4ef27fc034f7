package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

type verifyCommand struct {
	config.Database
	config.Keys

	Checkpoint string `type:"path" env:"BROADSHEET_CHECKPOINT" placeholder:"FILE" group:"Verification" help:"Compare with the newest revisions in this file, and bring it up to date when all is well; made where there is none."`
}

// Help is shown by broadsheet verify --help.
func (*verifyCommand) Help() string {
	return `Walks the revisions of every article and names what is not as the API wrote it: an altered, missing or added revision, a
signature by another's key, an article that is not as its newest revision says. It ends with 1 if there is any. The server
may run meanwhile.

What was removed whole leaves no trace in the database: only a checkpoint shows it. Keep the file where nobody who can
write to the database can write.

Examples:

  broadsheet verify
  broadsheet verify --checkpoint /mnt/elsewhere/broadsheet.checkpoint`
}

// Run verifies every article.
func (c *verifyCommand) Run(ctx context.Context, std streams) error {
	keys := func() (auth.Issuer, error) {
		ring, err := auth.ReadKeyring(c.SigningKeys, time.Now)
		return auth.Issuer{Keyring: ring}, err
	}
	return withIssuer(ctx, c.Database, config.Migration{}, keys, func(s *service.Service) error {
		if c.Checkpoint == "" {
			return verify(ctx, std, s, service.VerifyOptions{})
		}
		return c.compare(ctx, std, s)
	})
}

// compare verifies against the checkpoint and brings it up to date.
func (c *verifyCommand) compare(ctx context.Context, std streams, s *service.Service) (err error) {
	next, err := newCheckpoint(c.Checkpoint)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, next.discard()) }()
	options := service.VerifyOptions{Known: readCheckpoint(c.Checkpoint), Head: next.write}
	if err := verify(ctx, std, s, options); err != nil {
		return err
	}
	return next.keep()
}

func verify(ctx context.Context, std streams, s *service.Service, options service.VerifyOptions) error {
	var finish func()
	options.Progress, finish = progress(std.err)
	found, err := s.Verify(ctx, options)
	finish()
	if err != nil {
		return err
	}
	return tell(std.out, found)
}

// progress returns what shows a line of progress on a terminal, and what ends
// it; elsewhere both do nothing.
func progress(out io.Writer) (show func(done, total int64), finish func()) {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, func() {}
	}
	show = func(done, total int64) { _, _ = fmt.Fprintf(out, "\r%d of %d articles", done, total) }
	return show, func() { _, _ = fmt.Fprint(out, "\r\x1b[K") }
}

// tell prints what was found, and returns an error if that is a fault.
func tell(out io.Writer, found service.Verified) error {
	for _, id := range found.Purged {
		_, _ = fmt.Fprintf(out, "article %s: was purged since the checkpoint, as the audit log says\n", id)
	}
	for _, fault := range found.Faults {
		_, _ = fmt.Fprintf(out, "article %s, revision %d: %s\n", fault.ArticleID, fault.Number, fault.What)
	}
	if found.Unsigned > 0 {
		_, _ = fmt.Fprintf(out, "%d revisions are not signed\n", found.Unsigned)
	}
	switch n := len(found.Faults); {
	case n >= service.MaxFaults:
		return fmt.Errorf("%d articles are not as they were written, and maybe more", n)
	case n > 0:
		return fmt.Errorf("%d of %d articles are not as they were written", n, found.Articles)
	}
	_, err := fmt.Fprintf(out, "%d articles with %d revisions are as they were written.\n", found.Articles, found.Revisions)
	return err
}
