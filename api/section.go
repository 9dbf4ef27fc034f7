package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Section is a node of the tree that articles are filed under.
type Section struct {
	ID           string       `json:"id" format:"uuid"`
	Revision     int          `json:"revision"`
	Slug         string       `json:"slug"`
	Path         string       `json:"path" example:"article-center/sci-tech-news"`
	Links        Links        `json:"links"`
	Name         string       `json:"name"`
	Description  *string      `json:"description"`
	ParentID     *string      `json:"parent_id" format:"uuid"`
	Position     int          `json:"position"`
	Depth        int          `json:"depth" example:"2"`
	Breadcrumbs  []Breadcrumb `json:"breadcrumbs"`
	SEO          *SEO         `json:"seo"`
	ArticleCount *int64       `json:"article_count,omitempty"`
	Converted    bool         `json:"converted"` // shown in another script than it is written in
	CreatedAt    time.Time    `json:"created_at" format:"date-time"`
	UpdatedAt    time.Time    `json:"updated_at" format:"date-time"`
} // @name Section

// SectionList is a page of the section tree, flat and in tree order.
type SectionList struct {
	Data []Section `json:"data"`
	Page PageInfo  `json:"page"`
} // @name SectionList

// SectionInput is what editors write of a section. Without a position it
// stands after its last sibling.
type SectionInput struct {
	Slug        string    `json:"slug" validate:"slug"`
	Name        string    `json:"name" validate:"required,notblank,max=200"`
	Description string    `json:"description" validate:"max=1000"`
	ParentID    string    `json:"parent_id" validate:"id" format:"uuid"`
	Position    *int      `json:"position" validate:"omitempty,gte=0,lte=1000000000"`
	SEO         *SEOInput `json:"seo"`
	ChangeNote  string    `json:"change_note" validate:"max=500"`
} // @name SectionInput

func newSection(section *news.Section) *Section {
	return &Section{
		ID: section.ID, Revision: section.Revision, Slug: section.Slug, Path: section.Path,
		Links: Links{Self: "/v1/sections/" + section.ID},
		Name:  section.Name, Description: orNull(section.Description),
		ParentID: section.ParentID, Position: section.Position, Depth: section.Depth,
		Breadcrumbs: newBreadcrumbs(section.Breadcrumbs), SEO: newSEO(section.SEO),
		CreatedAt: section.CreatedAt.UTC(), UpdatedAt: section.UpdatedAt.UTC(),
	}
}

// counted is the section as lists show it on demand.
func (s Section) counted(count int64) *Section {
	s.ArticleCount = &count
	return &s
}

func (in *SectionInput) fill(section *news.Section) {
	section.Slug = news.NormaliseSlug(in.Slug)
	section.Name, section.Description = in.Name, in.Description
	section.ParentID = textOrNil(idOf(in.ParentID))
	section.Position = news.LastPosition
	if in.Position != nil {
		section.Position = *in.Position
	}
	section.SEO = (*news.SEO)(in.SEO)
}

func sectionState(section *news.Section) state {
	return state{
		noun: "section", id: section.ID, slug: section.Slug, revision: section.Revision, groups: section.Groups(),
		dto: newSection(section),
	}
}
