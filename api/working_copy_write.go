package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// createWorkingCopy makes a working copy of a visible article.
//
//	@Summary	Make a private working copy of a visible article
//	@Tags		working copies
//	@Param		article	path		string		true	"Id or slug"
//	@Param		input	body		NoteInput	false	"Why"
//	@Success	201		{object}	WorkingCopy
//	@Router		/v1/articles/{article}/working_copy [post]
func (s *Server) createWorkingCopy(c echo.Context) error {
	r := readAction(c)
	written, err := s.service.CreateWorkingCopy(c.Request().Context(), actor(c), pathParam(c, "article"), s.admitPlainMove(c, r, false))
	if err != nil {
		return err
	}
	return s.sendWorkingCopy(c, http.StatusCreated, written)
}

// patchWorkingCopy changes a working copy.
//
//	@Summary		Change a working copy (JSON Merge Patch)
//	@Description	The rules are those of the article. A publish_at of null calls its publication off.
//	@Tags			working copies
//	@Param			article	path		string				true	"Id or slug"
//	@Param			change	body		WorkingCopyInput	true	"The fields to change; null clears"
//	@Success		200		{object}	WorkingCopy
//	@Router			/v1/articles/{article}/working_copy [patch]
func (s *Server) patchWorkingCopy(c echo.Context) error {
	r := readRequest(c)
	defer s.readyBody(r)()
	fill := func(copied *service.WorkingCopy) error {
		current := newWorkingCopy(copied, actor(c), s.service.Now())
		input := WorkingCopyInput{}
		err := firstError(r.admit(workingCopyState(copied, current), true), r.bindPatch(&input, current))
		if err == nil {
			err = news.NewInvalid(input.calledOff(current))
		}
		return fillAfter(err, input.fill, copied)
	}
	written, err := s.service.UpdateWorkingCopy(c.Request().Context(), actor(c), pathParam(c, "article"), fill)
	if err != nil {
		return err
	}
	return s.sendWorkingCopy(c, http.StatusOK, written)
}

// sendWorkingCopy answers a write with the copy and all that an editor should
// look at. The ETag is that of the copy as it is read.
func (s *Server) sendWorkingCopy(c echo.Context, status int, written service.Written[service.WorkingCopy]) error {
	shown := newWorkingCopy(written.Row, actor(c), s.service.Now())
	body := *shown
	body.Warnings = newWarnings(written.Warnings)
	if status == http.StatusCreated {
		c.Response().Header().Set(echo.HeaderLocation, shown.Links.Self)
	}
	return sendWritten(s, c, status, written, answer{body: body, tagged: shown, revision: shown.Revision})
}

// deleteWorkingCopy throws a working copy away, and its publication with it.
//
//	@Summary	Throw a working copy away
//	@Tags		working copies
//	@Param		article	path	string	true	"Id or slug"
//	@Success	204
//	@Router		/v1/articles/{article}/working_copy [delete]
func (s *Server) deleteWorkingCopy(c echo.Context) error {
	r := readAction(c)
	err := s.service.DeleteWorkingCopy(c.Request().Context(), actor(c), pathParam(c, "article"), func(copied *service.WorkingCopy) error {
		current := newWorkingCopy(copied, actor(c), s.service.Now())
		return firstError(r.admit(workingCopyState(copied, current), true), r.bind(&NoteInput{}, nil))
	})
	if err != nil {
		return err
	}
	return s.sendDeleted(c, nil)
}

// publishWorkingCopy makes a working copy the article's next revision.
//
//	@Summary		Publish a working copy as one revision, now or at a time
//	@Description	When the article has changed since the copy was made, this is a 412; If-Match: * publishes over that.
//	@Tags			working copies
//	@Param			article	path		string					true	"Id or slug"
//	@Param			input	body		WorkingCopyPublishInput	false	"When"
//	@Success		200		{object}	WrittenArticle
//	@Success		202		{object}	WorkingCopy
//	@Router			/v1/articles/{article}/working_copy/publish [post]
func (s *Server) publishWorkingCopy(c echo.Context) error {
	r := readAction(c)
	published, err := s.service.PublishWorkingCopy(c.Request().Context(), actor(c), pathParam(c, "article"),
		func(copied *service.WorkingCopy) (service.CopyPublication, error) { return s.admitCopy(c, r, copied) })
	if err != nil {
		return err
	}
	if published.Scheduled != nil {
		scheduled := service.Written[service.WorkingCopy]{Row: published.Scheduled, Warnings: published.Warnings}
		return s.sendWorkingCopy(c, http.StatusAccepted, scheduled)
	}
	return s.sendArticle(c, http.StatusOK, published.Written)
}

// admitCopy judges a request to publish a copy. The tag in If-Match is the
// copy's; an article that has changed since is told with its own.
func (s *Server) admitCopy(c echo.Context, r *request, copied *service.WorkingCopy) (service.CopyPublication, error) {
	none := service.CopyPublication{}
	current := newWorkingCopy(copied, actor(c), s.service.Now())
	_, star, _ := entityTags(c.Request().Header.Values("If-Match"))
	if err := r.admit(workingCopyState(copied, current), false); err != nil {
		return none, err
	}
	if err := copied.Row.CheckBase(copied.Live); err != nil && !star {
		return none, firstError(s.tagArticle(c, copied.Live), err)
	}
	input := WorkingCopyPublishInput{}
	if err := r.bind(&input, nil); err != nil {
		return none, err
	}
	if r.clears("at") {
		return none, news.NewInvalid([]news.Field{{Pointer: "/at", Code: "required", Detail: "at can't be null: leave it out to publish now"}})
	}
	return service.CopyPublication{At: input.At, Overwrite: star}, nil
}

// tagArticle sets the ETag of an article as a bare signed-in GET shows it.
func (s *Server) tagArticle(c echo.Context, article *news.Article) error {
	return setTag(c, article.Revision, newArticle(article, actor(c), s.service.Now()))
}
