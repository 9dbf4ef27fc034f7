package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// fields are the columns of a row as texts, read one after another. NULL is "".
// What can't be read is an error at the end.
type fields struct {
	values []string
	at     int
	asJSON bool // lists are JSON
	err    error

	raw  []byte // of readRaw, to be used again
	ends []int
}

func (f *fields) text() string {
	if f.at >= len(f.values) {
		f.fail(fmt.Errorf("the row has %d fields", len(f.values)))
		return ""
	}
	f.at++
	return f.values[f.at-1]
}

func (f *fields) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

// optional is text, nil for NULL and for "".
func (f *fields) optional() *string {
	text := f.text()
	if text == "" {
		return nil
	}
	return &text
}

func (f *fields) number() int {
	text := f.text()
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.fail(err)
	}
	return n
}

func (f *fields) flag() bool {
	text := f.text()
	return text != "" && (text[0] == 't' || text[0] == '1')
}

func (f *fields) time() time.Time {
	text := f.text()
	if text == "" {
		return time.Time{}
	}
	moment, ok := parseMoment(text)
	if !ok {
		f.fail(fmt.Errorf("%q is no time in UTC", text))
	}
	return moment
}

// moment is time, nil for NULL.
func (f *fields) moment() *time.Time {
	if f.at < len(f.values) && f.values[f.at] == "" {
		f.at++
		return nil
	}
	moment := f.time()
	return &moment
}

// count begins a list and returns how many items follow.
func (f *fields) count() int {
	if !f.asJSON {
		return f.number()
	}
	var items [][]string
	if err := json.Unmarshal([]byte(f.text()), &items); err != nil {
		f.fail(err)
	}
	spliced := make([]string, 0, len(f.values))
	for _, item := range items {
		spliced = append(spliced, item...)
	}
	f.values, f.at = append(spliced, f.values[f.at:]...), 0
	return len(items)
}

// fieldJSON reads a JSON column, nil for NULL.
func fieldJSON[T any](f *fields) *T {
	text := f.text()
	if text == "" || text == "null" {
		return nil
	}
	value := new(T)
	if err := json.Unmarshal([]byte(text), value); err != nil {
		f.fail(err)
	}
	return value
}

// split reads a row that is one text with a NUL after each field.
func (f *fields) split(row string) {
	f.values, f.at = f.values[:0], 0
	for {
		field, rest, more := strings.Cut(row, "\x00")
		if !more {
			return
		}
		f.values, row = append(f.values, field), rest
	}
}

// parseMoment reads a time in UTC as either engine writes it: date, "T" or a
// blank, time of day, a fraction that may be missing, and the zone.
func parseMoment(text string) (time.Time, bool) {
	const seconds = len("2006-01-02 15:04:05")
	if len(text) <= seconds {
		return time.Time{}, false
	}
	nanos, zone := 0, text[seconds:]
	if zone[0] == '.' {
		scale := int(time.Second)
		for zone = zone[1:]; zone != "" && zone[0] >= '0' && zone[0] <= '9'; zone = zone[1:] {
			scale /= 10
			nanos += int(zone[0]-'0') * scale
		}
	}
	if zone != "+00:00" && zone != "+00" && zone != "Z" {
		return time.Time{}, false
	}
	ok := true
	number := func(from, to int) int {
		n := 0
		for _, digit := range []byte(text[from:to]) {
			ok = ok && digit >= '0' && digit <= '9'
			n = 10*n + int(digit-'0')
		}
		return n
	}
	moment := time.Date(number(0, 4), time.Month(number(5, 7)), number(8, 10), //nolint:mnd // where they stand
		number(11, 13), number(14, 16), number(17, 19), nanos, time.UTC) //nolint:mnd // where they stand
	return moment, ok
}
