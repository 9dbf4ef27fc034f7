// Command torture kills a built Broadsheet, and the Postgres under it, while
// writers write, again and again, and then looks for what was acknowledged:
//
//	torture -rounds 50 -engines sqlite,postgres -writers 4
//
// It prints a table, and ends with 1 if anything was lost, half-written or done
// twice. It knows HTTP, the tables and `broadsheet verify`, and nothing of how
// Broadsheet works.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// settings say what is killed, and how often.
type settings struct {
	binary  string // Broadsheet
	rounds  int
	engines []string
	writers int
	folder  string // for what goes when we do
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "torture:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string) error {
	s, err := parse(args)
	if err != nil {
		return err
	}
	if s.folder, err = os.MkdirTemp("", "broadsheet-torture-"); err != nil {
		return err
	}
	tallies, err := torture(ctx, s)
	err = errors.Join(err, os.RemoveAll(s.folder))
	if len(tallies) > 0 {
		fmt.Print(table(tallies))
	}
	for _, t := range tallies {
		if !t.sound() {
			err = errors.Join(err, fmt.Errorf("%s did not stand it", t.engine))
		}
	}
	return err
}

func parse(args []string) (settings, error) {
	s := settings{}
	flags := flag.NewFlagSet("torture", flag.ContinueOnError)
	flags.StringVar(&s.binary, "binary", "bin/broadsheet", "the Broadsheet to kill")
	flags.IntVar(&s.rounds, "rounds", 50, "how often, on each engine")
	flags.IntVar(&s.writers, "writers", 4, "how many write at once")
	engines := flags.String("engines", "sqlite,postgres", "what it stores in")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if s.rounds < 1 || s.writers < 1 {
		return s, errors.New("rounds and writers must be more than 0")
	}
	s.engines = strings.Split(*engines, ",")
	return s, nil
}

// torture runs all rounds on all engines.
func torture(ctx context.Context, s settings) ([]*tally, error) {
	var tallies []*tally
	for _, name := range s.engines {
		e, err := openEngine(ctx, name, s.folder)
		if err != nil {
			return tallies, err
		}
		r, err := tortureEngine(ctx, s, e)
		tallies = append(tallies, r.tally)
		if err := errors.Join(err, e.close()); err != nil {
			return tallies, fmt.Errorf("%s: %w", name, err)
		}
	}
	return tallies, nil
}

func progressf(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "%s  %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, values...))
}
