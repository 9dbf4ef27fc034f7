package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// TryTurn takes a number until the end of the transaction and reports whether
// nobody else has it. SQLite has one writer at a time: there it is always free.
func (s *Store) TryTurn(ctx context.Context, at int64) (bool, error) {
	if s.dialect.tryTurn == "" {
		return true, nil
	}
	free := false
	err := s.write.WithContext(ctx).Raw(s.dialect.tryTurn, at).Scan(&free).Error
	return free, translate(err)
}

// KeptAnswer reads the answer that is kept for a scope, however old.
func (s *Store) KeptAnswer(ctx context.Context, scope string) (*news.KeptAnswer, error) {
	answer := &news.KeptAnswer{}
	err := s.read.WithContext(ctx).Where("scope = ?", scope).Take(answer).Error
	return answer, missing(err, "answer")
}

// InsertKeptAnswer keeps an answer.
func (s *Store) InsertKeptAnswer(ctx context.Context, answer *news.KeptAnswer) error {
	return translate(s.write.WithContext(ctx).Create(answer).Error)
}

// DeleteKeptAnswer removes the answer that is kept for a scope.
func (s *Store) DeleteKeptAnswer(ctx context.Context, scope string) error {
	return translate(s.write.WithContext(ctx).Where("scope = ?", scope).Delete(&news.KeptAnswer{}).Error)
}

// DeleteAnswersBefore removes some of the answers that were kept before a time,
// the oldest first, and returns how many. Those that others hold stay: nobody
// waits for them.
func (s *Store) DeleteAnswersBefore(ctx context.Context, before time.Time, limit int) (int64, error) {
	old := s.write.WithContext(ctx).Model(&news.KeptAnswer{}).Select("scope").
		Where("created_at <= ?", before).Order("created_at").Limit(limit).
		Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked})
	result := s.write.WithContext(ctx).Where("scope IN (?)", old).Delete(&news.KeptAnswer{})
	return result.RowsAffected, translate(result.Error)
}

// CountRefusals counts the refusals that are kept for a user, up to a limit.
func (s *Store) CountRefusals(ctx context.Context, userID string, limit int) (int64, error) {
	some := s.read.WithContext(ctx).Model(&news.KeptAnswer{}).Select("scope").
		Where("user_id = ? AND status >= 300", userID).Limit(limit)
	var count int64
	err := s.read.WithContext(ctx).Table("(?) AS kept", some).Count(&count).Error
	return count, translate(err)
}
