// Command broadsheet is the news-publishing API and what keeps it running: the
// server, migrations, users and the sample site. One file a command.
//
// What may come in: settings, wiring and words for people at a terminal. What
// may not: rules of the newsroom, SQL, HTTP handlers.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/seed-6f93249c/broadsheet/internal/config"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// version is set when a release is built.
var version = "dev"

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // wrong usage or settings
)

// streams is what a command reads from and writes to.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the API until a signal ends it."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	User    userCommands   `cmd:"" help:"Make and list users, set passwords."`
	Token   tokenCommands  `cmd:"" help:"Make, list and revoke the tokens of scripts."`
	Verify  verifyCommand  `cmd:"" help:"Look for articles that were altered behind the API."`
	Reindex reindexCommand `cmd:"" help:"Make the full-text index again, while the server runs."`
	Key     keyCommands    `cmd:"" help:"List the keys that sign tokens, make a new one."`
	Demo    demoCommand    `cmd:"" help:"Load the sample site into an empty database."`
	Health  healthCommand  `cmd:"" help:"Ask the server on this machine whether it is alive."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

const description = `Broadsheet is a headless news-publishing API.

Try it:

  broadsheet serve --demo

serves a sample site on http://127.0.0.1:8080 and prints the sign-in of a first admin. Every flag is also an environment
variable, which the help of each command names.`

func main() {
	os.Exit(run(context.Background(), os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// run runs one command and returns the exit code of the process.
func run(ctx context.Context, args []string, std streams) int {
	exit := -1
	parser, err := kong.New(&commands{}, kong.Name("broadsheet"), kong.Description(description),
		variables(),
		kong.Writers(std.out, std.err), kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		return report(std, err)
	}
	chosen, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		_, _ = fmt.Fprintf(std.err, "broadsheet: %v\nbroadsheet --help tells more\n", err)
		return exitUsage
	}
	return report(std, chosen.Run())
}

// variables are those that the texts of flags and arguments name.
func variables() kong.Vars {
	return kong.Vars{"demo_admin": config.DemoAdmin, "scopes": scopeList(news.Scopes())}
}

// report tells how a command ended.
func report(std streams, err error) int {
	if err == nil {
		return exitDone
	}
	_, _ = fmt.Fprintf(std.err, "broadsheet: %v\n", err)
	if failure, ok := errors.AsType[*news.Error](err); ok {
		for _, field := range failure.Fields {
			_, _ = fmt.Fprintf(std.err, "  %s\n", field.Detail)
		}
	}
	if _, ok := errors.AsType[*config.FaultError](err); ok {
		return exitUsage
	}
	return exitFailed
}
