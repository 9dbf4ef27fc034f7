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

// Authenticate returns who a token stands for: an access token of a session, that
// of a script, or one of the external issuer. One that is not ours, not of this
// time, revoked, or whose session or user is not active is Unauthenticated, with
// the reason for the log alone. from says where the request comes from.
func (s *Service) Authenticate(ctx context.Context, from news.Actor, token string) (news.Actor, error) {
	if s.external != nil && s.external.Names(token) {
		return s.authenticateExternal(ctx, from, token)
	}
	claims, err := s.issuer.Verify(token)
	if errors.Is(err, auth.ErrInvalidToken) {
		return news.Actor{}, invalidToken("the access token is not good").Wrap(err)
	}
	if err != nil {
		return news.Actor{}, err
	}
	now := s.now()
	key := actorKey{session: claims.SessionID}
	look := s.lookUpSession
	if s.closed && !claims.Script {
		return news.Actor{}, invalidToken("nobody signs in here")
	}
	if claims.Script {
		key, look = actorKey{token: claims.ID}, s.lookUpScript
	}
	if who, known := s.actors.get(key, now); known && who.UserID == claims.UserID {
		return who, nil
	}
	who, err := look(ctx, claims, now)
	if err == nil {
		s.actors.put(key, who, now)
	}
	return who, err
}

func (s *Service) lookUpSession(ctx context.Context, claims auth.Claims, now time.Time) (news.Actor, error) {
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

// actorCache remembers for actorTTL whose session or token is whose. Only those
// of tokens that we signed come in. When it is full it starts again.
type actorCache struct {
	mu    sync.Mutex
	known map[actorKey]knownActor
}

// actorKey is the id of a session or of a script's token, or the external
// issuer's name for somebody.
type actorKey struct{ session, token, subject string }

type knownActor struct {
	who    news.Actor
	seenAt time.Time
}

func newActorCache() *actorCache {
	return &actorCache{known: map[actorKey]knownActor{}}
}

func (c *actorCache) get(key actorKey, now time.Time) (news.Actor, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.known[key]
	age := now.Sub(found.seenAt)
	return found.who, ok && age >= 0 && age < actorTTL
}

func (c *actorCache) put(key actorKey, who news.Actor, now time.Time) {
	const most = 10_000
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= most {
		clear(c.known)
	}
	c.known[key] = knownActor{who: who, seenAt: now}
}

// forget has everyone looked up again, so that what this node changed holds at
// once.
func (c *actorCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.known)
}
