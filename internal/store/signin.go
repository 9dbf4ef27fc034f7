package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// LockSignInLimits reads the limits of some keys within a transaction, in the
// order of the keys, and keeps others from changing them until its end. Those
// that are not there yet are made.
func (s *Store) LockSignInLimits(ctx context.Context, keys ...string) ([]news.SignInLimit, error) {
	keys = slices.Sorted(slices.Values(keys)) // so that nobody waits in a ring
	rows := make([]news.SignInLimit, len(keys))
	for i, key := range keys {
		rows[i].Key = key
	}
	err := s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	var locked []news.SignInLimit
	err = s.locked(ctx).Where(clause.IN{Column: clause.PrimaryColumn, Values: anyValues(keys)}).
		Order(clause.OrderByColumn{Column: clause.PrimaryColumn}).Find(&locked).Error
	return locked, translate(err)
}

func anyValues(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

// UpdateSignInLimit writes every column of the limit.
func (s *Store) UpdateSignInLimit(ctx context.Context, limit *news.SignInLimit) error {
	return translate(s.write.WithContext(ctx).Model(limit).Select("full_at", "known_until").Updates(limit).Error)
}

// DeleteIdleSignInLimits removes the limits that by now say nothing, but for
// those that others hold: nobody waits for them.
func (s *Store) DeleteIdleSignInLimits(ctx context.Context, now time.Time) error {
	idle := s.write.WithContext(ctx).Model(&news.SignInLimit{}).Select("key").
		Where("full_at <= ? AND known_until <= ?", now, now).
		Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked})
	return translate(s.write.WithContext(ctx).Where("key IN (?)", idle).Delete(&news.SignInLimit{}).Error)
}
