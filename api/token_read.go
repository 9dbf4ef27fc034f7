package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// listTokens answers a page of script tokens.
//
//	@Summary		A list of the tokens of scripts, the newest first
//	@Description	One's own; to admins all.
//	@Tags			tokens
//	@Param			page	query		PageQuery	false	"Which page"
//	@Success		200		{object}	ScriptTokenList
//	@Router			/v1/tokens [get]
func (s *Server) listTokens(c echo.Context) error {
	return sendPage(s, c, s.service.Tokens, newScriptToken)
}

// getToken answers what a script's token may do.
//
//	@Summary		One token of a script, without what the script sends
//	@Description	One's own; to admins any.
//	@Tags			tokens
//	@Param			token	path		string		true	"Id"
//	@Param			fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success		200		{object}	ScriptToken
//	@Failure		403		{object}	Problem
//	@Router			/v1/tokens/{token} [get]
func (s *Server) getToken(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(ScriptToken{}))
	token, err := s.service.Token(c.Request().Context(), actor(c), pathParam(c, "token"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, tokenState(token).answer(fields))
}
