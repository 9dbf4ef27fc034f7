package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// NewUser is what an account is made of.
type NewUser struct {
	Email    string
	Name     string // 1–200 characters
	Role     news.Role
	Password string // as auth.AllowedPassword takes it
}

// CreateUser makes an active user. Everything that is wrong with the input is
// told at once (Invalid); an e-mail address that another user has is a
// Conflict.
func (s *Service) CreateUser(ctx context.Context, actor news.Actor, input NewUser) (*news.User, error) {
	if err := actor.May(news.ActionWriteUser); err != nil {
		return nil, err
	}
	user, err := s.newUser(ctx, input, passwordFaults(input.Password))
	if err != nil {
		return nil, err
	}
	return user, s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		log.note(news.DeedCreate, news.NounUser, user.ID)
		return tx.InsertUser(ctx, user)
	})
}

// FirstAdmin makes an admin if there is no user yet and reports whether it
// did. Of several nodes that start together with the same address, one does.
func (s *Service) FirstAdmin(ctx context.Context, email, password string) (made bool, err error) {
	if has, err := s.HasUsers(ctx); has || err != nil {
		return false, err
	}
	input := NewUser{Email: email, Name: "Administrator", Role: news.RoleAdmin, Password: password}
	_, err = s.CreateUser(ctx, news.System(), input)
	var taken *news.Error
	if errors.As(err, &taken) && taken.Kind == news.Conflict {
		return false, nil
	}
	return err == nil, err
}

// HasUsers reports whether there is any user.
func (s *Service) HasUsers(ctx context.Context) (bool, error) {
	return s.store.HasUsers(ctx)
}

// Users returns a page of users by e-mail address, to admins.
func (s *Service) Users(ctx context.Context, actor news.Actor, page news.Page) (news.List[news.User], error) {
	if err := actor.May(news.ActionWriteUser); err != nil {
		return news.List[news.User]{}, err
	}
	return s.store.Users(ctx, page)
}

// User returns one user: to admins any, to everyone the own.
func (s *Service) User(ctx context.Context, actor news.Actor, id string) (*news.User, error) {
	user, err := findUserByID(ctx, s.store.User, id)
	if err != nil {
		return nil, err
	}
	return user, actor.MayReadUser(user.ID)
}

// findUserByID reads a user; what is no id is nobody's.
func findUserByID(
	ctx context.Context, read func(context.Context, string) (*news.User, error), id string,
) (*news.User, error) {
	known, isID := news.ParseID(id)
	if !isID {
		return nil, news.Missing("user")
	}
	return read(ctx, known)
}

// Me returns the actor's user.
func (s *Service) Me(ctx context.Context, actor news.Actor) (*news.User, error) {
	return s.store.User(ctx, actor.UserID)
}

// newUser returns the row of an input without faults, those that are known
// already among them.
func (s *Service) newUser(ctx context.Context, input NewUser, known []news.Field) (user *news.User, err error) {
	email, faults := checkUser(input)
	if err := news.NewInvalid(append(news.FaultsBeside(known, faults), known...)); err != nil {
		return nil, err
	}
	var hash string
	if input.Password != "" {
		if hash, err = s.passwords.Hash(ctx, input.Password); err != nil {
			return nil, err
		}
	}
	now := s.now()
	return &news.User{
		ID: news.NewID(), Revision: 1, Email: email, Name: input.Name, Role: input.Role, Active: true,
		PasswordHash: hash, CreatedAt: now, UpdatedAt: now,
	}, nil
}

func checkUser(input NewUser) (email string, faults []news.Field) {
	const longestName = 200
	email, isEmail := news.NormaliseEmail(input.Email)
	if !isEmail {
		faults = append(faults, news.Field{Pointer: "/email", Code: "email", Detail: "email must be an e-mail address"})
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(input.Name)); n == 0 || n > longestName {
		detail := fmt.Sprintf("name must have 1 to %d characters", longestName)
		faults = append(faults, news.Field{Pointer: "/name", Code: "out-of-range", Detail: detail})
	}
	if !slices.Contains(news.Roles(), input.Role) {
		faults = append(faults, news.Field{Pointer: "/role", Code: "not-allowed", Detail: "role must be reader, author, editor or admin"})
	}
	return email, faults
}
