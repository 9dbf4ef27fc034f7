package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// metaGroup is the group of answers that only a new release changes.
const metaGroup news.Group = "meta"

// Root is where a newcomer begins.
type Root struct {
	Name    string    `json:"name" example:"Broadsheet"`
	Version string    `json:"version"`
	Links   RootLinks `json:"links"`
} // @name Root

// RootLinks are the addresses to go on from.
type RootLinks struct {
	Docs    string `json:"docs" example:"/docs"`
	OpenAPI string `json:"openapi" example:"/openapi.json"`
	Health  string `json:"health" example:"/healthz"`
	Ready   string `json:"ready" example:"/readyz"`
	API     string `json:"api" example:"/v1/articles"`
} // @name RootLinks

// Health is a good sign of life.
type Health struct {
	Status string `json:"status" example:"ok"`
} // @name Health

// getRoot tells what this is and where to go on.
//
//	@Summary	What this server is
//	@Tags		meta
//	@Success	200	{object}	Root
//	@Router		/ [get]
func (s *Server) getRoot(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	root := Root{
		Name: "Broadsheet", Version: s.options.Version,
		Links: RootLinks{Docs: "/docs", OpenAPI: "/openapi.json", Health: "/healthz", Ready: "/readyz", API: "/v1/articles"},
	}
	return s.send(c, http.StatusOK, answer{body: root, groups: []news.Group{metaGroup}})
}

// getHealth tells that the process is alive.
//
//	@Summary	Whether the process is alive
//	@Tags		meta
//	@Success	200	{object}	Health
//	@Router		/healthz [get]
func (s *Server) getHealth(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: Health{Status: "ok"}})
}

// getReady tells whether requests can be served.
//
//	@Summary	Whether requests can be served
//	@Tags		meta
//	@Success	200	{object}	Health
//	@Failure	503	{object}	Problem
//	@Router		/readyz [get]
func (s *Server) getReady(c echo.Context) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	if s.draining.Load() {
		return news.Errorf(news.Unavailable, "unavailable", "the server is shutting down")
	}
	if err := s.service.Ready(c.Request().Context()); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: Health{Status: "ok"}})
}

// Drain makes the server say that it is not ready, so that no new requests are
// sent its way. It goes on answering.
func (s *Server) Drain() { s.draining.Store(true) }
