package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// How often a replica is asked how far it is: less and less often until it has
// what it lacks, then to see that it still answers. One that failed has a rest.
const (
	shortestPause = 2 * time.Millisecond
	longestPause  = time.Second
)

// follow keeps the replicas eligible, as far as they are, until ctx ends.
func (p *replicas) follow(ctx context.Context, s *Store) {
	var all sync.WaitGroup
	for _, r := range p.all {
		all.Go(func() {
			f := &follower{replica: r, set: p, store: s, pause: shortestPause}
			for ctx.Err() == nil {
				f.round(ctx)
			}
			f.leave(ctx)
		})
	}
	all.Wait()
}

// follower asks one replica how far it is.
type follower struct {
	*replica

	set   *replicas
	store *Store
	conn  *pgx.Conn // to the replica; nil before it is reached
	pause time.Duration
	up    bool // it was told that the replica is read from
	down  bool // it was told that it fails

	goal   int64  // what the replica must have replayed
	goalOf uint64 // the generation that the goal holds for
}

// round asks once, and waits until it is time to ask again.
func (f *follower) round(ctx context.Context) {
	reached, err := f.ask(ctx)
	if f.failed.Swap(false) && err == nil {
		reached, err = 0, errors.New("a read from it failed")
	}
	if ctx.Err() != nil {
		return
	}
	switch {
	case err != nil:
		f.leave(ctx)
		f.lag.Store(-1)
		f.pause = longestPause
	case reached == 0:
		f.pause = min(2*f.pause, longestPause)
	default:
		f.reached.Store(reached)
		f.pause = shortestPause
	}
	f.tell(reached, err)
	if reached == 0 {
		rest(ctx, f.pause)
		return
	}
	select {
	case <-ctx.Done():
	case <-f.woken:
	case <-time.After(longestPause):
	}
}

// ask returns the generation up to which the replica has replayed all, or 0 while
// it has not. The position of the primary is asked after the generation is read,
// so it is behind every commit that raised it.
func (f *follower) ask(ctx context.Context) (reached uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, watchTimeout)
	defer cancel()
	generation := f.set.generation.Load()
	there, err := askPrimary(ctx, f.store.readers)
	if err != nil {
		return 0, fmt.Errorf("ask the primary: %w", err)
	}
	if f.goalOf != generation {
		f.goal, f.goalOf = there.at, generation
	}
	if f.conn == nil {
		if f.conn, err = pgx.ConnectConfig(ctx, f.config); err != nil {
			return 0, err
		}
	}
	here, err := askStandby(ctx, f.conn)
	if err == nil {
		err = here.misfit(there)
	}
	if err != nil {
		return 0, err
	}
	f.instance.Store(&here.instance)
	f.lag.Store(max(0, there.at-here.at))
	if here.at < f.goal {
		return 0, nil
	}
	return generation, nil
}

// leave has the replica not be read from until it is asked anew.
func (f *follower) leave(ctx context.Context) {
	f.reached.Store(0)
	f.goalOf = 0
	if f.conn != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), watchTimeout)
		defer cancel()
		_ = f.conn.Close(ctx)
	}
	f.conn = nil
}

// tell tells when the replica begins to fail and when it is read from.
func (f *follower) tell(reached uint64, err error) {
	changed := (err != nil && !f.down) || (reached != 0 && !f.up)
	if !changed {
		return
	}
	f.up, f.down = err == nil, err != nil
	if f.set.told != nil {
		f.set.told(f.name, err)
	}
}

// position is where a server is in the log of writes, and which database it has.
type position struct {
	at       int64 // the end of what was written or replayed
	identity string
	timeline int64
	standby  bool
	instance string // of the server process
}

var (
	errNotStandby   = errors.New("is not a standby at present")
	errOtherReplica = errors.New("is no replica of this database: it is of another cluster, or names another database or schema")
	errOldTimeline  = errors.New("follows another primary than this node writes to, or does not follow this one yet")
)

// misfit says why a server can't be read from in the place of the primary.
func (p position) misfit(primary position) error {
	switch {
	case p.identity != primary.identity:
		return errOtherReplica
	case !p.standby:
		return errNotStandby
	case p.timeline != primary.timeline:
		return errOldTimeline
	default:
		return nil
	}
}

const identity = `concat_ws(' ', (SELECT system_identifier FROM pg_control_system()),
	(SELECT oid FROM pg_database WHERE datname = current_database()), current_schema())`

// querier is a connection or a pool of them.
type querier interface {
	QueryRow(ctx context.Context, text string, args ...any) pgx.Row
}

// askPrimary asks where the next commit will be written at the earliest: behind
// all that can be seen, flushed or not. At the start of a page that is after the
// page's header, which the last commit does not reach.
func askPrimary(ctx context.Context, db querier) (position, error) {
	var (
		p              position
		block, segment int64
	)
	err := db.QueryRow(ctx, `SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, current_setting('wal_block_size')::bigint,
		pg_size_bytes(current_setting('wal_segment_size')), `+identity+`,
		('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint`).
		Scan(&p.at, &block, &segment, &p.identity, &p.timeline)
	const header, longHeader = 24, 40
	switch {
	case err != nil:
	case p.at%segment == longHeader:
		p.at -= longHeader
	case p.at%block == header:
		p.at -= header
	}
	return p, err
}

// askStandby asks how much is replayed. What is can be seen.
func askStandby(ctx context.Context, db querier) (position, error) {
	var p position
	err := db.QueryRow(ctx, `SELECT coalesce((pg_last_wal_replay_lsn() - '0/0')::bigint, 0), `+identity+`,
		greatest((SELECT timeline_id FROM pg_control_checkpoint()), (SELECT min_recovery_end_timeline FROM pg_control_recovery()))::bigint,
		pg_is_in_recovery(), `+instanceColumn).
		Scan(&p.at, &p.identity, &p.timeline, &p.standby, &p.instance)
	return p, err
}

// instanceColumn tells one run of a server from all others.
const instanceColumn = `extract(epoch FROM pg_postmaster_start_time())::text`
