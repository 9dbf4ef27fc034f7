package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Tokens is what a client gets for signing in.
type Tokens struct {
	Access    string
	ExpiresIn time.Duration // how long Access is good from now
	Refresh   string
}

// Login opens a session of a user. An address that nobody has, a wrong
// password and an inactive account get the same answer after the same time:
// Unauthenticated, bad-credentials. Where too many failed before, it is TooMany,
// whatever the password. The actor is anonymous and says from which address.
//
// A session lasts Options.RefreshTTL from here, however often it is refreshed.
func (s *Service) Login(ctx context.Context, actor news.Actor, email, password string) (Tokens, error) {
	if s.closed {
		return Tokens{}, signInClosed()
	}
	email, _ = news.NormaliseEmail(email)
	tried := newAttempt(email, actor.Address)
	if err := s.admit(ctx, tried); err != nil {
		return Tokens{}, err
	}
	user, err := s.store.UserByEmail(ctx, email)
	if unknown(err) {
		user, err = &news.User{}, nil
	}
	if err != nil {
		return Tokens{}, err
	}
	hash := user.PasswordHash
	if !user.Active {
		hash = ""
	}
	same, err := s.passwords.Check(ctx, password, hash)
	if err != nil {
		return Tokens{}, err
	}
	if !same {
		return Tokens{}, badCredentials()
	}
	actor.UserID, actor.ChangeNote = user.ID, ""
	return s.openSession(ctx, actor, user, tried)
}

// openSession looks at the user once more, locked: a password that was changed
// while it was being checked opens nothing.
func (s *Service) openSession(ctx context.Context, actor news.Actor, checked *news.User, tried attempt) (Tokens, error) {
	var tokens Tokens
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		user, err := tx.LockUser(ctx, checked.ID)
		if err != nil {
			return err
		}
		if !user.Active || user.PasswordHash != checked.PasswordHash {
			return badCredentials()
		}
		if err := s.settle(ctx, tx, tried); err != nil {
			return err
		}
		now := log.now
		if err := tx.DeleteExpiredSessions(ctx, now); err != nil {
			return err
		}
		session := &news.Session{ID: news.NewID(), UserID: user.ID, CreatedAt: now, ExpiresAt: now.Add(s.refreshTTL)}
		first, token := newRefreshToken(session.ID, now)
		if tokens, err = s.tokens(session, first, now); err != nil {
			return err
		}
		log.note(news.DeedLogin, news.NounSession, session.ID)
		return tx.InsertSession(ctx, session, token)
	})
	return tokens, err
}

// Refresh uses a refresh token up and gives new tokens of the same session.
// One that was used before may have been stolen, by whoever came first or by
// whoever comes now: its session ends. So of two who send one token at once,
// one wins, and both must sign in again; the audit log has it. Every token that
// is not good is Unauthenticated, invalid-token. The actor is anonymous and says
// from which address.
func (s *Service) Refresh(ctx context.Context, actor news.Actor, token string) (Tokens, error) {
	if s.closed {
		return Tokens{}, signInClosed()
	}
	var (
		tokens   Tokens
		replayed bool
	)
	hash := auth.HashRefreshToken(token)
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		now := log.now
		session, err := liveSession(ctx, tx, hash, now)
		if err != nil {
			return err
		}
		unused, err := tx.UseRefreshToken(ctx, hash, now)
		if err != nil {
			return err
		}
		if replayed = !unused; replayed {
			log.actor.UserID = session.UserID
			log.note(news.DeedReplay, news.NounSession, session.ID)
			return tx.EndSession(ctx, session.ID, now)
		}
		next, row := newRefreshToken(session.ID, now)
		if tokens, err = s.tokens(session, next, now); err != nil {
			return err
		}
		return tx.InsertRefreshToken(ctx, row)
	})
	if err == nil && replayed {
		s.actors.forget()
		return Tokens{}, invalidToken("the refresh token was used before: its session has ended")
	}
	return tokens, err
}

// Logout ends the session of a refresh token, whatever became of the token
// since. A token that is unknown has nothing left to end, which is no error
// (RFC 7009, 2.2), unless the actor is signed in: then it must be one of the
// actor's own, else it is Unauthenticated, invalid-token.
func (s *Service) Logout(ctx context.Context, actor news.Actor, token string) error {
	session, err := s.store.SessionOfToken(ctx, auth.HashRefreshToken(token))
	switch {
	case unknown(err) && !actor.HasAccount():
		return nil
	case unknown(err), err == nil && actor.HasAccount() && session.UserID != actor.UserID:
		return invalidToken("the refresh token is not one of yours")
	case err != nil:
		return err
	}
	defer s.actors.forget()
	actor.UserID = session.UserID
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		log.note(news.DeedLogout, news.NounSession, session.ID)
		return tx.EndSession(ctx, session.ID, log.now)
	})
}

// JWKS returns the public keys that access tokens are verified with.
func (s *Service) JWKS() auth.JWKS {
	if s.issuer.Keyring == nil {
		return auth.JWKS{}
	}
	return s.issuer.Keyring.JWKS()
}

// liveSession returns the session of a refresh token, used or not, if the
// session and its user are active.
func liveSession(ctx context.Context, tx *store.Store, hash string, now time.Time) (*news.Session, error) {
	session, err := tx.SessionOfToken(ctx, hash)
	if unknown(err) {
		return nil, invalidToken("the refresh token is not good")
	}
	if err != nil {
		return nil, err
	}
	user, err := tx.UserOfSession(ctx, session.ID, now)
	if unknown(err) || (err == nil && !user.Active) {
		return nil, invalidToken("the session has ended")
	}
	return session, err
}

// tokens signs an access token for a session. It is not said to be good for
// longer than the session is.
func (s *Service) tokens(session *news.Session, refresh string, now time.Time) (Tokens, error) {
	access, expires, err := s.issuer.Sign(session.UserID, session.ID)
	if err != nil {
		return Tokens{}, err
	}
	if session.ExpiresAt.Before(expires) {
		expires = session.ExpiresAt
	}
	return Tokens{Access: access, ExpiresIn: expires.Sub(now), Refresh: refresh}, nil
}

func newRefreshToken(sessionID string, now time.Time) (token string, row *news.RefreshToken) {
	token, hash := auth.NewRefreshToken()
	return token, &news.RefreshToken{Hash: hash, SessionID: sessionID, CreatedAt: now}
}

func signInClosed() error {
	return news.Errorf(news.NotFound, "no-local-sign-in", "nobody signs in here: bring a token of the external issuer")
}

func badCredentials() error {
	return news.Errorf(news.Unauthenticated, "bad-credentials", "no active account has this e-mail address and password")
}
