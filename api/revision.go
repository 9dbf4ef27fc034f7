package api

import (
	"strconv"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/diff"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Revision is one saved state of an article, without its content.
type Revision struct {
	Number       int       `json:"number"`
	Links        Links     `json:"links"`
	Action       string    `json:"action" example:"publish"`
	CreatedAt    time.Time `json:"created_at" format:"date-time"`
	CreatedBy    *string   `json:"created_by" format:"uuid"`
	ChangeNote   *string   `json:"change_note"`
	Hash         string    `json:"hash"`
	PreviousHash string    `json:"previous_hash"`
	KeyID        *string   `json:"key_id"`
	Signature    *string   `json:"signature"`
} // @name Revision

// RevisionList is a page of revisions.
type RevisionList struct {
	Data []Revision `json:"data"`
	Page PageInfo   `json:"page"`
} // @name RevisionList

// RevisionInFull is a revision with its content.
type RevisionInFull struct {
	Revision
	Content RevisionContent `json:"content"`
} // @name RevisionInFull

// RevisionContent is an article as it was: the fields of an article that are
// stored, with ids in the place of what it refers to.
type RevisionContent struct {
	Slug               string           `json:"slug"`
	Title              string           `json:"title"`
	Subtitle           *string          `json:"subtitle"`
	ShortTitle         *string          `json:"short_title"`
	Summary            *string          `json:"summary"`
	Body               *string          `json:"body"`
	Language           string           `json:"language"`
	Kind               string           `json:"kind" enums:"news,feature,opinion,analysis,interview,brief,notice,press_release,reprint"`
	Status             string           `json:"status" enums:"draft,in_review,published,withdrawn,trashed"`
	SectionID          *string          `json:"section_id" format:"uuid"`
	Credits            []RevisionCredit `json:"credits"`
	Sources            []Source         `json:"sources"`
	Original           *Original        `json:"original"`
	Dateline           *Dateline        `json:"dateline"`
	TagIDs             []string         `json:"tag_ids"`
	Variants           *Variants        `json:"variants"`
	LeadImage          *LeadImage       `json:"lead_image"`
	SEO                *SEO             `json:"seo"`
	Featured           bool             `json:"featured"`
	Rights             *Rights          `json:"rights"`
	PublishedAt        *time.Time       `json:"published_at" format:"date-time"`
	PublishedPrecision *string          `json:"published_precision" enums:"day,minute,second"`
	PublishedDate      *string          `json:"published_date" format:"date"`
	FirstPublishedAt   *time.Time       `json:"first_published_at" format:"date-time"`
	EmbargoUntil       *time.Time       `json:"embargo_until" format:"date-time"`
	Withdrawn          *Withdrawal      `json:"withdrawn"`
	Corrections        []Correction     `json:"corrections"`
	ExternalID         *string          `json:"external_id"`
	Legacy             *Legacy          `json:"legacy"`
} // @name RevisionContent

// RevisionCredit is a credit as it was. Without a name that of the byline was
// printed.
type RevisionCredit struct {
	BylineID string  `json:"byline_id" format:"uuid"`
	Role     string  `json:"role"`
	Name     *string `json:"name"`
} // @name RevisionCredit

// RevisionDiff tells two revisions of an article apart.
type RevisionDiff struct {
	Number  int `json:"number"`
	Against int `json:"against"` // 0 is before there was anything
	// Changes are the fields that differ, but for the body.
	Changes []FieldChange `json:"changes"`
	// Body is what makes the body of number from that of against, word by word;
	// empty when they are equal.
	Body []diff.Edit `json:"body"`
} // @name RevisionDiff

// FieldChange is a field of the content that has another value.
type FieldChange struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
} // @name FieldChange

func newRevision(r *news.Revision) Revision {
	return Revision{
		Number: r.Number, Links: Links{Self: "/v1/articles/" + r.ArticleID + "/revisions/" + strconv.Itoa(r.Number)},
		Action: string(r.Deed), CreatedAt: r.At.UTC(), CreatedBy: r.UserID, ChangeNote: orNull(r.ChangeNote),
		Hash: r.Hash, PreviousHash: r.PreviousHash, KeyID: orNull(r.KeyID), Signature: orNull(r.Signature),
	}
}

func newRevisions(rows []news.Revision) []Revision {
	shown := make([]Revision, len(rows))
	for i := range rows {
		shown[i] = newRevision(&rows[i])
	}
	return shown
}

func newRevisionContent(a *news.Article) RevisionContent {
	shown := RevisionContent{
		Slug: a.Slug, Title: a.Title, Subtitle: orNull(a.Subtitle), ShortTitle: orNull(a.ShortTitle), Summary: orNull(a.Summary),
		Body: orNull(a.Body), Language: a.Language, Kind: string(a.Kind), Status: string(a.Status), SectionID: a.SectionID,
		Credits: make([]RevisionCredit, len(a.Credits)), Sources: newSources(a.Sources), TagIDs: make([]string, len(a.Tags)),
		Variants: newVariants(a), Original: newOriginal(a.Original), Dateline: newDateline(a.Dateline), LeadImage: newLeadImage(a.LeadImage),
		SEO: newSEO(a.SEO), Featured: a.Featured, Rights: newRights(a.Rights),
		PublishedAt: utc(a.PublishedAt), PublishedPrecision: orNull(string(a.PublishedPrecision)),
		PublishedDate: orNull(a.PublishedDate), FirstPublishedAt: utc(a.FirstPublishedAt), EmbargoUntil: utc(a.EmbargoUntil),
		Corrections: newCorrections(a.Corrections), ExternalID: a.ExternalID, Legacy: newLegacy(a.Legacy),
	}
	if a.WithdrawnAt != nil {
		shown.Withdrawn = newWithdrawal(&news.Withdrawal{Reason: a.WithdrawnReason, Note: a.WithdrawnNote, At: *a.WithdrawnAt})
	}
	for i, c := range a.Credits {
		shown.Credits[i] = RevisionCredit{BylineID: c.BylineID, Role: string(c.Role), Name: orNull(c.Name)}
	}
	for i, tag := range a.Tags {
		shown.TagIDs[i] = tag.ID
	}
	return shown
}
