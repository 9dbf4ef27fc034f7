package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Byline is a person, organisation, desk or agency that can be credited.
type Byline struct {
	ID               string    `json:"id" format:"uuid"`
	Revision         int       `json:"revision"`
	Slug             string    `json:"slug"`
	Links            Links     `json:"links"`
	Name             string    `json:"name"`
	SortName         string    `json:"sort_name" example:"Doe, Jane"`
	Kind             string    `json:"kind" enums:"person,organization,desk,agency"`
	JobTitle         *string   `json:"job_title"`
	Organization     *string   `json:"organization"`
	Bio              *string   `json:"bio"`
	ImageURL         *string   `json:"image_url"`
	URL              *string   `json:"url"`
	SameAs           []string  `json:"same_as"`
	Converted        bool      `json:"converted"` // shown in another script than it is written in
	CreatedAt        time.Time `json:"created_at" format:"date-time"`
	UpdatedAt        time.Time `json:"updated_at" format:"date-time"`
	*BylineInternals           // nil for readers without an account
} // @name Byline

// BylineInternals is what only signed-in users see of a byline.
type BylineInternals struct {
	Email      *string `json:"email"`
	ExternalID *string `json:"external_id"`
	UserID     *string `json:"user_id" format:"uuid"`
} // @name BylineInternals

// BylineList is a page of bylines.
type BylineList struct {
	Data []Byline `json:"data"`
	Page PageInfo `json:"page"`
} // @name BylineList

// BylineInput is what clients write of a byline. A sort name that is not given
// follows the name.
type BylineInput struct {
	Slug         string   `json:"slug" validate:"slug"`
	Name         string   `json:"name" validate:"required,notblank,max=200"`
	SortName     string   `json:"sort_name" validate:"max=200"`
	Kind         string   `json:"kind" validate:"omitempty,oneof=person organization desk agency"`
	JobTitle     string   `json:"job_title" validate:"max=200"`
	Organization string   `json:"organization" validate:"max=200"`
	Bio          string   `json:"bio" validate:"max=5000"`
	ImageURL     string   `json:"image_url" validate:"max=2000,imageurl"`
	URL          string   `json:"url" validate:"max=2000,weburl"`
	SameAs       []string `json:"same_as" validate:"max=20,dive,required,max=2000,weburl"`
	Email        string   `json:"email" validate:"omitempty,max=254,email"`
	ExternalID   string   `json:"external_id" validate:"bytes=255"`
	UserID       string   `json:"user_id" validate:"id" format:"uuid"`
	ChangeNote   string   `json:"change_note" validate:"max=500"`
} // @name BylineInput

// MergeInput names what a resource is merged into.
type MergeInput struct {
	Into       string `json:"into" validate:"required"` // id or slug
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name MergeInput

func newByline(b *news.Byline, who news.Actor) *Byline {
	byline := &Byline{
		ID: b.ID, Revision: b.Revision, Slug: b.Slug, Links: Links{Self: "/v1/bylines/" + b.ID},
		Name: b.Name, SortName: b.SortName, Kind: string(b.Kind),
		JobTitle: orNull(b.JobTitle), Organization: orNull(b.Organization), Bio: orNull(b.Bio),
		ImageURL: orNull(b.ImageURL), URL: orNull(b.URL), SameAs: orEmpty(b.SameAs),
		CreatedAt: b.CreatedAt.UTC(), UpdatedAt: b.UpdatedAt.UTC(),
	}
	if who.SignedIn() {
		byline.BylineInternals = &BylineInternals{Email: orNull(b.Email), ExternalID: b.ExternalID, UserID: b.UserID}
	}
	return byline
}

func (in *BylineInput) fill(b *news.Byline) {
	b.Slug = news.NormaliseSlug(in.Slug)
	b.Name, b.SortName, b.Kind = in.Name, in.SortName, news.BylineKind(in.Kind)
	b.JobTitle, b.Organization, b.Bio = in.JobTitle, in.Organization, in.Bio
	b.ImageURL, b.URL, b.Email = in.ImageURL, in.URL, in.Email
	b.SameAs = collect(in.SameAs, func(_ int, url string) string { return url })
	b.ExternalID, b.UserID = textOrNil(in.ExternalID), textOrNil(idOf(in.UserID))
}

// bylineState is a byline as who asks sees it. Its answers go stale with the
// articles that make it public, too.
func bylineState(b *news.Byline, who news.Actor) state {
	return state{
		noun: "byline", id: b.ID, slug: b.Slug, revision: b.Revision, dto: newByline(b, who),
		groups: []news.Group{news.GroupOf(news.NounByline, b.ID), news.ListAll},
	}
}
