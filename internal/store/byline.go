package store

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Byline reads one byline by id or slug; a slug or merged id of the past finds
// it too.
func (s *Store) Byline(ctx context.Context, ref string) (*news.Byline, error) {
	return takeByRef[news.Byline](ctx, s, news.NounByline, ref)
}

// LockByline is Byline within a transaction, and keeps others from changing
// the row until its end.
func (s *Store) LockByline(ctx context.Context, ref string) (*news.Byline, error) {
	return lockRow(ctx, s, news.NounByline, ref, func(b *news.Byline) string { return b.ID })
}

// BylinesByID reads the bylines with the ids, in no order.
func (s *Store) BylinesByID(ctx context.Context, ids []string) ([]news.Byline, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []news.Byline
	err := s.read.WithContext(ctx).Where("id IN ?", ids).Find(&rows).Error
	return rows, translate(err)
}

// Bylines reads a page of bylines by sort name. Public leaves those without a
// visible credit out.
func (s *Store) Bylines(
	ctx context.Context, filter news.BylineFilter, page news.Page, public bool, now time.Time,
) (news.List[news.Byline], error) {
	query := anyOf(s.read.WithContext(ctx).Model(&news.Byline{}), "bylines.kind IN ?", filter.Kinds)
	query = anyOf(query, "bylines.organization IN ?", filter.Organizations)
	if filter.Query != "" {
		query = query.Where(fmt.Sprintf(s.dialect.contains, "bylines.search_key"), filter.Query)
	}
	if public {
		query = inPublicList(query, listByline, "bylines.id", now)
	}
	count, err := total(query, page)
	if err != nil {
		return news.List[news.Byline]{}, err
	}
	list, err := keyset(query, order{table: "bylines", column: "sort_name"}, page,
		func(b *news.Byline) (string, string) { return b.SortName, b.ID })
	list.Total = count
	return list, err
}

// BylineIsPublic reports whether a visible article credits the byline.
func (s *Store) BylineIsPublic(ctx context.Context, id string, now time.Time) (bool, error) {
	var n int64
	query := s.read.WithContext(ctx).Model(&news.Byline{}).Where("bylines.id = ?", id)
	err := inPublicList(query, listByline, "bylines.id", now).Count(&n).Error
	return n > 0, translate(err)
}

// BylineIsCredited reports whether any article credits the byline.
func (s *Store) BylineIsCredited(ctx context.Context, id string) (bool, error) {
	var n int64
	err := s.write.WithContext(ctx).Model(&news.Credit{}).Where("byline_id = ?", id).Count(&n).Error
	return n > 0, translate(err)
}

// UserExists reports whether there is a user with the id.
func (s *Store) UserExists(ctx context.Context, id string) (bool, error) {
	var n int64
	err := s.read.WithContext(ctx).Model(&news.User{}).Where("id = ?", id).Count(&n).Error
	return n > 0, translate(err)
}

// InsertByline writes a new byline.
func (s *Store) InsertByline(ctx context.Context, byline *news.Byline) error {
	return named(s.write.WithContext(ctx).Create(byline).Error, "external_id")
}

// UpdateByline writes every column of the byline.
func (s *Store) UpdateByline(ctx context.Context, byline *news.Byline) error {
	return updateRow(ctx, s, byline, news.NounByline, "external_id")
}

// DeleteByline removes a byline that nothing refers to.
func (s *Store) DeleteByline(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Byline{}).Error)
}
