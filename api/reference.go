package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/docs"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/reference"
)

// referenceFiles unpacks the reference page when it is first asked for.
var referenceFiles = sync.OnceValues(reference.Files)

// getReference serves the reference page.
//
//	@Summary	The reference, as a page to read and to try calls on
//	@Tags		meta
//	@Produce	html
//	@Success	200	{string}	string
//	@Router		/docs [get]
func (s *Server) getReference(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentSecurityPolicy, reference.Policy)
	return s.sendReference(c, reference.Index)
}

// getReferenceFile serves what the reference page is made of, the page itself
// aside: it has one address.
//
//	@Summary	A file of the reference page
//	@Tags		meta
//	@Produce	text/css,text/javascript,image/svg+xml
//	@Param		file	path		string	true	"Its name"
//	@Success	200		{string}	string
//	@Router		/docs/{file} [get]
func (s *Server) getReferenceFile(c echo.Context) error {
	name := pathParam(c, "file")
	if name == reference.Index {
		return news.Missing("file")
	}
	return s.sendReference(c, name)
}

func (s *Server) sendReference(c echo.Context, name string) error {
	files, err := referenceFiles()
	if err != nil {
		return err
	}
	file, ok := files[name]
	if !ok {
		return news.Missing("file")
	}
	return s.sendFile(c, file)
}

// getOpenAPIJSON serves the OpenAPI document as JSON.
//
//	@Summary	This description (OpenAPI 3.1)
//	@Tags		meta
//	@Success	200	{object}	object
//	@Router		/openapi.json [get]
func (s *Server) getOpenAPIJSON(c echo.Context) error {
	return s.sendFile(c, reference.File{Type: echo.MIMEApplicationJSON, Content: docs.OpenAPIJSON})
}

// getOpenAPIYAML serves the OpenAPI document as YAML.
//
//	@Summary	This description (OpenAPI 3.1) as YAML
//	@Tags		meta
//	@Produce	application/yaml
//	@Success	200	{string}	string
//	@Router		/openapi.yaml [get]
func (s *Server) getOpenAPIYAML(c echo.Context) error {
	return s.sendFile(c, reference.File{Type: "application/yaml", Content: docs.OpenAPIYAML})
}

// getSwagger serves the Swagger 2.0 document.
//
//	@Summary	The Swagger 2.0 description that this one is made from
//	@Tags		meta
//	@Success	200	{object}	object
//	@Router		/swagger.json [get]
func (s *Server) getSwagger(c echo.Context) error {
	return s.sendFile(c, reference.File{Type: echo.MIMEApplicationJSON, Content: docs.Swagger})
}

// sendFile answers with a file that only a new release changes, compressed
// where it lies so and the client takes it.
func (s *Server) sendFile(c echo.Context, file reference.File) error {
	if err := newQuery(c).err(); err != nil {
		return err
	}
	header, content, tag := c.Response().Header(), file.Content, entityTag(0, file.Content)
	unchanged := notModified(c.Request(), tag)
	if file.Gzip != nil && takesGzip(c.Request()) {
		content, tag = file.Gzip, strings.TrimSuffix(tag, `"`)+`-gzip"`
		header.Set(echo.HeaderContentEncoding, "gzip")
	}
	header.Set("ETag", tag)
	s.setCaching(c, []news.Group{metaGroup}, nil)
	if unchanged {
		header.Del(echo.HeaderContentEncoding)
		return c.NoContent(http.StatusNotModified)
	}
	header.Set(echo.HeaderContentLength, strconv.Itoa(len(content)))
	if c.Request().Method == http.MethodHead {
		header.Set(echo.HeaderContentType, file.Type)
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, file.Type, content)
}

// takesGzip reports whether Accept-Encoding has gzip with a weight above zero
// (RFC 9110, 12.5.3).
func takesGzip(r *http.Request) bool {
	for _, value := range r.Header.Values(echo.HeaderAcceptEncoding) {
		for offer := range strings.SplitSeq(value, ",") {
			coding, weight, _ := strings.Cut(offer, ";")
			name := strings.ToLower(strings.TrimSpace(coding))
			if name == "gzip" || name == "x-gzip" {
				_, q, _ := strings.Cut(weight, "=")
				least, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
				return q == "" || (err == nil && least > 0)
			}
		}
	}
	return false
}
