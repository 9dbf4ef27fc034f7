package service

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// CreateSection makes a section of what fill writes into it. It stands after
// its last sibling unless fill says where. A fill that returns Invalid has its
// faults told together with those that are found here.
func (s *Service) CreateSection(
	ctx context.Context, actor news.Actor, fill func(*news.Section) error,
) (Written[news.Section], error) {
	if err := actor.May(news.ActionWriteSection); err != nil {
		return Written[news.Section]{}, err
	}
	return s.writeSections(ctx, actor, func(w *sectionWrite) (string, error) {
		section := &news.Section{
			ID: news.NewID(), Revision: 1, Position: news.LastPosition, CreatedAt: w.now, UpdatedAt: w.now,
		}
		faults, err := invalid(fill(section))
		if err != nil {
			return "", err
		}
		if err := w.prepare(ctx, &news.Section{}, section, faults); err != nil {
			return "", err
		}
		w.stale(section.ID)
		w.log.note(news.DeedCreate, news.NounSection, section.ID)
		return section.ID, w.tx.InsertSection(ctx, section)
	})
}

// UpdateSection changes a section as fill does; with another parent it moves,
// and all that is under it too. When fill changes nothing, nothing is written
// and the revision stays. Faults are told as by CreateSection.
func (s *Service) UpdateSection(
	ctx context.Context, actor news.Actor, ref string, fill func(*news.Section) error,
) (Written[news.Section], error) {
	return s.writeSections(ctx, actor, func(w *sectionWrite) (string, error) {
		before, err := w.find(ctx, ref)
		if err != nil {
			return "", err
		}
		if err := actor.May(news.ActionWriteSection); err != nil {
			return "", err
		}
		if err := countArticles(ctx, w.tx, w.tree, w.now); err != nil {
			return "", err
		}
		section := *before
		faults, err := invalid(fill(&section))
		if err != nil {
			return "", err
		}
		if err := w.prepare(ctx, before, &section, faults); err != nil {
			return "", err
		}
		if reflect.DeepEqual(before, &section) {
			return section.ID, nil
		}
		w.stale(section.ID)
		return section.ID, w.save(ctx, &section)
	})
}

// sectionWrite is one write to the section tree, which nobody else changes
// meanwhile.
type sectionWrite struct {
	tx     *store.Store
	log    *auditLog
	tree   *news.SectionTree
	now    time.Time
	groups []news.Group
}

// writeSections has change do its work in a transaction that holds the tree,
// and answers the section whose id change returns as it then stands in the
// tree, or none for "".
func (s *Service) writeSections(
	ctx context.Context, actor news.Actor, change func(*sectionWrite) (id string, err error),
) (Written[news.Section], error) {
	var written Written[news.Section]
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		tree, err := tx.LockSections(ctx)
		if err != nil {
			return err
		}
		w := &sectionWrite{tx: tx, log: log, tree: tree, now: log.now}
		id, err := change(w)
		if err != nil {
			return err
		}
		written = Written[news.Section]{Groups: log.stale(w.groups)}
		if id == "" {
			return nil
		}
		if tree, err = tx.SectionTree(ctx); err != nil {
			return err
		}
		written.Row, err = inTree(tree, id)
		return err
	})
	return written, err
}

func (w *sectionWrite) find(ctx context.Context, ref string) (*news.Section, error) {
	found, err := w.tx.Section(ctx, ref)
	if err != nil {
		return nil, err
	}
	return inTree(w.tree, found.ID)
}

// prepare makes what was filled in ready to be saved: it checks the parent,
// gives a position where none is asked for and takes the slug. It returns
// Invalid with every fault, those that are known already too, or Conflict.
func (w *sectionWrite) prepare(ctx context.Context, before, section *news.Section, known []news.Field) error {
	faults, err := invalid(w.tree.CheckParent(section.ID, section.ParentID))
	if err != nil {
		return err
	}
	if err := news.NewInvalid(slices.Concat(known, news.FaultsBeside(known, faults))); err != nil {
		return err
	}
	if section.Position == news.LastPosition {
		section.Position = w.tree.NextPosition(section.ParentID)
	}
	if before.Slug != "" && before.Slug == section.Slug {
		return nil
	}
	n := named{noun: news.NounSection, id: section.ID, title: section.Name, now: w.now}
	section.Slug, err = n.take(ctx, w.tx, section.Slug)
	return err
}

func (w *sectionWrite) save(ctx context.Context, section *news.Section) error {
	section.Revision++
	section.UpdatedAt = w.now
	w.log.note(news.DeedChange, news.NounSection, section.ID)
	return w.tx.UpdateSection(ctx, section)
}

// stale marks what shows a section: answers about it and what is under it, and
// every list.
func (w *sectionWrite) stale(id string) {
	w.groups = news.UnionGroups(w.groups, []news.Group{news.GroupOf(news.NounSection, id), news.Lists})
}
