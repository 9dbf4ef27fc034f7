package store

import (
	"context"
	"database/sql"
	"time"
)

// watchSQLite asks the connection that writes whether another one has committed
// since: our own commits are on this one, so what it sees are other processes'.
// While a transaction of ours keeps it busy there is no answer, but nothing is
// missed either.
func watchSQLite(ctx context.Context, s *Store, w Watcher) error {
	pool, err := s.write.DB()
	if err != nil {
		return err
	}
	var last sqliteVersion
	for ; ctx.Err() == nil; rest(ctx, watchEvery) {
		moment := time.Now()
		version, err := readVersion(ctx, pool)
		if err != nil {
			w.Lost(translate(err))
			continue
		}
		if version != last {
			w.All()
			last = version
		}
		w.Heard(moment)
	}
	return ctx.Err()
}

// sqliteVersion is PRAGMA data_version, which is comparable only within one
// connection.
type sqliteVersion struct {
	connection any
	number     int64
}

func readVersion(ctx context.Context, pool *sql.DB) (version sqliteVersion, err error) {
	ctx, cancel := context.WithTimeout(ctx, watchTimeout)
	defer cancel()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return version, err
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(driver any) error {
		version.connection = driver
		return nil
	})
	if err != nil {
		return version, err
	}
	err = conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version.number)
	return version, err
}
