// Command bench measures a built Broadsheet on the loopback of this machine,
// on each engine, and prints Markdown tables:
//
//	bench -articles 20000 -engines sqlite,postgres -seconds 5
//
// Requests per second stand beside those of a floor: net/http writing the same
// bytes with the same headers, in the same minutes. What is measured runs in
// processes of its own; statements alone are counted in this one. Tests of what
// answers are right do not belong here.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// settings say what is measured, and for how long.
type settings struct {
	binary      string // Broadsheet
	articles    int
	engines     []string
	connections int
	run         time.Duration // of one of the runs that a median is taken of
	folder      string        // for what goes when we do
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
	if len(args) == 3 && args[0] == floorCommand {
		return serveFloor(ctx, args[1], args[2])
	}
	s, err := parse(args)
	if err != nil {
		return err
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
	flags.IntVar(&s.articles, "articles", 20_000, "how many articles there are")
	flags.IntVar(&s.connections, "connections", 32, "how many clients ask at once")
	engines := flags.String("engines", "sqlite,postgres", "what it stores in")
	seconds := flags.Float64("seconds", 5, "how long a run takes")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if s.articles < 1 || s.connections < 1 || *seconds <= 0 {
		return s, errors.New("articles, connections and seconds must be more than 0")
	}
	s.engines = strings.Split(*engines, ",")
	s.run = time.Duration(*seconds * float64(time.Second))
	return s, nil
}

func benchmark(ctx context.Context, s settings, out io.Writer) error {
	r := report{}
	for _, name := range s.engines {
		e, err := openEngine(ctx, name, s.folder)
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
