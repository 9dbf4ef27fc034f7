package store

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// InsertAudit writes entries of the audit log.
func (s *Store) InsertAudit(ctx context.Context, entries []news.AuditEntry) error {
	return createAll(s.write.WithContext(ctx), entries)
}

// Audit reads a page of the audit log, the newest first.
func (s *Store) Audit(ctx context.Context, filter news.AuditFilter, page news.Page) (news.List[news.AuditEntry], error) {
	query := s.read.WithContext(ctx).Model(&news.AuditEntry{})
	query = anyOf(query, "audit.user_id IN ?", filter.Users)
	query = anyOf(query, "audit.deed IN ?", filter.Deeds)
	query = anyOf(query, "audit.noun IN ?", filter.Nouns)
	query = anyOf(query, "audit.resource_id IN ?", filter.Resources)
	query = given(query, "audit.at >= ?", filter.From)
	query = given(query, "audit.at < ?", filter.To)
	count, err := total(query, page)
	if err != nil {
		return news.List[news.AuditEntry]{}, err
	}
	list, err := keyset(query, order{table: "audit", column: "at", desc: true, isTime: true}, page,
		func(e *news.AuditEntry) (string, string) { return timeKey(e.At), e.ID })
	list.Total = count
	return list, err
}

// Purged reports whether the audit log says that an article was purged.
func (s *Store) Purged(ctx context.Context, articleID string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&news.AuditEntry{}).
		Where("resource_id = ? AND noun = ? AND deed = ?", articleID, news.NounArticle, news.MovePurge).Count(&n).Error
	return n > 0, translate(err)
}
