package store

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// User reads one user by id.
func (s *Store) User(ctx context.Context, id string) (*news.User, error) {
	user := &news.User{}
	err := s.read.WithContext(ctx).Where("id = ?", id).Take(user).Error
	return user, missing(err, news.NounUser)
}

// UserByEmail reads one user by the e-mail address, which is in lower case.
func (s *Store) UserByEmail(ctx context.Context, email string) (*news.User, error) {
	user := &news.User{}
	err := s.read.WithContext(ctx).Where("email = ?", email).Take(user).Error
	return user, missing(err, news.NounUser)
}

// UserByIdentity reads the user whom an external issuer knows by this subject.
func (s *Store) UserByIdentity(ctx context.Context, issuer, subject string) (*news.User, error) {
	user := &news.User{}
	err := s.read.WithContext(ctx).Where("issuer = ? AND subject = ?", issuer, subject).Take(user).Error
	return user, missing(err, news.NounUser)
}

// LockUser is User within a transaction, and keeps others from changing the
// row until its end.
func (s *Store) LockUser(ctx context.Context, id string) (*news.User, error) {
	user := &news.User{}
	err := s.locked(ctx).Where("id = ?", id).Take(user).Error
	return user, missing(err, news.NounUser)
}

// Users reads a page of users by e-mail address.
func (s *Store) Users(ctx context.Context, page news.Page) (news.List[news.User], error) {
	query := s.read.WithContext(ctx).Model(&news.User{})
	count, err := total(query, page)
	if err != nil {
		return news.List[news.User]{}, err
	}
	list, err := keyset(query, order{table: "users", column: "email"}, page,
		func(u *news.User) (string, string) { return u.Email, u.ID })
	list.Total = count
	return list, err
}

// HasUsers reports whether there is any user.
func (s *Store) HasUsers(ctx context.Context) (bool, error) {
	var ids []string
	err := s.read.WithContext(ctx).Model(&news.User{}).Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, translate(err)
}

// HasOtherAdmin reports whether any other user of our own than this one is an
// active admin.
func (s *Store) HasOtherAdmin(ctx context.Context, id string) (bool, error) {
	var ids []string
	err := s.read.WithContext(ctx).Model(&news.User{}).
		Where("role = ? AND active AND issuer = '' AND id <> ?", news.RoleAdmin, id).Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, translate(err)
}

// InsertUser writes a new user.
func (s *Store) InsertUser(ctx context.Context, user *news.User) error {
	return named(s.write.WithContext(ctx).Create(user).Error, "email")
}

// UpdateUser writes every column of the user.
func (s *Store) UpdateUser(ctx context.Context, user *news.User) error {
	return updateRow(ctx, s, user, news.NounUser, "email")
}
