package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// workingCopyState is the state of a copy, under the address of its article.
func workingCopyState(copied *service.WorkingCopy, shown *WorkingCopy) state {
	live := copied.Live
	return state{
		noun: string(news.NounArticle), id: live.ID, slug: live.Slug, revision: copied.Row.Revision, groups: live.Groups(), dto: shown,
	}
}

// getWorkingCopy answers the working copy of an article.
//
//	@Summary	The working copy of an article
//	@Tags		working copies
//	@Param		article		path	string		true	"Id or slug"
//	@Param		body_format	query	string		false	"html in body, plain text in body, or blocks in blocks"	Enums(html, text, blocks)
//	@Param		fields		query	[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success	200			{object}	WorkingCopy
//	@Failure	403			{object}	Problem
//	@Router		/v1/articles/{article}/working_copy [get]
func (s *Server) getWorkingCopy(c echo.Context) error {
	q := newQuery(c)
	format := oneOf(q, "body_format", "html", "text", "blocks")
	fields := q.list("fields", answerFields(WorkingCopy{}))
	copied, err := s.service.WorkingCopy(c.Request().Context(), actor(c), pathParam(c, "article"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	shown := newWorkingCopy(copied, actor(c), s.service.Now())
	if err := workingCopyState(copied, shown).moved(c); err != nil {
		return err
	}
	shown.format(format)
	return s.send(c, http.StatusOK, answer{body: shown, revision: shown.Revision, fields: fields})
}
