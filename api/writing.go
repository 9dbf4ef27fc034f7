package api

import (
	"cmp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/script"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// writing puts the texts of one answer into the script of Chinese that is
// wanted. What is stored stays as it is.
type writing struct {
	to       script.Script // "" leaves all as it is written
	site     string        // the site's language, known where a script is wanted
	language string        // of the answer, "" where it has several
	differs  bool          // with another wish the answer could be another
	changed  bool          // what is at hand is not as it was written
}

// writing returns what writes an answer in a script. Names of sections, bylines
// and tags have no language of their own: they are taken to be in the site's.
func (s *Server) writing(c echo.Context, to script.Script) (*writing, error) {
	if to == "" {
		return &writing{}, nil
	}
	site, err := s.service.Site(c.Request().Context())
	if err != nil {
		return nil, err
	}
	return &writing{to: to, site: site.Language}, nil
}

// tell says of an answer what it depends on, and in which language it is.
func (w *writing) tell(c echo.Context, a *answer) {
	if w.site != "" && a.groups != nil {
		a.groups = news.UnionGroups(a.groups, []news.Group{service.SiteGroup})
	}
	if w.differs {
		c.Set(languageKey, true)
	}
	header := c.Response().Header()
	if load := loadOf(c); load != nil && load.query != nil && !w.differs && header["Link"] == nil {
		load.query.meaning.Del(scriptParameter) // one entry does for all scripts
	}
	language := w.language
	if language == "" && w.differs {
		language = w.to.Tag()
	}
	if language != "" {
		header.Set("Content-Language", language)
	}
}

// from returns what converts text of a language, nil if nothing does.
func (w *writing) from(language string) *script.Converter {
	if _, isChinese := script.Of(language); isChinese {
		w.differs = true
	}
	in := script.For(language, w.to)
	w.changed = w.changed || in != nil
	return in
}

// names converts names, of which none may be there, in what is in a language;
// "" is the site's.
func (w *writing) names(around string, names ...*string) {
	if hasOwnHan(around) || hasOwnHan(w.site) {
		return
	}
	usual := w.site
	if _, isChinese := script.Of(usual); !isChinese {
		usual = around
	}
	for _, name := range names {
		if name == nil || !script.HasHan(*name) {
			continue
		}
		w.differs = true
		if w.to == "" {
			continue
		}
		shown := script.For(script.OfName(*name, usual), w.to).Text(*name)
		w.changed = w.changed || shown != *name
		*name = shown
	}
}

// hasOwnHan tells the languages besides Chinese that are written with Han
// characters, which have their own forms.
func hasOwnHan(language string) bool {
	base, _, _ := strings.Cut(language, "-")
	return base == "ja" || base == "ko"
}

// convert converts texts, of which none may be there.
func convert(in *script.Converter, texts ...*string) {
	if in == nil {
		return
	}
	for _, text := range texts {
		if text != nil {
			*text = in.Text(*text)
		}
	}
}

// wording returns how editors word an article in the script, "" where they do
// not. A wording in Hant does for Taiwan and Hong Kong, in their characters,
// where those have none of their own.
func (w *writing) wording(language string, variants []news.Variant) news.Variant {
	if own, _ := script.Of(language); w.to == "" || own == w.to || len(variants) == 0 {
		return news.Variant{}
	}
	a := news.Article{Variants: variants}
	var shown news.Variant
	if v := a.Variant(w.to.Tag()); v != nil {
		shown = *v
	}
	general := a.Variant(script.Hant.Tag())
	if general == nil || w.to == script.Hans || w.to == script.Hant {
		return shown
	}
	in := script.For(general.Language, w.to)
	shown.Language = w.to.Tag()
	shown.Title = cmp.Or(shown.Title, in.Text(general.Title))
	shown.Subtitle = cmp.Or(shown.Subtitle, in.Text(general.Subtitle))
	shown.ShortTitle = cmp.Or(shown.ShortTitle, in.Text(general.ShortTitle))
	shown.Summary = cmp.Or(shown.Summary, in.Text(general.Summary))
	return shown
}

// title returns the title of an article as it is shown.
func (w *writing) title(title, language string, variants []news.Variant) string {
	own := w.wording(language, variants).Title
	if own == "" {
		return w.from(language).Text(title)
	}
	w.differs, w.changed = true, true
	return own
}
