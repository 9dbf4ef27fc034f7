package service

import (
	"context"
	"fmt"
	"reflect"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// UpdateTag changes a tag as fill does. A name that another tag has, but for
// case and width, is a Conflict. When fill changes nothing, nothing is written
// and the revision stays.
func (s *Service) UpdateTag(
	ctx context.Context, actor news.Actor, ref string, fill func(*news.Tag) error,
) (Written[news.Tag], error) {
	var written Written[news.Tag]
	err := s.writeTag(ctx, actor, ref, func(tx *store.Store, log *auditLog, tag *news.Tag) error {
		before := *tag
		if err := fill(tag); err != nil {
			return err
		}
		if err := s.prepareTag(ctx, tx, &before, tag); err != nil {
			return err
		}
		written = Written[news.Tag]{Row: tag}
		if reflect.DeepEqual(&before, tag) {
			return nil
		}
		tag.Revision++
		tag.UpdatedAt = s.now()
		written.Groups = log.stale(staleResource(news.NounTag, tag.ID))
		log.note(news.DeedChange, news.NounTag, tag.ID)
		return tx.UpdateTag(ctx, tag)
	})
	return written, err
}

// DeleteTag removes a tag; one that any article carries is a Conflict. check
// is called once the actor may delete. The answer is the groups that went
// stale.
func (s *Service) DeleteTag(
	ctx context.Context, actor news.Actor, ref string, check func(*news.Tag) error,
) ([]news.Group, error) {
	var groups []news.Group
	err := s.writeTag(ctx, actor, ref, func(tx *store.Store, log *auditLog, tag *news.Tag) error {
		if err := check(tag); err != nil {
			return err
		}
		if err := checkUnused(ctx, tx, tag); err != nil {
			return err
		}
		groups = log.stale(staleResource(news.NounTag, tag.ID))
		log.note(news.DeedDelete, news.NounTag, tag.ID)
		return tx.DeleteTag(ctx, tag.ID)
	})
	return groups, err
}

func checkUnused(ctx context.Context, tx *store.Store, tag *news.Tag) error {
	used, err := tx.TagIsUsed(ctx, tag.ID)
	if err != nil || !used {
		return err
	}
	return news.Errorf(news.Conflict, "in-use", "articles carry the tag: merge it into another")
}

// MergeTags puts another tag in the place of one on every article and answers
// that other one; the first is no more, and its id and slugs lead there.
// input, called once the actor may merge, names the other by id or slug.
func (s *Service) MergeTags(
	ctx context.Context, actor news.Actor, ref string, input func(*news.Tag) (into string, err error),
) (Written[news.Tag], error) {
	var written Written[news.Tag]
	merge := func(tx *store.Store, log *auditLog, from *news.Tag) error {
		into, err := input(from)
		if err != nil {
			return err
		}
		id := func(t *news.Tag) string { return t.ID }
		target, err := mergeTarget(ctx, news.NounTag, from.ID, into, tx.LockTag, id)
		if err != nil {
			return err
		}
		written = Written[news.Tag]{Row: target, Groups: log.stale(staleResource(news.NounTag, from.ID, target.ID))}
		articles, err := tx.ArticlesTagged(ctx, from.ID)
		if err != nil {
			return err
		}
		change := func(article *news.Article) { article.Tags = mergeTags(article.Tags, from.ID, target) }
		if err := s.rewriteArticles(ctx, tx, log, news.DeedMerge, articles, change); err != nil {
			return err
		}
		if err := tx.MoveSlugs(ctx, news.NounTag, from.ID, target.ID, s.now()); err != nil {
			return err
		}
		log.note(news.DeedMerge, news.NounTag, from.ID)
		if err := tx.DeleteTag(ctx, from.ID); err != nil {
			return err
		}
		return countTagged(ctx, tx, target, s.now())
	}
	err := s.mergeInTurn(ctx, actor, func(tx *store.Store, log *auditLog) error {
		return s.changeTag(ctx, tx, log, ref, merge)
	})
	return written, err
}

// mergeTags returns the tags with one in the place of another, once.
func mergeTags(tags []news.Tag, fromID string, into *news.Tag) []news.Tag {
	merged := make([]news.Tag, 0, len(tags))
	there := false
	for _, tag := range tags {
		if tag.ID != fromID && tag.ID != into.ID {
			merged = append(merged, tag)
			continue
		}
		if !there {
			merged = append(merged, *into)
		}
		there = true
	}
	return merged
}

// writeTag loads and locks a tag for an actor who may change it, and has
// change do its work in the transaction.
func (s *Service) writeTag(
	ctx context.Context, actor news.Actor, ref string, change func(*store.Store, *auditLog, *news.Tag) error,
) error {
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		return s.changeTag(ctx, tx, log, ref, change)
	})
}

// changeTag is writeTag within a transaction.
func (s *Service) changeTag(
	ctx context.Context, tx *store.Store, log *auditLog, ref string, change func(*store.Store, *auditLog, *news.Tag) error,
) error {
	tag, err := tx.LockTag(ctx, ref)
	if err != nil {
		return err
	}
	if err := log.actor.May(news.ActionWriteTag); err != nil {
		return err
	}
	if err := countTagged(ctx, tx, tag, s.now()); err != nil {
		return err
	}
	return change(tx, log, tag)
}

// prepareTag makes what was filled in ready to be saved: it checks that the
// name is free and takes the slug.
func (s *Service) prepareTag(ctx context.Context, tx *store.Store, before, tag *news.Tag) error {
	tag.NameKey, tag.Folded = news.FoldKey(tag.Name), folder.Value(tag.Name)
	namesakes, err := tx.TagsByKey(ctx, []string{tag.NameKey})
	if err != nil {
		return err
	}
	for _, other := range namesakes {
		if other.ID != tag.ID {
			return nameTaken(&other)
		}
	}
	if before.Slug == tag.Slug {
		return nil
	}
	n := named{noun: news.NounTag, id: tag.ID, title: tag.Name, now: s.now()}
	tag.Slug, err = n.take(ctx, tx, tag.Slug)
	return err
}

func nameTaken(other *news.Tag) error {
	detail := fmt.Sprintf("the tag %s has this name: merge the two", other.Slug)
	conflict := news.Errorf(news.Conflict, "duplicate", "%s", detail)
	conflict.Fields = []news.Field{{Pointer: "/name", Code: "duplicate", Detail: detail}}
	return conflict
}
