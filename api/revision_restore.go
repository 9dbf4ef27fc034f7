package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// restoreRevision writes an old revision as a new one.
//
//	@Summary		Restore the content of a revision, as a new one
//	@Description	The status stays. What was merged is followed; what was deleted is left out, and warnings say so.
//	@Tags			revisions
//	@Param			article	path		string		true	"Id or slug"
//	@Param			number	path		integer		true	"Its number"
//	@Param			input	body		NoteInput	false	"Why"
//	@Success		200		{object}	RestoredArticle
//	@Router			/v1/articles/{article}/revisions/{number}/restore [post]
func (s *Server) restoreRevision(c echo.Context) error {
	r := readAction(c)
	written, warnings, err := s.service.RestoreRevision(c.Request().Context(), actor(c), pathParam(c, "article"), revisionNumber(c),
		func(article *news.Article) error {
			return firstError(s.admitMove(c, r, false)(article), r.bind(&NoteInput{}, nil))
		})
	if err != nil {
		return err
	}
	article := newArticle(written.Row, actor(c), s.service.Now())
	body := RestoredArticle{Article: *article, Warnings: newWarnings(warnings)}
	return sendWritten(s, c, http.StatusOK, written, answer{body: body, tagged: article, revision: article.Revision})
}
