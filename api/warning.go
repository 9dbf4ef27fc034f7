package api

import "github.com/seed-6f93249c/broadsheet/internal/news"

// Warning is something that an editor should look at. Its pointer (RFC 6901)
// leads into the article; the excerpt is the first of so many places there.
type Warning struct {
	Code    string  `json:"code" example:"spam-suspected"`
	Pointer string  `json:"pointer" example:"/title"`
	Detail  string  `json:"detail"`
	Excerpt *string `json:"excerpt"`
	Count   int     `json:"count"`
} // @name Warning

// WarningInput is a warning that comes back.
type WarningInput struct {
	Code    string `json:"code"`
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
	Excerpt string `json:"excerpt"`
	Count   int    `json:"count"`
} // @name WarningInput

func newWarnings(rows []news.Warning) []Warning {
	shown := make([]Warning, len(rows))
	for i, w := range rows {
		shown[i] = Warning{Code: w.Code, Pointer: w.Pointer, Detail: w.Detail, Excerpt: orNull(w.Excerpt), Count: w.Count}
	}
	return shown
}
