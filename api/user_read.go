package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// listUsers answers a page of users.
//
//	@Summary	A list of users, by e-mail address
//	@Tags		users
//	@Param		page	query		PageQuery	false	"Which page"
//	@Success	200		{object}	UserList
//	@Router		/v1/users [get]
func (s *Server) listUsers(c echo.Context) error {
	return sendPage(s, c, s.service.Users, newUser)
}

// getUser answers one user.
//
//	@Summary		One user
//	@Description	To admins any, to everyone their own.
//	@Tags			users
//	@Param			user	path		string		true	"Id"
//	@Param			fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success		200		{object}	User
//	@Failure		403		{object}	Problem
//	@Router			/v1/users/{user} [get]
func (s *Server) getUser(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(User{}))
	user, err := s.service.User(c.Request().Context(), actor(c), pathParam(c, "user"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, userState(user).answer(fields))
}
