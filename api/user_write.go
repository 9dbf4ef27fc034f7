package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// createUser makes a user.
//
//	@Summary	Create a user
//	@Tags		users
//	@Param		user	body		UserInput	true	"The user"
//	@Success	201		{object}	NewUser
//	@Router		/v1/users [post]
func (s *Server) createUser(c echo.Context) error {
	r := readRequest(c)
	user, reset, err := s.service.AddUser(c.Request().Context(), actor(c), func(user *service.NewUser) error {
		input := UserInput{}
		return fillAfter(firstError(r.admitNew(), r.bind(&input, NewUser{})), input.fill, user)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/users/"+user.ID)
	shown := newUser(user)
	return s.send(c, http.StatusCreated, answer{
		body: NewUser{User: *shown, PasswordReset: newPasswordReset(reset)}, tagged: shown, revision: user.Revision,
	})
}

// patchUser changes a user.
//
//	@Summary		Change a user (JSON Merge Patch)
//	@Description	Admins change anything about anyone; everyone the own name, and the own password with current_password.
//	@Tags			users
//	@Param			user	path		string			true	"Id"
//	@Param			change	body		UserChangeInput	true	"The fields to change"
//	@Success		200		{object}	User
//	@Failure		403		{object}	Problem
//	@Failure		429		{object}	Problem
//	@Router			/v1/users/{user} [patch]
func (s *Server) patchUser(c echo.Context) error {
	r := readRequest(c)
	user, err := s.service.UpdateUser(c.Request().Context(), actor(c), pathParam(c, "user"), func(edit *service.UserEdit) error {
		input, current := UserChangeInput{}, userState(&edit.User)
		return fillAfter(firstError(r.admit(current, true), r.bindPatch(&input, current.dto)), input.fill, edit)
	})
	if err != nil {
		return err
	}
	return s.send(c, http.StatusOK, userState(user).answer(nil))
}

// resetPassword makes the token with which a user can set a password.
//
//	@Summary		Let a user set a password
//	@Description	The token is good once and for a day, at /v1/auth/password; the one before is no longer.
//	@Tags			users
//	@Param			user	path		string		true	"Id"
//	@Param			input	body		NoteInput	false	"Why"
//	@Success		200		{object}	PasswordReset
//	@Failure		412		{object}	Problem
//	@Router			/v1/users/{user}/password_reset [post]
func (s *Server) resetPassword(c echo.Context) error {
	r := readAction(c)
	reset, err := s.service.ResetPassword(c.Request().Context(), actor(c), pathParam(c, "user"), func(user *news.User) error {
		return firstError(r.admit(userState(user), false), r.bind(&NoteInput{}, nil))
	})
	if err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: newPasswordReset(reset)})
}
