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
	head := []string{
		"engine", "nodes", "writes", "reads", "stale", "torn", "early", "late", "wrong",
		"restarts", "503 meanwhile", "Postgres away", "last 503 after its return",
	}
	_, _ = fmt.Fprintf(columns, "| %s\t|\n| :--%s\t|\n", strings.Join(head, "\t| "), strings.Repeat("\t| --:", len(head)-1))
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
