package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// createToken makes a token for a script.
//
//	@Summary		Create a token for a script
//	@Description	Its rights are its scopes, cut to its owner's role of the day. The token is shown this once.
//	@Tags			tokens
//	@Param			token	body		ScriptTokenInput	true	"What the token may do"
//	@Success		201		{object}	NewScriptToken
//	@Failure		403		{object}	Problem
//	@Router			/v1/tokens [post]
func (s *Server) createToken(c echo.Context) error {
	r := readRequest(c)
	token, signed, err := s.service.CreateToken(c.Request().Context(), actor(c), func(token *service.NewToken) error {
		input := ScriptTokenInput{}
		return fillAfter(firstError(r.admitNew(), r.bind(&input, NewScriptToken{})), input.fill, token)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/tokens/"+token.ID)
	shown := newScriptToken(token)
	return s.send(c, http.StatusCreated, answer{
		body: NewScriptToken{ScriptToken: *shown, Token: signed}, tagged: shown, revision: tokenRevision,
	})
}

// deleteToken revokes a token.
//
//	@Summary		Revoke a token of a script
//	@Description	One's own; by admins any. It is refused within two seconds.
//	@Tags			tokens
//	@Param			token	path	string	true	"Id"
//	@Success		204
//	@Failure		403	{object}	Problem
//	@Router			/v1/tokens/{token} [delete]
func (s *Server) deleteToken(c echo.Context) error {
	r := readAction(c)
	err := s.service.DeleteToken(c.Request().Context(), actor(c), pathParam(c, "token"), func(token *news.Token) error {
		return firstError(r.admit(tokenState(token), true), r.bind(&NoteInput{}, nil))
	})
	if err != nil {
		return err
	}
	return s.sendDeleted(c, nil)
}
