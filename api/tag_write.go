package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// patchTag renames a tag.
//
//	@Summary	Rename a tag (JSON Merge Patch)
//	@Tags		tags
//	@Param		tag		path		string			true	"Id or slug"
//	@Param		change	body		TagNameInput	true	"The fields to change"
//	@Success	200		{object}	Tag
//	@Router		/v1/tags/{tag} [patch]
func (s *Server) patchTag(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.UpdateTag(c.Request().Context(), actor(c), pathParam(c, "tag"), func(tag *news.Tag) error {
		input := TagNameInput{}
		current := tagState(tag)
		if err := firstError(r.admit(current, true), r.bindPatch(&input, current.dto)); err != nil {
			return err
		}
		input.fill(tag)
		return nil
	})
	if err != nil {
		return err
	}
	return sendWritten(s, c, http.StatusOK, written, tagState(written.Row).answer(nil))
}

// deleteTag removes a tag.
//
//	@Summary	Delete a tag that no article carries
//	@Tags		tags
//	@Param		tag	path	string	true	"Id or slug"
//	@Success	204
//	@Router		/v1/tags/{tag} [delete]
func (s *Server) deleteTag(c echo.Context) error {
	r := readAction(c)
	groups, err := s.service.DeleteTag(c.Request().Context(), actor(c), pathParam(c, "tag"), func(tag *news.Tag) error {
		return firstError(r.admit(tagState(tag), true), r.bind(&NoteInput{}, nil))
	})
	if err != nil {
		return err
	}
	return s.sendDeleted(c, groups)
}

// mergeTags puts another tag in the place of one.
//
//	@Summary	Merge a tag into another, which is answered
//	@Tags		tags
//	@Param		tag		path		string		true	"Id or slug"
//	@Param		input	body		MergeInput	true	"Into which"
//	@Success	200		{object}	Tag
//	@Router		/v1/tags/{tag}/merge [post]
func (s *Server) mergeTags(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.MergeTags(c.Request().Context(), actor(c), pathParam(c, "tag"), func(tag *news.Tag) (string, error) {
		return r.mergeInto(tagState(tag))
	})
	if err != nil {
		return err
	}
	return sendWritten(s, c, http.StatusOK, written, tagState(written.Row).answer(nil))
}
