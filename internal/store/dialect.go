package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	_ "modernc.org/sqlite" // registers the driver "sqlite", in pure Go

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// dialect is what differs between the engines.
type dialect struct {
	name string
	// takeTurns makes those who name the same number take turns until their
	// transactions end; "" where all writers do anyway.
	takeTurns string
	// tryTurn asks for the turn at a number and does not wait for it.
	tryTurn string
	// takeTurnsTogether has those who name the number go together, but not with
	// one who takes turns at it.
	takeTurnsTogether string
	// endWhenIdle frees what the transaction holds when its node is not heard of
	// for five seconds; "" where nodes share a machine.
	endWhenIdle string
	// parameter goes before the number of a parameter.
	parameter string
	// contains is a condition: the text of a column holds a parameter.
	contains string
	// finds is where in a text another begins, from 1, or 0.
	finds string
	// notify sends a text to the listeners of a channel at commit; "" where there
	// are none.
	notify string
	// watch tells a watcher what others write, until it can't.
	watch func(ctx context.Context, s *Store, w Watcher) error
}

func postgresDialect() dialect {
	return dialect{
		name:              "postgres",
		takeTurns:         "SELECT pg_advisory_xact_lock(?)",
		tryTurn:           "SELECT pg_try_advisory_xact_lock(?)",
		takeTurnsTogether: "SELECT pg_advisory_xact_lock_shared(?)",
		endWhenIdle:       "SET LOCAL idle_in_transaction_session_timeout = 5000",
		parameter:         "$",
		contains:          "strpos(%s, ?) > 0",
		finds:             "strpos(%s, %s)",
		notify:            "SELECT pg_notify(?, ?)",
		watch:             watchPostgres,
	}
}

func sqliteDialect() dialect {
	return dialect{name: "sqlite", parameter: "?", contains: "instr(%s, ?) > 0", finds: "instr(%s, %s)", watch: watchSQLite}
}

func openPostgres(ctx context.Context, address string, options Options) (*Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadURL, err)
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(prepareConnection))
	limitPool(pool, options.MaxConnections)
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig(options))
	if err != nil {
		return nil, fmt.Errorf("open Postgres: %w", err)
	}
	readers, err := openReaders(ctx, config, options.MaxConnections)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open Postgres: %w", err), pool.Close())
	}
	return &Store{dialect: postgresDialect(), read: db, write: db, readers: readers, node: news.NewID(), address: address}, nil
}

// keepalives have Postgres find out within 25 seconds that a node has vanished,
// and free what it held. Over a unix socket they mean nothing.
const keepalives = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"

func prepareConnection(ctx context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	_, err := conn.PgConn().Exec(ctx, keepalives).ReadAll()
	return err
}

func openSQLite(path string, options Options) (*Store, error) {
	if path == "" || path == ":memory:" {
		return nil, fmt.Errorf("%w: sqlite: must name a file", ErrBadURL)
	}
	const private = 0o700
	if err := os.MkdirAll(filepath.Dir(path), private); err != nil {
		return nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	const cache = 12_000 // KiB, for all readers together, and a quarter of it for the writer
	readers := min(options.MaxConnections, max(fewestReaders, 2*runtime.GOMAXPROCS(0)))
	write, err := openSQLitePool(path, "immediate", 1, cache/4, options)
	if err != nil {
		return nil, err
	}
	read, err := openSQLitePool(path, "deferred", readers, cache/readers, options)
	if err != nil {
		return nil, err
	}
	return &Store{dialect: sqliteDialect(), read: read, write: write, node: news.NewID()}, nil
}

// fewestReaders is how many connections read SQLite at once on a small machine.
// SQLite works in our own processors' time: more connections than those keep
// busy cost memory and make nothing faster.
const fewestReaders = 8

// openSQLitePool opens one pool on the file, whose connections cache that many
// KiB each. SQLite has one writer at a time,
// so the pool for writing has one connection and its transactions take the
// lock when they begin.
func openSQLitePool(path, lock string, connections, cache int, options Options) (*gorm.DB, error) {
	sync := "synchronous(FULL)"
	if options.NoSync {
		sync = "synchronous(OFF)"
	}
	query := url.Values{
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(WAL)", sync, "foreign_keys(1)",
			fmt.Sprintf("cache_size(-%d)", cache),
		},
		"_txlock":      {lock},
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	limitPool(pool, connections)
	config := gormConfig(options)
	config.PrepareStmt, config.PrepareStmtMaxSize = true, preparedStatements
	db, err := patiently(func() (*gorm.DB, error) {
		return gorm.Open(sqlite.Dialector{DriverName: "sqlite", Conn: pool}, config)
	})
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	return db, nil
}

// patiently opens a database again while it is busy: of several that make a new
// file's journal, SQLite has all but one give up without waiting.
func patiently(open func() (*gorm.DB, error)) (*gorm.DB, error) {
	const attempts, pause = 50, 100 * time.Millisecond
	var (
		db  *gorm.DB
		err error
	)
	for range attempts {
		if db, err = open(); !unreachable(err) {
			break
		}
		time.Sleep(pause)
	}
	return db, err
}

// preparedStatements bounds what is kept prepared on SQLite; pgx keeps its own.
const preparedStatements = 500

func limitPool(pool *sql.DB, connections int) {
	const idleTime = 5 * time.Minute
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxIdleTime(idleTime)
}

func forUpdate() clause.Locking { return clause.Locking{Strength: clause.LockingStrengthUpdate} }
