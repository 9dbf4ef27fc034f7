package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// getByline answers one byline.
//
//	@Summary		One byline
//	@Description	Public once a visible article credits it.
//	@Tags			bylines
//	@Param			byline	path		string		true	"Id or slug"
//	@Param			fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	Byline
//	@Router			/v1/bylines/{byline} [get]
func (s *Server) getByline(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	fields := q.list("fields", answerFields(Byline{}))
	byline, err := s.service.Byline(c.Request().Context(), actor(c), pathParam(c, "byline"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	current := bylineState(byline, actor(c))
	if err := current.moved(c); err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	shown := newByline(byline, actor(c))
	writing.byline(shown)
	reply := current.answer(fields)
	reply.body, reply.writing = shown, writing
	return s.send(c, http.StatusOK, reply)
}

// listBylines answers a page of bylines.
//
//	@Summary		A list of bylines, by sort name
//	@Description	Those that are public; to signed-in users all.
//	@Tags			bylines
//	@Param			filter	query		BylineQuery	false	"Filters"
//	@Param			page	query		PageQuery	false	"Which page"
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	BylineList
//	@Router			/v1/bylines [get]
func (s *Server) listBylines(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	filter := news.BylineFilter{
		Kinds: manyOf(q, "kind", news.BylineKinds()), Organizations: q.all("organization"), Query: q.text("q"),
	}
	q.means("q", news.FoldKey)
	fields := q.list("fields", answerFields(Byline{}))
	page := s.page(c, q)
	if err := q.err(); err != nil {
		return err
	}
	list, err := s.service.Bylines(c.Request().Context(), actor(c), filter, page)
	if err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	body := BylineList{Data: make([]Byline, len(list.Items))}
	for i := range list.Items {
		body.Data[i] = *newByline(&list.Items[i], actor(c))
		writing.byline(&body.Data[i])
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
