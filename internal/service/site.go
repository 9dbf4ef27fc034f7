package service

import (
	"context"
	"reflect"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

func (s *Service) ensureSite(ctx context.Context) error {
	now := s.now()
	return s.store.EnsureSite(ctx, &news.Site{
		ID: news.SiteID, Revision: 1, Name: "Broadsheet", Language: "en", TimeZone: "UTC", CreatedAt: now, UpdatedAt: now,
	})
}

// Site returns the site.
func (s *Service) Site(ctx context.Context) (*news.Site, error) {
	return s.store.Site(ctx)
}

// UpdateSite changes the site as fill does.
func (s *Service) UpdateSite(ctx context.Context, actor news.Actor, fill func(*news.Site) error) (Written[news.Site], error) {
	var written Written[news.Site]
	if err := actor.May(news.ActionWriteSite); err != nil {
		return written, err
	}
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		site, err := tx.LockSite(ctx)
		if err != nil {
			return err
		}
		before := *site
		if err := fill(site); err != nil {
			return err
		}
		written = Written[news.Site]{Row: site}
		if reflect.DeepEqual(&before, site) {
			return nil
		}
		site.Revision++
		site.UpdatedAt = log.now
		written.Groups = log.stale([]news.Group{SiteGroup})
		log.note(news.DeedChange, news.NounSite, site.ID)
		return tx.UpdateSite(ctx, site)
	})
	return written, err
}

// SiteGroup is the group of the answers that show the site.
const SiteGroup news.Group = "site"
