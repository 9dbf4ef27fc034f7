package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// PublishInput says when an article is to appear. What is left out keeps what
// is stored; without any time it is now. An embargo_until of null lifts the
// embargo.
type PublishInput struct {
	PublishedAt        *time.Time `json:"published_at" format:"date-time" example:"2025-07-10T16:00:00Z"`
	PublishedPrecision string     `json:"published_precision" validate:"omitempty,oneof=day minute second"`
	EmbargoUntil       *time.Time `json:"embargo_until" format:"date-time"`
	ChangeNote         string     `json:"change_note" validate:"max=500"`
	// Warnings that are overridden.
	Acknowledge []string `json:"acknowledge" validate:"max=10,dive,oneof=spam-suspected" enums:"spam-suspected"`
} // @name PublishInput

// WithdrawInput tells readers why an article is taken down.
type WithdrawInput struct {
	Reason     string `json:"reason" example:"error" validate:"required,oneof=error legal duplicate expired other"`
	Note       string `json:"note" validate:"max=1000"`
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name WithdrawInput

func articleState(a *news.Article, dto any) state {
	return state{noun: "article", id: a.ID, slug: a.Slug, revision: a.Revision, groups: a.Groups(), dto: dto}
}

// createArticle makes a draft.
//
//	@Summary	Create an article as a draft
//	@Tags		articles
//	@Param		article	body		ArticleInput	true	"The article"
//	@Success	201		{object}	WrittenArticle
//	@Router		/v1/articles [post]
func (s *Server) createArticle(c echo.Context) error {
	r := readRequest(c)
	defer s.readyBody(r)()
	written, err := s.service.CreateArticle(c.Request().Context(), actor(c), func(article *news.Article) error {
		input := ArticleInput{}
		return fillAfter(firstError(r.admitNew(), r.bind(&input, Article{})), input.fill, article)
	})
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/v1/articles/"+written.Row.ID)
	return s.sendArticle(c, http.StatusCreated, written)
}

// patchArticle changes an article.
//
//	@Summary	Change an article (JSON Merge Patch)
//	@Tags		articles
//	@Param		article		path		string			true	"Id or slug"
//	@Param		change		body		ArticleInput	true	"The fields to change; null clears"
//	@Success	200			{object}	WrittenArticle
//	@Router		/v1/articles/{article} [patch]
func (s *Server) patchArticle(c echo.Context) error {
	r := readRequest(c)
	defer s.readyBody(r)()
	written, err := s.service.UpdateArticle(c.Request().Context(), actor(c), pathParam(c, "article"), func(article *news.Article) error {
		current := newArticle(article, actor(c), s.service.Now())
		input := ArticleInput{}
		err := firstError(r.admit(articleState(article, current), true), r.bindPatch(&input, current))
		return fillAfter(err, input.fill, article)
	})
	if err != nil {
		return err
	}
	return s.sendArticle(c, http.StatusOK, written)
}

// deleteArticle puts an article into the trash, or purges it from there.
//
//	@Summary	Move an article to the trash, or purge it from there
//	@Tags		articles
//	@Param		article	path		string	true	"Id or slug"
//	@Param		purge	query		bool	false	"Remove for good what is in the trash (admin)"
//	@Success	200		{object}	WrittenArticle
//	@Success	204
//	@Router		/v1/articles/{article} [delete]
func (s *Server) deleteArticle(c echo.Context) error {
	r := readAction(c)
	purge := r.query.flag("purge")
	if purge == nil || !*purge {
		return s.moveArticle(c, r, news.MoveTrash, true)
	}
	err := s.service.Purge(c.Request().Context(), actor(c), pathParam(c, "article"), s.admitPlainMove(c, r, true))
	if err != nil {
		return err
	}
	s.setCaching(c, nil, nil)
	return c.NoContent(http.StatusNoContent)
}

// publishArticle makes an article visible, now or at a time.
//
//	@Summary	Publish an article, now or at a time
//	@Tags		articles
//	@Param		article	path		string			true	"Id or slug"
//	@Param		input	body		PublishInput	false	"When"
//	@Success	200		{object}	WrittenArticle
//	@Router		/v1/articles/{article}/publish [post]
func (s *Server) publishArticle(c echo.Context) error {
	r := readAction(c)
	written, err := s.service.Publish(c.Request().Context(), actor(c), pathParam(c, "article"),
		func(article *news.Article) (news.Publication, error) {
			input := PublishInput{}
			if err := firstError(s.admitMove(c, r, false)(article), r.bind(&input, nil)); err != nil {
				return news.Publication{}, err
			}
			return news.Publication{
				PublishedAt: input.PublishedAt, Precision: news.Precision(input.PublishedPrecision),
				EmbargoUntil: input.EmbargoUntil, ClearEmbargo: r.clears("embargo_until"),
			}, nil
		})
	if err != nil {
		return err
	}
	return s.sendArticle(c, http.StatusOK, written)
}

// withdrawArticle takes a visible article down.
//
//	@Summary	Take a visible article down, keeping a tombstone
//	@Tags		articles
//	@Param		article	path		string			true	"Id or slug"
//	@Param		input	body		WithdrawInput	true	"Why"
//	@Success	200		{object}	WrittenArticle
//	@Router		/v1/articles/{article}/withdraw [post]
func (s *Server) withdrawArticle(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.Withdraw(c.Request().Context(), actor(c), pathParam(c, "article"),
		func(article *news.Article) (news.Withdrawal, error) {
			input := WithdrawInput{}
			if err := firstError(s.admitMove(c, r, false)(article), r.bind(&input, nil)); err != nil {
				return news.Withdrawal{}, err
			}
			return news.Withdrawal{Reason: news.WithdrawalReason(input.Reason), Note: input.Note}, nil
		})
	if err != nil {
		return err
	}
	return s.sendArticle(c, http.StatusOK, written)
}

// unscheduleArticle makes a scheduled article a draft again.
//
//	@Summary	Make a scheduled article a draft again
//	@Tags		articles
//	@Param		article	path		string		true	"Id or slug"
//	@Param		input	body		NoteInput	false	"Why"
//	@Success	200		{object}	WrittenArticle
//	@Router		/v1/articles/{article}/unschedule [post]
func (s *Server) unscheduleArticle(c echo.Context) error {
	return s.moveArticle(c, readAction(c), news.MoveUnschedule, false)
}

// trashArticle sets an article aside.
//
//	@Summary	Move an article to the trash
//	@Tags		articles
//	@Param		article	path		string		true	"Id or slug"
//	@Param		input	body		NoteInput	false	"Why"
//	@Success	200		{object}	WrittenArticle
//	@Router		/v1/articles/{article}/trash [post]
func (s *Server) trashArticle(c echo.Context) error {
	return s.moveArticle(c, readAction(c), news.MoveTrash, false)
}

// restoreArticle takes an article out of the trash, as a draft.
//
//	@Summary	Restore an article from the trash as a draft
//	@Tags		articles
//	@Param		article	path		string		true	"Id or slug"
//	@Param		input	body		NoteInput	false	"Why"
//	@Success	200		{object}	WrittenArticle
//	@Router		/v1/articles/{article}/restore [post]
func (s *Server) restoreArticle(c echo.Context) error {
	return s.moveArticle(c, readAction(c), news.MoveRestore, false)
}

// moveArticle makes a move that takes no input.
func (s *Server) moveArticle(c echo.Context, r *request, move news.Move, ifMatch bool) error {
	written, err := s.service.Move(c.Request().Context(), actor(c), move, pathParam(c, "article"),
		s.admitPlainMove(c, r, ifMatch))
	if err != nil {
		return err
	}
	return s.sendArticle(c, http.StatusOK, written)
}

// admitPlainMove judges a request for a move that takes no input.
func (s *Server) admitPlainMove(c echo.Context, r *request, ifMatch bool) func(*news.Article) error {
	return func(article *news.Article) error {
		return firstError(s.admitMove(c, r, ifMatch)(article), r.bind(&NoteInput{}, nil))
	}
}

// admitMove judges a request for a move up to its body.
func (s *Server) admitMove(c echo.Context, r *request, ifMatch bool) func(*news.Article) error {
	return func(article *news.Article) error {
		return r.admit(articleState(article, newArticle(article, actor(c), s.service.Now())), ifMatch)
	}
}

func (s *Server) sendArticle(c echo.Context, status int, written service.Written[news.Article]) error {
	article := newArticle(written.Row, actor(c), s.service.Now())
	body := WrittenArticle{Article: *article, Warnings: newWarnings(written.Warnings)}
	return sendWritten(s, c, status, written, answer{body: body, tagged: article, revision: article.Revision})
}
