package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

type transaction struct {
	afterCommit []func()
	afterEnd    []func()
	outdates    bool // what replicas have
}

// Tx runs fn in a transaction: all of it is kept when fn returns nil, nothing
// when it returns an error or panics. Inside another Tx it joins that one. A
// transaction that lost a deadlock is run again, so fn must not change
// anything outside that a second run would spoil. An error of fn comes back as
// it is.
func (s *Store) Tx(ctx context.Context, fn func(tx *Store) error) error {
	if s.tx != nil {
		return fn(s)
	}
	const attempts = 3
	var err error
	for attempt := range attempts {
		if err := pause(ctx, attempt); err != nil {
			return err
		}
		if err = s.try(ctx, fn); !lostDeadlock(err) {
			break
		}
	}
	return err
}

func (s *Store) try(ctx context.Context, fn func(tx *Store) error) error {
	var failure error
	running := &transaction{}
	err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		failure = fn(s.within(db, running))
		return failure
	})
	if running.outdates {
		s.replicas.outdate()
	}
	for _, f := range running.afterEnd {
		f()
	}
	if failure != nil {
		return failure
	}
	if err != nil {
		return translate(err)
	}
	running.finish()
	return nil
}

// Attempt runs fn within a transaction. Where fn wants it undone, all that it did
// is, and the transaction goes on without. An error is the transaction's.
func (s *Store) Attempt(ctx context.Context, fn func(tx *Store) (undo bool, err error)) error {
	const name = "attempt"
	told := len(s.tx.afterCommit)
	if err := s.write.WithContext(ctx).SavePoint(name).Error; err != nil {
		return translate(err)
	}
	undo, err := fn(s)
	if err != nil || !undo {
		return err
	}
	s.tx.afterCommit = s.tx.afterCommit[:told]
	return translate(s.write.WithContext(ctx).RollbackTo(name).Error)
}

// within returns the store as it stands in a transaction.
func (s *Store) within(db *gorm.DB, running *transaction) *Store {
	inside := *s
	inside.read, inside.write, inside.tx = db, db, running
	return &inside
}

// pause lets the transaction that won a deadlock go first: without it, the
// loser takes the same lock again before the winner has woken up.
func pause(ctx context.Context, attempt int) error {
	const once = 25 * time.Millisecond
	if attempt == 0 {
		return nil
	}
	select {
	case <-ctx.Done():
		return translate(ctx.Err())
	case <-time.After(time.Duration(attempt) * once):
		return nil
	}
}

// AfterCommit has f run once the transaction is kept. Outside Tx it runs f at
// once.
func (s *Store) AfterCommit(f func()) {
	if s.tx == nil {
		f()
		return
	}
	s.tx.afterCommit = append(s.tx.afterCommit, f)
}

// AfterEnd has f run once the transaction is over, kept or not: that of a commit
// whose answer was lost can't be known. Outside Tx it runs f at once.
func (s *Store) AfterEnd(f func()) {
	if s.tx == nil {
		f()
		return
	}
	s.tx.afterEnd = append(s.tx.afterEnd, f)
}

func (t *transaction) finish() {
	for _, f := range t.afterCommit {
		f()
	}
}

// What writers take turns at: numbers that no other program on the database
// should happen to choose.
const (
	turnsAtTree   = 7_305_001
	turnsAtMerges = 7_305_002
	turnsAtAdmins = 7_305_003
)

func (s *Store) takeTurns(ctx context.Context, at int64) error {
	if s.dialect.takeTurns == "" {
		return nil
	}
	return translate(s.write.WithContext(ctx).Exec(s.dialect.takeTurns, at).Error)
}

// shareTree keeps the section tree as it is until the end of the transaction,
// as all do who put articles into lists.
func (s *Store) shareTree(ctx context.Context) error {
	if s.dialect.takeTurnsTogether == "" {
		return nil
	}
	return translate(s.write.WithContext(ctx).Exec(s.dialect.takeTurnsTogether, turnsAtTree).Error)
}

// LockMerges lets no other merge run until the end of the transaction. Merges
// lock two rows each: in a ring of them, each would wait for the next.
func (s *Store) LockMerges(ctx context.Context) error {
	return s.takeTurns(ctx, turnsAtMerges)
}

// LockAdmins lets no other admin cease to be one until the end of the
// transaction: of the last two, each would count on the other.
func (s *Store) LockAdmins(ctx context.Context) error {
	return s.takeTurns(ctx, turnsAtAdmins)
}

// locked returns a query whose rows no other transaction can change before
// this one ends. SQLite has no such clause and needs none: its transactions
// write one at a time.
func (s *Store) locked(ctx context.Context) *gorm.DB {
	return s.write.WithContext(ctx).Clauses(forUpdate())
}

// Snapshot runs fn with a store that sees the database as of one moment and
// can't write.
func (s *Store) Snapshot(ctx context.Context, fn func(snapshot *Store) error) error {
	var failure error
	options := &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	err := s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		failure = fn(s.within(db, &transaction{}))
		return failure
	}, options)
	if failure != nil {
		return failure
	}
	return translate(err)
}
