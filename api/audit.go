package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// AuditEntry is one line of the audit log. Without a user it was the command
// line or the server itself; with a token a script did it for the user.
type AuditEntry struct {
	ID         string    `json:"id" format:"uuid"`
	At         time.Time `json:"at" format:"date-time"`
	UserID     *string   `json:"user_id" format:"uuid"`
	TokenID    *string   `json:"token_id" format:"uuid"`
	Action     string    `json:"action" example:"publish"`
	Noun       string    `json:"noun" example:"article"`
	ResourceID string    `json:"resource_id" format:"uuid"`
	Address    *string   `json:"address" example:"192.0.2.7"`
	RequestID  *string   `json:"request_id"`
	ChangeNote *string   `json:"change_note"`
} // @name AuditEntry

// AuditList is a page of the audit log.
type AuditList struct {
	Data []AuditEntry `json:"data"`
	Page PageInfo     `json:"page"`
} // @name AuditList

// AuditQuery filters the audit log. A parameter that is repeated means any of
// its values; different parameters mean all of them. auditFilter reads it.
type AuditQuery struct {
	// Ids of users.
	User []string `json:"user" format:"uuid"`
	// What was done, such as create or publish.
	Action []string `json:"action" enums:"create,change,delete,merge,refile,correct,restore_revision,set_password,reset_password,login,logout,replay,schedule,publish_working_copy,fail_to_publish,acknowledge,submit,return,publish,unschedule,withdraw,trash,restore,purge"`
	// What it was done to, such as article or byline.
	Noun []string `json:"noun" enums:"article,section,byline,tag,site,user,session,token,preview_token,working_copy"`
	// Ids of what it was done to.
	Resource []string `json:"resource" format:"uuid"`
	// The first moment that counts.
	From string `json:"from" format:"date-time"`
	// The first moment that no longer counts.
	To string `json:"to" format:"date-time"`
}

// listAudit answers a page of the audit log.
//
//	@Summary	Who did what, the newest first
//	@Tags		audit
//	@Param		filter	query		AuditQuery	false	"Filters"
//	@Param		page	query		PageQuery	false	"Which page"
//	@Success	200		{object}	AuditList
//	@Router		/v1/audit [get]
func (s *Server) listAudit(c echo.Context) error {
	q := newQuery(c)
	filter := auditFilter(q)
	fields := q.list("fields", answerFields(AuditEntry{}))
	page := s.page(c, q)
	if err := firstError(actor(c).May(news.ActionReadAudit), q.err()); err != nil {
		return err
	}
	list, err := s.service.Audit(c.Request().Context(), actor(c), filter, page)
	if err != nil {
		return err
	}
	body := AuditList{Data: make([]AuditEntry, len(list.Items))}
	for i, e := range list.Items {
		body.Data[i] = AuditEntry{
			ID: e.ID, At: e.At.UTC(), UserID: e.UserID, TokenID: e.TokenID, Action: string(e.Deed), Noun: string(e.Noun), ResourceID: e.ResourceID,
			Address: orNull(e.Address), RequestID: orNull(e.RequestID), ChangeNote: orNull(e.ChangeNote),
		}
	}
	if body.Page, err = pageInfo(s, c, q, page, list); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: body, fields: fields})
}

func auditFilter(q *query) news.AuditFilter {
	return news.AuditFilter{
		Users: ids(q, "user"), Deeds: manyOf(q, "action", news.Deeds()), Nouns: manyOf(q, "noun", news.Nouns()),
		Resources: ids(q, "resource"), From: q.time("from"), To: q.time("to"),
	}
}
