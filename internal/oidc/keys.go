package oidc

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

const (
	// freshFor is how long keys are used before they are read again, behind the
	// requests: a key that the issuer drops is forgotten some time after that.
	freshFor = 10 * time.Minute
	// trustFor is how long they are used when they can't be read again.
	trustFor = 24 * time.Hour
	// pause is the shortest time between two readings, so that made-up key ids
	// can't be used to hammer the issuer.
	pause = 5 * time.Second
	// patience is how long one reading may take.
	patience = 5 * time.Second
)

var errUnknownKey = errors.New("its kid is unknown")

// keySet keeps the keys of an issuer. One reading runs at a time, and those who
// need its outcome wait together.
type keySet struct {
	read func(context.Context) (map[string]key, error)
	now  func() time.Time

	mu      sync.Mutex
	keys    map[string]key
	readAt  time.Time     // of the last good reading
	triedAt time.Time     // when the last one began
	failure error         // of the last one
	running chan struct{} // closed when the reading that runs ends; nil when none does
}

func newKeySet(read func(context.Context) (map[string]key, error), now func() time.Time) *keySet {
	return &keySet{read: read, now: now}
}

func (s *keySet) warm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
}

// find returns the key with an id. It waits for a reading only when the key is
// not known or may no longer be trusted.
func (s *keySet) find(ctx context.Context, id string) (key, error) {
	found, known, reading := s.look(id) //nolint:contextcheck // a reading outlives the request that begins it: others wait too
	if known {
		return found, nil
	}
	if reading != nil {
		select {
		case <-reading:
		case <-ctx.Done():
			return key{}, ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found, known = s.keys[id]
	switch {
	case known && s.now().Sub(s.readAt) < trustFor:
		return found, nil
	case s.failure != nil:
		return key{}, fmt.Errorf("%w: %w", ErrUnreachable, s.failure)
	default:
		return key{}, errUnknownKey
	}
}

// look returns a key that is known and trusted, or else the reading to wait for.
func (s *keySet) look(id string) (found key, known bool, reading <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := s.now().Sub(s.readAt)
	found, known = s.keys[id]
	if known && age < freshFor {
		return found, true, nil
	}
	reading = s.begin()
	return found, known && age < trustFor, reading
}

// begin begins a reading unless one runs or the last was just now, and returns
// the one that runs, or nil. The caller holds the lock.
func (s *keySet) begin() <-chan struct{} {
	now := s.now()
	if s.running != nil || (!s.triedAt.IsZero() && now.Sub(s.triedAt) < pause) {
		return s.running
	}
	s.running, s.triedAt = make(chan struct{}), now
	go s.run(s.running)
	return s.running
}

// run reads the keys. It outlives the request that began it: others wait too.
func (s *keySet) run(done chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	keys, err := s.read(ctx)
	if err != nil {
		slog.Warn("the keys of the external issuer could not be read", "error", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure = err; err == nil {
		s.keys, s.readAt = keys, s.now()
	}
	s.running = nil
	close(done)
}
