package news

import (
	"slices"
	"time"
)

// Status is where an article stands in the workflow.
type Status string

// The statuses. StatusScheduled is only shown, never stored: see
// Article.Shown.
const (
	StatusDraft     Status = "draft"
	StatusInReview  Status = "in_review"
	StatusPublished Status = "published"
	StatusWithdrawn Status = "withdrawn"
	StatusTrashed   Status = "trashed"
	StatusScheduled Status = "scheduled"
)

// Statuses lists every status as it is shown.
func Statuses() []Status {
	return []Status{
		StatusDraft, StatusInReview, StatusScheduled, StatusPublished, StatusWithdrawn, StatusTrashed,
	}
}

// Move is a step of the workflow.
type Move string

// The moves.
const (
	MoveSubmit     Move = "submit"
	MoveReturn     Move = "return"
	MovePublish    Move = "publish"
	MoveUnschedule Move = "unschedule"
	MoveWithdraw   Move = "withdraw"
	MoveTrash      Move = "trash"
	MoveRestore    Move = "restore"
	MovePurge      Move = "purge"
)

// AllMoves lists every move.
func AllMoves() []Move {
	return []Move{
		MoveSubmit, MoveReturn, MovePublish, MoveUnschedule, MoveWithdraw, MoveTrash, MoveRestore, MovePurge,
	}
}

// Moves returns the moves that the workflow allows the article at now, in a
// fixed order. Who may make them is another question: see Actor.
func (a *Article) Moves(now time.Time) []Move {
	switch a.Shown(now) {
	case StatusDraft:
		return []Move{MoveSubmit, MovePublish, MoveTrash}
	case StatusInReview:
		return []Move{MoveReturn, MovePublish, MoveTrash}
	case StatusScheduled:
		if a.WasVisible(now) {
			return []Move{MovePublish, MoveWithdraw}
		}
		return []Move{MovePublish, MoveUnschedule}
	case StatusPublished:
		return []Move{MoveWithdraw}
	case StatusWithdrawn:
		return []Move{MovePublish, MoveTrash}
	case StatusTrashed:
		return []Move{MoveRestore, MovePurge}
	default:
		return nil
	}
}

// CheckMove returns a Conflict that lists the allowed moves when the workflow
// does not allow this one at now.
func (a *Article) CheckMove(move Move, now time.Time) error {
	allowed := a.Moves(now)
	if slices.Contains(allowed, move) {
		return nil
	}
	err := Errorf(Conflict, "wrong-move", "an article that is %s can't %s", a.Shown(now), move)
	err.Allowed = allowed
	return err
}

// Publication is what publishing an article may set. Nil keeps what is stored.
type Publication struct {
	PublishedAt  *time.Time
	Precision    Precision
	EmbargoUntil *time.Time
	// ClearEmbargo drops a stored embargo.
	ClearEmbargo bool
}

// Publish makes the article published as of now; with a time in the future it
// is scheduled. A missing publication time is taken from the article, else it
// is now, to the second unless p says otherwise. The caller has checked the move and Unpublishable.
func (a *Article) Publish(p Publication, now time.Time) {
	if p.PublishedAt != nil {
		a.PublishedAt, a.PublishedPrecision = p.PublishedAt, ""
	}
	if a.PublishedAt == nil {
		a.PublishedAt, a.PublishedPrecision = &now, PrecisionSecond
	}
	if p.Precision != "" {
		a.PublishedPrecision = p.Precision
	}
	if p.EmbargoUntil != nil || p.ClearEmbargo {
		a.EmbargoUntil = p.EmbargoUntil
	}
	a.Status = StatusPublished
	a.Settle(now)
	if a.VisibleTo(now) {
		a.clearWithdrawal()
	}
}

// Submit hands a draft to the editors.
func (a *Article) Submit(now time.Time) {
	a.Status = StatusInReview
	a.Settle(now)
}

// Return gives what is in review back as a draft.
func (a *Article) Return(now time.Time) {
	a.Status = StatusDraft
	a.Settle(now)
}

// Unschedule makes a scheduled article a draft again. Its publication time is
// kept as the editor's wish.
func (a *Article) Unschedule(now time.Time) {
	a.Status = StatusDraft
	a.Settle(now)
}

// Withdraw takes the article down at now.
func (a *Article) Withdraw(reason WithdrawalReason, note string, now time.Time) {
	a.Status = StatusWithdrawn
	a.WithdrawnReason, a.WithdrawnNote, a.WithdrawnAt = reason, note, &now
	a.Settle(now)
}

// Trash sets the article aside.
func (a *Article) Trash(now time.Time) {
	a.Status = StatusTrashed
	a.Settle(now)
}

// Restore makes a trashed article a draft.
func (a *Article) Restore(now time.Time) {
	a.Status = StatusDraft
	a.clearWithdrawal()
	a.Settle(now)
}

// Settle brings what follows from the status and the times up to date:
// VisibleAt, FirstPublishedAt and PublishedOrder. It is called before every
// write.
func (a *Article) Settle(now time.Time) {
	a.PublishedOrder = FarFuture()
	if a.PublishedAt != nil {
		a.PublishedOrder = *a.PublishedAt
	}
	wasVisible := a.WasVisible(now)
	a.VisibleAt = nil
	if a.Status == StatusPublished {
		a.VisibleAt = later(a.PublishedAt, a.EmbargoUntil)
	}
	switch {
	case wasVisible:
	case a.Status == StatusPublished:
		a.FirstPublishedAt = later(a.VisibleAt, &now)
	default:
		a.FirstPublishedAt = nil
	}
}

func (a *Article) clearWithdrawal() {
	a.WithdrawnReason, a.WithdrawnNote, a.WithdrawnAt = "", "", nil
}

// Unpublishable returns every field that publishing needs and the article
// lacks.
func (a *Article) Unpublishable() []Field {
	var missing []Field
	need := func(there bool, name string) {
		if !there {
			missing = append(missing, Field{Pointer: "/" + name, Code: "required", Detail: name + " is required to publish"})
		}
	}
	need(a.Title != "", "title")
	need(a.Body != "", "body")
	need(a.SectionID != nil, "section_id")
	need(a.Kind != KindReprint || len(a.Sources) > 0, "sources")
	return missing
}
