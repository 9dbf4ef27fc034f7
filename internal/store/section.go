package store

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// SectionTree reads every section, in one statement.
func (s *Store) SectionTree(ctx context.Context) (*news.SectionTree, error) {
	var rows []news.Section
	if err := s.read.WithContext(ctx).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return news.NewSectionTree(rows), nil
}

// SectionOutline is SectionTree with what articles show of sections alone: id,
// slug, name and the place in the tree.
func (s *Store) SectionOutline(ctx context.Context) (*news.SectionTree, error) {
	return outline(s.read.WithContext(ctx).Raw(`SELECT id, slug, name, parent_id, position FROM sections`))
}

// SectionTrail is SectionOutline of the section with an id and those above it.
func (s *Store) SectionTrail(ctx context.Context, id string) (*news.SectionTree, error) {
	return outline(s.read.WithContext(ctx).Raw(`WITH RECURSIVE trail AS (
		SELECT id, slug, name, parent_id, position FROM sections WHERE id = ?
		UNION ALL
		SELECT s.id, s.slug, s.name, s.parent_id, s.position FROM sections s JOIN trail ON s.id = trail.parent_id
	) SELECT * FROM trail`, id))
}

func outline(query *gorm.DB) (*news.SectionTree, error) {
	var sections []news.Section
	err := eachRow(query, func(rows *sql.Rows) error {
		section := news.Section{}
		err := rows.Scan(&section.ID, &section.Slug, &section.Name, &section.ParentID, &section.Position)
		sections = append(sections, section)
		return err
	})
	if err != nil {
		return nil, err
	}
	return news.NewSectionTree(sections), nil
}

// LockSections keeps other transactions from changing the tree until the end
// of this one, and reads it.
func (s *Store) LockSections(ctx context.Context) (*news.SectionTree, error) {
	if err := s.takeTurns(ctx, turnsAtTree); err != nil {
		return nil, err
	}
	return s.SectionTree(ctx)
}

// Section reads one section by id or slug; a slug of the past finds it too.
func (s *Store) Section(ctx context.Context, ref string) (*news.Section, error) {
	return takeByRef[news.Section](ctx, s, news.NounSection, ref)
}

// LockSection keeps other transactions from filing anything under a section
// until the end of this one.
func (s *Store) LockSection(ctx context.Context, id string) error {
	return missing(s.locked(ctx).Where("id = ?", id).Take(&news.Section{}).Error, news.NounSection)
}

// InsertSection writes a new section.
func (s *Store) InsertSection(ctx context.Context, section *news.Section) error {
	return translate(s.write.WithContext(ctx).Create(section).Error)
}

// UpdateSection writes every column of the section.
func (s *Store) UpdateSection(ctx context.Context, section *news.Section) error {
	return updateRow(ctx, s, section, news.NounSection, "")
}

// DeleteSection removes a section that nothing refers to.
func (s *Store) DeleteSection(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Section{}).Error)
}

// SectionCounts returns how many visible articles are filed directly under
// each section that has any.
func (s *Store) SectionCounts(ctx context.Context, now time.Time) (map[string]int64, error) {
	var rows []struct {
		SectionID string
		Count     int64
	}
	err := visibleAt(s.read.WithContext(ctx).Model(&news.Article{}), now).
		Where("section_id IS NOT NULL").
		Select("section_id, count(*) AS count").Group("section_id").Scan(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	counts := make(map[string]int64, len(rows))
	for _, row := range rows {
		counts[row.SectionID] = row.Count
	}
	return counts, nil
}

// updateRow writes every column of a row whose lock the caller holds. unique
// names the field that a duplicate can only be about.
func updateRow[T any](ctx context.Context, s *Store, row *T, noun news.Noun, unique string) error {
	result := s.write.WithContext(ctx).Model(row).Select("*").Omit("id", "created_at").Updates(row)
	if result.Error != nil {
		return named(result.Error, unique)
	}
	if result.RowsAffected == 0 {
		return news.Missing(string(noun))
	}
	return nil
}

// lockRow reads one row by id, slug or its past within a transaction, and
// keeps others from changing it until the end.
func lockRow[T any](ctx context.Context, s *Store, noun news.Noun, ref string, id func(*T) string) (*T, error) {
	found, err := takeByRef[T](ctx, s, noun, ref)
	if err != nil {
		return nil, err
	}
	row := new(T)
	if err := s.locked(ctx).Where("id = ?", id(found)).Take(row).Error; err != nil {
		return nil, missing(err, noun)
	}
	return row, nil
}
