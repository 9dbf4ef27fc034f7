package store

import (
	"strconv"
	"strings"
)

// statement is a hand-written SQL statement in the making: what it binds, and
// how its engine writes parameters and rows. Its parameters are numbered, so a
// value can stand in several places.
type statement struct {
	dialect dialect
	inside  bool // a transaction of database/sql, whose rows come another way
	args    []any
}

func (s *Store) statement() *statement {
	const usual = 16
	return &statement{dialect: s.dialect, inside: s.tx != nil, args: make([]any, 0, usual)}
}

// bind adds a value and returns the parameter that stands for it.
func (q *statement) bind(value any) string {
	q.args = append(q.args, value)
	return q.dialect.parameter + strconv.Itoa(len(q.args))
}

// bindAll is bind for the values of an IN.
func bindAll[T any](q *statement, values []T) string {
	marks := make([]string, len(values))
	for i, value := range values {
		marks[i] = q.bind(value)
	}
	return strings.Join(marks, ", ")
}

// row returns what a SELECT lists so that fields can read it.
func (q *statement) row(columns ...string) string {
	if q.dialect.name == "sqlite" {
		// One text with a NUL after each field, which no text here holds: the driver
		// works more on a column than SQLite does on a row.
		return "concat(" + strings.Join(columns, ", char(0), ") + ", char(0))"
	}
	return strings.Join(columns, ", ")
}

// list returns a column that holds some columns, which must be texts, of all the
// rows that from has.
func (q *statement) list(from string, columns ...string) string {
	switch {
	case q.dialect.name == "sqlite":
		one := make([]string, len(columns))
		for i, column := range columns {
			one[i] = "char(0), " + column
		}
		return "(SELECT count(*) || ifnull(group_concat(item, ''), '') FROM (SELECT concat(" +
			strings.Join(one, ", ") + ") AS item " + from + "))"
	case q.inside:
		return "to_json(ARRAY(SELECT ARRAY[" + strings.Join(columns, ", ") + "] " + from + "))::text"
	default:
		return "ARRAY(SELECT ARRAY[" + strings.Join(columns, ", ") + "] " + from + ")"
	}
}

// id returns a column of ids as text.
func (q *statement) id(column string) string {
	if q.dialect.name == "sqlite" {
		return column
	}
	return column + "::text"
}

// timeText returns a column of times as text that fields can read.
func (q *statement) timeText(column string) string {
	if q.dialect.name == "sqlite" {
		return column
	}
	return "(" + column + " AT TIME ZONE 'UTC')::text || '+00'"
}
