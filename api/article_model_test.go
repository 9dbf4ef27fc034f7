package api_test

import (
	"net/http"
	"time"
)

// model is what an article should be by the rules of the workflow, told once
// more in the fewest words. Zero times are none.
type model struct {
	status                              string // of the row
	published, embargo, first, withdrew time.Time
}

func (m model) visibleAt() time.Time {
	if m.embargo.After(m.published) {
		return m.embargo
	}
	return m.published
}

func (m model) visible(now time.Time) bool {
	return m.status == "published" && !m.visibleAt().After(now)
}

func (m model) wasVisible(now time.Time) bool { return !m.first.IsZero() && !m.first.After(now) }

func (m model) shown(now time.Time) string {
	if m.status == "published" && !m.visible(now) {
		return "scheduled"
	}
	return m.status
}

// readers returns what readers without an account are answered with.
func (m model) readers(now time.Time) int {
	switch {
	case m.visible(now):
		return http.StatusOK
	case m.wasVisible(now) && !m.withdrew.IsZero() && (m.status == "withdrawn" || m.status == "published"):
		return http.StatusGone
	default:
		return http.StatusNotFound
	}
}

// step is something that is done with the article. Times that are nil are left
// out, zero ones are null.
type step struct {
	name               string
	published, embargo *time.Time
}

// after returns the article after a step, and the status of the answer.
func (m model) after(s step, now time.Time) (model, int) {
	next, shown := m, m.shown(now)
	var allowed bool
	switch s.name {
	case "patch":
		return m.patched(s, now)
	case "submit":
		allowed = shown == "draft"
		next.status = "in_review"
	case "return":
		allowed = shown == "in_review"
		next.status = "draft"
	case "publish":
		allowed = shown == "draft" || shown == "in_review" || shown == "scheduled" || shown == "withdrawn"
		next = m.publish(s, now)
	case "unschedule":
		allowed = shown == "scheduled" && !m.wasVisible(now)
		next.status = "draft"
	case "withdraw":
		allowed = shown == "published" || (shown == "scheduled" && m.wasVisible(now))
		next.status, next.withdrew = "withdrawn", now
	case "trash":
		allowed = shown == "draft" || shown == "in_review" || shown == "withdrawn"
		next.status = "trashed"
	case "restore":
		allowed = shown == "trashed"
		next.status, next.withdrew = "draft", time.Time{}
	}
	if !allowed {
		return m, http.StatusConflict
	}
	return next.settled(m, now), http.StatusOK
}

func (m model) publish(s step, now time.Time) model {
	m.status = "published"
	if s.published != nil && !s.published.IsZero() {
		m.published = *s.published
	}
	if m.published.IsZero() {
		m.published = now
	}
	if s.embargo != nil {
		m.embargo = *s.embargo
	}
	if m.visible(now) {
		m.withdrew = time.Time{}
	}
	return m
}

func (m model) patched(s step, now time.Time) (model, int) {
	next := m
	if s.published != nil {
		next.published = *s.published
	}
	if s.embargo != nil {
		next.embargo = *s.embargo
	}
	switch {
	case m.status == "published" && next.published.IsZero():
		return m, http.StatusUnprocessableEntity
	case m.visible(now) && (next.published.After(now) || next.embargo.After(now)):
		return m, http.StatusConflict
	}
	return next.settled(m, now), http.StatusOK
}

// settled moves the first visible moment as long as it is still to come.
func (m model) settled(before model, now time.Time) model {
	switch {
	case before.wasVisible(now) || m == before:
	case m.status != "published":
		m.first = time.Time{}
	case m.visibleAt().After(now):
		m.first = m.visibleAt()
	default:
		m.first = now
	}
	return m
}
