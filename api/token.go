package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// ScriptToken is a long-lived token of a script. It may do what its scopes say,
// and never more than its owner's role of the day.
type ScriptToken struct {
	ID         string     `json:"id" format:"uuid"`
	Revision   int        `json:"revision"`
	UserID     string     `json:"user_id" format:"uuid"`
	Name       string     `json:"name"`
	Scopes     []string   `json:"scopes" enums:"articles:read,articles:write,articles:publish,sections:write,bylines:write,tags:write,site:write,users:write,imports:write"`
	CreatedAt  time.Time  `json:"created_at" format:"date-time"`
	ExpiresAt  *time.Time `json:"expires_at" format:"date-time"`
	LastUsedAt *time.Time `json:"last_used_at" format:"date-time"` // to the minute
} // @name ScriptToken

// ScriptTokenList is a page of tokens.
type ScriptTokenList struct {
	Data []ScriptToken `json:"data"`
	Page PageInfo      `json:"page"`
} // @name ScriptTokenList

// NewScriptToken is a token that was just made.
type NewScriptToken struct {
	ScriptToken

	Token string `json:"token"` // what the script sends; shown this once
} // @name NewScriptToken

// ScriptTokenInput is what a token is made of.
type ScriptTokenInput struct {
	Name       string     `json:"name" validate:"required,notblank,max=200" example:"nightly import"`
	Scopes     []string   `json:"scopes" validate:"required,min=1,max=20,dive,oneof=articles:read articles:write articles:publish sections:write bylines:write tags:write site:write users:write imports:write"`
	ExpiresAt  *time.Time `json:"expires_at" format:"date-time"`
	ChangeNote string     `json:"change_note" validate:"max=500"`
} // @name ScriptTokenInput

// tokenRevision is the revision of every token: they never change.
const tokenRevision = 1

func newScriptToken(t *news.Token) *ScriptToken {
	return &ScriptToken{
		ID: t.ID, Revision: tokenRevision, UserID: t.UserID, Name: t.Name,
		Scopes:    collect(t.Scopes, func(_ int, s news.Scope) string { return string(s) }),
		CreatedAt: t.CreatedAt.UTC(), ExpiresAt: utc(t.ExpiresAt), LastUsedAt: utc(t.LastUsedAt),
	}
}

func (in *ScriptTokenInput) fill(t *service.NewToken) {
	t.Name, t.ExpiresAt = in.Name, in.ExpiresAt
	t.Scopes = collect(in.Scopes, func(_ int, s string) news.Scope { return news.Scope(s) })
}

func tokenState(t *news.Token) state {
	return state{id: t.ID, revision: tokenRevision, dto: newScriptToken(t)}
}
