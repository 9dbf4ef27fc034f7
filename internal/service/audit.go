package service

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// auditLog gathers what one write does.
type auditLog struct {
	actor   news.Actor
	now     time.Time
	entries []news.AuditEntry
	groups  []news.Group // that went stale
}

// write runs change in a transaction and stores with it the entries of the
// audit log for what change noted. Every write goes this way. A change that
// notes nothing has changed nothing. The groups that it says are stale are
// invalidated here before write returns, and on the other nodes by the commit.
func (s *Service) write(ctx context.Context, actor news.Actor, change func(tx *store.Store, log *auditLog) error) error {
	return s.store.Tx(ctx, func(tx *store.Store) error {
		log := &auditLog{actor: actor, now: s.now()}
		if err := change(tx, log); err != nil {
			return err
		}
		tx.AfterEnd(func() { s.cache.Invalidate(log.groups) })
		if s.onStale != nil && len(log.groups) > 0 {
			tx.AfterCommit(func() { s.onStale(log.groups) })
		}
		if err := tx.Notify(ctx, log.groups); err != nil {
			return err
		}
		if err := s.wantPurge(ctx, tx, log.groups); err != nil {
			return err
		}
		return tx.InsertAudit(ctx, log.entries)
	})
}

// stale says that the write makes groups stale, and returns them.
func (l *auditLog) stale(groups []news.Group) []news.Group {
	l.groups = news.UnionGroups(l.groups, groups)
	return groups
}

// note says that the actor did something to a resource.
func (l *auditLog) note(deed news.Deed, noun news.Noun, id string) {
	l.entries = append(l.entries, news.AuditEntry{
		ID: news.NewID(), At: l.now, UserID: by(l.actor), TokenID: token(l.actor), Deed: deed, Noun: noun, ResourceID: id,
		Address: l.actor.Address, RequestID: l.actor.RequestID, ChangeNote: l.actor.ChangeNote,
	})
}

// token returns the token of the script that is the actor, or nil.
func token(actor news.Actor) *string {
	if actor.TokenID == "" {
		return nil
	}
	return &actor.TokenID
}

// Audit returns a page of the audit log, the newest first, to admins.
func (s *Service) Audit(
	ctx context.Context, actor news.Actor, filter news.AuditFilter, page news.Page,
) (news.List[news.AuditEntry], error) {
	if err := actor.May(news.ActionReadAudit); err != nil {
		return news.List[news.AuditEntry]{}, err
	}
	return s.store.Audit(ctx, filter, page)
}
