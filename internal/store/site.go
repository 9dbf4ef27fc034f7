package store

import (
	"context"

	"gorm.io/gorm/clause"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Site reads the site's one row.
func (s *Store) Site(ctx context.Context) (*news.Site, error) {
	site := &news.Site{}
	err := s.read.WithContext(ctx).Where("id = ?", news.SiteID).Take(site).Error
	return site, missing(err, news.NounSite)
}

// LockSite is Site within a transaction, and keeps others from changing the
// row until its end.
func (s *Store) LockSite(ctx context.Context) (*news.Site, error) {
	site := &news.Site{}
	err := s.locked(ctx).Where("id = ?", news.SiteID).Take(site).Error
	return site, missing(err, news.NounSite)
}

// EnsureSite writes the site's row unless it is there.
func (s *Store) EnsureSite(ctx context.Context, site *news.Site) error {
	return translate(s.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(site).Error)
}

// UpdateSite writes every column of the site.
func (s *Store) UpdateSite(ctx context.Context, site *news.Site) error {
	return updateRow(ctx, s, site, news.NounSite, "")
}
