package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// findTags finds the tags that are named by slug. A name beside the slug must be
// as it is stored, or as it was when the article was read.
func (w *articleWrite) findTags(ctx context.Context, before, article *news.Article) ([]news.Field, error) {
	var faults []news.Field
	tags := make([]news.Tag, len(article.Tags))
	for i, tag := range article.Tags {
		found, err := w.tagBySlug(ctx, tag)
		pointer := fmt.Sprintf("/tags/%d", i)
		switch {
		case unknown(err):
			faults = append(faults, news.Field{Pointer: pointer + "/slug", Code: "unknown", Detail: "slug names no tag"})
		case err != nil:
			return nil, err
		case tag.Name != "" && news.FoldKey(tag.Name) != news.FoldKey(found.Name) && !tagIn(before, tag):
			faults = append(faults, news.Field{Pointer: pointer + "/name", Code: "read-only", Detail: "a tag is renamed at its own address"})
		}
		tags[i] = found
	}
	article.Tags = tags
	return faults, nil
}

// tagIn reports whether an article was read with a tag of that slug and name.
func tagIn(article *news.Article, tag news.Tag) bool {
	return article != nil && slices.ContainsFunc(article.Tags, func(was news.Tag) bool {
		return was.Slug == tag.Slug && was.Name == tag.Name
	})
}

// takeTags finds the other tags by name, and makes those that are new. A tag
// named twice is kept once.
func (w *articleWrite) takeTags(ctx context.Context, article *news.Article) error {
	byKey, err := w.tagsByName(ctx, article.Tags)
	if err != nil {
		return err
	}
	var taken []news.Tag
	seen := map[string]bool{}
	for _, tag := range article.Tags {
		if tag.ID == "" {
			tag = byKey[news.FoldKey(tag.Name)]
		}
		if !seen[tag.ID] {
			seen[tag.ID] = true
			taken = append(taken, news.Tag{ID: tag.ID, Slug: tag.Slug, Name: tag.Name})
		}
	}
	article.Tags = taken
	return nil
}

func (w *articleWrite) tagBySlug(ctx context.Context, tag news.Tag) (news.Tag, error) {
	if tag.ID != "" || tag.Slug == "" {
		return tag, nil
	}
	found, err := w.tx.Tag(ctx, tag.Slug)
	if unknown(err) && tag.Name != "" {
		return tag, nil
	}
	if err != nil {
		return tag, err
	}
	return *found, nil
}

// tagsByName returns the tag of each folded name that is still without one,
// making what is missing in the order of the names, so that two transactions
// never wait for each other.
func (w *articleWrite) tagsByName(ctx context.Context, wanted []news.Tag) (map[string]news.Tag, error) {
	names := map[string]string{}
	var keys []string
	for _, tag := range wanted {
		key := news.FoldKey(tag.Name)
		if _, known := names[key]; tag.ID == "" && !known {
			names[key] = tag.Name
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, strings.Compare)
	found, err := w.tx.TagsByKey(ctx, keys)
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]news.Tag, len(keys))
	for _, tag := range found {
		byKey[tag.NameKey] = tag
	}
	for _, key := range keys {
		if _, ok := byKey[key]; ok {
			continue
		}
		if byKey[key], err = w.makeTag(ctx, names[key], key); err != nil {
			return nil, err
		}
	}
	return byKey, nil
}

func (w *articleWrite) makeTag(ctx context.Context, name, key string) (news.Tag, error) {
	tag := news.Tag{ID: news.NewID(), Revision: 1, Name: name, NameKey: key, Folded: folder.Value(name), CreatedAt: w.now, UpdatedAt: w.now}
	slug, err := named{noun: news.NounTag, id: tag.ID, title: name, now: w.now}.take(ctx, w.tx, "")
	if err != nil {
		return tag, err
	}
	tag.Slug = slug
	made, err := w.tx.InsertTag(ctx, &tag)
	if made {
		w.log.note(news.DeedCreate, news.NounTag, tag.ID)
	}
	if made || err != nil {
		return tag, err
	}
	if err := w.tx.FreeSlugs(ctx, news.NounTag, tag.ID); err != nil {
		return tag, err
	}
	others, err := w.tx.TagsByKey(ctx, []string{key})
	if err != nil || len(others) == 0 {
		return tag, errors.Join(err, news.Missing(string(news.NounTag)))
	}
	return others[0], nil
}
