// Command bench measures a built Broadsheet on the loopback of this machine,
// on each engine, and prints Markdown tables:
//
//	bench -articles 20000 -engines sqlite,postgres -seconds 2
//	bench -articles 10000,1000000 -keep data/bench
//
// What Broadsheet does stands beside what a floor does in the same minutes:
// floor S, net/http writing the same bytes with the same headers; and floor Q,
// net/http with the finished JSON of one statement that is written by hand. With
// more than one size it compares the first and the last: what a larger database
// costs. What is measured runs in processes of its own; statements alone are
// counted in this one. Tests of what answers are right do not belong here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// settings say what is measured, and for how long.
type settings struct {
	binary      string // Broadsheet
	articles    []int  // sizes of corpora
	engines     []string
	connections int
	run         time.Duration // of one of the runs that a median is taken of
	folder      string        // for what goes when we do
	keep        string        // for corpora that stay; "" keeps none
}

func (s settings) demand() demand { return demand{connections: s.connections, run: s.run} }

// databases is the folder of files that are databases.
func (s settings) databases() string {
	if s.keep != "" {
		return s.keep
	}
	return s.folder
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string, out io.Writer) error {
	const floorArguments = 3
	if len(args) == floorArguments {
		switch args[0] {
		case bytesFloor:
			return serveBytes(ctx, args[1], args[2])
		case queryFloor:
			return serveQueries(ctx, args[1], args[2])
		}
	}
	s, err := parse(args)
	if err != nil {
		return err
	}
	const open = 0o755 // Postgres may run as another user
	if s.keep != "" {
		if err := os.MkdirAll(s.keep, open); err != nil {
			return err
		}
	}
	if s.folder, err = os.MkdirTemp("", "broadsheet-bench-"); err != nil {
		return err
	}
	return errors.Join(benchmark(ctx, s, out), os.RemoveAll(s.folder))
}

func parse(args []string) (settings, error) {
	s := settings{}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&s.binary, "binary", "bin/broadsheet", "the Broadsheet to measure")
	flags.IntVar(&s.connections, "connections", 32, "how many clients ask at once")
	flags.StringVar(&s.keep, "keep", "", "a folder for corpora that the next measurement finds again")
	sizes := flags.String("articles", "20000", "how many articles there are; two sizes compare them")
	engines := flags.String("engines", "sqlite,postgres", "what it stores in")
	seconds := flags.Float64("seconds", 2, "how long a run takes")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	for size := range strings.SplitSeq(*sizes, ",") {
		articles, err := strconv.Atoi(size)
		if err != nil || articles < leastArticles {
			return s, fmt.Errorf("articles: %q is no number of at least %d", size, leastArticles)
		}
		s.articles = append(s.articles, articles)
	}
	if s.connections < 1 || *seconds <= 0 {
		return s, errors.New("connections and seconds must be more than 0")
	}
	s.engines = strings.Split(*engines, ",")
	s.run = time.Duration(*seconds * float64(time.Second))
	return s, nil
}

// leastArticles make enough pages to go deep.
const leastArticles = 1000

func benchmark(ctx context.Context, s settings, out io.Writer) error {
	r := report{}
	for _, name := range s.engines {
		e, err := openEngine(ctx, s, name)
		if err != nil {
			return err
		}
		measured, err := measureEngine(ctx, s, e)
		if err = errors.Join(err, e.close()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.engines = append(r.engines, measured)
	}
	return r.print(out, s)
}

func progressf(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "%s  %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, values...))
}
