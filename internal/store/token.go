package store

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const nounToken news.Noun = "token"

// Token reads one token by id.
func (s *Store) Token(ctx context.Context, id string) (*news.Token, error) {
	token := &news.Token{}
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(token).Error
	return token, missing(err, nounToken)
}

// LockToken is Token within a transaction, and keeps others from changing the
// row until its end.
func (s *Store) LockToken(ctx context.Context, id string) (*news.Token, error) {
	token := &news.Token{}
	err := s.locked(ctx).Where("id = ?", id).Take(token).Error
	return token, missing(err, nounToken)
}

// Tokens reads a page of the tokens of a user, the newest first; of all users
// when userID is "".
func (s *Store) Tokens(ctx context.Context, userID string, page news.Page) (news.List[news.Token], error) {
	query := s.read.WithContext(ctx).Model(&news.Token{})
	if userID != "" {
		query = query.Where("user_id = ?", userID)
	}
	count, err := total(query, page)
	if err != nil {
		return news.List[news.Token]{}, err
	}
	list, err := keyset(query, order{table: "tokens", column: "created_at", desc: true, isTime: true}, page,
		func(t *news.Token) (string, string) { return timeKey(t.CreatedAt), t.ID })
	list.Total = count
	return list, err
}

// InsertToken writes a new token.
func (s *Store) InsertToken(ctx context.Context, token *news.Token) error {
	return translate(s.write.WithContext(ctx).Create(token).Error)
}

// NoteTokenUse writes that a token was used at now.
func (s *Store) NoteTokenUse(ctx context.Context, id string, now time.Time) error {
	return translate(s.write.WithContext(ctx).Model(&news.Token{}).Where("id = ?", id).Update("last_used_at", now).Error)
}

// DeleteToken removes a token.
func (s *Store) DeleteToken(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Token{}).Error)
}
