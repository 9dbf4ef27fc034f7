package service

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"sync"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Call is a request that is to be done once, however often it is sent.
type Call struct {
	// Key, Method and Path say for the actor which request it is.
	Key, Method, Path string
	// Fingerprint is a hash of what else it asks for.
	Fingerprint string
	// Least is the least role that may have its answer again.
	Least news.Role
	// Do answers it. What it does with the service it is given is one
	// transaction with the keeping of the answer, which may be run again.
	// Where it refuses, what it did is undone, and the refusal is kept. An
	// error is no answer: nothing is kept then.
	Do func(*Service) (*news.KeptAnswer, error)
}

// How many refusals are kept for a user, and how large they may be: they cost
// who sends them nothing. The others are judged again.
const (
	keptRefusals    = 1000
	keptRefusalSize = 64 << 10
)

// Once answers a call, or gives the answer of the first one again if that is not
// older than news.AnswersAreKept. It is a Conflict, idempotency-running, while
// the first one is still running, Invalid, idempotency-mismatch, when that asked
// for something else, and Forbidden to those who have lost the role. On SQLite a
// call that another process runs is waited for.
func (s *Service) Once(ctx context.Context, actor news.Actor, call Call) (answer *news.KeptAnswer, replayed bool, err error) {
	scope := call.scope(actor)
	if !s.running.enter(scope) {
		return nil, false, stillRunning()
	}
	defer s.running.leave(scope)
	err = s.store.Tx(ctx, func(tx *store.Store) error {
		if answer, err = s.first(ctx, tx, scope); err != nil {
			return err
		}
		if replayed = answer != nil; replayed {
			return call.mayRepeat(actor, answer)
		}
		answer, err = s.perform(ctx, tx, call)
		if err != nil {
			return err
		}
		answer.Scope, answer.Fingerprint, answer.UserID, answer.CreatedAt = scope, call.Fingerprint, actor.UserID, s.now()
		return s.keep(ctx, tx, answer)
	})
	if err != nil {
		return nil, false, err
	}
	return answer, replayed, nil
}

// first returns the answer that the first call got, nil when this is the first.
func (s *Service) first(ctx context.Context, tx *store.Store, scope string) (*news.KeptAnswer, error) {
	free, err := tx.TryTurn(ctx, turnAt(scope))
	if err != nil {
		return nil, err
	}
	if !free {
		return nil, stillRunning()
	}
	answer, err := tx.KeptAnswer(ctx, scope)
	switch {
	case unknown(err):
		return nil, nil //nolint:nilnil // none is an answer
	case err != nil || answer.Good(s.now()):
		return answer, err
	default:
		return nil, tx.DeleteKeptAnswer(ctx, scope)
	}
}

func (s *Service) perform(ctx context.Context, tx *store.Store, call Call) (answer *news.KeptAnswer, err error) {
	err = tx.Attempt(ctx, func(tx *store.Store) (undo bool, err error) {
		bound := *s
		bound.store = tx
		answer, err = call.Do(&bound)
		return err == nil && answer.Refused(), err
	})
	return answer, err
}

// keep keeps an answer, and removes some that are old.
func (s *Service) keep(ctx context.Context, tx *store.Store, answer *news.KeptAnswer) error {
	const some = 20
	if _, err := tx.DeleteAnswersBefore(ctx, s.now().Add(-news.AnswersAreKept), some); err != nil {
		return err
	}
	if answer.Refused() {
		count, err := tx.CountRefusals(ctx, answer.UserID, keptRefusals)
		if err != nil || count >= keptRefusals || len(answer.Body) > keptRefusalSize {
			return err
		}
	}
	return tx.InsertKeptAnswer(ctx, answer)
}

// ForgetAnswers removes the answers that are no longer to be given.
func (s *Service) ForgetAnswers(ctx context.Context) error {
	const batch = 500
	for {
		var removed int64
		err := s.store.Tx(ctx, func(tx *store.Store) (err error) {
			removed, err = tx.DeleteAnswersBefore(ctx, s.now().Add(-news.AnswersAreKept), batch)
			return err
		})
		if err != nil || removed < batch {
			return err
		}
	}
}

// mayRepeat returns nil when the actor may have the first answer to the call.
func (c Call) mayRepeat(actor news.Actor, answer *news.KeptAnswer) error {
	switch {
	case !actor.AtLeast(c.Least):
		return news.Errorf(news.Forbidden, "forbidden", "the role %s may no longer do this", actor.Role)
	case answer.Fingerprint != c.Fingerprint:
		return news.Errorf(news.Invalid, "idempotency-mismatch", "the Idempotency-Key was sent with another request before")
	default:
		return nil
	}
}

// scope hashes who sends which key where, so that what is kept tells none of it.
func (c Call) scope(actor news.Actor) string {
	hash := sha256.New()
	for _, part := range []string{actor.UserID, actor.TokenID, c.Method, c.Path, c.Key} {
		inner := sha256.Sum256([]byte(part))
		hash.Write(inner[:])
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// turnAt is the number that calls of a scope take turns at.
func turnAt(scope string) int64 {
	sum := sha256.Sum256([]byte(scope))
	return int64(binary.BigEndian.Uint64(sum[:])) //nolint:gosec // any number is good, below 0 too
}

func stillRunning() error {
	return news.Errorf(news.Conflict, "idempotency-running", "a request with this Idempotency-Key is still running")
}

// runningCalls are the scopes of the calls that run in this process.
type runningCalls struct {
	mutex  sync.Mutex
	scopes map[string]bool
}

// enter reports whether no call of the scope is running, and has one running.
func (r *runningCalls) enter(scope string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.scopes[scope] {
		return false
	}
	r.scopes[scope] = true
	return true
}

func (r *runningCalls) leave(scope string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	delete(r.scopes, scope)
}
