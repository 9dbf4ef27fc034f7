package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// tally is what the rounds on one engine came to.
type tally struct {
	engine                     string
	rounds                     int
	serverKills, databaseKills int
	acknowledged               int
	unknown                    int // writes that had no answer
	doneUnseen                 int // of those with a key, the ones that were done all the same
	repeated                   int // acknowledged, and sent again with their key
	otherwise                  int // of those, the ones that were answered otherwise
	lost, half, doubled        int
}

// take takes what a look at everything found. What was wrong once stays so.
func (t *tally) take(found findings, acknowledged int) {
	t.acknowledged = acknowledged
	t.lost = max(t.lost, len(found.lost))
	t.half = max(t.half, len(found.half))
	t.doubled = max(t.doubled, len(found.doubled))
}

func (t *tally) sound() bool {
	return t.rounds > 0 && t.lost == 0 && t.half == 0 && t.doubled == 0 && t.otherwise == 0
}

// table lays the tallies out in Markdown, a column each.
func table(tallies []*tally) string {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 1, ' ', 0)
	row := func(name string, value func(*tally) any) {
		_, _ = fmt.Fprintf(columns, "| %s", name) // memory takes it
		for _, t := range tallies {
			_, _ = fmt.Fprintf(columns, "\t| %v", value(t))
		}
		_, _ = fmt.Fprintln(columns, "\t|")
	}
	row("", func(t *tally) any { return t.engine })
	row(":--", func(*tally) any { return "--:" })
	row("rounds", func(t *tally) any { return t.rounds })
	row("server killed", func(t *tally) any { return t.serverKills })
	row("Postgres killed", func(t *tally) any { return t.databaseKills })
	row("writes acknowledged", func(t *tally) any { return t.acknowledged })
	row("writes without an answer", func(t *tally) any { return t.unknown })
	row("… done all the same, and not again", func(t *tally) any { return t.doneUnseen })
	row("sent again with their key", func(t *tally) any { return t.repeated })
	row("… answered otherwise", func(t *tally) any { return t.otherwise })
	row("lost", func(t *tally) any { return t.lost })
	row("half-written", func(t *tally) any { return t.half })
	row("doubled", func(t *tally) any { return t.doubled })
	_ = columns.Flush()
	return text.String()
}
