package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// An attempt that is undone leaves nothing, even where the database refused it,
// and the transaction goes on.
func TestAttempt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		first, second, last := newSection("first"), newSection("second"), newSection("last")
		var told []string
		err := s.Tx(ctx, func(tx *store.Store) error {
			err := tx.Attempt(ctx, func(tx *store.Store) (bool, error) {
				tx.AfterCommit(func() { told = append(told, "kept") })
				return false, tx.InsertSection(ctx, first)
			})
			if err != nil {
				return err
			}
			err = tx.Attempt(ctx, func(tx *store.Store) (bool, error) {
				tx.AfterCommit(func() { told = append(told, "undone") })
				if err := tx.InsertSection(ctx, second); err != nil {
					return false, err
				}
				if err := tx.InsertSection(ctx, first); err == nil {
					t.Error("a section is inserted twice")
				}
				return true, nil
			})
			return errors.Join(err, tx.InsertSection(ctx, last))
		})
		if err != nil {
			t.Fatal(err)
		}
		for section, kept := range map[*news.Section]bool{first: true, second: false, last: true} {
			if _, err := s.Section(ctx, section.ID); (err == nil) != kept {
				t.Errorf("%s is kept: %v, want %v", section.Name, err == nil, kept)
			}
		}
		if fmt.Sprint(told) != "[kept]" {
			t.Errorf("told %v", told)
		}
	})
}

// What an attempt fails with ends the transaction.
func TestAttemptFails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		section, failure := newSection("section"), errors.New("stop")
		err := s.Tx(t.Context(), func(tx *store.Store) error {
			return tx.Attempt(t.Context(), func(tx *store.Store) (bool, error) {
				return true, errors.Join(tx.InsertSection(t.Context(), section), failure)
			})
		})
		if !errors.Is(err, failure) {
			t.Errorf("it ends with %v", err)
		}
		if _, err := s.Section(t.Context(), section.ID); err == nil {
			t.Error("the section is there")
		}
	})
}

func TestOldAnswersGoTheOldestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), time.Date(2025, time.July, 11, 12, 0, 0, 0, time.UTC)
		for i := range 5 {
			answer := &news.KeptAnswer{
				Scope: fmt.Sprint("scope-", 4-i), UserID: news.NewID(), CreatedAt: now.Add(-time.Duration(i) * time.Hour),
				Status: 201, Header: map[string][]string{"Etag": {`"1"`}}, Body: "{}",
			}
			if err := s.InsertKeptAnswer(ctx, answer); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []int64{2, 1, 0} {
			removed, err := s.DeleteAnswersBefore(ctx, now.Add(-2*time.Hour), 2)
			if err != nil || removed != want {
				t.Errorf("%d answers go, %v, want %d", removed, err, want)
			}
		}
		left, err := s.KeptAnswer(ctx, "scope-4")
		if err != nil || left.Status != 201 || left.Header["Etag"][0] != `"1"` || left.Body != "{}" || !left.CreatedAt.Equal(now) {
			t.Errorf("the newest is %+v, %v", left, err)
		}
	})
}
