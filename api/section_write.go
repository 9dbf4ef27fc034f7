package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// createSection makes a section.
//
//	@Summary	Create a section
//	@Tags		sections
//	@Param		section	body		SectionInput	true	"The section"
//	@Success	201		{object}	Section
//	@Router		/v1/sections [post]
func (s *Server) createSection(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.CreateSection(c.Request().Context(), actor(c), func(section *news.Section) error {
		input := SectionInput{}
		return fillAfter(firstError(r.admitNew(), r.bind(&input, Section{})), input.fill, section)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/sections/"+written.Row.ID)
	return sendWritten(s, c, http.StatusCreated, written, sectionState(written.Row).answer(nil))
}

// patchSection changes a section, or moves it.
//
//	@Summary	Change or move a section (JSON Merge Patch)
//	@Tags		sections
//	@Param		section	path		string			true	"Id or slug"
//	@Param		change	body		SectionInput	true	"The fields to change; null clears"
//	@Success	200		{object}	Section
//	@Router		/v1/sections/{section} [patch]
func (s *Server) patchSection(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.UpdateSection(c.Request().Context(), actor(c), pathParam(c, "section"), func(section *news.Section) error {
		input := SectionInput{}
		shown := newSection(section).counted(section.ArticleCount)
		err := firstError(r.admit(sectionState(section), true), r.bindPatch(&input, shown))
		return fillAfter(err, input.fill, section)
	})
	if err != nil {
		return err
	}
	return sendWritten(s, c, http.StatusOK, written, sectionState(written.Row).answer(nil))
}

// deleteSection removes a section.
//
//	@Summary	Delete a section
//	@Tags		sections
//	@Param		section	path	string	true	"Id or slug"
//	@Param		move_to	query	string	false	"Id or slug of the section where its sections and articles go"
//	@Success	204
//	@Router		/v1/sections/{section} [delete]
func (s *Server) deleteSection(c echo.Context) error {
	r := readAction(c)
	moveTo := textOrNil(r.query.text("move_to"))
	check := func(section *news.Section) error {
		return firstError(r.admit(sectionState(section), true), r.bind(&NoteInput{}, nil))
	}
	groups, err := s.service.DeleteSection(c.Request().Context(), actor(c), pathParam(c, "section"), moveTo, check)
	if err != nil {
		return err
	}
	return s.sendDeleted(c, groups)
}
