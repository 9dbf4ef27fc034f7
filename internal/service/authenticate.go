package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// actorTTL is how long a session, its user and role are believed in without
// looking: what is ended, deactivated or given another role elsewhere holds
// here after that time.
const actorTTL = 2 * time.Second

// Authenticate returns who an access token stands for. A token that is not
// ours, not of this time, or whose session or user is not active is
// Unauthenticated, with the reason for the log alone.
func (s *Service) Authenticate(ctx context.Context, token string) (news.Actor, error) {
	claims, err := s.issuer.Verify(token)
	if errors.Is(err, auth.ErrInvalidToken) {
		return news.Actor{}, invalidToken("the access token is not good").Wrap(err)
	}
	if err != nil {
		return news.Actor{}, err
	}
	now := s.now()
	if who, known := s.actors.get(claims.SessionID, now); known && who.UserID == claims.UserID {
		return who, nil
	}
	who, err := s.lookUp(ctx, claims, now)
	if err == nil {
		s.actors.put(who, now)
	}
	return who, err
}

func (s *Service) lookUp(ctx context.Context, claims auth.Claims, now time.Time) (news.Actor, error) {
	refused := invalidToken("the session has ended")
	sessionID, isID := news.ParseID(claims.SessionID)
	if !isID {
		return news.Actor{}, refused
	}
	user, err := s.store.UserOfSession(ctx, sessionID, now)
	if unknown(err) {
		return news.Actor{}, refused
	}
	if err != nil {
		return news.Actor{}, err
	}
	if !user.Active || user.ID != claims.UserID {
		return news.Actor{}, refused
	}
	return news.Actor{UserID: user.ID, SessionID: sessionID, Role: user.Role}, nil
}

func invalidToken(detail string) *news.Error {
	return news.Errorf(news.Unauthenticated, "invalid-token", "%s", detail)
}

// actorCache remembers for actorTTL whose session is whose. Only sessions of
// tokens that we signed come in. When it is full it starts again.
type actorCache struct {
	mu    sync.Mutex
	known map[string]knownActor
}

type knownActor struct {
	who    news.Actor
	seenAt time.Time
}

func newActorCache() *actorCache {
	return &actorCache{known: map[string]knownActor{}}
}

func (c *actorCache) get(sessionID string, now time.Time) (news.Actor, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.known[sessionID]
	age := now.Sub(found.seenAt)
	return found.who, ok && age >= 0 && age < actorTTL
}

func (c *actorCache) put(who news.Actor, now time.Time) {
	const most = 10_000
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= most {
		clear(c.known)
	}
	c.known[who.SessionID] = knownActor{who: who, seenAt: now}
}

// forget has everyone looked up again, so that what this node changed holds at
// once.
func (c *actorCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.known)
}
