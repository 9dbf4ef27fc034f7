package api

import (
	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// previewParameter names the one parameter that holds a token: it is kept out of
// every log, and answers to it out of every cache.
const previewParameter = "preview"

// preview returns the token of a request for a preview.
func preview(q *query) (token string, asked bool) {
	token = q.text(previewParameter)
	return token, token != ""
}

// previews reports whether a request carries a preview token, good or not.
func previews(c echo.Context) bool {
	return c.QueryParams().Has(previewParameter)
}

// wantedArticle returns the article of the path as who asks may see it, and who
// that is: who asks for a preview sees what readers would.
func (s *Server) wantedArticle(c echo.Context, q *query) (*news.Article, error) {
	ctx, ref := c.Request().Context(), pathParam(c, "article")
	token, asked := preview(q)
	if !asked {
		return s.service.Article(ctx, actor(c), ref)
	}
	c.Set(actorKey, news.Actor{Address: actor(c).Address, RequestID: requestID(c)})
	return s.service.Preview(ctx, token, ref)
}
