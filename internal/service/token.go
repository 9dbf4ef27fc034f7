package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// NewToken is what a token of a script is made of. The scopes are some of
// news.Scopes.
type NewToken struct {
	Name      string
	Scopes    []news.Scope
	ExpiresAt *time.Time // nil for never
}

// CreateToken makes a token of the actor for a script, of what fill writes into
// it, and returns it with what the script sends, which is kept nowhere. No
// token may make another, nor may a user of the external issuer: the issuer could
// not take it back. An expiry that has passed is Invalid.
func (s *Service) CreateToken(
	ctx context.Context, actor news.Actor, fill func(*NewToken) error,
) (token *news.Token, signed string, err error) {
	if err := actor.InPerson("make tokens"); err != nil {
		return nil, "", err
	}
	if actor.External {
		return nil, "", news.Errorf(news.Forbidden, "forbidden", "a user of the external issuer may not make tokens")
	}
	return s.makeToken(ctx, actor, actor.UserID, fill)
}

// CreateTokenFor is CreateToken for the active user of our own with an e-mail
// address. Admins may.
func (s *Service) CreateTokenFor(
	ctx context.Context, actor news.Actor, email string, fill func(*NewToken) error,
) (token *news.Token, signed string, err error) {
	if err := actor.May(news.ActionWriteUser); err != nil {
		return nil, "", err
	}
	if err := actor.InPerson("make tokens"); err != nil {
		return nil, "", err
	}
	email, _ = news.NormaliseEmail(email)
	owner, err := s.store.UserByEmail(ctx, email)
	switch {
	case err != nil:
		return nil, "", err
	case owner.External():
		return nil, "", isExternal()
	case !owner.Active:
		fault := news.Field{Pointer: "/email", Code: "inactive", Detail: "the user is not active: the token would be good for nothing"}
		return nil, "", news.NewInvalid([]news.Field{fault})
	}
	return s.makeToken(ctx, actor, owner.ID, fill)
}

func (s *Service) makeToken(
	ctx context.Context, actor news.Actor, ownerID string, fill func(*NewToken) error,
) (token *news.Token, signed string, err error) {
	input, now := NewToken{}, s.now()
	known, err := invalid(fill(&input))
	if err != nil {
		return nil, "", err
	}
	if input.ExpiresAt != nil && !input.ExpiresAt.After(now) {
		passed := news.Field{Pointer: "/expires_at", Code: "out-of-range", Detail: "expires_at must be in the future"}
		known = append(known, news.FaultsBeside(known, []news.Field{passed})...)
	}
	if err := news.NewInvalid(known); err != nil {
		return nil, "", err
	}
	slices.Sort(input.Scopes)
	token = &news.Token{
		ID: news.NewID(), UserID: ownerID, Name: input.Name, Scopes: slices.Compact(input.Scopes),
		CreatedAt: now, ExpiresAt: input.ExpiresAt,
	}
	if signed, err = s.issuer.SignScript(token.UserID, token.ID, token.ExpiresAt); err != nil {
		return nil, "", err
	}
	return token, signed, s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		log.note(news.DeedCreate, news.NounToken, token.ID)
		return tx.InsertToken(ctx, token)
	})
}

// Tokens returns a page of tokens, the newest first: the actor's own, to admins
// all.
func (s *Service) Tokens(ctx context.Context, actor news.Actor, page news.Page) (news.List[news.Token], error) {
	owner := actor.UserID
	if actor.May(news.ActionWriteUser) == nil {
		owner = ""
	}
	return s.store.Tokens(ctx, owner, page)
}

// Token returns one token: the actor's own, to admins any.
func (s *Service) Token(ctx context.Context, actor news.Actor, id string) (*news.Token, error) {
	token, err := findTokenByID(ctx, s.store.Token, id)
	if err != nil {
		return nil, err
	}
	return token, actor.MayReadUser(token.UserID)
}

// DeleteToken revokes a token, the actor's own or, by admins, any: it is
// refused here at once, and within two seconds elsewhere. check is called once
// the actor may.
func (s *Service) DeleteToken(ctx context.Context, actor news.Actor, id string, check func(*news.Token) error) error {
	defer s.actors.forget()
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		token, err := findTokenByID(ctx, tx.LockToken, id)
		if err != nil {
			return err
		}
		if err := actor.MayEditUser(token.UserID); err != nil {
			return err
		}
		if err := check(token); err != nil {
			return err
		}
		log.note(news.DeedDelete, news.NounToken, token.ID)
		return tx.DeleteToken(ctx, token.ID)
	})
}

// findTokenByID reads a token; what is no id names none.
func findTokenByID(
	ctx context.Context, read func(context.Context, string) (*news.Token, error), id string,
) (*news.Token, error) {
	known, isID := news.ParseID(id)
	if !isID {
		return nil, news.Missing("token")
	}
	return read(ctx, known)
}

// lookUpScript returns who a script's token stands for, and notes that it was
// used.
func (s *Service) lookUpScript(ctx context.Context, claims auth.Claims, now time.Time) (news.Actor, error) {
	refused := invalidToken("the token was revoked or has expired")
	token, err := findTokenByID(ctx, s.store.Token, claims.ID)
	if unknown(err) {
		return news.Actor{}, refused
	}
	if err != nil {
		return news.Actor{}, err
	}
	if token.UserID != claims.UserID || !token.Good(now) {
		return news.Actor{}, refused
	}
	user, err := s.store.User(ctx, token.UserID)
	if err != nil {
		return news.Actor{}, err
	}
	if !user.Active {
		return news.Actor{}, refused
	}
	if err := s.noteUse(ctx, token, now); err != nil {
		return news.Actor{}, fmt.Errorf("note that a token was used: %w", err)
	}
	return news.Actor{UserID: user.ID, TokenID: token.ID, Role: user.Role, Scopes: token.Scopes}, nil
}

// noteUse writes at most once a minute.
func (s *Service) noteUse(ctx context.Context, token *news.Token, now time.Time) error {
	if token.LastUsedAt != nil && now.Sub(*token.LastUsedAt) < time.Minute {
		return nil
	}
	return s.store.NoteTokenUse(ctx, token.ID, now)
}
