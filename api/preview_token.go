package api

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// PreviewToken lets whoever holds its link see one article before its time.
type PreviewToken struct {
	ID        string    `json:"id" format:"uuid"`
	Revision  int       `json:"revision"`
	ArticleID string    `json:"article_id" format:"uuid"`
	CreatedAt time.Time `json:"created_at" format:"date-time"`
	CreatedBy *string   `json:"created_by" format:"uuid"`
	ExpiresAt time.Time `json:"expires_at" format:"date-time"`
} // @name PreviewToken

// PreviewTokenList is a page of preview tokens.
type PreviewTokenList struct {
	Data []PreviewToken `json:"data"`
	Page PageInfo       `json:"page"`
} // @name PreviewTokenList

// NewPreviewToken is a preview token that was just made.
type NewPreviewToken struct {
	PreviewToken

	URL string `json:"url" example:"/v1/articles/01980000-0000-7000-8000-000000000000?preview=…"` // the link; shown this once
} // @name NewPreviewToken

// PreviewTokenInput says for how many seconds the link is good; a day when it
// does not.
type PreviewTokenInput struct {
	ExpiresIn  *int   `json:"expires_in" validate:"omitempty,min=60,max=604800" example:"86400"`
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name PreviewTokenInput

func (in *PreviewTokenInput) ttl() time.Duration {
	if in.ExpiresIn == nil {
		return news.DefaultPreviewTTL
	}
	return time.Duration(*in.ExpiresIn) * time.Second
}

// previewRevision is the revision of every preview token: they never change.
const previewRevision = 1

func newPreviewToken(t *news.PreviewToken) *PreviewToken {
	return &PreviewToken{
		ID: t.ID, Revision: previewRevision, ArticleID: t.ArticleID,
		CreatedAt: t.CreatedAt.UTC(), CreatedBy: t.CreatedBy, ExpiresAt: t.ExpiresAt.UTC(),
	}
}

func previewState(t *news.PreviewToken) state {
	return state{id: t.ID, revision: previewRevision, dto: newPreviewToken(t)}
}

// createPreviewToken makes a link that shows an article.
//
//	@Summary		Make a link that shows an article without an account
//	@Description	As readers would see it, for expires_in seconds: a day, or what is asked for, up to seven. The link is shown this once.
//	@Tags			previews
//	@Param			article	path		string				true	"Id or slug"
//	@Param			input	body		PreviewTokenInput	false	"For how long"
//	@Success		201		{object}	NewPreviewToken
//	@Router			/v1/articles/{article}/preview_tokens [post]
func (s *Server) createPreviewToken(c echo.Context) error {
	r := readAction(c)
	token, signed, err := s.service.CreatePreview(c.Request().Context(), actor(c), pathParam(c, "article"),
		func(article *news.Article) (time.Duration, error) {
			input := PreviewTokenInput{}
			err := firstError(s.admitMove(c, r, false)(article), r.bind(&input, nil))
			return input.ttl(), err
		})
	if err != nil {
		return err
	}
	article := "/v1/articles/" + token.ArticleID
	c.Response().Header().Set(echo.HeaderLocation, article+"/preview_tokens/"+token.ID)
	shown := newPreviewToken(token)
	return s.send(c, http.StatusCreated, answer{
		body:   NewPreviewToken{PreviewToken: *shown, URL: article + "?" + url.Values{previewParameter: {signed}}.Encode()},
		tagged: shown, revision: previewRevision,
	})
}

// listPreviewTokens answers a page of the links that show an article.
//
//	@Summary	The links that show an article and are still good, the newest first
//	@Tags		previews
//	@Param		article	path		string		true	"Id or slug"
//	@Param		page	query		PageQuery	false	"Which page"
//	@Success	200		{object}	PreviewTokenList
//	@Router		/v1/articles/{article}/preview_tokens [get]
func (s *Server) listPreviewTokens(c echo.Context) error {
	article, err := s.previewedArticle(c)
	if err != nil {
		return err
	}
	return sendPage(s, c, s.service.PreviewsOf(article), newPreviewToken)
}

// getPreviewToken answers one link that shows an article, without its token.
//
//	@Summary	One link that shows an article, without what it holds
//	@Tags		previews
//	@Param		article	path		string		true	"Id or slug"
//	@Param		id		path		string		true	"Id of the preview token"
//	@Param		fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Success	200		{object}	PreviewToken
//	@Router		/v1/articles/{article}/preview_tokens/{id} [get]
func (s *Server) getPreviewToken(c echo.Context) error {
	q := newQuery(c)
	fields := q.list("fields", answerFields(PreviewToken{}))
	article, err := s.previewedArticle(c)
	if err != nil {
		return err
	}
	token, err := s.service.PreviewToken(c.Request().Context(), article, pathParam(c, "id"))
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, previewState(token).answer(fields))
}

// deletePreviewToken revokes a link that shows an article.
//
//	@Summary	Revoke a link that shows an article, at once
//	@Tags		previews
//	@Param		article	path	string	true	"Id or slug"
//	@Param		id		path	string	true	"Id of the preview token"
//	@Success	204
//	@Router		/v1/articles/{article}/preview_tokens/{id} [delete]
func (s *Server) deletePreviewToken(c echo.Context) error {
	r := readAction(c)
	err := s.service.RevokePreview(c.Request().Context(), actor(c), pathParam(c, "article"), pathParam(c, "id"),
		func(token *news.PreviewToken) error {
			return firstError(r.admit(previewState(token), true), r.bind(&NoteInput{}, nil))
		})
	if err != nil {
		return err
	}
	return s.sendDeleted(c, nil)
}

// previewedArticle returns the article of the path to those who may make
// previews of it.
func (s *Server) previewedArticle(c echo.Context) (*news.Article, error) {
	article, err := s.service.PreviewedArticle(c.Request().Context(), actor(c), pathParam(c, "article"))
	if err != nil {
		return nil, err
	}
	return article, articleState(article, nil).moved(c)
}
