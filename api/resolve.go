package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Resolution is what a front-end path means. Its path is the one of today.
type Resolution struct {
	Kind string `json:"kind" enums:"article,section"`
	ID   string `json:"id" format:"uuid"`
	Slug string `json:"slug"`
	Path string `json:"path" example:"article-center/sci-tech-news/some-slug"`
} // @name Resolution

// resolve tells what a front-end path means.
//
//	@Summary		What a path of the front-end means
//	@Description	Sections are found by path, articles and sections that moved by the last segment.
//	@Tags			site
//	@Param			path	query		string	true	"article-center/sci-tech-news/some-slug"	maxlength(2000)
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success		200		{object}	Resolution
//	@Failure		404		{object}	Problem
//	@Failure		410		{object}	Problem
//	@Router			/v1/resolve [get]
func (s *Server) resolve(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	path := q.text("path")
	q.means("path", func(path string) string { return news.NormaliseSlug(strings.Trim(path, "/")) })
	if err := q.err(); err != nil {
		return err
	}
	found, err := s.service.Resolve(c.Request().Context(), actor(c), path)
	if err != nil {
		return err
	}
	body := Resolution{Kind: string(found.Kind), ID: found.ID, Slug: found.Slug, Path: found.Path}
	return s.send(c, http.StatusOK, answer{body: body, groups: found.Groups, changes: found.Changes, writing: &writing{to: to}})
}
