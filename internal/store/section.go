package store

import (
	"context"
	"strings"
	"time"

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

// UpdateSection writes every column of the section. When it moves, what is in it
// moves from list to list. The caller has locked the tree.
func (s *Store) UpdateSection(ctx context.Context, section *news.Section) error {
	were, err := s.sectionsAbove(ctx, section.ID)
	if err != nil {
		return err
	}
	if err := updateRow(ctx, s, section, news.NounSection, ""); err != nil {
		return err
	}
	are, err := s.sectionsAbove(ctx, section.ID)
	if err != nil {
		return err
	}
	return s.moveListings(ctx, section.ID, were, are)
}

// DeleteSection removes a section that nothing refers to.
func (s *Store) DeleteSection(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.Section{}).Error)
}

// SectionCounts returns how many visible articles are filed directly under
// each section that has any.
func (s *Store) SectionCounts(ctx context.Context, now time.Time) (map[string]int64, error) {
	named, err := s.countLists(ctx, now, func(*statement) string {
		return "l.name > '" + listSelf + "' AND l.name < 'self0'" // "0" follows "/"
	})
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int64, len(named))
	for name, count := range named {
		counts[strings.TrimPrefix(name, listSelf)] = count
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
