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

// row is a line of the table: what was measured, as text.
type row struct {
	item, ours  string
	beside      string // what the other is
	other       string
	ratio, work string
	must        string
	reached     string
	median      string
	slow        string
	client      string
}

func (m *measured) add(r row) { m.rows = append(m.rows, r) }

func (r rate) row(item string) row {
	return row{
		item: item, ours: perSecond(r.perSecond), median: millis(r.median), slow: millis(r.slow), client: percent(r.client),
	}
}

func (c compared) row(item, beside string) row {
	r := c.ours.row(item)
	r.beside, r.other = beside, perSecond(c.other.perSecond)
	return r
}

// atLeast says by how much ours is as fast as the other; 0 is enough.
func (r row) atLeast(speed, work, least float64) row {
	r.ratio, r.work = ratio(speed), ratio(work)
	if least > 0 {
		r.must, r.reached = "≥ "+ratio(least), reached(speed >= least)
	}
	return r
}

// timesAtMost says how many times as long ours takes.
func (r row) timesAtMost(times, work, most float64) row {
	r.ratio, r.work = ratio(times), ratio(work)
	r.must, r.reached = "≤ "+ratio(most), reached(times <= most)
	return r
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
	sizes := make([]string, len(s.articles))
	for i, size := range s.articles {
		sizes[i] = strconv.Itoa(size)
	}
	_, err = fmt.Fprintf(out, "%s.\n%s articles, %s, runs of %s, medians of %d. The binary has %s.\n\n%s\n%s",
		strings.Join(on, ", "), strings.Join(sizes, " and "), plural(s.connections, "connection"), s.run, runs,
		megabytes(binary.Size()), r.table(), r.statements())
	return err
}

func (r *report) table() string {
	rows := [][]string{{
		"item", "engine", "Broadsheet", "beside", "which has", "ratio", "by work", "must", "reached", "median", "99%", "client’s share",
	}}
	for _, m := range r.engines {
		for _, i := range m.rows {
			rows = append(rows, []string{
				i.item, m.engine.name, i.ours, i.beside, i.other, i.ratio, i.work, i.must, i.reached, i.median, i.slow, i.client,
			})
		}
	}
	return table(rows)
}

func (r *report) statements() string {
	rows := [][]string{{"SQL statements a request"}}
	for _, m := range r.engines {
		if len(m.statements) == 0 {
			return ""
		}
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
// first column stands to the right.
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

func reached(is bool) string {
	if is {
		return "yes"
	}
	return "NO"
}

func ratio(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }

func percent(n float64) string { return strconv.FormatFloat(100*n, 'f', 0, 64) + "%" }

func perSecond(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) + "/s" }

func millis(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', 2, 64) + " ms"
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
