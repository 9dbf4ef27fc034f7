package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// replicas are hot standbys of the database, from which the public may read. One
// is eligible while it has replayed every write that this node has heard of. A
// nil one has none.
type replicas struct {
	all []*replica
	// generation is how often anything went stale. A replica that had replayed
	// all at an earlier one is not eligible.
	generation atomic.Uint64
	born       time.Time
	trusted    atomic.Int64 // until when word of every write has come, in nanoseconds since born
	turn       atomic.Uint64
	primary    atomic.Int64 // public reads that the primary answered
	told       func(name string, why error)
}

// replica is one hot standby and the pools of connections to it.
type replica struct {
	name     string // host and port
	config   *pgx.ConnConfig
	native   *pgxpool.Pool // of hand-written reads
	pool     *sql.DB       // of GORM's
	outlines *outlines
	instance atomic.Pointer[string] // the server process that was asked last
	reached  atomic.Uint64          // the generation up to which all is replayed, 0 for none
	woken    chan struct{}          // that something went stale, or a read failed
	failed   atomic.Bool            // a read did, since the last round of follow
	lag      atomic.Int64           // in bytes of the log, -1 while it can't be told
	reads    atomic.Int64
	failures atomic.Int64
}

// ReplicaState is what there is to tell of a replica.
type ReplicaState struct {
	Name     string // host and port
	Eligible bool   // it is read from
	Lag      int64  // how far it was behind the primary when it was last asked, in bytes of the log; -1 when it does not answer
	Reads    int64  // what it was given to answer
	Failures int64  // those of them that the primary had to answer
}

// Replicas tells the state of each replica, and how many public reads the
// primary answered.
func (s *Store) Replicas() (states []ReplicaState, primary int64) {
	if s.replicas == nil {
		return nil, 0
	}
	for _, r := range s.replicas.all {
		states = append(states, ReplicaState{
			Name: r.name, Eligible: s.replicas.eligible(r), Lag: r.lag.Load(), Reads: r.reads.Load(), Failures: r.failures.Load(),
		})
	}
	return states, s.replicas.primary.Load()
}

// replicaPatience is how long a replica may take over one request.
const replicaPatience = 2 * time.Second

type replicaKey struct{}

// Public runs what reads for the public. With the context that it is given, all
// its reads go to one replica, where one is eligible, else to the primary, and so
// do they when it runs again because the replica failed. It must not write.
//
// A replica is chosen when read begins: it then has every write that was answered
// here before, and every one of other nodes that was heard of.
func (s *Store) Public(ctx context.Context, read func(ctx context.Context) error) error {
	r := s.replicas.choose()
	if r == nil {
		return read(ctx)
	}
	some, cancel := context.WithTimeout(context.WithValue(ctx, replicaKey{}, r), replicaPatience)
	defer cancel()
	err := read(some)
	if !unanswered(err) || ctx.Err() != nil {
		return err
	}
	r.fail()
	s.replicas.primary.Add(1)
	return read(ctx)
}

// unanswered tells whether an error is the database's and not what was asked for.
func unanswered(err error) bool {
	if known, ok := errors.AsType[*news.Error](err); ok {
		return known.Kind == news.Internal || known.Kind == news.Unavailable
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// replicaOf returns the replica that a context is bound to, or nil.
func replicaOf(ctx context.Context) *replica {
	r, _ := ctx.Value(replicaKey{}).(*replica)
	return r
}

// choose returns an eligible replica, each in turn, or nil.
func (p *replicas) choose() *replica {
	if p == nil {
		return nil
	}
	turn := p.turn.Add(1)
	for i := range p.all {
		r := p.all[(turn+uint64(i))%uint64(len(p.all))]
		if p.eligible(r) {
			r.reads.Add(1)
			return r
		}
	}
	p.primary.Add(1)
	return nil
}

func (p *replicas) eligible(r *replica) bool {
	return int64(time.Since(p.born)) < p.trusted.Load() && r.reached.Load() == p.generation.Load()
}

// outdate has no replica be eligible until it has replayed what the primary has
// by now.
func (p *replicas) outdate() {
	if p == nil {
		return
	}
	p.generation.Add(1)
	for _, r := range p.all {
		r.wake()
	}
}

// heeding returns a watcher that has the replicas go by what it is told, before
// the watcher itself does: a load that begins in between reads from the primary.
func (p *replicas) heeding(w Watcher) Watcher {
	return Watcher{
		Stale: func(groups []news.Group) { p.outdate(); w.Stale(groups) },
		All:   func() { p.outdate(); w.All() },
		Heard: func(moment time.Time) {
			p.trusted.Store(int64(moment.Add(TrustFor).Sub(p.born)))
			w.Heard(moment)
		},
		Lost: func(why error) { p.trusted.Store(math.MinInt64); w.Lost(why) },
	}
}

func (r *replica) wake() {
	select {
	case r.woken <- struct{}{}:
	default: // it is awake
	}
}

// fail sets a replica aside that did not answer.
func (r *replica) fail() {
	r.failures.Add(1)
	r.failed.Store(true)
	r.reached.Store(0)
	r.wake()
}
