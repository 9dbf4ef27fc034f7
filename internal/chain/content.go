package chain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Encode returns all that is stored of an article, which was read whole, as
// JSON (RFC 8259) with fixed keys in a fixed order: ids of what it refers to
// and no names. Equal articles are equal texts on every engine.
func Encode(a *news.Article) (string, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(newContent(a)); err != nil {
		return "", fmt.Errorf("encode an article: %w", err)
	}
	return string(bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))), nil
}

// Decode returns the article that Encode wrote. Credits have no Byline, tags
// only an id, and there is no Section.
func Decode(text string) (*news.Article, error) {
	var c content
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return nil, fmt.Errorf("read the content of a revision: %w", err)
	}
	return c.article(), nil
}

// Same reports whether a content, of today or of before articles had all their
// fields, is that of an article.
func Same(text string, a *news.Article) bool {
	then, err := Decode(text)
	if err != nil {
		return false
	}
	left, leftErr := Encode(then)
	right, rightErr := Encode(a)
	return leftErr == nil && rightErr == nil && left == right
}

// content is the shape of the JSON. Keys are never renamed; new ones mean
// nothing when they are missing.
type content struct {
	ID                 string                `json:"id"`
	Revision           int                   `json:"revision"`
	Slug               string                `json:"slug"`
	Title              string                `json:"title"`
	Subtitle           string                `json:"subtitle"`
	ShortTitle         string                `json:"short_title"`
	Summary            string                `json:"summary"`
	Body               string                `json:"body"`
	WordCount          int                   `json:"word_count"`
	ReadingMinutes     int                   `json:"reading_minutes"`
	Language           string                `json:"language"`
	Kind               news.ArticleKind      `json:"kind"`
	SectionID          *string               `json:"section_id"`
	Credits            []credit              `json:"credits"`
	Sources            []source              `json:"sources"`
	Original           *news.Original        `json:"original"`
	Dateline           *news.Dateline        `json:"dateline"`
	TagIDs             []string              `json:"tag_ids"`
	Variants           []variant             `json:"variants"`
	LeadImage          *news.LeadImage       `json:"lead_image"`
	SEO                *news.SEO             `json:"seo"`
	Rights             *news.Rights          `json:"rights"`
	Legacy             *news.Legacy          `json:"legacy"`
	Featured           bool                  `json:"featured"`
	ExternalID         *string               `json:"external_id"`
	Status             news.Status           `json:"status"`
	PublishedAt        *time.Time            `json:"published_at"`
	PublishedPrecision news.Precision        `json:"published_precision"`
	PublishedDate      string                `json:"published_date"`
	EmbargoUntil       *time.Time            `json:"embargo_until"`
	FirstPublishedAt   *time.Time            `json:"first_published_at"`
	VisibleAt          *time.Time            `json:"visible_at"`
	PublishedOrder     time.Time             `json:"published_order"`
	WithdrawnReason    news.WithdrawalReason `json:"withdrawn_reason"`
	WithdrawnNote      string                `json:"withdrawn_note"`
	WithdrawnAt        *time.Time            `json:"withdrawn_at"`
	Corrections        []correction          `json:"corrections"`
	CreatedAt          time.Time             `json:"created_at"`
	UpdatedAt          time.Time             `json:"updated_at"`
	CreatedBy          *string               `json:"created_by"`
	UpdatedBy          *string               `json:"updated_by"`
}

type credit struct {
	BylineID string          `json:"byline_id"`
	Role     news.CreditRole `json:"role"`
	Name     string          `json:"name"`
}

type source struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type variant struct {
	Language   string `json:"language"`
	Title      string `json:"title"`
	Subtitle   string `json:"subtitle"`
	ShortTitle string `json:"short_title"`
	Summary    string `json:"summary"`
}

type correction struct {
	ID   string              `json:"id"`
	Kind news.CorrectionKind `json:"kind"`
	Note string              `json:"note"`
	At   time.Time           `json:"at"`
}
