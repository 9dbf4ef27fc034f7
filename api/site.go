package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// Site is what is said once about the whole publication.
type Site struct {
	Revision      int            `json:"revision"`
	Name          string         `json:"name"`
	URL           *string        `json:"url"`
	Description   *string        `json:"description"`
	Language      string         `json:"language" example:"zh-Hant"`
	TimeZone      string         `json:"time_zone" example:"Asia/Shanghai"`
	Copyright     *string        `json:"copyright"`
	ContactEmail  *string        `json:"contact_email"`
	Publisher     *Publisher     `json:"publisher"`
	Registrations []Registration `json:"registrations"`
	Converted     bool           `json:"converted"` // shown in another script than it is written in
	CreatedAt     time.Time      `json:"created_at" format:"date-time"`
	UpdatedAt     time.Time      `json:"updated_at" format:"date-time"`
} // @name Site

// Publisher is who answers for the site.
type Publisher struct {
	Name    *string `json:"name"`
	URL     *string `json:"url"`
	LogoURL *string `json:"logo_url"`
} // @name Publisher

// Registration is a filing number that the law wants shown.
type Registration struct {
	Kind   string  `json:"kind" enums:"icp,psb,news_license,other"`
	Number string  `json:"number"`
	URL    *string `json:"url"`
} // @name Registration

// SiteInput is what admins write of the site.
type SiteInput struct {
	Name          string              `json:"name" validate:"required,notblank,max=200"`
	URL           string              `json:"url" validate:"max=2000,weburl"`
	Description   string              `json:"description" validate:"max=1000"`
	Language      string              `json:"language" validate:"required,max=35,language"`
	TimeZone      string              `json:"time_zone" validate:"required,max=64,timezone_"`
	Copyright     string              `json:"copyright" validate:"max=1000"`
	ContactEmail  string              `json:"contact_email" validate:"omitempty,max=254,email"`
	Publisher     *PublisherInput     `json:"publisher"`
	Registrations []RegistrationInput `json:"registrations" validate:"max=20,dive"`
	ChangeNote    string              `json:"change_note" validate:"max=500"`
} // @name SiteInput

// PublisherInput is who answers for the site.
type PublisherInput struct {
	Name    string `json:"name" validate:"max=200"`
	URL     string `json:"url" validate:"max=2000,weburl"`
	LogoURL string `json:"logo_url" validate:"max=2000,imageurl"`
} // @name PublisherInput

// RegistrationInput is a filing number that the law wants shown.
type RegistrationInput struct {
	Kind   string `json:"kind" validate:"required,oneof=icp psb news_license other"`
	Number string `json:"number" validate:"required,notblank,max=200"`
	URL    string `json:"url" validate:"max=2000,weburl"`
} // @name RegistrationInput

func newSite(site *news.Site) *Site {
	shown := &Site{
		Revision: site.Revision, Name: site.Name, URL: orNull(site.URL), Description: orNull(site.Description),
		Language: site.Language, TimeZone: site.TimeZone, Copyright: orNull(site.Copyright),
		ContactEmail: orNull(site.ContactEmail), Registrations: make([]Registration, len(site.Registrations)),
		CreatedAt: site.CreatedAt.UTC(), UpdatedAt: site.UpdatedAt.UTC(),
	}
	if p := site.Publisher; p != nil {
		shown.Publisher = &Publisher{Name: orNull(p.Name), URL: orNull(p.URL), LogoURL: orNull(p.LogoURL)}
	}
	for i, r := range site.Registrations {
		shown.Registrations[i] = Registration{Kind: r.Kind, Number: r.Number, URL: orNull(r.URL)}
	}
	return shown
}

func (in *SiteInput) fill(site *news.Site) {
	site.Name, site.URL, site.Description = in.Name, in.URL, in.Description
	site.Language, site.TimeZone = languageTag(in.Language), in.TimeZone
	site.Copyright, site.ContactEmail = in.Copyright, in.ContactEmail
	site.Publisher = (*news.Publisher)(in.Publisher)
	site.Registrations = collect(in.Registrations, func(_ int, r RegistrationInput) news.Registration { return news.Registration(r) })
}

// getSite answers the site.
//
//	@Summary	The site
//	@Tags		site
//	@Param		fields	query		[]string	false	"Top-level fields to keep"	collectionFormat(csv)
//	@Param		script		query	string	false	"The script to show Chinese in, before Accept-Language"	Enums(hans, hant, hant-tw, hant-hk)
//	@Success	200		{object}	Site
//	@Router		/v1/site [get]
func (s *Server) getSite(c echo.Context) error {
	q := newQuery(c)
	to := wantedScript(c, q)
	fields := q.list("fields", answerFields(Site{}))
	site, err := s.service.Site(c.Request().Context())
	if err := firstError(err, q.err()); err != nil {
		return err
	}
	shown, writing := newSite(site), &writing{to: to}
	writing.ofSite(shown)
	return s.send(c, http.StatusOK, answer{
		body: shown, revision: site.Revision, fields: fields, groups: []news.Group{service.SiteGroup}, writing: writing,
	})
}

// patchSite changes the site.
//
//	@Summary	Change the site (JSON Merge Patch)
//	@Tags		site
//	@Param		change	body		SiteInput	true	"The fields to change; null clears"
//	@Success	200		{object}	Site
//	@Router		/v1/site [patch]
func (s *Server) patchSite(c echo.Context) error {
	r := readRequest(c)
	written, err := s.service.UpdateSite(c.Request().Context(), actor(c), func(site *news.Site) error {
		current := newSite(site)
		input := SiteInput{}
		if err := firstError(r.admit(state{revision: site.Revision, dto: current}, true), r.bindPatch(&input, current)); err != nil {
			return err
		}
		input.fill(site)
		return nil
	})
	if err != nil {
		return err
	}
	shown := newSite(written.Row)
	return sendWritten(s, c, http.StatusOK, written, answer{body: shown, revision: shown.Revision})
}
