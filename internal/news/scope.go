package news

import "slices"

// Scope is a part of what its owner may do that a script's token may do too.
type Scope string

// The scopes.
const (
	ScopeArticlesRead    Scope = "articles:read"
	ScopeArticlesWrite   Scope = "articles:write"
	ScopeArticlesPublish Scope = "articles:publish"
	ScopeSectionsWrite   Scope = "sections:write"
	ScopeBylinesWrite    Scope = "bylines:write"
	ScopeTagsWrite       Scope = "tags:write"
	ScopeSiteWrite       Scope = "site:write"
	ScopeUsersWrite      Scope = "users:write"
	ScopeImportsWrite    Scope = "imports:write"
)

// scopeNone is that of what no token may do.
const scopeNone Scope = ""

// Scopes lists the scopes.
func Scopes() []Scope {
	return []Scope{
		ScopeArticlesRead, ScopeArticlesWrite, ScopeArticlesPublish, ScopeSectionsWrite, ScopeBylinesWrite,
		ScopeTagsWrite, ScopeSiteWrite, ScopeUsersWrite, ScopeImportsWrite,
	}
}

// readingScopes are those whose tokens see what is not public. Who may write
// articles or bylines must: what they change is what they see.
func readingScopes() []Scope {
	return []Scope{
		ScopeArticlesRead, ScopeArticlesWrite, ScopeArticlesPublish, ScopeBylinesWrite, ScopeImportsWrite,
	}
}

func scopeOf(action Action) Scope {
	switch action {
	case ActionReadUnpublished:
		return ScopeArticlesRead
	case ActionCreateArticle, ActionWriteCopy:
		return ScopeArticlesWrite
	case ActionPublishCopy:
		return ScopeArticlesPublish
	case ActionCreateByline, ActionWriteByline:
		return ScopeBylinesWrite
	case ActionWriteSection:
		return ScopeSectionsWrite
	case ActionWriteTag:
		return ScopeTagsWrite
	case ActionWriteSite:
		return ScopeSiteWrite
	case ActionWriteUser:
		return ScopeUsersWrite
	default:
		return scopeNone
	}
}

// scopeOfMove returns what readers come to see or lose under articles:publish,
// and everything else under articles:write. A correction is under
// articles:publish too: readers see it at once, and it is never taken back.
func scopeOfMove(move Move) Scope {
	switch move {
	case MovePublish, MoveUnschedule, MoveWithdraw:
		return ScopeArticlesPublish
	case MoveSubmit, MoveReturn, MoveTrash, MoveRestore, MovePurge:
		return ScopeArticlesWrite
	default:
		return scopeNone
	}
}

// has reports whether the actor's token, if it has one, has the scope.
func (a Actor) has(scope Scope) bool {
	if a.TokenID == "" {
		return true
	}
	if scope == ScopeArticlesRead {
		return slices.ContainsFunc(a.Scopes, func(s Scope) bool { return slices.Contains(readingScopes(), s) })
	}
	return scope != scopeNone && slices.Contains(a.Scopes, scope)
}

// InPerson returns nil when the actor signed in, else Unauthenticated or
// Forbidden: some things no token of a script may do.
func (a Actor) InPerson(what string) error {
	return a.need(RoleReader, scopeNone, what)
}
