package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Credit ties a byline to an article. Name is as printed here.
type Credit struct {
	Role     string    `json:"role" enums:"author,reporter,correspondent,photographer,illustrator,translator,compiler,editor,responsible_editor,proofreader,reviewer,entry_editor,contributor"`
	Name     string    `json:"name"`
	BylineID string    `json:"byline_id" format:"uuid"`
	Byline   BylineRef `json:"byline"`
} // @name Credit

// BylineRef is a byline as articles show it.
type BylineRef struct {
	ID   string `json:"id" format:"uuid"`
	Slug string `json:"slug"`
	Name string `json:"name"`
	Kind string `json:"kind" enums:"person,organization,desk,agency"`
} // @name BylineRef

// SectionRef is a section as articles show it.
type SectionRef struct {
	ID   string `json:"id" format:"uuid"`
	Slug string `json:"slug"`
	Name string `json:"name"`
	Path string `json:"path" example:"article-center/sci-tech-news"`
} // @name SectionRef

// Breadcrumb is one step from the root to where an article is filed.
type Breadcrumb struct {
	ID   string `json:"id" format:"uuid"`
	Slug string `json:"slug"`
	Name string `json:"name"`
} // @name Breadcrumb

// TagRef is a tag as articles show it.
type TagRef struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
} // @name TagRef

// Source is where a reprinted article was first published.
type Source struct {
	Name string  `json:"name"`
	URL  *string `json:"url"`
} // @name Source

// Original tells how a reprinted article first appeared.
type Original struct {
	Title       *string    `json:"title"`
	Author      *string    `json:"author"`
	URL         *string    `json:"url"`
	PublishedAt *time.Time `json:"published_at" format:"date-time"`
} // @name Original

// Dateline is the place and date at the head of the text.
type Dateline struct {
	Agency *string `json:"agency"`
	Place  *string `json:"place"`
	Date   *string `json:"date" format:"date"`
} // @name Dateline

// LeadImage is the picture that stands for an article; sizes are in pixels.
type LeadImage struct {
	URL     string  `json:"url"`
	Alt     *string `json:"alt"`
	Caption *string `json:"caption"`
	Credit  *string `json:"credit"`
	Width   *int    `json:"width"`
	Height  *int    `json:"height"`
} // @name LeadImage

// SEO is what search engines are told.
type SEO struct {
	Title        *string `json:"title"`
	Description  *string `json:"description"`
	CanonicalURL *string `json:"canonical_url"`
	NoIndex      bool    `json:"noindex"`
} // @name SEO

// Rights says who owns an article and how it may be used.
type Rights struct {
	Copyright   *string `json:"copyright"`
	UsageTerms  *string `json:"usage_terms"`
	AIGenerated bool    `json:"ai_generated"`
} // @name Rights

// Legacy is the provenance of an imported article.
type Legacy struct {
	URL       *string `json:"url"`
	System    *string `json:"system"`
	RawSHA256 *string `json:"raw_sha256"`
} // @name Legacy

// Withdrawal tells why and when an article was taken down.
type Withdrawal struct {
	Reason string    `json:"reason" enums:"error,legal,duplicate,expired,other"`
	Note   *string   `json:"note"`
	At     time.Time `json:"at" format:"date-time"`
} // @name Withdrawal

func newCredits(credits []news.Credit) []Credit {
	shown := make([]Credit, len(credits))
	for i, c := range credits {
		shown[i] = Credit{Role: string(c.Role), Name: c.Printed(), BylineID: c.BylineID}
		if c.Byline != nil {
			shown[i].Byline = BylineRef{ID: c.Byline.ID, Slug: c.Byline.Slug, Name: c.Byline.Name, Kind: string(c.Byline.Kind)}
		}
	}
	return shown
}

func newSources(sources []news.Source) []Source {
	shown := make([]Source, len(sources))
	for i, source := range sources {
		shown[i] = Source{Name: source.Name, URL: orNull(source.URL)}
	}
	return shown
}

func newTagRefs(tags []news.Tag) []TagRef {
	shown := make([]TagRef, len(tags))
	for i, tag := range tags {
		shown[i] = TagRef{Slug: tag.Slug, Name: tag.Name}
	}
	return shown
}

func newSectionRef(section *news.Section) *SectionRef {
	return &SectionRef{ID: section.ID, Slug: section.Slug, Name: section.Name, Path: section.Path}
}

func newBreadcrumbs(trail []news.Section) []Breadcrumb {
	shown := make([]Breadcrumb, len(trail))
	for i, section := range trail {
		shown[i] = Breadcrumb{ID: section.ID, Slug: section.Slug, Name: section.Name}
	}
	return shown
}

func newOriginal(o *news.Original) *Original {
	if o == nil {
		return nil
	}
	return &Original{Title: orNull(o.Title), Author: orNull(o.Author), URL: orNull(o.URL), PublishedAt: utc(o.PublishedAt)}
}

func newDateline(d *news.Dateline) *Dateline {
	if d == nil {
		return nil
	}
	return &Dateline{Agency: orNull(d.Agency), Place: orNull(d.Place), Date: orNull(d.Date)}
}

func newLeadImage(i *news.LeadImage) *LeadImage {
	if i == nil {
		return nil
	}
	image := &LeadImage{URL: i.URL, Alt: orNull(i.Alt), Caption: orNull(i.Caption), Credit: orNull(i.Credit)}
	if i.Width > 0 {
		image.Width = &i.Width
	}
	if i.Height > 0 {
		image.Height = &i.Height
	}
	return image
}

func newSEO(s *news.SEO) *SEO {
	if s == nil {
		return nil
	}
	return &SEO{
		Title: orNull(s.Title), Description: orNull(s.Description),
		CanonicalURL: orNull(s.CanonicalURL), NoIndex: s.NoIndex,
	}
}

func newRights(r *news.Rights) *Rights {
	if r == nil {
		return nil
	}
	return &Rights{Copyright: orNull(r.Copyright), UsageTerms: orNull(r.UsageTerms), AIGenerated: r.AIGenerated}
}

func newLegacy(l *news.Legacy) *Legacy {
	if l == nil {
		return nil
	}
	return &Legacy{URL: orNull(l.URL), System: orNull(l.System), RawSHA256: orNull(l.RawSHA256)}
}

func newWithdrawal(w *news.Withdrawal) *Withdrawal {
	if w == nil {
		return nil
	}
	return &Withdrawal{Reason: string(w.Reason), Note: orNull(w.Note), At: w.At.UTC()}
}
