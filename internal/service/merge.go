package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// mergeInTurn runs a merge in a transaction, one merge at a time.
func (s *Service) mergeInTurn(
	ctx context.Context, actor news.Actor, merge func(tx *store.Store, log *auditLog) error,
) error {
	return s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		if err := tx.LockMerges(ctx); err != nil {
			return err
		}
		return merge(tx, log)
	})
}

// mergeTarget locks the row that another one of its noun, whose id is given,
// is to be merged into. It is Invalid when there is no such row or when it is
// the same.
func mergeTarget[T any](
	ctx context.Context, noun news.Noun, fromID, into string,
	lock func(ctx context.Context, ref string) (*T, error), id func(*T) string,
) (*T, error) {
	target, err := lock(ctx, into)
	if unknown(err) {
		return nil, badInto("unknown", "into names no "+string(noun))
	}
	if err != nil {
		return nil, err
	}
	if id(target) == fromID {
		return nil, badInto("itself", "a "+string(noun)+" can't be merged into itself")
	}
	return target, nil
}

func badInto(code, detail string) error {
	return news.NewInvalid([]news.Field{{Pointer: "/into", Code: code, Detail: detail}})
}

// staleResource returns the groups of what shows resources of a noun: their
// own and every list.
func staleResource(noun news.Noun, ids ...string) []news.Group {
	var groups []news.Group
	for _, id := range ids {
		groups = append(groups, news.GroupOf(noun, id))
	}
	return append(groups, news.Lists)
}
