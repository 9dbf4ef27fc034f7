package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// createByline makes a byline.
//
//	@Summary	Create a byline
//	@Tags		bylines
//	@Param		byline	body		BylineInput	true	"The byline"
//	@Success	201		{object}	Byline
//	@Router		/v1/bylines [post]
func (s *Server) createByline(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.CreateByline(c.Request().Context(), actor(c), func(byline *news.Byline) error {
		input := BylineInput{}
		return fillAfter(firstError(r.admitNew(), r.bind(&input, Byline{})), input.fill, byline)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/bylines/"+written.Row.ID)
	return sendWritten(s, c, http.StatusCreated, written, bylineState(written.Row, actor(c)).answer(nil))
}

// patchByline changes a byline.
//
//	@Summary	Change a byline (JSON Merge Patch)
//	@Tags		bylines
//	@Param		byline	path		string		true	"Id or slug"
//	@Param		change	body		BylineInput	true	"The fields to change; null clears"
//	@Success	200		{object}	Byline
//	@Router		/v1/bylines/{byline} [patch]
func (s *Server) patchByline(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.UpdateByline(c.Request().Context(), actor(c), pathParam(c, "byline"), func(byline *news.Byline) error {
		input := BylineInput{}
		current := bylineState(byline, actor(c))
		err := firstError(r.admit(current, true), r.bindPatch(&input, current.dto))
		return fillAfter(err, input.fill, byline)
	})
	if err != nil {
		return err
	}
	return sendWritten(s, c, http.StatusOK, written, bylineState(written.Row, actor(c)).answer(nil))
}

// deleteByline removes a byline.
//
//	@Summary	Delete a byline that no article credits
//	@Tags		bylines
//	@Param		byline	path	string	true	"Id or slug"
//	@Success	204
//	@Router		/v1/bylines/{byline} [delete]
func (s *Server) deleteByline(c echo.Context) error {
	r := readAction(c)
	groups, err := s.service.DeleteByline(c.Request().Context(), actor(c), pathParam(c, "byline"), func(byline *news.Byline) error {
		return firstError(r.admit(bylineState(byline, actor(c)), true), r.bind(&NoteInput{}, nil))
	})
	if err != nil {
		return err
	}
	return s.sendDeleted(c, groups)
}

// mergeBylines moves the credits of a byline to another.
//
//	@Summary	Merge a byline into another, which is answered
//	@Tags		bylines
//	@Param		byline	path		string		true	"Id or slug"
//	@Param		input	body		MergeInput	true	"Into which"
//	@Success	200		{object}	Byline
//	@Router		/v1/bylines/{byline}/merge [post]
func (s *Server) mergeBylines(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.MergeBylines(c.Request().Context(), actor(c), pathParam(c, "byline"), func(byline *news.Byline) (string, error) {
		return r.mergeInto(bylineState(byline, actor(c)))
	})
	if err != nil {
		return err
	}
	return sendWritten(s, c, http.StatusOK, written, bylineState(written.Row, actor(c)).answer(nil))
}
