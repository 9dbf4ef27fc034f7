package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/markup"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Article is one article in full.
type Article struct {
	ArticleSummary
	Body        *string        `json:"body"`
	Blocks      []markup.Block `json:"blocks"`
	SEO         *SEO           `json:"seo"`
	Corrections []Correction   `json:"corrections"`
	Neighbors   *Neighbors     `json:"neighbors,omitempty"`
	Revisions   []Revision     `json:"revisions,omitempty"`
} // @name Article

// WrittenArticle is an article as a write left it, with what an editor should
// look at. Its ETag is that of the article alone.
type WrittenArticle struct {
	Article
	Warnings []Warning `json:"warnings"`
} // @name WrittenArticle

// ArticleSummary is an article as lists show it.
type ArticleSummary struct {
	ID                 string       `json:"id" format:"uuid"`
	Revision           int          `json:"revision"`
	Slug               string       `json:"slug"`
	Path               string       `json:"path"`
	Links              Links        `json:"links"`
	Title              string       `json:"title"`
	Subtitle           *string      `json:"subtitle"`
	ShortTitle         *string      `json:"short_title"`
	Summary            *string      `json:"summary"`
	Language           string       `json:"language" example:"zh-Hant"`
	Kind               string       `json:"kind" enums:"news,feature,opinion,analysis,interview,brief,notice,press_release,reprint"`
	Status             string       `json:"status" enums:"draft,in_review,scheduled,published,withdrawn,trashed"`
	SectionID          *string      `json:"section_id" format:"uuid"`
	Section            *SectionRef  `json:"section"`
	Breadcrumbs        []Breadcrumb `json:"breadcrumbs"`
	Credits            []Credit     `json:"credits"`
	Sources            []Source     `json:"sources"`
	Original           *Original    `json:"original"`
	Dateline           *Dateline    `json:"dateline"`
	Tags               []TagRef     `json:"tags"`
	Variants           *Variants    `json:"variants"`
	Converted          bool         `json:"converted"` // shown in another script than it is written in
	LeadImage          *LeadImage   `json:"lead_image"`
	Featured           bool         `json:"featured"`
	Rights             *Rights      `json:"rights"`
	PublishedAt        *time.Time   `json:"published_at" format:"date-time"`
	PublishedPrecision *string      `json:"published_precision" enums:"day,minute,second"`
	PublishedDate      *string      `json:"published_date" format:"date"`
	FirstPublishedAt   *time.Time   `json:"first_published_at" format:"date-time"`
	Withdrawn          *Withdrawal  `json:"withdrawn"`
	WordCount          int          `json:"word_count"`
	ReadingMinutes     int          `json:"reading_minutes"`
	CreatedAt          time.Time    `json:"created_at" format:"date-time"`
	UpdatedAt          time.Time    `json:"updated_at" format:"date-time"`
	*ArticleInternals               // nil for readers without an account
} // @name ArticleSummary

// ArticleInternals is what only signed-in users see of an article.
type ArticleInternals struct {
	EmbargoUntil *time.Time `json:"embargo_until" format:"date-time"`
	ExternalID   *string    `json:"external_id"`
	Legacy       *Legacy    `json:"legacy"`
	CreatedBy    *string    `json:"created_by" format:"uuid"`
	UpdatedBy    *string    `json:"updated_by" format:"uuid"`
} // @name ArticleInternals

// Links are addresses in this API.
type Links struct {
	Self string `json:"self" example:"/v1/articles/01980000-0000-7000-8000-000000000000"`
} // @name Links

// Neighbors are the visible articles before and after one in its section.
type Neighbors struct {
	Previous *Neighbor `json:"previous"`
	Next     *Neighbor `json:"next"`
} // @name Neighbors

// Neighbor is what a link to an article needs.
type Neighbor struct {
	ID          string     `json:"id" format:"uuid"`
	Slug        string     `json:"slug"`
	Title       string     `json:"title"`
	PublishedAt *time.Time `json:"published_at" format:"date-time"`
} // @name Neighbor

// ArticleList is a page of articles.
type ArticleList struct {
	Data []ArticleSummary `json:"data"`
	Page PageInfo         `json:"page"`
} // @name ArticleList

// newArticle shows an article at now to who asks.
func newArticle(a *news.Article, who news.Actor, now time.Time) *Article {
	return &Article{
		ArticleSummary: newArticleSummary(a, who, now),
		Body:           orNull(a.Body),
		Blocks:         []markup.Block{},
		SEO:            newSEO(a.SEO),
		Corrections:    newCorrections(a.Corrections),
	}
}

func newArticleSummary(a *news.Article, who news.Actor, now time.Time) ArticleSummary {
	summary := ArticleSummary{
		ID: a.ID, Revision: a.Revision, Slug: a.Slug, Path: a.Slug,
		Links: Links{Self: "/v1/articles/" + a.ID},
		Title: a.Title, Subtitle: orNull(a.Subtitle), ShortTitle: orNull(a.ShortTitle), Summary: orNull(a.Summary),
		Language: a.Language, Kind: string(a.Kind), Status: string(a.Shown(now)),
		SectionID: a.SectionID, Breadcrumbs: []Breadcrumb{},
		Credits: newCredits(a.Credits), Sources: newSources(a.Sources), Tags: newTagRefs(a.Tags), Variants: newVariants(a),
		Original: newOriginal(a.Original), Dateline: newDateline(a.Dateline), LeadImage: newLeadImage(a.LeadImage),
		Featured: a.Featured, Rights: newRights(a.Rights),
		PublishedAt: utc(a.PublishedAt), PublishedPrecision: orNull(string(a.PublishedPrecision)),
		PublishedDate: orNull(a.PublishedDate), FirstPublishedAt: utc(a.FirstPublishedAt),
		Withdrawn: newWithdrawal(a.Withdrawn(now)),
		WordCount: a.WordCount, ReadingMinutes: a.ReadingMinutes,
		CreatedAt: a.CreatedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(),
	}
	if a.Section != nil {
		summary.Section = newSectionRef(a.Section)
		summary.Breadcrumbs = newBreadcrumbs(a.Section.Breadcrumbs)
		summary.Path = a.Section.Path + "/" + a.Slug
	}
	if who.SignedIn() {
		summary.ArticleInternals = &ArticleInternals{
			EmbargoUntil: utc(a.EmbargoUntil), ExternalID: a.ExternalID, Legacy: newLegacy(a.Legacy),
			CreatedBy: a.CreatedBy, UpdatedBy: a.UpdatedBy,
		}
	}
	return summary
}

func newNeighbors(previous, next *news.Article) *Neighbors {
	return &Neighbors{Previous: newNeighbor(previous), Next: newNeighbor(next)}
}

func newNeighbor(a *news.Article) *Neighbor {
	if a == nil {
		return nil
	}
	return &Neighbor{ID: a.ID, Slug: a.Slug, Title: a.Title, PublishedAt: utc(a.PublishedAt)}
}
