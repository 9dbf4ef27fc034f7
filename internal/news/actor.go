package news

// Role is what an account may do. Each role may do what the ones before it may.
type Role string

// The roles, the least first.
const (
	RoleReader Role = "reader"
	RoleAuthor Role = "author"
	RoleEditor Role = "editor"
	RoleAdmin  Role = "admin"
)

// Roles lists the roles, the least first.
func Roles() []Role {
	return []Role{RoleReader, RoleAuthor, RoleEditor, RoleAdmin}
}

// Actor is who makes a request. The zero Actor is an anonymous reader.
type Actor struct {
	UserID    string
	SessionID string // "" for a script
	TokenID   string // of a script's token, else ""
	External  bool   // signed in at the trusted issuer, which says what the role is
	Role      Role
	Scopes    []Scope // what of the role a script's token may do
	Address   string  // of the network, for the audit log
	RequestID string
	// ChangeNote is what the actor says of this one write.
	ChangeNote string
	// Acknowledged are the codes of warnings that the actor overrides in this
	// one write.
	Acknowledged []string
}

// System returns the actor of what nobody signed in for: the command line and
// the start of the server. It may do all and is not recorded as a user.
func System() Actor { return Actor{Role: RoleAdmin} }

// HasAccount reports whether the actor is somebody: a user or a user's script.
func (a Actor) HasAccount() bool { return a.rank() > 0 }

// SignedIn reports whether the actor sees what is not public. A script sees as
// the public does unless its token has a scope for more.
func (a Actor) SignedIn() bool { return a.HasAccount() && a.has(ScopeArticlesRead) }

func (a Actor) rank() int {
	for i, role := range Roles() {
		if a.Role == role {
			return i + 1
		}
	}
	return 0
}

// AtLeast reports whether the actor's role may do all that role may.
func (a Actor) AtLeast(role Role) bool {
	return a.rank() >= Actor{Role: role}.rank()
}

// Action is something that permission is asked for.
type Action string

// The actions that do not depend on one article.
const (
	ActionReadUnpublished Action = "read unpublished articles"
	ActionCreateArticle   Action = "create an article"
	ActionCreateByline    Action = "create a byline"
	ActionWriteByline     Action = "change a byline"
	ActionWriteSection    Action = "write sections"
	ActionWriteTag        Action = "write tags"
	ActionWriteSite       Action = "change the site"
	ActionWriteUser       Action = "write users"
	ActionReadAudit       Action = "read the audit log"
	ActionWriteCopy       Action = "write working copies"
	ActionPublishCopy     Action = "publish working copies"
)

func leastRole(action Action) Role {
	switch action {
	case ActionReadUnpublished:
		return RoleReader
	case ActionCreateArticle, ActionCreateByline:
		return RoleAuthor
	case ActionWriteByline, ActionWriteSection, ActionWriteTag, ActionWriteCopy, ActionPublishCopy:
		return RoleEditor
	case ActionWriteSite, ActionWriteUser, ActionReadAudit:
		return RoleAdmin
	default:
		return RoleAdmin
	}
}

// May returns nil when the actor may take the action, else Unauthenticated
// or Forbidden.
func (a Actor) May(action Action) error {
	return a.need(leastRole(action), scopeOf(action), string(action))
}

// MayEdit returns nil when the actor may change the article: editors any,
// authors their own drafts. What is in review must be returned first, so that
// an editor publishes what was read.
func (a Actor) MayEdit(article *Article) error {
	role, what := RoleEditor, "change this article"
	switch {
	case !a.owns(article):
	case article.Status == StatusDraft:
		role = RoleAuthor
	case article.Status == StatusInReview:
		what += " until an editor returns it"
	}
	return a.need(role, ScopeArticlesWrite, what)
}

// MayCorrect returns nil when the actor may tell readers that an article was
// corrected: editors may.
func (a Actor) MayCorrect() error {
	return a.need(RoleEditor, ScopeArticlesPublish, "correct this article")
}

// MayMove returns nil when the actor may make the move with the article:
// authors may submit and trash what is theirs until it is published, admins purge,
// editors do the rest. Whether the workflow allows it is Article.CheckMove's
// question.
func (a Actor) MayMove(move Move, article *Article) error {
	unpublished := article.Status == StatusDraft || article.Status == StatusInReview
	role := RoleEditor
	switch {
	case move == MovePurge:
		role = RoleAdmin
	case (move == MoveSubmit || move == MoveTrash) && unpublished && a.owns(article):
		role = RoleAuthor
	}
	return a.need(role, scopeOfMove(move), string(move)+" this article")
}

// MayReadUser returns nil when the actor may see the user: admins any, everyone
// the own.
func (a Actor) MayReadUser(id string) error {
	if a.HasAccount() && a.UserID == id {
		return nil
	}
	return a.May(ActionWriteUser)
}

// MayEditUser returns nil when the actor may change something about the user:
// admins any, everyone who signed in the own.
func (a Actor) MayEditUser(id string) error {
	if a.UserID == id && a.InPerson("") == nil {
		return nil
	}
	return a.May(ActionWriteUser)
}

func (a Actor) owns(article *Article) bool {
	return a.AtLeast(RoleAuthor) && article.CreatedBy != nil && *article.CreatedBy == a.UserID
}

// need returns nil when the actor's role is no less and a script's token has
// the scope.
func (a Actor) need(role Role, scope Scope, what string) error {
	switch {
	case !a.HasAccount():
		return Errorf(Unauthenticated, "unauthenticated", "sign in to %s", what)
	case !a.AtLeast(role):
		return Errorf(Forbidden, "forbidden", "the role %s may not %s", a.Role, what)
	case a.has(scope):
		return nil
	case scope == scopeNone:
		return Errorf(Forbidden, "forbidden", "a script's token may not %s", what)
	default:
		return Errorf(Forbidden, "forbidden", "without the scope %s the token may not %s", scope, what)
	}
}
