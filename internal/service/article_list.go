package service

import (
	"context"
	"errors"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// ArticlePage is a page of articles and what a cache must know of it.
type ArticlePage struct {
	news.List[news.Article]
	Groups []news.Group
	// Changes is the next moment at which an article that the filter matches
	// becomes visible, if it is within the horizon asked for.
	Changes *time.Time
}

// Articles returns a page of what readers see, or, with statuses in the
// filter, of what signed-in users ask for. Sections, bylines and tags of the
// filter may be ids or slugs; one that does not exist for the actor is
// Malformed. horizon is how far ahead Changes looks; 0 does not look.
func (s *Service) Articles(
	ctx context.Context, actor news.Actor, filter news.ArticleFilter, sort news.Sort, page news.Page, horizon time.Duration,
) (ArticlePage, error) {
	now := s.now()
	tree, err := s.store.SectionOutline(ctx)
	if err != nil {
		return ArticlePage{}, err
	}
	groups, err := s.resolveFilter(ctx, actor, &filter, tree)
	if err != nil {
		return ArticlePage{}, err
	}
	list, err := s.store.Articles(ctx, filter, sort, page, now)
	if err != nil {
		return ArticlePage{}, err
	}
	for i := range list.Items {
		file(&list.Items[i], tree)
	}
	result := ArticlePage{List: list, Groups: groups}
	if horizon > 0 {
		result.Changes, err = s.store.NextVisible(ctx, filter, now, now.Add(horizon))
	}
	return result, err
}

// resolveFilter replaces slugs by ids and sections by their subtrees, and
// returns the groups of the list.
func (s *Service) resolveFilter(
	ctx context.Context, actor news.Actor, filter *news.ArticleFilter, tree *news.SectionTree,
) ([]news.Group, error) {
	groups := []news.Group{news.Lists}
	var faults []news.Field
	sections, bylines, tags := filter.Sections, filter.Bylines, filter.Tags
	filter.Sections, filter.Bylines, filter.Tags = nil, nil, nil
	for _, ref := range sections {
		section, err := s.store.Section(ctx, ref)
		if unknown(err) {
			faults = append(faults, unknownParameter("section", ref))
			continue
		} else if err != nil {
			return nil, err
		}
		groups = append(groups, news.ListGroup(section.ID))
		filter.Sections = append(filter.Sections, subtree(tree, section.ID, filter.SectionOnly)...)
	}
	for _, ref := range bylines {
		byline, err := s.Byline(ctx, actor, ref)
		if unknown(err) {
			faults = append(faults, unknownParameter("byline", ref))
			continue
		} else if err != nil {
			return nil, err
		}
		filter.Bylines = append(filter.Bylines, byline.ID)
	}
	for _, ref := range tags {
		tag, err := s.Tag(ctx, actor, ref)
		if unknown(err) {
			faults = append(faults, unknownParameter("tag", ref))
			continue
		} else if err != nil {
			return nil, err
		}
		filter.Tags = append(filter.Tags, tag.ID)
	}
	if len(sections) == 0 {
		groups = append(groups, news.ListAll)
	}
	return groups, news.NewMalformed(faults)
}

func subtree(tree *news.SectionTree, id string, only bool) []string {
	if only {
		return []string{id}
	}
	under := tree.Under(id)
	ids := make([]string, len(under))
	for i, section := range under {
		ids[i] = section.ID
	}
	return ids
}

func unknown(err error) bool {
	var failure *news.Error
	return errors.As(err, &failure) && failure.Kind == news.NotFound
}

func unknownParameter(name, value string) news.Field {
	return news.Field{Parameter: name, Code: "unknown", Detail: "there is no " + name + " " + value}
}
