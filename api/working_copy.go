package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// WorkingCopy is an article as its working copy would make it. Its revision and
// who wrote it and when are the copy's; status, dates of visibility and
// corrections are the article's.
type WorkingCopy struct {
	Article
	BaseRevision    int                 `json:"base_revision"`    // of the article, that the copy is a change of
	ArticleRevision int                 `json:"article_revision"` // that the article is at
	PublishAt       *time.Time          `json:"publish_at" format:"date-time"`
	PublishBy       *string             `json:"publish_by" format:"uuid"` // who scheduled it
	Overwrite       bool                `json:"overwrite"`                // is published over changes of the article
	PublishFailure  *PublicationFailure `json:"publish_failure"`
	Warnings        []Warning           `json:"warnings"`
} // @name WorkingCopy

// PublicationFailure says why a working copy was not published at its time.
type PublicationFailure struct {
	Code   string    `json:"code" example:"stale-working-copy"`
	Detail string    `json:"detail"`
	At     time.Time `json:"at" format:"date-time"`
} // @name PublicationFailure

// WorkingCopyInput is what clients write of a working copy: the fields of an
// article, the revision of it that is in the copy by now, and null for a
// publication that is called off.
type WorkingCopyInput struct {
	ArticleInput
	BaseRevision int        `json:"base_revision" validate:"required,gte=1"`
	PublishAt    *time.Time `json:"publish_at" format:"date-time"`
} // @name WorkingCopyInput

// WorkingCopyPublishInput says when a working copy is to be published. Without
// a time it is now.
type WorkingCopyPublishInput struct {
	At          *time.Time `json:"at" format:"date-time"`
	Acknowledge []string   `json:"acknowledge" validate:"max=10,dive,oneof=spam-suspected" enums:"spam-suspected"`
	ChangeNote  string     `json:"change_note" validate:"max=500"`
} // @name WorkingCopyPublishInput

func newWorkingCopy(copied *service.WorkingCopy, who news.Actor, now time.Time) *WorkingCopy {
	row := copied.Row
	shown := &WorkingCopy{
		Article: *newArticle(copied.Article, who, now), BaseRevision: row.BaseRevision, ArticleRevision: copied.Live.Revision,
		Warnings: newWarnings(copied.Warnings),
	}
	shown.Revision, shown.CreatedAt, shown.UpdatedAt = row.Revision, row.CreatedAt.UTC(), row.UpdatedAt.UTC()
	shown.Links.Self += "/working_copy"
	if shown.ArticleInternals != nil {
		shown.CreatedBy, shown.UpdatedBy = row.CreatedBy, row.UpdatedBy
	}
	if s := row.Schedule; s != nil {
		shown.PublishAt, shown.PublishBy, shown.Overwrite = utc(&s.At), orNull(s.UserID), s.Overwrite
	}
	if f := row.Failure; f != nil {
		shown.PublishFailure = &PublicationFailure{Code: f.Code, Detail: f.Detail, At: f.At.UTC()}
	}
	return shown
}

// fill writes the input into a working copy.
func (in *WorkingCopyInput) fill(copied *service.WorkingCopy) {
	in.ArticleInput.fill(copied.Article)
	copied.Row.BaseRevision = in.BaseRevision
	if in.PublishAt == nil {
		copied.Row.Schedule = nil
	}
}

// calledOff returns what is wrong with a publish_at that is neither what it was
// nor null.
func (in *WorkingCopyInput) calledOff(current *WorkingCopy) []news.Field {
	if in.PublishAt == nil || (current.PublishAt != nil && in.PublishAt.Equal(*current.PublishAt)) {
		return nil
	}
	detail := "publish_at is set by publishing the copy; null calls that off"
	return []news.Field{{Pointer: "/publish_at", Code: "read-only", Detail: detail}}
}
