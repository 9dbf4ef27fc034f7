package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// getSection answers one section.
//
//	@Summary	One section
//	@Tags		sections
//	@Param		section	path		string		true	"Id or slug"
//	@Param		fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success	200		{object}	Section
//	@Router		/v1/sections/{section} [get]
func (s *Server) getSection(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	fields := q.list("fields", answerFields(Section{}))
	section, err := s.service.Section(c.Request().Context(), pathParam(c, "section"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	current := sectionState(section)
	if err := current.moved(c); err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	shown := newSection(section)
	writing.section(shown)
	reply := current.answer(fields)
	reply.body, reply.writing = shown, writing
	return s.send(c, http.StatusOK, reply)
}

// listSections answers a page of the section tree.
//
//	@Summary		The section tree, flat and in tree order
//	@Tags			sections
//	@Param			filter	query		SectionQuery	false	"Which part of the tree"
//	@Param			include	query		[]string		false	"Parts to add; counts are of visible articles"	Enums(article_count)	collectionFormat(csv)
//	@Param			page	query		PageQuery		false	"Which page"
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	SectionList
//	@Router			/v1/sections [get]
func (s *Server) listSections(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	part := sectionPart(q)
	fields := q.list("fields", answerFields(Section{}))
	page := s.page(c, q)
	if err := q.err(); err != nil {
		return err
	}
	list, err := s.service.Sections(c.Request().Context(), part, page)
	if err != nil {
		return err
	}
	writing, err := s.writing(c, to)
	if err != nil {
		return err
	}
	body := SectionList{Data: make([]Section, len(list.Items))}
	for i := range list.Items {
		body.Data[i] = *newSection(&list.Items[i])
		writing.section(&body.Data[i])
		if part.WithCounts {
			body.Data[i] = *body.Data[i].counted(list.Items[i].ArticleCount)
		}
	}
	if body.Page, err = pageInfo(s, c, q, page, list); err != nil {
		return err
	}
	reply := answer{body: body, fields: fields, groups: []news.Group{news.Lists}, writing: writing}
	if part.WithCounts {
		err = s.followArticles(c, &reply, news.ArticleFilter{})
	}
	if err != nil {
		return err
	}
	return s.send(c, http.StatusOK, reply)
}

func sectionPart(q *query) service.SectionQuery {
	part := service.SectionQuery{Root: q.text("root"), MaxDepth: q.number("max_depth", 1, news.MaxSectionDepth, 0)}
	q.means("root", news.NormaliseSlug)
	part.WithCounts = slices.Contains(q.list("include", []string{"article_count"}), "article_count")
	return part
}
