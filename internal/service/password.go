package service

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// resetTTL is how long a reset token is good.
const resetTTL = 24 * time.Hour

// PasswordReset is what lets a user set a password without knowing one. It is
// told once: only the hash of the token is kept.
type PasswordReset struct {
	Token     string
	ExpiresAt time.Time
}

// ResetPassword makes the token with which a user may set a password, once and
// within a day. The one before ends; the user's password and sessions stay as
// they are until the token is used. No token of a script may do it.
func (s *Service) ResetPassword(
	ctx context.Context, actor news.Actor, id string, check func(*news.User) error,
) (*PasswordReset, error) {
	var reset *PasswordReset
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		user, err := findUserByID(ctx, tx.LockUser, id)
		if err != nil {
			return err
		}
		if err := actor.May(news.ActionWriteUser); err != nil {
			return err
		}
		if err := actor.InPerson("reset passwords"); err != nil {
			return err
		}
		if err := check(user); err != nil {
			return err
		}
		if user.External() {
			return isExternal()
		}
		log.note(news.DeedResetPassword, news.NounUser, user.ID)
		reset, err = putReset(ctx, tx, user.ID, log.now)
		return err
	})
	return reset, err
}

func putReset(ctx context.Context, tx *store.Store, userID string, now time.Time) (*PasswordReset, error) {
	token, hash := auth.NewResetToken()
	reset := &PasswordReset{Token: token, ExpiresAt: now.Add(resetTTL)}
	return reset, tx.PutPasswordReset(ctx, &news.PasswordReset{
		UserID: userID, Hash: hash, CreatedAt: now, ExpiresAt: reset.ExpiresAt,
	})
}

// RedeemReset uses a reset token up for the actor, who is anonymous: it gives its user a password and ends the
// user's sessions. A token that is not good, or that of an inactive user, is
// Unauthenticated, invalid-token. A password that can't be taken is Invalid and
// leaves the token good.
func (s *Service) RedeemReset(ctx context.Context, actor news.Actor, token, password string) error {
	if s.closed {
		return signInClosed()
	}
	tokenHash := auth.HashResetToken(token)
	reset, err := s.store.PasswordReset(ctx, tokenHash, s.now())
	if unknown(err) {
		return badReset()
	}
	if err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	defer s.actors.forget()
	actor.UserID = reset.UserID
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		user, err := tx.LockUser(ctx, reset.UserID)
		if err != nil {
			return err
		}
		good, err := tx.UsePasswordReset(ctx, tokenHash, log.now)
		if err != nil {
			return err
		}
		if !good || !user.Active {
			return badReset()
		}
		return setPassword(ctx, tx, log, user, hash)
	})
}

// SetPassword gives the user with this e-mail address another password and
// ends all of the user's sessions.
func (s *Service) SetPassword(ctx context.Context, actor news.Actor, email, password string) error {
	if err := actor.May(news.ActionWriteUser); err != nil {
		return err
	}
	email, _ = news.NormaliseEmail(email)
	user, err := s.store.UserByEmail(ctx, email)
	if err != nil {
		return err
	}
	if user.External() {
		return isExternal()
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	defer s.actors.forget()
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		user, err := tx.LockUser(ctx, user.ID)
		if err != nil {
			return err
		}
		return setPassword(ctx, tx, log, user, hash)
	})
}

// setPassword ends what the old password opened, and the token that would set
// another.
func setPassword(ctx context.Context, tx *store.Store, log *auditLog, user *news.User, hash string) error {
	user.PasswordHash, user.UpdatedAt = hash, log.now
	user.Revision++
	log.note(news.DeedSetPassword, news.NounUser, user.ID)
	if err := tx.UpdateUser(ctx, user); err != nil {
		return err
	}
	if err := tx.DeletePasswordReset(ctx, user.ID); err != nil {
		return err
	}
	return tx.EndSessionsOf(ctx, user.ID, log.now)
}

func badReset() error {
	return invalidToken("the reset token is not good: it was used, replaced or is too old")
}

func (s *Service) hash(ctx context.Context, password string) (string, error) {
	if err := news.NewInvalid(passwordFaults(password)); err != nil {
		return "", err
	}
	return s.passwords.Hash(ctx, password)
}

func passwordFaults(password string) []news.Field {
	err := auth.AllowedPassword(password)
	fault := news.Field{Pointer: "/password"}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, auth.ErrPasswordTooShort):
		fault.Code, fault.Detail = "too-short", fmt.Sprintf("password must have %d characters or more", auth.MinPasswordLength)
	case errors.Is(err, auth.ErrPasswordTooLong):
		fault.Code, fault.Detail = "too-long", fmt.Sprintf("password must have %d bytes or fewer", auth.MaxPasswordBytes)
	default:
		fault.Code, fault.Detail = "text", "password must be UTF-8"
	}
	return []news.Field{fault}
}
