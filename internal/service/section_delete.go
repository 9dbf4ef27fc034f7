package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// DeleteSection removes a section. One with children or articles is a
// Conflict, unless moveTo names, by id or slug, the section where they go;
// then the old slug leads there too. check is called once the actor may
// delete. The answer is the groups that went stale.
func (s *Service) DeleteSection(
	ctx context.Context, actor news.Actor, ref string, moveTo *string, check func(*news.Section) error,
) ([]news.Group, error) {
	written, err := s.writeSections(ctx, actor, func(w *sectionWrite) (string, error) {
		section, err := w.find(ctx, ref)
		if err != nil {
			return "", err
		}
		if err := actor.May(news.ActionWriteSection); err != nil {
			return "", err
		}
		if err := check(section); err != nil {
			return "", err
		}
		w.stale(section.ID)
		if err := s.clearSection(ctx, w, section, moveTo); err != nil {
			return "", err
		}
		w.log.note(news.DeedDelete, news.NounSection, section.ID)
		return "", w.tx.DeleteSection(ctx, section.ID)
	})
	return written.Groups, err
}

// clearSection moves what is under a section to where moveTo says.
func (s *Service) clearSection(
	ctx context.Context, w *sectionWrite, section *news.Section, moveTo *string,
) error {
	children := w.tree.Children(&section.ID)
	if err := w.tx.LockSection(ctx, section.ID); err != nil {
		return err
	}
	articles, err := w.tx.ArticlesIn(ctx, []string{section.ID})
	if err != nil {
		return err
	}
	if moveTo == nil {
		return checkEmpty(len(children), len(articles))
	}
	target, err := w.target(ctx, section, *moveTo)
	if err != nil {
		return err
	}
	if err := w.moveUnder(ctx, target, children); err != nil {
		return err
	}
	file := func(article *news.Article) { article.SectionID = &target.ID }
	if err := s.rewriteArticles(ctx, w.tx, w.log, news.DeedRefile, articles, file); err != nil {
		return err
	}
	return w.tx.MoveSlugs(ctx, news.NounSection, section.ID, target.ID, w.now)
}

func checkEmpty(children, articles int) error {
	if children == 0 && articles == 0 {
		return nil
	}
	return news.Errorf(news.Conflict, "in-use",
		"the section has %d sections and %d articles under it: move_to says where they go", children, articles)
}

// target finds the section that what is under another can move to.
func (w *sectionWrite) target(ctx context.Context, section *news.Section, ref string) (*news.Section, error) {
	target, err := w.find(ctx, ref)
	if unknown(err) {
		return nil, news.NewMalformed([]news.Field{unknownParameter("move_to", ref)})
	}
	if err != nil {
		return nil, err
	}
	for _, above := range target.Breadcrumbs {
		if above.ID == section.ID {
			return nil, badMoveTo("cycle", "move_to can't be the deleted section or one under it")
		}
	}
	for _, child := range w.tree.Children(&section.ID) {
		if w.tree.CheckParent(child.ID, &target.ID) != nil {
			return nil, badMoveTo("too-deep", "under move_to the sections would nest deeper than 8")
		}
	}
	return target, nil
}

func badMoveTo(code, detail string) error {
	return news.NewMalformed([]news.Field{{Parameter: "move_to", Code: code, Detail: detail}})
}

// moveUnder puts sections after the last child of their new parent.
func (w *sectionWrite) moveUnder(ctx context.Context, parent *news.Section, children []news.Section) error {
	next := w.tree.NextPosition(&parent.ID)
	for i := range children {
		child := &children[i]
		child.ParentID, child.Position = &parent.ID, min(next+i, news.MaxPosition)
		if err := w.save(ctx, child); err != nil {
			return err
		}
	}
	return nil
}
