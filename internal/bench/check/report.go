package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/judge"
)

// outcome is what came of the check of one engine.
type outcome struct {
	engine   string
	nodes    int
	writes   int
	counts   judge.Counts
	restarts []restart
}

// faulty reports whether anything is not as it must be.
func (o *outcome) faulty(s settings) bool {
	for _, r := range o.restarts {
		if r.recovered > s.recovery {
			return true
		}
	}
	return len(o.counts.Faults) > 0 || o.counts.Answers < s.reads
}

// report prints a table, and what was wrong.
func report(out io.Writer, s settings, outcomes []outcome) error {
	columns := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	_, _ = fmt.Fprintln(columns, "| engine\t| nodes\t| writes\t| reads\t| stale\t| torn\t| early\t| late\t| wrong\t| restarts\t| 503 meanwhile\t| Postgres away\t| last 503 after its return\t|")
	_, _ = fmt.Fprintln(columns, "| :--"+strings.Repeat("\t| --:", 12)+"\t|")
	var faulty error
	for _, o := range outcomes {
		f := o.counts.Faults
		_, _ = fmt.Fprintf(columns, "| %s\t| %d\t| %d\t| %d\t| %d\t| %d\t| %d\t| %d\t| %d\t| %d\t| %d\t| %s\t| %s\t|\n",
			o.engine, o.nodes, o.writes, o.counts.Answers,
			f[judge.Stale], f[judge.Torn], f[judge.Early], f[judge.Late], f[judge.Wrong],
			len(o.restarts), o.counts.Unavailable,
			times(o.restarts, func(r restart) time.Duration { return r.away }),
			times(o.restarts, func(r restart) time.Duration { return r.recovered }))
		if o.faulty(s) {
			faulty = errFaulty
		}
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	for _, o := range outcomes {
		for _, example := range o.counts.Examples {
			if _, err := fmt.Fprintf(out, "\n%s: %s: %s", o.engine, example.Kind, example.What); err != nil {
				return err
			}
		}
	}
	_, _ = fmt.Fprintln(out)
	return faulty
}

func times(of []restart, which func(restart) time.Duration) string {
	texts := make([]string, len(of))
	for i, r := range of {
		texts[i] = fmt.Sprint(which(r).Milliseconds(), " ms")
	}
	return strings.Join(texts, ", ")
}
