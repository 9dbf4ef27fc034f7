package service

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Article returns one article by id or slug, whole. A slug of the past finds
// it too: then the answer has another slug. Readers without an account get
// NotFound for what is not visible, and Gone with the tombstone for what was.
func (s *Service) Article(ctx context.Context, actor news.Actor, ref string) (*news.Article, error) {
	article, err := s.store.Article(ctx, ref)
	if err != nil {
		return nil, err
	}
	return article, s.mayRead(actor, article)
}

// readable is Article for one who has the section tree.
func (s *Service) readable(ctx context.Context, actor news.Actor, ref string, tree *news.SectionTree) (*news.Article, error) {
	article, err := s.store.Article(ctx, ref)
	if err != nil {
		return nil, err
	}
	file(article, tree)
	return article, s.mayRead(actor, article)
}

func (s *Service) mayRead(actor news.Actor, article *news.Article) error {
	now := s.now()
	if actor.SignedIn() || article.VisibleTo(now) {
		return nil
	}
	if tombstone := article.Tombstone(now); tombstone != nil {
		gone := news.Errorf(news.Gone, "withdrawn", "the article was withdrawn")
		gone.Tombstone = tombstone
		return gone
	}
	return news.Missing(string(news.NounArticle))
}

// Neighbors returns the visible articles before and after one in its section,
// and when that changes, if it does between since and until.
func (s *Service) Neighbors(ctx context.Context, article *news.Article, since, until time.Time) (store.Neighbors, error) {
	return s.store.Neighbors(ctx, article, s.now(), since, until)
}

// NextVisible returns the first moment after since, and until `until` at the
// latest, at which an article that the filter matches becomes visible, or nil.
// The filter names sections, bylines and tags by their ids.
func (s *Service) NextVisible(ctx context.Context, filter news.ArticleFilter, since, until time.Time) (*time.Time, error) {
	return s.store.NextVisible(ctx, filter, since, until)
}

// CreateArticle makes a draft of what fill writes into it. A fill that returns
// Invalid has its faults told together with those that are found here.
func (s *Service) CreateArticle(ctx context.Context, actor news.Actor, fill func(*news.Article) error) (Written[news.Article], error) {
	if err := actor.May(news.ActionCreateArticle); err != nil {
		return Written[news.Article]{}, err
	}
	var w *articleWrite
	var article *news.Article
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		article = &news.Article{ID: news.NewID(), Status: news.StatusDraft, CreatedAt: s.now(), CreatedBy: by(actor)}
		faults, err := invalid(fill(article))
		if err != nil {
			return err
		}
		w = &articleWrite{Service: s, tx: tx, log: log, actor: actor, now: article.CreatedAt}
		if err := w.prepare(ctx, nil, article, faults); err != nil {
			return err
		}
		article.Revision, article.UpdatedAt, article.UpdatedBy = 1, w.now, by(actor)
		if err := tx.InsertArticle(ctx, article); err != nil {
			return err
		}
		if err := index(ctx, tx, article); err != nil {
			return err
		}
		return w.record(ctx, news.DeedCreate, article)
	})
	if err != nil {
		return Written[news.Article]{}, err
	}
	return Written[news.Article]{Row: article, Warnings: w.report(article)}, nil
}

// UpdateArticle changes an article as fill does. When fill changes nothing,
// nothing is written and the revision stays. A fill that returns Invalid has
// its faults told together with those that are found here.
func (s *Service) UpdateArticle(
	ctx context.Context, actor news.Actor, ref string, fill func(*news.Article) error,
) (Written[news.Article], error) {
	return s.writeArticle(ctx, actor, ref, func(w *articleWrite, article *news.Article) error {
		if err := actor.MayEdit(article); err != nil {
			return err
		}
		before := *article
		faults, err := invalid(fill(article))
		if err != nil {
			return err
		}
		if err := w.prepare(ctx, &before, article, faults); err != nil {
			return err
		}
		if err := w.mayReschedule(&before, article); err != nil {
			return err
		}
		return w.save(ctx, &before, article)
	})
}

// invalid returns the faults of an Invalid error, or another error as it is.
func invalid(err error) ([]news.Field, error) {
	var failure *news.Error
	if errors.As(err, &failure) && failure.Kind == news.Invalid {
		return failure.Fields, nil
	}
	return nil, err
}

// writeArticle loads and locks an article, has change do its work in the
// transaction, and tells which groups went stale and what an editor should look
// at.
func (s *Service) writeArticle(
	ctx context.Context, actor news.Actor, ref string, change func(*articleWrite, *news.Article) error,
) (Written[news.Article], error) {
	var w *articleWrite
	var written Written[news.Article]
	err := s.write(ctx, actor, func(tx *store.Store, log *auditLog) (err error) {
		w, written, err = s.changeArticle(ctx, tx, log, ref, change)
		return err
	})
	if err != nil {
		return Written[news.Article]{}, err
	}
	written.Warnings = w.report(written.Row)
	return written, nil
}

// changeArticle is writeArticle within a transaction, and reports nothing yet.
func (s *Service) changeArticle(
	ctx context.Context, tx *store.Store, log *auditLog, ref string, change func(*articleWrite, *news.Article) error,
) (*articleWrite, Written[news.Article], error) {
	none := Written[news.Article]{}
	article, err := tx.LockArticle(ctx, ref)
	if err != nil {
		return nil, none, err
	}
	log.now = s.now() // others may have had the article for long: what they let readers see counts
	tree, err := tx.SectionTree(ctx)
	if err != nil {
		return nil, none, err
	}
	file(article, tree)
	before := *article
	w := &articleWrite{Service: s, tx: tx, log: log, actor: log.actor, now: log.now, tree: tree, deed: news.DeedChange}
	if err := change(w, article); err != nil {
		return nil, none, err
	}
	return w, Written[news.Article]{Row: article, Groups: log.stale(staleGroups(&before, article, w.now))}, nil
}

// articleWrite is one write of one article.
type articleWrite struct {
	*Service
	tx    *store.Store
	log   *auditLog
	actor news.Actor
	now   time.Time
	tree  *news.SectionTree
	deed  news.Deed // what save records

	sent      string // the body as it was sent, "" when it was not
	removed   int    // what it lost
	warnings  []news.Warning
	overrides bool // a warning that would have blocked the write was acknowledged
	looks     bool // at slugs, and takes none
}

// save writes what changed as the next revision. Where nothing changed it
// writes nothing.
func (w *articleWrite) save(ctx context.Context, before, article *news.Article) error {
	if reflect.DeepEqual(before, article) {
		return nil
	}
	article.Revision++
	article.UpdatedAt, article.UpdatedBy = w.now, by(w.actor)
	if err := w.tx.UpdateArticle(ctx, article); err != nil {
		return err
	}
	if err := index(ctx, w.tx, article); err != nil {
		return err
	}
	if w.overrides {
		w.log.note(news.DeedAcknowledge, news.NounArticle, article.ID)
	}
	return w.record(ctx, w.deed, article)
}

// by returns the actor's user, nil for the system.
func by(actor news.Actor) *string {
	if actor.UserID == "" {
		return nil
	}
	return &actor.UserID
}

// file sets the article's section from the tree.
func file(article *news.Article, tree *news.SectionTree) {
	article.Section = nil
	if article.SectionID != nil {
		article.Section = tree.Find(*article.SectionID)
	}
}

// staleGroups returns the groups of the public answers that showed the
// article before or show it after, or will at its moment.
func staleGroups(before, after *news.Article, now time.Time) []news.Group {
	var stale []news.Group
	for _, article := range []*news.Article{before, after} {
		if article.Status == news.StatusPublished || article.Tombstone(now) != nil {
			stale = news.UnionGroups(stale, []news.Group{news.GroupOf(news.NounArticle, article.ID)}, article.ListGroups())
		}
	}
	if reflect.DeepEqual(before, after) {
		return nil
	}
	return stale
}
