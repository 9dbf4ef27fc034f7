package store

import (
	"context"
	"time"

	"gorm.io/gorm"
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
		query = carried(query, now)
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

func carried(query *gorm.DB, now time.Time) *gorm.DB {
	return query.Where(`EXISTS (SELECT 1 FROM article_tags t JOIN articles a ON a.id = t.article_id
		WHERE t.tag_id = tags.id AND a.status = ? AND a.visible_at <= ?)`, news.StatusPublished, now)
}

// CountTagged sets the ArticleCount of the tags, in one statement.
func (s *Store) CountTagged(ctx context.Context, tags []news.Tag, now time.Time) error {
	if len(tags) == 0 {
		return nil
	}
	at := make(map[string]*news.Tag, len(tags))
	ids := make([]string, len(tags))
	for i := range tags {
		ids[i] = tags[i].ID
		at[ids[i]] = &tags[i]
	}
	var rows []struct {
		TagID string
		Count int64
	}
	err := visibleAt(s.read.WithContext(ctx).Model(&news.Article{}), now).
		Joins("JOIN article_tags t ON t.article_id = articles.id").Where("t.tag_id IN ?", ids).
		Select("t.tag_id, count(*) AS count").Group("t.tag_id").Scan(&rows).Error
	for _, row := range rows {
		at[row.TagID].ArticleCount = row.Count
	}
	return translate(err)
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
