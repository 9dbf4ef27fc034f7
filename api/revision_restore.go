package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// RestoreInput is what restoring a revision takes.
type RestoreInput struct {
	ChangeNote string `json:"change_note" validate:"max=500" example:"The first was right"`
	// Warnings that are overridden, where what is published changes.
	Acknowledge []string `json:"acknowledge" validate:"max=10,dive,oneof=spam-suspected" enums:"spam-suspected"`
} // @name RestoreInput

// restoreRevision writes an old revision as a new one.
//
//	@Summary		Restore the content of a revision, as a new one
//	@Description	The status stays. What was merged is followed; what was deleted is left out, and warnings say so.
//	@Tags			revisions
//	@Param			article	path		string		true	"Id or slug"
//	@Param			number	path		integer		true	"Its number"
//	@Param			input	body		RestoreInput	false	"Why"
//	@Success		200		{object}	WrittenArticle
//	@Router			/v1/articles/{article}/revisions/{number}/restore [post]
func (s *Server) restoreRevision(c echo.Context) error {
	r := readAction(c)
	written, err := s.service.RestoreRevision(c.Request().Context(), actor(c), pathParam(c, "article"), revisionNumber(c),
		func(article *news.Article) error {
			return firstError(s.admitMove(c, r, false)(article), r.bind(&RestoreInput{}, nil))
		})
	if err != nil {
		return err
	}
	return s.sendArticle(c, http.StatusOK, written)
}
