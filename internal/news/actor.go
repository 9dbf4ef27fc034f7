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
	SessionID string
	Role      Role
	Address   string // of the network, for the audit log
	RequestID string
	// ChangeNote is what the actor says of this one write.
	ChangeNote string
}

// System returns the actor of what nobody signed in for: the command line and
// the start of the server. It may do all and is not recorded as a user.
func System() Actor { return Actor{Role: RoleAdmin} }

// SignedIn reports whether the actor has an account.
func (a Actor) SignedIn() bool { return a.rank() > 0 }

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
)

func leastRole(action Action) Role {
	switch action {
	case ActionReadUnpublished:
		return RoleReader
	case ActionCreateArticle, ActionCreateByline:
		return RoleAuthor
	case ActionWriteByline, ActionWriteSection, ActionWriteTag:
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
	return a.need(leastRole(action), string(action))
}

// MayEdit returns nil when the actor may change the article: editors any,
// authors their own drafts.
func (a Actor) MayEdit(article *Article) error {
	if a.owns(article) && article.Status == StatusDraft {
		return nil
	}
	return a.need(RoleEditor, "change this article")
}

// MayMove returns nil when the actor may make the move with the article:
// authors may trash what is theirs until it is published, admins purge,
// editors do the rest. Whether the workflow allows it is Article.CheckMove's
// question.
func (a Actor) MayMove(move Move, article *Article) error {
	unpublished := article.Status == StatusDraft || article.Status == StatusInReview
	switch {
	case move == MovePurge:
		return a.need(RoleAdmin, "purge articles")
	case move == MoveTrash && unpublished && a.owns(article):
		return nil
	default:
		return a.need(RoleEditor, string(move)+" this article")
	}
}

func (a Actor) owns(article *Article) bool {
	return a.AtLeast(RoleAuthor) && article.CreatedBy != nil && *article.CreatedBy == a.UserID
}

func (a Actor) need(role Role, what string) error {
	if a.AtLeast(role) {
		return nil
	}
	if !a.SignedIn() {
		return Errorf(Unauthenticated, "unauthenticated", "sign in to %s", what)
	}
	return Errorf(Forbidden, "forbidden", "the role %s may not %s", a.Role, what)
}
