package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Tag reads one tag by id or slug; a slug or merged id of the past finds it
// too.
func (s *Store) Tag(ctx context.Context, ref string) (*news.Tag, error) {
	return takeByRef[news.Tag](ctx, s, news.NounTag, ref)
}

// LockTag is Tag within a transaction, and keeps others from changing the row
// until its end.
func (s *Store) LockTag(ctx context.Context, ref string) (*news.Tag, error) {
	return lockRow(ctx, s, news.NounTag, ref, func(t *news.Tag) string { return t.ID })
}

// TagsByKey reads the tags whose folded names are given, in no order.
func (s *Store) TagsByKey(ctx context.Context, keys []string) ([]news.Tag, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	var rows []news.Tag
	err := s.read.WithContext(ctx).Where("name_key IN ?", keys).Find(&rows).Error
	return rows, translate(err)
}

// Tags reads a page of tags by name, with how many visible articles carry
// each. Public leaves tags without a visible article out.
func (s *Store) Tags(ctx context.Context, page news.Page, public bool, now time.Time) (news.List[news.Tag], error) {
	query := s.read.WithContext(ctx).Model(&news.Tag{})
	if public {
		query = inPublicList(query, listTag, "tags.id", now)
	}
	count, err := total(query, page)
	if err != nil {
		return news.List[news.Tag]{}, err
	}
	list, err := keyset(query, order{table: "tags", column: "name"}, page,
		func(t *news.Tag) (string, string) { return t.Name, t.ID })
	if err != nil {
		return list, err
	}
	list.Total = count
	return list, s.CountTagged(ctx, list.Items, now)
}

// CountTagged sets the ArticleCount of the tags, in one statement.
func (s *Store) CountTagged(ctx context.Context, tags []news.Tag, now time.Time) error {
	if len(tags) == 0 {
		return nil
	}
	lists := make([]string, len(tags))
	for i := range tags {
		lists[i] = listTag + tags[i].ID
	}
	counts, err := s.countLists(ctx, now, func(q *statement) string { return "l.name IN (" + bindAll(q, lists) + ")" })
	for i := range tags {
		tags[i].ArticleCount = counts[lists[i]]
	}
	return err
}

// TagIsUsed reports whether any article carries the tag.
func (s *Store) TagIsUsed(ctx context.Context, id string) (bool, error) {
	var n int64
	err := s.write.WithContext(ctx).Model(&news.ArticleTag{}).Where("tag_id = ?", id).Count(&n).Error
	return n > 0, translate(err)
}

// InsertTag writes a new tag unless there is one of the same folded name, and
// reports whether it did. Concurrent inserts of one name wait for each other.
func (s *Store) InsertTag(ctx context.Context, tag *news.Tag) (bool, error) {
	result := s.write.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "name_key"}}, DoNothing: true,
	}).Create(tag)
	return result.RowsAffected == 1, translate(result.Error)
}

// UpdateTag writes every column of the tag.
func (s *Store) UpdateTag(ctx context.Context, tag *news.Tag) error {
	return updateRow(ctx, s, tag, news.NounTag, "name")
}

// DeleteTag removes a tag that no article carries.
func (s *Store) DeleteTag(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Tag{}).Error)
}
