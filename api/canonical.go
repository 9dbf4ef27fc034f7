package api

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// spelling returns the path and query of a read as most would write it: the id
// or slug as it is kept, parameters and their values in order, without those
// that are known to be the default anyway, and the script that the header asks
// for where no parameter does. Requests of one spelling mean the same. ok is
// false when the query can't be read, or asks for a preview, which is for who
// has the token.
func (s *Server) spelling(c echo.Context) (text string, ok bool) {
	q := newQuery(c)
	if len(q.faults) > 0 || q.values.Has("preview") {
		return "", false
	}
	known, _ := s.defaults.Load(c.Path())
	defaults, _ := known.(map[string]string)
	for name, values := range q.values {
		switch {
		case len(values) > 1:
			slices.Sort(values)
		case values[0] == "":
		case defaults[name] == values[0]:
			delete(q.values, name)
		case name == "fields" || name == "include":
			parts := strings.Split(values[0], ",")
			slices.Sort(parts)
			values[0] = strings.Join(parts, ",")
		}
	}
	text = spell(c, "", q.values)
	if wanted := acceptedScript(c.Request()); wanted != "" && !q.values.Has(scriptParameter) {
		text = inScript(text, wanted)
	}
	return text, true
}

// normalRef returns an id or slug as it is kept.
func normalRef(ref string) string {
	if id, ok := news.ParseID(ref); ok {
		return id
	}
	return news.NormaliseSlug(ref)
}

// spell writes the request's path, with ref in the place of its first parameter
// if it is not "", and a query.
func spell(c echo.Context, ref string, values url.Values) string {
	segments := strings.Split(c.Path(), "/")
	for i, segment := range segments {
		name, isParam := strings.CutPrefix(segment, ":")
		if !isParam {
			continue
		}
		if ref == "" {
			ref = normalRef(pathParam(c, name))
		}
		segments[i], ref = url.PathEscape(ref), ""
	}
	path := strings.Join(segments, "/")
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return path
}

// learn remembers which values a route's parameters have anyway, as its handler
// read them. One that is not always the same is none.
func (s *Server) learn(path string, read map[string]string) {
	known, there := s.defaults.LoadOrStore(path, read)
	before, _ := known.(map[string]string)
	if !there || maps.Equal(before, read) {
		return
	}
	both := maps.Clone(before)
	maps.DeleteFunc(both, func(name, value string) bool { return read[name] != value })
	s.defaults.Store(path, both)
}
