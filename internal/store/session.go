package store

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// InsertSession writes a new session and its first refresh token.
func (s *Store) InsertSession(ctx context.Context, session *news.Session, token *news.RefreshToken) error {
	if err := s.write.WithContext(ctx).Create(session).Error; err != nil {
		return translate(err)
	}
	return s.InsertRefreshToken(ctx, token)
}

// InsertRefreshToken writes a new refresh token of a session.
func (s *Store) InsertRefreshToken(ctx context.Context, token *news.RefreshToken) error {
	return translate(s.write.WithContext(ctx).Create(token).Error)
}

// UserOfSession reads, in one statement, the user whose session this is, if
// the session has neither ended nor expired by now.
func (s *Store) UserOfSession(ctx context.Context, sessionID string, now time.Time) (*news.User, error) {
	user := &news.User{}
	err := s.read.WithContext(ctx).
		Where("id = (SELECT user_id FROM sessions WHERE id = ? AND ended_at IS NULL AND expires_at > ?)", sessionID, now).
		Take(user).Error
	return user, missing(err, news.NounSession)
}

// SessionOfToken reads the session that a refresh token belongs to, used or
// not.
func (s *Store) SessionOfToken(ctx context.Context, hash string) (*news.Session, error) {
	session := &news.Session{}
	err := s.read.WithContext(ctx).
		Where("id = (SELECT session_id FROM refresh_tokens WHERE hash = ?)", hash).
		Take(session).Error
	return session, missing(err, news.NounSession)
}

// UseRefreshToken uses a refresh token up and reports whether it was unused:
// of several who try at once, one wins.
func (s *Store) UseRefreshToken(ctx context.Context, hash string, now time.Time) (bool, error) {
	result := s.write.WithContext(ctx).Model(&news.RefreshToken{}).
		Where("hash = ? AND used_at IS NULL", hash).Update("used_at", now)
	return result.RowsAffected == 1, translate(result.Error)
}

// EndSession ends a session unless it has ended.
func (s *Store) EndSession(ctx context.Context, id string, now time.Time) error {
	return s.endSessions(ctx, now, "id = ?", id)
}

// EndSessionsOf ends every session of a user.
func (s *Store) EndSessionsOf(ctx context.Context, userID string, now time.Time) error {
	return s.endSessions(ctx, now, "user_id = ?", userID)
}

// EndOtherSessionsOf ends every session of a user but one.
func (s *Store) EndOtherSessionsOf(ctx context.Context, userID, kept string, now time.Time) error {
	return s.endSessions(ctx, now, "user_id = ? AND id <> ?", userID, kept)
}

func (s *Store) endSessions(ctx context.Context, now time.Time, which string, args ...any) error {
	return translate(s.write.WithContext(ctx).Model(&news.Session{}).
		Where(which, args...).Where("ended_at IS NULL").Update("ended_at", now).Error)
}

// DeleteExpiredSessions removes the sessions that have expired by now, with
// their refresh tokens.
func (s *Store) DeleteExpiredSessions(ctx context.Context, now time.Time) error {
	return translate(s.write.WithContext(ctx).Where("expires_at <= ?", now).Delete(&news.Session{}).Error)
}
