package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// openReaders opens the pool of hand-written reads on Postgres.
func openReaders(ctx context.Context, config *pgx.ConnConfig, connections int) (*pgxpool.Pool, error) {
	pool, err := readersConfig(config, connections)
	if err != nil {
		return nil, err
	}
	return pgxpool.NewWithConfig(ctx, pool)
}

// ReaderSettings is what connections of hand-written reads on Postgres begin with.
// Their plans are made once for all values: planning costs more than running them.
// None scans a table where there is an index: the planner would read all bylines
// and all tags for every article of a page, which doubles the work of a list.
const ReaderSettings = `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;
	SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'`

// readersConfig is of the pool of hand-written reads on Postgres.
func readersConfig(config *pgx.ConnConfig, connections int) (*pgxpool.Config, error) {
	pool, err := pgxpool.ParseConfig("")
	if err != nil {
		return nil, err
	}
	pool.ConnConfig = config.Copy()
	pool.MaxConns = int32(min(connections, maxReaders)) //nolint:gosec // it is small
	pool.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, ReaderSettings, pgx.QueryExecModeSimpleProtocol)
		return err
	}
	return pool, nil
}

const maxReaders = 1000

// each runs a hand-written statement, which selected through statement.row, and
// hands every row to scan. The fields are the row's until scan returns.
func (s *Store) each(ctx context.Context, q *statement, text string, scan func(*fields)) error {
	if s.trace != nil {
		s.trace(ctx, text)
	}
	f := &fields{}
	if s.readers != nil && s.tx == nil {
		return s.eachNative(ctx, q, text, f, scan)
	}
	rows, err := s.read.Statement.ConnPool.QueryContext(ctx, text, q.args...)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = rows.Close() }()
	read := readSQLite
	if s.dialect.name != "sqlite" {
		f.asJSON, read = true, readAny
	}
	for rows.Next() {
		if err := read(rows, f); err != nil {
			return translate(err)
		}
		if scan(f); f.err != nil {
			return translate(f.err)
		}
	}
	return translate(rows.Err())
}

func (s *Store) eachNative(ctx context.Context, q *statement, text string, f *fields, scan func(*fields)) error {
	args := append(make([]any, 0, len(q.args)+1), pgx.QueryResultFormatsByOID{pgtype.TextArrayOID: pgx.BinaryFormatCode})
	rows, err := s.readersFor(ctx).Query(ctx, text, append(args, q.args...)...)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	lists := make([]bool, 0, len(rows.FieldDescriptions()))
	for rows.Next() {
		if len(lists) == 0 {
			for _, column := range rows.FieldDescriptions() {
				lists = append(lists, column.DataTypeOID == pgtype.TextArrayOID)
			}
		}
		f.readRaw(rows.RawValues(), lists)
		if scan(f); f.err != nil {
			return translate(f.err)
		}
	}
	return translate(rows.Err())
}

// readersFor returns the pool of the replica that the context is bound to, or the
// primary's.
func (s *Store) readersFor(ctx context.Context) *pgxpool.Pool {
	if r := replicaOf(ctx); r != nil {
		return r.native
	}
	return s.readers
}

func readSQLite(rows *sql.Rows, f *fields) error {
	var row string
	if err := rows.Scan(&row); err != nil {
		return err
	}
	f.split(row)
	return nil
}

// readAny reads a row of any columns within a transaction on Postgres.
func readAny(rows *sql.Rows, f *fields) error {
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	f.values, f.at = f.values[:0], 0
	for _, value := range values {
		f.values = append(f.values, asText(value))
	}
	return nil
}

func asText(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case []byte:
		return string(value)
	case time.Time:
		return value.UTC().Format(time.RFC3339Nano)
	default:
		return fmt.Sprint(value)
	}
}

// readRaw reads a row as Postgres sent it: texts, and lists as binary arrays of
// texts. All fields are parts of one string.
func (f *fields) readRaw(raw [][]byte, lists []bool) {
	f.raw, f.ends = f.raw[:0], f.ends[:0]
	for i, column := range raw {
		if lists[i] {
			f.addArray(column)
			continue
		}
		f.raw = append(f.raw, column...)
		f.ends = append(f.ends, len(f.raw))
	}
	all, from := string(f.raw), 0
	f.values, f.at = f.values[:0], 0
	for _, end := range f.ends {
		f.values = append(f.values, all[from:end])
		from = end
	}
}

// addArray adds the number of rows of a binary array of arrays, then its texts:
// dimensions, a flag and an OID; for each dimension its length and first index;
// then each text after its length.
func (f *fields) addArray(array []byte) {
	const word, header, dimension = 4, 12, 8
	count, at := uint32(0), header
	if len(array) > header {
		count = binary.BigEndian.Uint32(array[header:])
		at = header + dimension*int(binary.BigEndian.Uint32(array))
	}
	f.raw = strconv.AppendUint(f.raw, uint64(count), 10)
	f.ends = append(f.ends, len(f.raw))
	for count > 0 && at+word <= len(array) {
		length := int(int32(binary.BigEndian.Uint32(array[at:]))) //nolint:gosec // -1 is NULL
		at += word
		if length > 0 {
			f.raw = append(f.raw, array[at:at+length]...)
			at += length
		}
		f.ends = append(f.ends, len(f.raw))
	}
}
