package service

import (
	"context"
	"reflect"
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// CreateByline makes a byline of what fill writes into it. Readers see it once
// it is credited, so nothing goes stale. A fill that returns Invalid has its
// faults told together with those that are found here.
func (s *Service) CreateByline(
	ctx context.Context, actor news.Actor, fill func(*news.Byline) error,
) (Written[news.Byline], error) {
	if err := actor.May(news.ActionCreateByline); err != nil {
		return Written[news.Byline]{}, err
	}
	var byline *news.Byline
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		now := log.now
		byline = &news.Byline{ID: news.NewID(), Revision: 1, CreatedAt: now, UpdatedAt: now}
		faults, err := invalid(fill(byline))
		if err != nil {
			return err
		}
		if err := s.prepareByline(ctx, tx, &news.Byline{}, byline, faults); err != nil {
			return err
		}
		log.note(news.DeedCreate, news.NounByline, byline.ID)
		return tx.InsertByline(ctx, byline)
	})
	return Written[news.Byline]{Row: byline}, err
}

// UpdateByline changes a byline as fill does. A sort name that was not set by
// hand follows the name. When fill changes nothing, nothing is written and the
// revision stays. Faults are told as by CreateByline.
func (s *Service) UpdateByline(
	ctx context.Context, actor news.Actor, ref string, fill func(*news.Byline) error,
) (Written[news.Byline], error) {
	var written Written[news.Byline]
	err := s.writeByline(ctx, actor, ref, func(tx *store.Store, log *auditLog, byline *news.Byline) error {
		before := *byline
		faults, err := invalid(fill(byline))
		if err != nil {
			return err
		}
		if err := s.prepareByline(ctx, tx, &before, byline, faults); err != nil {
			return err
		}
		written = Written[news.Byline]{Row: byline}
		if reflect.DeepEqual(&before, byline) {
			return nil
		}
		byline.Revision++
		byline.UpdatedAt = s.now()
		written.Groups = log.stale(staleResource(news.NounByline, byline.ID))
		log.note(news.DeedChange, news.NounByline, byline.ID)
		return tx.UpdateByline(ctx, byline)
	})
	return written, err
}

// DeleteByline removes a byline; one that any article credits is a Conflict.
// check is called once the actor may delete. The answer is the groups that
// went stale.
func (s *Service) DeleteByline(
	ctx context.Context, actor news.Actor, ref string, check func(*news.Byline) error,
) ([]news.Group, error) {
	var groups []news.Group
	err := s.writeByline(ctx, actor, ref, func(tx *store.Store, log *auditLog, byline *news.Byline) error {
		if err := check(byline); err != nil {
			return err
		}
		credited, err := tx.BylineIsCredited(ctx, byline.ID)
		if err != nil {
			return err
		}
		if credited {
			return news.Errorf(news.Conflict, "in-use", "articles credit the byline: merge it into another")
		}
		groups = log.stale(staleResource(news.NounByline, byline.ID))
		log.note(news.DeedDelete, news.NounByline, byline.ID)
		return tx.DeleteByline(ctx, byline.ID)
	})
	return groups, err
}

// writeByline loads and locks a byline for an actor who may change it, and has
// change do its work in the transaction.
func (s *Service) writeByline(
	ctx context.Context, actor news.Actor, ref string, change func(*store.Store, *auditLog, *news.Byline) error,
) error {
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		return changeByline(ctx, tx, log, ref, change)
	})
}

// changeByline is writeByline within a transaction.
func changeByline(
	ctx context.Context, tx *store.Store, log *auditLog, ref string, change func(*store.Store, *auditLog, *news.Byline) error,
) error {
	byline, err := tx.LockByline(ctx, ref)
	if err != nil {
		return err
	}
	if err := log.actor.May(news.ActionWriteByline); err != nil {
		return err
	}
	return change(tx, log, byline)
}

// prepareByline makes what was filled in ready to be saved: it finds the user,
// sets the default kind, brings the sort name in step and takes the slug. It
// returns Invalid with every fault, those that are known already too, or
// Conflict. before is the zero Byline for a new one.
func (s *Service) prepareByline(
	ctx context.Context, tx *store.Store, before, byline *news.Byline, known []news.Field,
) error {
	faults, err := findUser(ctx, tx, byline.UserID)
	if err != nil {
		return err
	}
	if err := news.NewInvalid(slices.Concat(known, news.FaultsBeside(known, faults))); err != nil {
		return err
	}
	if byline.Kind == "" {
		byline.Kind = news.BylinePerson
	}
	followed := before.SortName == byline.SortName && before.SortName == news.SortName(before.Name, before.Kind)
	if byline.SortName == "" || followed {
		byline.SortName = news.SortName(byline.Name, byline.Kind)
	}
	byline.Folded = folder.Value(byline.Name)
	byline.SearchKey = news.FoldKey(byline.Name + " " + byline.SortName)
	if before.Slug != "" && before.Slug == byline.Slug {
		return nil
	}
	n := named{noun: news.NounByline, id: byline.ID, title: byline.Name, now: s.now()}
	byline.Slug, err = n.take(ctx, tx, byline.Slug)
	return err
}

func findUser(ctx context.Context, tx *store.Store, id *string) ([]news.Field, error) {
	if id == nil {
		return nil, nil
	}
	there, err := tx.UserExists(ctx, *id)
	if there || err != nil {
		return nil, err
	}
	return []news.Field{{Pointer: "/user_id", Code: "unknown", Detail: "user_id names no user"}}, nil
}
