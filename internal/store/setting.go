package store

import (
	"context"

	"gorm.io/gorm/clause"
)

type setting struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// Setting returns the stored value of a name; when there is none, it stores
// and returns fallback. Nodes that start together get the same value.
func (s *Store) Setting(ctx context.Context, name, fallback string) (string, error) {
	row := setting{Name: name, Value: fallback}
	err := s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
	if err != nil {
		return "", translate(err)
	}
	var stored setting
	if err := s.write.WithContext(ctx).Where("name = ?", name).Take(&stored).Error; err != nil {
		return "", translate(err)
	}
	return stored.Value, nil
}
