package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// ReturnInput tells the author why an article comes back. The note is the change
// note of the revision; a change_note beside it goes to the audit log alone.
type ReturnInput struct {
	Note       string `json:"note" example:"Who says so? The second paragraph needs a source." validate:"required,notblank,max=1000"`
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name ReturnInput

// submitArticle hands a draft to the editors.
//
//	@Summary		Submit a draft for review
//	@Description	Its author can't change it from then on until it is returned.
//	@Tags			articles
//	@Param			article	path		string		true	"Id or slug"
//	@Param			input	body		NoteInput	false	"A word to the editors"
//	@Success		200		{object}	WrittenArticle
//	@Router			/v1/articles/{article}/submit [post]
func (s *Server) submitArticle(c echo.Context) error {
	return s.moveArticle(c, readAction(c), news.MoveSubmit, false)
}

// returnArticle gives what is in review back to its author.
//
//	@Summary		Return an article in review to its author, as a draft
//	@Description	The note is kept as the change note of the revision, where the author reads it.
//	@Tags			articles
//	@Param			article	path		string		true	"Id or slug"
//	@Param			input	body		ReturnInput	true	"Why"
//	@Success		200		{object}	WrittenArticle
//	@Router			/v1/articles/{article}/return [post]
func (s *Server) returnArticle(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.Return(c.Request().Context(), actor(c), pathParam(c, "article"),
		func(article *news.Article) (string, error) {
			input := ReturnInput{}
			err := firstError(s.admitMove(c, r, false)(article), r.bind(&input, nil))
			return input.Note, err
		})
	if err != nil {
		return err
	}
	return s.sendArticle(c, http.StatusOK, written)
}
