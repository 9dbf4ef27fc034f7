package news

import "time"

// Article is one piece of journalism with its own address.
type Article struct {
	ID       string `gorm:"primaryKey"`
	Revision int
	Slug     string

	Title          string
	Subtitle       string
	ShortTitle     string
	Summary        string
	Body           string // sanitised HTML
	WordCount      int    // a Han character is a word
	ReadingMinutes int
	Language       string // BCP 47
	Kind           ArticleKind
	SectionID      *string
	Dateline       *Dateline  `gorm:"serializer:json"`
	Original       *Original  `gorm:"serializer:json"`
	LeadImage      *LeadImage `gorm:"serializer:json"`
	SEO            *SEO       `gorm:"column:seo;serializer:json"`
	Rights         *Rights    `gorm:"serializer:json"`
	Legacy         *Legacy    `gorm:"serializer:json"`
	Featured       bool
	ExternalID     *string

	Status             Status
	PublishedAt        *time.Time
	PublishedPrecision Precision
	PublishedDate      string     // YYYY-MM-DD with PrecisionDay, else ""
	EmbargoUntil       *time.Time // hidden from readers before it
	FirstPublishedAt   *time.Time // the first visible moment
	VisibleAt          *time.Time // max(PublishedAt, EmbargoUntil) once published
	PublishedOrder     time.Time  // PublishedAt, or FarFuture: the sort key
	WithdrawnReason    WithdrawalReason
	WithdrawnNote      string
	WithdrawnAt        *time.Time

	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
	CreatedBy *string
	UpdatedBy *string

	Section     *Section     `gorm:"-"` // with Path, Depth and Breadcrumbs
	Credits     []Credit     `gorm:"-"`
	Sources     []Source     `gorm:"-"`
	Tags        []Tag        `gorm:"-"`
	Variants    []Variant    `gorm:"-"` // in the order of VariantLanguages
	Corrections []Correction `gorm:"-"`
}

// ArticleKind is the journalistic form of an article.
type ArticleKind string

// The kinds of article.
const (
	KindNews         ArticleKind = "news"
	KindFeature      ArticleKind = "feature"
	KindOpinion      ArticleKind = "opinion"
	KindAnalysis     ArticleKind = "analysis"
	KindInterview    ArticleKind = "interview"
	KindBrief        ArticleKind = "brief"
	KindNotice       ArticleKind = "notice"
	KindPressRelease ArticleKind = "press_release"
	KindReprint      ArticleKind = "reprint"
)

// ArticleKinds lists every kind of article.
func ArticleKinds() []ArticleKind {
	return []ArticleKind{
		KindNews, KindFeature, KindOpinion, KindAnalysis, KindInterview,
		KindBrief, KindNotice, KindPressRelease, KindReprint,
	}
}

// Precision says how much of published_at readers are shown.
type Precision string

// The precisions of a publication time.
const (
	PrecisionDay    Precision = "day"
	PrecisionMinute Precision = "minute"
	PrecisionSecond Precision = "second"
)

// The value objects below are kept in JSON columns; their tags name the keys
// in those columns.

// Dateline is the place and date at the head of the text.
type Dateline struct {
	Agency string `json:"agency,omitempty"`
	Place  string `json:"place,omitempty"`
	Date   string `json:"date,omitempty"` // YYYY-MM-DD
}

// Original tells where and how a reprinted article first appeared.
type Original struct {
	Title       string     `json:"title,omitempty"`
	Author      string     `json:"author,omitempty"`
	URL         string     `json:"url,omitempty"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
}

// LeadImage is the picture that stands for an article. Width and Height are
// in pixels, 0 when unknown.
type LeadImage struct {
	URL     string `json:"url"`
	Alt     string `json:"alt,omitempty"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
}

// SEO is what search engines are told of an article or section.
type SEO struct {
	Title        string `json:"title,omitempty"`
	Description  string `json:"description,omitempty"`
	CanonicalURL string `json:"canonical_url,omitempty"`
	NoIndex      bool   `json:"noindex,omitempty"`
}

// Rights says who owns an article and how it may be used.
type Rights struct {
	Copyright   string `json:"copyright,omitempty"`
	UsageTerms  string `json:"usage_terms,omitempty"`
	AIGenerated bool   `json:"ai_generated,omitempty"`
}

// Legacy is the provenance of an imported article.
type Legacy struct {
	URL       string `json:"url,omitempty"`
	System    string `json:"system,omitempty"`
	RawSHA256 string `json:"raw_sha256,omitempty"` // lower-case hex
}

// Source is where a reprinted article was first published.
type Source struct {
	ArticleID string `gorm:"primaryKey"`
	Position  int    `gorm:"primaryKey"`
	Name      string
	URL       string `gorm:"column:url"`
}

// TableName names the table of sources.
func (Source) TableName() string { return "article_sources" }

// WithdrawalReason says why an article was taken down.
type WithdrawalReason string

// The reasons for taking an article down.
const (
	WithdrawnError     WithdrawalReason = "error"
	WithdrawnLegal     WithdrawalReason = "legal"
	WithdrawnDuplicate WithdrawalReason = "duplicate"
	WithdrawnExpired   WithdrawalReason = "expired"
	WithdrawnOther     WithdrawalReason = "other"
)

// Withdrawal tells readers why and when an article was taken down.
type Withdrawal struct {
	Reason WithdrawalReason
	Note   string
	At     time.Time
}

// Path returns the slugs of the section's path and the article, joined by "/".
func (a *Article) Path() string {
	if a.Section == nil {
		return a.Slug
	}
	return a.Section.Path + "/" + a.Slug
}

// VisibleTo reports whether readers without an account see the article at now.
func (a *Article) VisibleTo(now time.Time) bool {
	return a.Status == StatusPublished && a.VisibleAt != nil && !a.VisibleAt.After(now)
}

// WasVisible reports whether readers could ever see the article by now.
func (a *Article) WasVisible(now time.Time) bool {
	return a.FirstPublishedAt != nil && !a.FirstPublishedAt.After(now)
}

// Shown returns the status as it is answered at now: a published article
// that is not yet visible is scheduled.
func (a *Article) Shown(now time.Time) Status {
	if a.Status == StatusPublished && !a.VisibleTo(now) {
		return StatusScheduled
	}
	return a.Status
}

// Withdrawn returns why the article is not there for readers at now, or nil
// when it was never withdrawn or is back.
func (a *Article) Withdrawn(now time.Time) *Withdrawal {
	if a.WithdrawnAt == nil || a.VisibleTo(now) {
		return nil
	}
	return &Withdrawal{Reason: a.WithdrawnReason, Note: a.WithdrawnNote, At: *a.WithdrawnAt}
}

// Tombstone returns what readers may know of an article that was visible and
// is withdrawn at now, else nil.
func (a *Article) Tombstone(now time.Time) *Tombstone {
	withdrawn := a.Withdrawn(now)
	if withdrawn == nil || !a.WasVisible(now) {
		return nil
	}
	if a.Status != StatusWithdrawn && a.Status != StatusPublished {
		return nil
	}
	return &Tombstone{
		ID: a.ID, Slug: a.Slug, Title: a.Title, Language: a.Language, Variants: a.Variants,
		Withdrawn: *withdrawn, Changes: a.VisibleAt, Groups: a.Groups(),
	}
}
