package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/limit"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// How often sign-ins may fail: for one account from one address, for one
// account, from one address. Whoever waits, waits a minute at most. An address
// from which the account signed in not long ago answers to the first alone, so
// that nobody elsewhere can keep people out of where they work.
var (
	pairRate    = limit.Rate{Times: 5, Per: 5 * time.Minute}
	accountRate = limit.Rate{Times: 20, Per: 2 * time.Minute}
	addressRate = limit.Rate{Times: 50, Per: 5 * time.Minute}
)

// knownFor is how long an address counts as one from which an account signs in.
const knownFor = 30 * 24 * time.Hour

// attempt is one try to prove a password. Every node counts it: the keys are
// those of rows in the database, and hashed, for what was typed as an e-mail
// address may be a password.
type attempt struct {
	pair, account, address string
}

func newAttempt(email, address string) attempt {
	network := limit.Network(address)
	return attempt{
		pair:    limitKey("pair", email, network),
		account: limitKey("account", email),
		address: limitKey("address", network),
	}
}

func limitKey(kind string, parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		inner := sha256.Sum256([]byte(part))
		hash.Write(inner[:])
	}
	return kind + ":" + hex.EncodeToString(hash.Sum(nil))
}

func (a attempt) rates() map[string]limit.Rate {
	return map[string]limit.Rate{a.pair: pairRate, a.account: accountRate, a.address: addressRate}
}

// admit counts an attempt before the password is looked at, so that many at once
// are no more than many in turn. It is TooMany when one of the limits is used
// up, and then uses up nothing. One that succeeds is taken back: see settle.
func (s *Service) admit(ctx context.Context, a attempt) error {
	var longest time.Duration
	err := s.store.Tx(ctx, func(tx *store.Store) error {
		rows, err := tx.LockSignInLimits(ctx, a.pair, a.account, a.address)
		if err != nil {
			return err
		}
		now := s.now()
		counted := a.counted(rows, now)
		longest = 0
		for _, row := range counted {
			next, wait := a.rates()[row.Key].Take(row.FullAt, now)
			row.FullAt, longest = news.Moment(next), max(longest, wait)
		}
		if longest > 0 {
			return nil
		}
		return updateLimits(ctx, tx, counted)
	})
	if err == nil && longest > 0 {
		err = tooManySignIns(longest)
	}
	return err
}

// counted returns the limits that the attempt answers to.
func (a attempt) counted(rows []news.SignInLimit, now time.Time) []*news.SignInLimit {
	all := make([]*news.SignInLimit, len(rows))
	for i := range rows {
		all[i] = &rows[i]
		if rows[i].Key == a.pair && rows[i].KnownUntil.After(now) {
			return []*news.SignInLimit{&rows[i]}
		}
	}
	return all
}

// settle takes an attempt that succeeded back: the account is at home at the
// address.
func (s *Service) settle(ctx context.Context, tx *store.Store, a attempt) error {
	rows, err := tx.LockSignInLimits(ctx, a.pair, a.account, a.address)
	if err != nil {
		return err
	}
	now := s.now()
	counted := a.counted(rows, now)
	for _, row := range counted {
		row.FullAt = row.FullAt.Add(-a.rates()[row.Key].Share())
		if row.Key == a.pair {
			row.FullAt, row.KnownUntil = now, now.Add(knownFor)
		}
	}
	if err := updateLimits(ctx, tx, counted); err != nil {
		return err
	}
	return tx.DeleteIdleSignInLimits(ctx, now)
}

// forgive is settle in a transaction of its own.
func (s *Service) forgive(ctx context.Context, a attempt) error {
	return s.store.Tx(ctx, func(tx *store.Store) error { return s.settle(ctx, tx, a) })
}

func updateLimits(ctx context.Context, tx *store.Store, rows []*news.SignInLimit) error {
	for _, row := range rows {
		if err := tx.UpdateSignInLimit(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

func tooManySignIns(wait time.Duration) error {
	failure := news.Errorf(news.TooMany, "too-many-sign-ins",
		"too many sign-ins failed: try again in %.0f seconds", math.Ceil(wait.Seconds()))
	failure.RetryAfter = wait
	return failure
}
