package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const nounPasswordReset news.Noun = "password reset"

// PutPasswordReset writes the token with which a user may set a password, in
// place of the one before.
func (s *Store) PutPasswordReset(ctx context.Context, reset *news.PasswordReset) error {
	return translate(s.write.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "user_id"}}, UpdateAll: true,
	}).Create(reset).Error)
}

// PasswordReset reads what may be done with a reset token by its hash, if it
// has not expired by now.
func (s *Store) PasswordReset(ctx context.Context, hash string, now time.Time) (*news.PasswordReset, error) {
	reset := &news.PasswordReset{}
	err := s.read.WithContext(ctx).Where("hash = ? AND expires_at > ?", hash, now).Take(reset).Error
	return reset, missing(err, nounPasswordReset)
}

// UsePasswordReset uses a reset token up and reports whether it was there and
// had not expired by now: of several who try at once, one wins.
func (s *Store) UsePasswordReset(ctx context.Context, hash string, now time.Time) (bool, error) {
	result := s.write.WithContext(ctx).Where("hash = ? AND expires_at > ?", hash, now).Delete(&news.PasswordReset{})
	return result.RowsAffected == 1, translate(result.Error)
}

// DeletePasswordReset ends the reset token of a user, if there is one.
func (s *Store) DeletePasswordReset(ctx context.Context, userID string) error {
	return translate(s.write.WithContext(ctx).Where("user_id = ?", userID).Delete(&news.PasswordReset{}).Error)
}
