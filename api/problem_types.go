package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// ProblemType is what a problem code means; docs/errors.md lists them all.
type ProblemType struct {
	Code    string `json:"code"`
	Status  int    `json:"status"`
	Title   string `json:"title"`
	Meaning string `json:"meaning"`
} // @name ProblemType

// problemTypes is every code that an answer can carry.
var problemTypes = []ProblemType{
	{"bad-body", 400, "The body can't be read", "The body is not one JSON object in UTF-8: errors names the place. Duplicate and unknown fields are refused too."},
	{"bad-parameter", 400, "The query has invalid parameters", "A query parameter is unknown, given twice or has a value that it does not take: errors names each."},
	{"bad-cursor", 400, "The cursor does not fit", "The cursor was changed, or belongs to another list, filter or order. Start again without it."},
	{"bad-header", 400, "A header can't be read", "A conditional header is not a list of entity tags (RFC 9110), or Idempotency-Key is no key."},
	{"given-up", 400, "The request was given up", "The client closed the connection before the request was whole or the answer ready."},
	{"unauthenticated", 401, "Sign in first", "The request needs a bearer token (RFC 6750)."},
	{"invalid-token", 401, "The token is not good", "The bearer token is malformed, expired, revoked or not ours. Refresh it or sign in again."},
	{"bad-credentials", 401, "The sign-in failed", "No active account has this e-mail address and password."},
	{"forbidden", 403, "Your role may not do this", "The token is good, but its role, or its scopes, may not do this."},
	{"no-role", 403, "The token gives no role", "The token of the external issuer is good, but nothing in it gives a role here."},
	{"not-found", 404, "Not found", "There is no such resource, or none that you may know of."},
	{"unknown-path", 404, "Unknown path", "Nothing is served at this path."},
	{"no-local-sign-in", 404, "Nobody signs in here", "Users sign in at the external issuer alone: send its token as the bearer token."},
	{"method-not-allowed", 405, "Method not allowed", "The path does not take this method: Allow lists those it takes."},
	{"wrong-move", 409, "The workflow does not allow this", "The article's status does not allow this move: allowed lists those it does."},
	{"never-visible", 409, "The article was never visible", "Readers never saw the article, so there is nothing to correct for them. Change it."},
	{"too-many-corrections", 409, "The article has too many corrections", "An article has 100 corrections at most."},
	{"visible", 409, "The article is visible", "A visible article can't be moved into the future: withdraw it first."},
	{"spam-suspected", 409, "A title reads like keyword spam", "What readers would see has a title that reads like keyword spam: warnings shows which. Change it or, if it is none, send acknowledge: [\"spam-suspected\"] with the same request."},
	{"slug-taken", 409, "The slug is taken", "Another resource has or had this slug."},
	{"duplicate", 409, "The value is taken", "Another resource has this value, which must be unique."},
	{"in-use", 409, "The resource is in use", "Something refers to the resource: move, merge or delete that first."},
	{"has-working-copy", 409, "There is a working copy", "The article has a working copy already: change, publish or delete that one."},
	{"last-admin", 409, "The last admin stays", "Nobody else is an active admin: make another one first."},
	{"idempotency-running", 409, "The request is still running", "A request with this Idempotency-Key has not been answered yet. Send it again in a moment."},
	{"external-user", 409, "The user is the issuer's", "The external issuer says what the user's e-mail, name, role and password are. Here the user can be made inactive."},
	{"withdrawn", 410, "The article was withdrawn", "The article was public and was taken down: tombstone says why and when."},
	{"stale", 412, "The resource has changed", "If-Match names a revision that is not the current one. Read again, merge and retry; If-Match: * overwrites."},
	{"stale-working-copy", 412, "The article has changed", "The article has changed since the working copy was made of it. Bring the change into the copy and say so in base_revision, or publish with If-Match: * over it."},
	{"too-large", 413, "The body is too large", "Bodies are 2 MiB at most."},
	{"unsupported-media-type", 415, "The media type is not taken", "Send application/json, or application/merge-patch+json to PATCH."},
	{"validation", 422, "The request has invalid fields", "Fields have a wrong type or break a rule: errors lists all of them."},
	{"idempotency-mismatch", 422, "The key belongs to another request", "The Idempotency-Key was sent with another body before. Take a new key for a new request."},
	{"query-too-broad", 422, "The query looks at too much", "Several filters meet in a list, and finding the page takes a look at more than 50,000 articles. Leave a filter out, or narrow the time."},
	{"precondition-required", 428, "If-Match is required", "Changing and deleting need If-Match with the ETag that was read, or * to overwrite on purpose (RFC 6585)."},
	{"too-many-requests", 429, "Too many requests", "The token, the user or the address sends too many requests. Go on after Retry-After; RateLimit says how many are left."},
	{"too-many-sign-ins", 429, "Too many sign-ins failed", "Too many sign-ins failed for this account or from this address. Try again after Retry-After, a minute at most."},
	{"internal", 500, "The server failed", "Something went wrong here. The request id finds it in the log."},
	{"unavailable", 503, "Not available now", "The database can't be reached. Try again after Retry-After."},
	{"issuer-unavailable", 503, "The issuer can't be asked", "The external issuer's keys can't be read, so that its token can't be checked. Try again after Retry-After."},
}

// ProblemTypes lists every problem code, in the order of docs/errors.md.
func ProblemTypes() []ProblemType { return slices.Clone(problemTypes) }

// getProblem serves what a problem code means.
//
//	@Summary	What an error code means
//	@Tags		meta
//	@Param		code	path		string	true	"The code of a problem"
//	@Success	200		{object}	ProblemType
//	@Failure	404		{object}	Problem
//	@Router		/problems/{code} [get]
func (s *Server) getProblem(c echo.Context) error {
	code := pathParam(c, "code")
	i := slices.IndexFunc(problemTypes, func(t ProblemType) bool { return t.Code == code })
	if i < 0 {
		return news.Missing("problem")
	}
	if err := newQuery(c).err(); err != nil {
		return err
	}
	return s.send(c, http.StatusOK, answer{body: problemTypes[i], groups: []news.Group{metaGroup}})
}
