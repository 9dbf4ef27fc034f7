package news

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func script(role Role, scopes ...Scope) Actor {
	return Actor{UserID: me, TokenID: "t", Role: role, Scopes: scopes}
}

// Which scopes let a token take an action, and which role its owner needs.
func TestScopesOfActions(t *testing.T) {
	const reading = "articles:read articles:write articles:publish bylines:write imports:write"
	for _, test := range []struct {
		action Action
		scopes string
		roles  string
	}{
		{ActionReadUnpublished, reading, "reader author editor admin"},
		{ActionCreateArticle, "articles:write", "author editor admin"},
		{ActionCreateByline, "bylines:write", "author editor admin"},
		{ActionWriteByline, "bylines:write", "editor admin"},
		{ActionWriteSection, "sections:write", "editor admin"},
		{ActionWriteTag, "tags:write", "editor admin"},
		{ActionWriteCopy, "articles:write", "editor admin"},
		{ActionPublishCopy, "articles:publish", "editor admin"},
		{ActionWriteSite, "site:write", "admin"},
		{ActionWriteUser, "users:write", "admin"},
		{Action("anything new"), "", ""},
	} {
		walkScopes(t, string(test.action), test.scopes, test.roles, func(a Actor) error { return a.May(test.action) })
	}
}

func TestScopesOfMoves(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		move   string
		status Status
		scopes string
		roles  string // of the article's maker
	}{
		{"edit", StatusDraft, "articles:write", "author editor admin"},
		{"edit", StatusPublished, "articles:write", "editor admin"},
		{"submit", StatusDraft, "articles:write", "author editor admin"},
		{"return", StatusInReview, "articles:write", "editor admin"},
		{"correct", StatusPublished, "articles:publish", "editor admin"},
		{"publish", StatusDraft, "articles:publish", "editor admin"},
		{"unschedule", StatusScheduled, "articles:publish", "editor admin"},
		{"withdraw", StatusPublished, "articles:publish", "editor admin"},
		{"trash", StatusDraft, "articles:write", "author editor admin"},
		{"trash", StatusWithdrawn, "articles:write", "editor admin"},
		{"restore", StatusTrashed, "articles:write", "editor admin"},
		{"purge", StatusTrashed, "articles:write", "admin"},
		{"a new move", StatusDraft, "", ""},
	} {
		article := articleIn(test.status, now)
		walkScopes(t, test.move+" what is "+string(test.status), test.scopes, test.roles, func(a Actor) error {
			return may(a, test.move, article)
		})
	}
}

// walkScopes asks for every scope with every role, for all scopes but the named
// ones, and for none.
func walkScopes(t *testing.T, what, scopes, roles string, may func(Actor) error) {
	t.Helper()
	var others []Scope
	for _, scope := range Scopes() {
		named := slices.Contains(strings.Fields(scopes), string(scope))
		if !named {
			others = append(others, scope)
		}
		for _, role := range Roles() {
			want := named && slices.Contains(strings.Fields(roles), string(role))
			if err := may(script(role, scope)); (err == nil) != want {
				t.Errorf("%s by a script of a %s with %s: %v", what, role, scope, err)
			}
		}
	}
	checkAnswer(t, what, "others", "", may(script(RoleAdmin, others...)))
	checkAnswer(t, what, "none", "", may(script(RoleAdmin)))
}

func TestWhatScriptsNeverMay(t *testing.T) {
	all := script(RoleAdmin, Scopes()...)
	checkAnswer(t, "make tokens", "script", "", all.InPerson("make tokens"))
	checkAnswer(t, "make tokens", "anonymous", "", Actor{}.InPerson("make tokens"))
	checkAnswer(t, "make tokens", "reader", "reader", actors()["reader"].InPerson("make tokens"))
}

func TestWhoSeesAndChangesUsers(t *testing.T) {
	const other = "0198f2c4-7d3a-7b1e-9c55-ffffffffffff"
	for who, test := range map[string]struct {
		actor                                Actor
		seesOwn, editsOwn, sees, editsTheirs bool
	}{
		"anonymous":            {Actor{}, false, false, false, false},
		"reader":               {Actor{UserID: me, Role: RoleReader}, true, true, false, false},
		"admin":                {Actor{UserID: me, Role: RoleAdmin}, true, true, true, true},
		"a reader's script":    {script(RoleReader, Scopes()...), true, false, false, false},
		"an admin's script":    {script(RoleAdmin, ScopeUsersWrite), true, true, true, true},
		"another scope's":      {script(RoleAdmin, ScopeSiteWrite), true, false, false, false},
		"the system":           {System(), true, true, true, true},
		"a script without any": {script(RoleAdmin), true, false, false, false},
	} {
		got := [...]bool{
			test.actor.MayReadUser(me) == nil, test.actor.MayEditUser(me) == nil,
			test.actor.MayReadUser(other) == nil, test.actor.MayEditUser(other) == nil,
		}
		if want := [...]bool{test.seesOwn, test.editsOwn, test.sees, test.editsTheirs}; got != want {
			t.Errorf("%s: sees and edits the own, sees and edits others: %v, want %v", who, got, want)
		}
	}
}

func TestWhatScriptsSee(t *testing.T) {
	for _, scope := range Scopes() {
		sees := script(RoleReader, scope).SignedIn()
		if want := slices.Contains(readingScopes(), scope); sees != want {
			t.Errorf("with %s a script sees what is not public: %v", scope, sees)
		}
		if !script(RoleReader, scope).HasAccount() || script("", scope).SignedIn() {
			t.Errorf("with %s it is nobody", scope)
		}
	}
}
