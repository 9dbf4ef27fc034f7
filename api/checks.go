package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// Checks is what an editor should look at in an article as it is stored, at
// its revision.
type Checks struct {
	Revision int       `json:"revision"`
	Warnings []Warning `json:"warnings"`
} // @name Checks

// getChecks answers what the checks find in an article.
//
//	@Summary		What an editor should look at in an article
//	@Description	docs/checks.md lists the codes.
//	@Tags			articles
//	@Param			article	path		string		true	"Id or slug"
//	@Param			fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success		200		{object}	Checks
//	@Failure		403		{object}	Problem
//	@Router			/v1/articles/{article}/checks [get]
func (s *Server) getChecks(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(Checks{}))
	article, err := s.revisedArticle(c)
	if err != nil {
		return err
	}
	warnings, err := s.service.Checks(actor(c), article)
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	body := Checks{Revision: article.Revision, Warnings: newWarnings(warnings)}
	return s.send(c, http.StatusOK, answer{body: body, revision: article.Revision, fields: fields})
}
