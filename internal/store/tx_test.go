package store_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

func TestTxKeepsAllOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		errStop := errors.New("stop")
		tests := []struct {
			name string
			end  func() error
			kept bool
		}{
			{"done", func() error { return nil }, true},
			{"refused", func() error { return errStop }, false},
			{"panic", func() error { panic(errStop) }, false},
		}
		for _, test := range tests {
			section, told := newSection(test.name), 0
			err := run(func() error {
				return s.Tx(ctx, func(tx *store.Store) error {
					tx.AfterCommit(func() { told++ })
					return tx.Tx(ctx, func(inner *store.Store) error {
						inner.AfterCommit(func() { told++ })
						if err := inner.InsertSection(ctx, section); err != nil {
							return err
						}
						if _, err := inner.Section(ctx, section.ID); err != nil {
							t.Errorf("%s: inside, the row is not there: %v", test.name, err)
						}
						return test.end()
					})
				})
			})
			if test.kept != (err == nil) || (err != nil && err != errStop) { //nolint:errorlint // as it is, not wrapped
				t.Errorf("%s: %v", test.name, err)
			}
			if _, err := s.Section(ctx, section.ID); (err == nil) != test.kept {
				t.Errorf("%s: after it, the row: %v", test.name, err)
			}
			if want := map[bool]int{true: 2}[test.kept]; told != want {
				t.Errorf("%s: told %d times, want %d", test.name, told, want)
			}
		}
		told := false
		if s.AfterCommit(func() { told = true }); !told {
			t.Error("outside a transaction, nothing is told")
		}
	})
}

// run returns a panic as an error.
func run(do func() error) (err error) {
	defer func() {
		if thrown, ok := recover().(error); ok {
			err = thrown
		}
	}()
	return do()
}

// TestTxSurvivesADeadlock: two transactions lock two rows in opposite orders.
// Where they run at once, the one that loses is run again.
func TestTxSurvivesADeadlock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		a, b := newByline("a"), newByline("b")
		insert(t, s, a, b)
		var runs atomic.Int32
		done := make(chan error)
		held := make(chan struct{}, 4)
		cross := func(first, second *news.Byline) {
			done <- s.Tx(t.Context(), func(tx *store.Store) error {
				runs.Add(1)
				if _, err := tx.LockByline(t.Context(), first.ID); err != nil {
					return err
				}
				held <- struct{}{}
				waitFor(held, 2)
				_, err := tx.LockByline(t.Context(), second.ID)
				return err
			})
		}
		go cross(a, b)
		go cross(b, a)
		if first, second := <-done, <-done; first != nil || second != nil {
			t.Errorf("they end with %v and %v", first, second)
		}
		if least := map[string]int32{"postgres": 3, "sqlite": 2}[s.Engine()]; runs.Load() < least {
			t.Errorf("they took %d runs, want %d or more", runs.Load(), least)
		}
	})
}

// waitFor waits until a channel holds so many, but not for ever: on SQLite
// the other one waits for us.
func waitFor(held chan struct{}, many int) {
	for range 50 {
		if len(held) >= many {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
