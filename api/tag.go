package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Tag is a keyword that articles share. Its count is of visible articles.
type Tag struct {
	ID           string    `json:"id" format:"uuid"`
	Revision     int       `json:"revision"`
	Slug         string    `json:"slug"`
	Links        Links     `json:"links"`
	Name         string    `json:"name"`
	ArticleCount int64     `json:"article_count"`
	Converted    bool      `json:"converted"` // shown in another script than it is written in
	CreatedAt    time.Time `json:"created_at" format:"date-time"`
	UpdatedAt    time.Time `json:"updated_at" format:"date-time"`
} // @name Tag

// TagList is a page of tags.
type TagList struct {
	Data []Tag    `json:"data"`
	Page PageInfo `json:"page"`
} // @name TagList

// TagNameInput is what editors write of a tag.
type TagNameInput struct {
	Slug       string `json:"slug" validate:"slug"`
	Name       string `json:"name" validate:"required,notblank,max=60"`
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name TagNameInput

func newTag(tag *news.Tag) *Tag {
	return &Tag{
		ID: tag.ID, Revision: tag.Revision, Slug: tag.Slug, Links: Links{Self: "/v1/tags/" + tag.ID},
		Name: tag.Name, ArticleCount: tag.ArticleCount,
		CreatedAt: tag.CreatedAt.UTC(), UpdatedAt: tag.UpdatedAt.UTC(),
	}
}

func (in *TagNameInput) fill(tag *news.Tag) {
	tag.Slug, tag.Name = news.NormaliseSlug(in.Slug), in.Name
}

func tagState(tag *news.Tag) state {
	return state{
		noun: "tag", id: tag.ID, slug: tag.Slug, revision: tag.Revision, dto: newTag(tag),
		groups: []news.Group{news.GroupOf(news.NounTag, tag.ID)},
	}
}

// getTag answers one tag.
//
//	@Summary		One tag, with its count of articles
//	@Description	Public once a visible article carries it.
//	@Tags			tags
//	@Param			tag		path		string		true	"Id or slug"
//	@Param			fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	Tag
//	@Router			/v1/tags/{tag} [get]
func (s *Server) getTag(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	fields := q.list("fields", answerFields(Tag{}))
	tag, err := s.service.Tag(c.Request().Context(), actor(c), pathParam(c, "tag"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	current := tagState(tag)
	if err := current.moved(c); err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	shown := newTag(tag)
	writing.tag(shown)
	reply := current.answer(fields)
	reply.body, reply.writing = shown, writing
	if err := s.followArticles(c, &reply, news.ArticleFilter{Tags: []string{tag.ID}}); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, reply)
}

// listTags answers a page of tags.
//
//	@Summary		A list of tags by name, with their counts of articles
//	@Description	Those that are public; to signed-in users all.
//	@Tags			tags
//	@Param			page	query		PageQuery	false	"Which page"
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	TagList
//	@Router			/v1/tags [get]
func (s *Server) listTags(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	fields := q.list("fields", answerFields(Tag{}))
	page := s.page(c, q)
	if err := q.err(); err != nil {
		return err
	}
	list, err := s.service.Tags(c.Request().Context(), actor(c), page)
	if err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	body := TagList{Data: make([]Tag, len(list.Items))}
	for i := range list.Items {
		body.Data[i] = *newTag(&list.Items[i])
		writing.tag(&body.Data[i])
	}
	if body.Page, err = pageInfo(s, c, q, page, list); err != nil {
		return err
	}
	reply := answer{body: body, fields: fields, groups: []news.Group{news.Lists}, writing: writing}
	if err := s.followArticles(c, &reply, news.ArticleFilter{}); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, reply)
}
