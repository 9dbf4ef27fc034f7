package service

import (
	"context"
	"errors"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/oidc"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// authenticateExternal returns who a token of the external issuer stands for. The
// role is that of this token, at each request; whether the user is active is
// looked up, and believed for actorTTL. A good token that gives no role is
// Forbidden; one that can't be checked, since the issuer's keys can't be had, is
// Unavailable.
func (s *Service) authenticateExternal(ctx context.Context, from news.Actor, token string) (news.Actor, error) {
	identity, err := s.external.Verify(ctx, token)
	switch {
	case errors.Is(err, oidc.ErrInvalidToken):
		return news.Actor{}, invalidToken("the access token is not good").Wrap(err)
	case errors.Is(err, oidc.ErrUnreachable):
		return news.Actor{}, news.Errorf(news.Unavailable, "issuer-unavailable", "the token can't be checked").Wrap(err)
	case err != nil:
		return news.Actor{}, err
	case identity.Role == "":
		return news.Actor{}, news.Errorf(news.Forbidden, "no-role", "the token gives no role here")
	}
	now, key := s.now(), actorKey{subject: identity.Subject}
	who, known := s.actors.get(key, now)
	if !known {
		user, err := s.userOf(ctx, from, identity)
		if err != nil {
			return news.Actor{}, err
		}
		if !user.Active {
			return news.Actor{}, invalidToken("the user is not active")
		}
		who = news.Actor{UserID: user.ID, External: true}
		s.actors.put(key, who, now)
	}
	who.Role = identity.Role
	return who, nil
}

// userOf returns the user of an identity. The first token of somebody makes the
// user; a newer one than the user follows changes what it says otherwise.
func (s *Service) userOf(ctx context.Context, from news.Actor, identity oidc.Identity) (*news.User, error) {
	const attempts = 3 // another request may make the same user at once
	user, err := s.store.UserByIdentity(ctx, identity.Issuer, identity.Subject)
	if err == nil && !outdated(user, identity) {
		return user, nil
	}
	if err != nil && !unknown(err) {
		return nil, err
	}
	for range attempts {
		if user, err = s.writeExternal(ctx, from, identity); !isConflict(err) {
			break
		}
	}
	return user, err
}

// outdated reports whether a newer token tells something else of the user.
// Whoever is inactive is left alone.
func outdated(user *news.User, identity oidc.Identity) bool {
	newer := user.ClaimsAt == nil || identity.IssuedAt.After(*user.ClaimsAt)
	same := user.Name == identity.Name && user.Role == identity.Role && (identity.Email == "" || user.Email == identity.Email)
	return user.Active && newer && !same
}

func (s *Service) writeExternal(ctx context.Context, from news.Actor, identity oidc.Identity) (*news.User, error) {
	var user *news.User
	err := s.write(ctx, from, func(tx *store.Store, log *auditLog) error {
		before, err := tx.UserByIdentity(ctx, identity.Issuer, identity.Subject)
		if unknown(err) {
			user, err = newExternal(ctx, tx, log, identity)
			return err
		}
		if err != nil {
			return err
		}
		if before, err = tx.LockUser(ctx, before.ID); err != nil {
			return err
		}
		changed := *before
		user = &changed
		return followClaims(ctx, tx, log, before, user, identity)
	})
	return user, err
}

func newExternal(ctx context.Context, tx *store.Store, log *auditLog, identity oidc.Identity) (*news.User, error) {
	user := &news.User{
		ID: news.NewID(), Revision: 1, Name: identity.Name, Role: identity.Role, Active: true,
		Issuer: identity.Issuer, Subject: identity.Subject, ClaimsAt: &identity.IssuedAt,
		CreatedAt: log.now, UpdatedAt: log.now,
	}
	user.Email = news.PlaceholderEmail(user.ID)
	if err := takeEmail(ctx, tx, user, identity.Email); err != nil {
		return nil, err
	}
	log.actor.UserID = user.ID
	log.note(news.DeedCreate, news.NounUser, user.ID)
	return user, tx.InsertUser(ctx, user)
}

func followClaims(
	ctx context.Context, tx *store.Store, log *auditLog, before, user *news.User, identity oidc.Identity,
) error {
	if !outdated(before, identity) {
		return nil
	}
	user.Name, user.Role, user.ClaimsAt = identity.Name, identity.Role, &identity.IssuedAt
	if err := takeEmail(ctx, tx, user, identity.Email); err != nil {
		return err
	}
	if user.Name == before.Name && user.Role == before.Role && user.Email == before.Email {
		return nil
	}
	user.Revision++
	user.UpdatedAt = log.now
	log.actor.UserID = user.ID
	log.note(news.DeedChange, news.NounUser, user.ID)
	return tx.UpdateUser(ctx, user)
}

// takeEmail gives the user the address unless another has it: who signs in
// elsewhere under somebody's address does not become them.
func takeEmail(ctx context.Context, tx *store.Store, user *news.User, email string) error {
	if email == "" || email == user.Email {
		return nil
	}
	_, err := tx.UserByEmail(ctx, email)
	if unknown(err) {
		user.Email = email
		return nil
	}
	return err
}

func isConflict(err error) bool {
	var failure *news.Error
	return errors.As(err, &failure) && failure.Kind == news.Conflict
}
