package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// slug is a slug that is or was in use for a noun. The id of a merged row is
// kept here too: slugs never have the shape of an id.
type slug struct {
	Noun      news.Noun `gorm:"primaryKey"`
	Slug      string    `gorm:"primaryKey"`
	TargetID  string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

// ClaimSlug takes a slug for a row and reports whether the row has it now:
// false means that another row has or had it. Concurrent claims of one slug
// wait for each other. A claim stays when the row takes another slug: it is
// the redirect.
func (s *Store) ClaimSlug(ctx context.Context, noun news.Noun, text, targetID string, now time.Time) (bool, error) {
	row := slug{Noun: noun, Slug: text, TargetID: targetID, CreatedAt: now}
	result := s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if result.Error != nil {
		return false, translate(result.Error)
	}
	if result.RowsAffected == 1 {
		return true, nil
	}
	owner, err := s.slugTarget(ctx, noun, text)
	return owner == targetID, err
}

// SlugIsFree reports whether a row could claim a slug.
func (s *Store) SlugIsFree(ctx context.Context, noun news.Noun, text, targetID string) (bool, error) {
	owner, err := s.slugTarget(ctx, noun, text)
	var failure *news.Error
	if errors.As(err, &failure) && failure.Kind == news.NotFound {
		return true, nil
	}
	return owner == targetID, err
}

// SlugsLike returns the slugs of a noun, past ones too, that are base
// followed by "-" and anything.
func (s *Store) SlugsLike(ctx context.Context, noun news.Noun, base string) ([]string, error) {
	var found []string
	err := s.write.WithContext(ctx).Model(&slug{}).
		Where("noun = ? AND slug > ? AND slug < ?", noun, base+"-", base+".").
		Pluck("slug", &found).Error
	return found, translate(err)
}

// MoveSlugs makes everything that led to one row lead to another, its id too.
func (s *Store) MoveSlugs(ctx context.Context, noun news.Noun, fromID, toID string, now time.Time) error {
	db := s.write.WithContext(ctx)
	err := db.Model(&slug{}).Where("noun = ? AND target_id = ?", noun, fromID).Update("target_id", toID).Error
	if err != nil {
		return translate(err)
	}
	return translate(db.Create(&slug{Noun: noun, Slug: fromID, TargetID: toID, CreatedAt: now}).Error)
}

// FreeSlugs gives up every slug of a row that readers never saw.
func (s *Store) FreeSlugs(ctx context.Context, noun news.Noun, targetID string) error {
	return translate(s.write.WithContext(ctx).Where("noun = ? AND target_id = ?", noun, targetID).Delete(&slug{}).Error)
}

func (s *Store) slugTarget(ctx context.Context, noun news.Noun, text string) (string, error) {
	var row slug
	err := s.read.WithContext(ctx).Where("noun = ? AND slug = ?", noun, text).Take(&row).Error
	return row.TargetID, missing(err, noun)
}

// takeByRef reads the row that an id, a slug, or a slug or merged id of the
// past names. A row found by its past has another slug and id than ref.
func takeByRef[T any](ctx context.Context, s *Store, noun news.Noun, ref string) (*T, error) {
	column, value, ok := byRef(ref)
	if !ok {
		return nil, news.Missing(string(noun))
	}
	row := new(T)
	db := s.read.WithContext(ctx)
	err := db.Where(column+" = ?", value).Take(row).Error
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return row, translate(err)
	}
	target, err := s.slugTarget(ctx, noun, value)
	if err != nil {
		return nil, err
	}
	row = new(T)
	if err := db.Where("id = ?", target).Take(row).Error; err != nil {
		return nil, missing(err, noun)
	}
	return row, nil
}

func byRef(ref string) (column, value string, ok bool) {
	if id, isID := news.ParseID(ref); isID {
		return "id", id, true
	}
	value, ok = news.CheckSlug(ref)
	return "slug", value, ok
}
