package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// keysGroup is the group of answers that show the signing keys.
const keysGroup news.Group = "keys"

// LoginInput is what a user signs in with.
type LoginInput struct {
	Email    string `json:"email" validate:"required,max=254" example:"editor@example.org"`
	Password string `json:"password" validate:"required,bytes=1024" example:"correct horse battery staple"`
} // @name LoginInput

// RefreshInput carries the refresh token of a session.
type RefreshInput struct {
	RefreshToken string `json:"refresh_token" validate:"required,max=200"`
} // @name RefreshInput

// PasswordInput is a new password, with the token that allows it.
type PasswordInput struct {
	ResetToken string `json:"reset_token" validate:"required,max=200"`
	Password   string `json:"password" validate:"required,bytes=1024"` // 12 characters or more
} // @name PasswordInput

// Tokens are what a client gets for signing in (RFC 6749, 5.1).
type Tokens struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type" enums:"Bearer"`
	ExpiresIn    int    `json:"expires_in" example:"900"` // seconds
	RefreshToken string `json:"refresh_token"`
} // @name Tokens

// KeySet is a set of public keys (RFC 7517, 5).
type KeySet struct {
	Keys []Key `json:"keys"`
} // @name KeySet

// Key is one public key that access tokens are verified with (RFC 8037).
type Key struct {
	KeyType   string `json:"kty" enums:"OKP"`
	Curve     string `json:"crv" enums:"Ed25519"`
	X         string `json:"x"`
	KeyID     string `json:"kid"`
	Use       string `json:"use" enums:"sig"`
	Algorithm string `json:"alg" enums:"EdDSA"`
} // @name Key

// login opens a session.
//
//	@Summary	Sign in
//	@Tags		auth
//	@Param		credentials	body		LoginInput	true	"E-mail address and password"
//	@Success	200			{object}	Tokens
//	@Failure	404			{object}	Problem
//	@Failure	429			{object}	Problem
//	@Router		/v1/auth/login [post]
func (s *Server) login(c echo.Context) error {
	r, input := readRequest(c), LoginInput{}
	if err := firstError(r.admitNew(), r.bind(&input, nil)); err != nil {
		return err
	}
	tokens, err := s.service.Login(c.Request().Context(), actor(c), input.Email, input.Password)
	if err != nil {
		return err
	}
	return s.sendTokens(c, tokens)
}

// refresh trades a refresh token for new tokens.
//
//	@Summary	Trade a refresh token, once, for new tokens
//	@Tags		auth
//	@Param		token	body		RefreshInput	true	"The newest refresh token of the session"
//	@Success	200		{object}	Tokens
//	@Failure	404		{object}	Problem
//	@Router		/v1/auth/refresh [post]
func (s *Server) refresh(c echo.Context) error {
	r, input := readRequest(c), RefreshInput{}
	if err := firstError(r.admitNew(), r.bind(&input, nil)); err != nil {
		return err
	}
	tokens, err := s.service.Refresh(c.Request().Context(), actor(c), input.RefreshToken)
	if err != nil {
		return err
	}
	return s.sendTokens(c, tokens)
}

// logout ends a session.
//
//	@Summary	Sign out
//	@Tags		auth
//	@Param		token	body	RefreshInput	true	"A refresh token of the session"
//	@Success	204
//	@Router		/v1/auth/logout [post]
func (s *Server) logout(c echo.Context) error {
	r, input := readRequest(c), RefreshInput{}
	if err := firstError(r.admitNew(), r.bind(&input, nil)); err != nil {
		return err
	}
	if err := s.service.Logout(c.Request().Context(), actor(c), input.RefreshToken); err != nil {
		return err
	}
	s.setCaching(c, nil, nil)
	return c.NoContent(http.StatusNoContent)
}

// setPassword uses a reset token up.
//
//	@Summary		Set a password with a reset token
//	@Description	The token is good once and for a day. The user's sessions end.
//	@Tags			auth
//	@Param			input	body	PasswordInput	true	"The token and the new password"
//	@Success		204
//	@Failure		404	{object}	Problem
//	@Router			/v1/auth/password [post]
func (s *Server) setPassword(c echo.Context) error {
	r, input := readRequest(c), PasswordInput{}
	if err := firstError(r.admitNew(), r.bind(&input, nil)); err != nil {
		return err
	}
	if err := s.service.RedeemReset(c.Request().Context(), actor(c), input.ResetToken, input.Password); err != nil {
		return err
	}
	s.setCaching(c, nil, nil)
	return c.NoContent(http.StatusNoContent)
}

// getMe answers who is signed in.
//
//	@Summary	Who I am
//	@Tags		auth
//	@Param		fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success	200		{object}	User
//	@Router		/v1/auth/me [get]
func (s *Server) getMe(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(User{}))
	user, err := s.service.Me(c.Request().Context(), actor(c))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: newUser(user), revision: user.Revision, fields: fields})
}

// getKeys answers the public keys of access tokens.
//
//	@Summary	The public keys that access tokens are signed with (JWKS)
//	@Tags		auth
//	@Success	200	{object}	KeySet
//	@Router		/.well-known/jwks.json [get]
func (s *Server) getKeys(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	set := KeySet{Keys: []Key{}}
	for _, key := range s.service.JWKS().Keys {
		set.Keys = append(set.Keys, Key(key))
	}
	return s.send(c, http.StatusOK, answer{body: set, groups: []news.Group{keysGroup}})
}

func (s *Server) sendTokens(c echo.Context, t service.Tokens) error {
	return s.send(c, http.StatusOK, answer{body: Tokens{
		AccessToken: t.Access, TokenType: "Bearer", ExpiresIn: int(t.ExpiresIn.Seconds()), RefreshToken: t.Refresh,
	}})
}
