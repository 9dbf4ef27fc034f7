// Command check sees to it that readers are told the truth while much is written:
//
//	check -reads 100000 -engines sqlite,postgres
//
// Writers create, publish, revise, correct, withdraw and schedule articles and
// rename sections and bylines through the API, while readers ask two nodes over one
// Postgres, or one over an SQLite file, which has no way to tell others; package
// judge compares what is seen with what was acknowledged. Postgres is restarted
// meanwhile, as by a loss of power. It prints a table, and ends with 1 when
// anything was wrong. How fast answers are does not belong here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest/cluster"
)

// settings say how long and by what bounds is checked.
type settings struct {
	binary   string // Broadsheet
	engines  []string
	reads    int           // on each engine, at the least
	least    time.Duration // how long on each engine, at the least
	restarts int           // of Postgres
	bound    time.Duration // after which a node knows what another one wrote
	recovery time.Duration // after which all is well once Postgres is back
	folder   string        // for what goes when we do
}

var errFaulty = errors.New("something was wrong: see the table")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string, out io.Writer) error {
	s, err := parse(args)
	if err != nil {
		return err
	}
	if s.folder, err = os.MkdirTemp("", "broadsheet-check-"); err != nil {
		return err
	}
	return errors.Join(checkAll(ctx, s, out), os.RemoveAll(s.folder))
}

func parse(args []string) (settings, error) {
	s := settings{}
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.StringVar(&s.binary, "binary", "bin/broadsheet", "the Broadsheet to check")
	engines := flags.String("engines", "sqlite,postgres", "what it stores in")
	flags.IntVar(&s.reads, "reads", 100_000, "how many reads there are on each engine, at the least")
	flags.DurationVar(&s.least, "least", 30*time.Second, "how long it takes on each engine, at the least")
	flags.IntVar(&s.restarts, "restarts", 3, "how often Postgres is restarted")
	flags.DurationVar(&s.bound, "bound", time.Second, "after which a node knows what another one wrote")
	flags.DurationVar(&s.recovery, "recovery", 2*time.Second, "after which all is well once Postgres is back")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if s.reads < 1 || s.restarts < 0 {
		return s, errors.New("reads must be more than 0, and restarts no less")
	}
	s.engines = strings.Split(*engines, ",")
	return s, nil
}

func checkAll(ctx context.Context, s settings, out io.Writer) error {
	var outcomes []outcome
	for _, engine := range s.engines {
		progressf("%s: %d reads at the least", engine, s.reads)
		o, err := checkEngine(ctx, s, engine)
		if err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
		outcomes = append(outcomes, o)
	}
	return report(out, s, outcomes)
}

// checkEngine starts nodes over an empty database and has them checked.
func checkEngine(ctx context.Context, s settings, engine string) (outcome, error) {
	switch engine {
	case "sqlite":
		return checkNodes(ctx, s, outcome{engine: engine}, 1, "sqlite:"+filepath.Join(s.folder, "check.db"), nil)
	case "postgres":
		const nodes = 2
		postgres, err := cluster.StartOwn(ctx, cluster.Own{Durable: true})
		if err != nil {
			return outcome{}, err
		}
		o, err := checkNodes(ctx, s, outcome{engine: engine}, nodes, postgres.URL, postgres)
		return o, errors.Join(err, postgres.Stop())
	default:
		return outcome{}, errors.New("it is neither sqlite nor postgres")
	}
}

func checkNodes(
	ctx context.Context, s settings, o outcome, count int, database string, postgres *cluster.Cluster,
) (outcome, error) {
	var nodes []*process.Process
	defer func() {
		for _, node := range nodes {
			node.Stop()
		}
	}()
	for range count {
		node, err := process.Broadsheet(ctx, s.binary, s.folder, database)
		if err != nil {
			return o, err
		}
		nodes = append(nodes, node)
	}
	o.nodes = count
	return newCheck(s, nodes, postgres).run(ctx, o)
}

func progressf(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "%s  %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, values...))
}
