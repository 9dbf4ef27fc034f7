package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// report is what is printed at the end, as Markdown.
type report struct {
	engines []*measured
}

func (r *report) print(out io.Writer, s settings) error {
	binary, err := os.Stat(s.binary)
	if err != nil {
		return err
	}
	on := machine()
	for _, m := range r.engines {
		on = append(on, m.engine.version)
	}
	_, err = fmt.Fprintf(out, "%s.\n%d articles, %s, runs of %s, medians of 3. The binary has %s.\n\n%s\n%s\n%s",
		strings.Join(on, ", "), s.articles, plural(s.connections, "connection"), s.run, megabytes(binary.Size()),
		r.rates(), r.process(), r.statements())
	return err
}

func (r *report) rates() string {
	rows := [][]string{{"requests a second", "engine", "Broadsheet", "floor", "ratio", "work each", "floor’s", "median", "99%"}}
	for _, m := range r.engines {
		for _, i := range m.items {
			rows = append(rows, []string{
				i.name, m.engine.name, whole(i.served.perSecond), whole(i.bare.perSecond),
				fmt.Sprintf("%.2f", i.served.perSecond/i.bare.perSecond),
				micros(i.served.work), micros(i.bare.work), millis(i.served.median), millis(i.served.slow),
			})
		}
	}
	return table(rows)
}

func (r *report) process() string {
	rows := [][]string{{"process", "engine", "start, empty", "start, corpus", "resident, idle", "resident, after load"}}
	for _, m := range r.engines {
		rows = append(rows, []string{
			"broadsheet serve", m.engine.name, millis(m.startEmpty), millis(m.startCorpus),
			megabytes(m.residentIdle), megabytes(m.residentHot),
		})
	}
	return table(rows)
}

func (r *report) statements() string {
	rows := [][]string{{"SQL statements a request"}}
	for _, m := range r.engines {
		rows[0] = append(rows[0], m.engine.name)
		for i, counted := range m.statements {
			if len(rows) == i+1 {
				rows = append(rows, []string{counted.name})
			}
			rows[i+1] = append(rows[i+1], strconv.FormatInt(counted.count, 10))
		}
	}
	return table(rows)
}

// table lays rows out in Markdown; the first is the head. What is below the
// first column is made of numbers, and stands to the right.
func table(rows [][]string) string {
	rule := make([]string, len(rows[0]))
	for i := range rule {
		rule[i] = "--:"
	}
	rule[0] = ":--"
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 1, ' ', 0)
	for _, row := range slices.Insert(rows, 1, rule) {
		_, _ = fmt.Fprintf(columns, "| %s\t|\n", strings.Join(row, "\t| ")) // memory takes it
	}
	_ = columns.Flush()
	return text.String()
}

func whole(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) }

func millis(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', 2, 64) + " ms"
}

func micros(d time.Duration) string {
	return strconv.FormatInt(d.Microseconds(), 10) + " µs"
}

func megabytes(n int64) string {
	const mebibyte = 1 << 20
	return strconv.FormatFloat(float64(n)/mebibyte, 'f', 1, 64) + " MiB"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
