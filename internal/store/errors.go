package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// The codes that drivers report, by what they mean. Postgres: SQLSTATE classes
// of its appendix A; SQLite: extended result codes.
var (
	duplicateCodes = codes{"23505", []int{sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}}
	referenceCodes = codes{"23503", []int{sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY}}
	deadlockCodes  = codes{"40P01", nil}
)

type codes struct {
	postgres string
	sqlite   []int
}

func (c codes) match(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == c.postgres
	}
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && slices.Contains(c.sqlite, lite.Code())
}

func lostDeadlock(err error) bool { return deadlockCodes.match(err) }

// translate turns what a driver says into the newsroom's errors. Errors that
// are the newsroom's already, and those of a caller who gave up, pass.
func translate(err error) error {
	var known *news.Error
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, gorm.ErrRecordNotFound):
		return news.Missing("resource").Wrap(err)
	case duplicateCodes.match(err):
		return news.Errorf(news.Conflict, "duplicate", "another resource has this value already").Wrap(err)
	case referenceCodes.match(err):
		return news.Errorf(news.Conflict, "in-use", "another resource refers to this one").Wrap(err)
	case lostDeadlock(err):
		return news.Errorf(news.Unavailable, "unavailable", "others were changing the same: try again").Wrap(err)
	case unreachable(err):
		return news.Errorf(news.Unavailable, "unavailable", "the database can't be reached").Wrap(err)
	default:
		return news.Errorf(news.Internal, "internal", "the database failed").Wrap(err)
	}
}

func unreachable(err error) bool {
	var (
		connect *pgconn.ConnectError
		network net.Error
		pg      *pgconn.PgError
		lite    *sqlite.Error
	)
	switch {
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, context.DeadlineExceeded), cutOff(err):
		return true
	case errors.As(err, &pg):
		const operatorIntervention, tooManyConnections, connectionClass = "57P", "53300", "08"
		return len(pg.Code) > 3 && (pg.Code[:3] == operatorIntervention || pg.Code[:2] == connectionClass || pg.Code == tooManyConnections)
	case errors.As(err, &lite):
		const primaryCode = 0xff
		return lite.Code()&primaryCode == sqlite3.SQLITE_BUSY
	default:
		return false
	}
}

// cutOff reports whether a connection ended while it was used, or before, as all
// do when the server falls over.
func cutOff(err error) bool {
	for _, end := range []error{
		io.ErrUnexpectedEOF, io.EOF, net.ErrClosed, pgconn.ErrConnClosed, driver.ErrBadConn, sql.ErrConnDone,
	} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}

// named makes a duplicate speak of the field that only can have caused it.
func named(err error, field string) error {
	if !duplicateCodes.match(err) {
		return translate(err)
	}
	conflict := news.Errorf(news.Conflict, "duplicate", "%s is taken", field).Wrap(err)
	conflict.Fields = []news.Field{{Pointer: "/" + field, Code: "duplicate", Detail: field + " is taken"}}
	return conflict
}

// missing makes an empty answer speak of its noun.
func missing(err error, noun news.Noun) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return news.Missing(string(noun)).Wrap(err)
	}
	return translate(err)
}
