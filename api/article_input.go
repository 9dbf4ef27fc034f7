package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// ArticleInput is what clients write of an article.
type ArticleInput struct {
	Slug               string          `json:"slug" validate:"slug"`
	Title              string          `json:"title" validate:"required,notblank,max=300" example:"Harbour tunnel opens a year early"`
	Subtitle           string          `json:"subtitle" validate:"max=300"`
	ShortTitle         string          `json:"short_title" validate:"max=80"`
	Summary            string          `json:"summary" validate:"max=1000"`
	Body               string          `json:"body" validate:"bytes=1048576" example:"<p>The first trains ran at dawn.</p>"`
	Language           string          `json:"language" validate:"max=35,language" example:"en"`
	Kind               string          `json:"kind" validate:"omitempty,oneof=news feature opinion analysis interview brief notice press_release reprint"`
	SectionID          string          `json:"section_id" validate:"id" format:"uuid"`
	Credits            []CreditInput   `json:"credits" validate:"max=100,dive"`
	Sources            []SourceInput   `json:"sources" validate:"max=20,dive"`
	Original           *OriginalInput  `json:"original"`
	Dateline           *DatelineInput  `json:"dateline"`
	Variants           *VariantsInput  `json:"variants"`
	Tags               []TagInput      `json:"tags" validate:"max=30,dive" also:"string"`
	LeadImage          *LeadImageInput `json:"lead_image"`
	SEO                *SEOInput       `json:"seo"`
	Featured           bool            `json:"featured"`
	PublishedAt        *time.Time      `json:"published_at" format:"date-time"`
	PublishedPrecision string          `json:"published_precision" validate:"omitempty,oneof=day minute second"`
	EmbargoUntil       *time.Time      `json:"embargo_until" format:"date-time"`
	ExternalID         string          `json:"external_id" validate:"bytes=255"`
	Legacy             *LegacyInput    `json:"legacy"`
	Rights             *RightsInput    `json:"rights"`
	ChangeNote         string          `json:"change_note" validate:"max=500"`
	// Warnings that an editor overrides, where what is published changes.
	Acknowledge []string `json:"acknowledge" validate:"max=10,dive,oneof=spam-suspected" enums:"spam-suspected"`
	// As a write answered them. They may be sent back and are not looked at.
	Warnings []WarningInput `json:"warnings" validate:"max=1000"`
} // @name ArticleInput

// CreditInput ties a byline to an article. Without a name the byline's is
// printed. The byline itself may be sent back as it was shown.
type CreditInput struct {
	BylineID string     `json:"byline_id" validate:"required,id" format:"uuid"`
	Role     string     `json:"role" validate:"required,oneof=author reporter correspondent photographer illustrator translator compiler editor responsible_editor proofreader reviewer entry_editor contributor"`
	Name     string     `json:"name" validate:"max=200"`
	Byline   *BylineRef `json:"byline"`
} // @name CreditInput

// SourceInput is where a reprinted article was first published.
type SourceInput struct {
	Name string `json:"name" validate:"required,notblank,max=200"`
	URL  string `json:"url" validate:"max=2000,weburl"`
} // @name SourceInput

// OriginalInput tells how a reprinted article first appeared.
type OriginalInput struct {
	Title       string     `json:"title" validate:"max=300"`
	Author      string     `json:"author" validate:"max=200"`
	URL         string     `json:"url" validate:"max=2000,weburl"`
	PublishedAt *time.Time `json:"published_at" format:"date-time"`
} // @name OriginalInput

// DatelineInput is the place and date at the head of the text.
type DatelineInput struct {
	Agency string `json:"agency" validate:"max=200"`
	Place  string `json:"place" validate:"max=200"`
	Date   string `json:"date" validate:"calendardate" format:"date"`
} // @name DatelineInput

// TagInput is a tag by its name, or as it was shown.
type TagInput struct {
	Slug string `json:"slug" validate:"slug"`
	Name string `json:"name" validate:"required_without=Slug,notblank,max=60"`
} // @name TagInput

// LeadImageInput is the picture that stands for an article; sizes are in
// pixels.
type LeadImageInput struct {
	URL     string `json:"url" validate:"required,max=2000,imageurl"`
	Alt     string `json:"alt" validate:"max=1000"`
	Caption string `json:"caption" validate:"max=1000"`
	Credit  string `json:"credit" validate:"max=200"`
	Width   int    `json:"width" validate:"gte=0,lte=100000"`
	Height  int    `json:"height" validate:"gte=0,lte=100000"`
} // @name LeadImageInput

// SEOInput is what search engines are told.
type SEOInput struct {
	Title        string `json:"title" validate:"max=300"`
	Description  string `json:"description" validate:"max=1000"`
	CanonicalURL string `json:"canonical_url" validate:"max=2000,weburl"`
	NoIndex      bool   `json:"noindex"`
} // @name SEOInput

// LegacyInput is the provenance of an imported article.
type LegacyInput struct {
	URL       string `json:"url" validate:"max=2000,weburl"`
	System    string `json:"system" validate:"max=200"`
	RawSHA256 string `json:"raw_sha256" validate:"omitempty,sha256"`
} // @name LegacyInput

// RightsInput says who owns an article and how it may be used.
type RightsInput struct {
	Copyright   string `json:"copyright" validate:"max=1000"`
	UsageTerms  string `json:"usage_terms" validate:"max=1000"`
	AIGenerated bool   `json:"ai_generated"`
} // @name RightsInput

// fromTree takes a name or an object.
func (t *TagInput) fromTree(d *decoder, pointer string, value any) {
	if _, isName := value.(string); isName {
		t.Name, _ = d.text(pointer, value)
		d.standsFor(pointer, "name")
		return
	}
	type shown TagInput
	d.fillInto((*shown)(t), pointer, value)
}

// fill writes the input into an article.
func (in *ArticleInput) fill(a *news.Article) {
	a.Slug = news.NormaliseSlug(in.Slug)
	a.Title, a.Subtitle, a.ShortTitle, a.Summary = in.Title, in.Subtitle, in.ShortTitle, in.Summary
	a.Body = in.Body
	a.Language, a.Kind = languageTag(in.Language), news.ArticleKind(in.Kind)
	a.SectionID, a.ExternalID = textOrNil(idOf(in.SectionID)), textOrNil(in.ExternalID)
	a.Featured = in.Featured
	a.PublishedAt, a.PublishedPrecision = in.PublishedAt, news.Precision(in.PublishedPrecision)
	a.EmbargoUntil = in.EmbargoUntil
	a.Original, a.Dateline = (*news.Original)(in.Original), (*news.Dateline)(in.Dateline)
	a.LeadImage, a.SEO = (*news.LeadImage)(in.LeadImage), (*news.SEO)(in.SEO)
	a.Legacy, a.Rights = (*news.Legacy)(in.Legacy), (*news.Rights)(in.Rights)
	a.Credits = collect(in.Credits, func(i int, c CreditInput) news.Credit {
		credit := news.Credit{ArticleID: a.ID, Position: i, BylineID: idOf(c.BylineID), Role: news.CreditRole(c.Role), Name: c.Name}
		if c.Byline != nil {
			credit.Byline = &news.Byline{ID: c.Byline.ID, Slug: c.Byline.Slug, Name: c.Byline.Name, Kind: news.BylineKind(c.Byline.Kind)}
		}
		return credit
	})
	a.Sources = collect(in.Sources, func(i int, s SourceInput) news.Source {
		return news.Source{ArticleID: a.ID, Position: i, Name: s.Name, URL: s.URL}
	})
	a.Variants = in.Variants.variants(a.ID)
	a.Tags = collect(in.Tags, func(_ int, t TagInput) news.Tag { return news.Tag{Slug: t.Slug, Name: t.Name} })
}

// collect turns a list into another; an empty one is nil, as rows are read.
func collect[In, Out any](items []In, turn func(int, In) Out) []Out {
	if len(items) == 0 {
		return nil
	}
	turned := make([]Out, len(items))
	for i, item := range items {
		turned[i] = turn(i, item)
	}
	return turned
}

func textOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// idOf returns an id as it is stored, "" for what is none.
func idOf(text string) string {
	id, _ := news.ParseID(text)
	return id
}
