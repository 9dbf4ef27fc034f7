package api

import (
	"reflect"
	"runtime"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Route is one line of the route table, for those who describe the API.
type Route struct {
	Method string
	// Path is a template of OpenAPI: /v1/articles/{article}.
	Path string
	// Role is the least that may use it, "" for anyone.
	Role news.Role
	// Handler is the name of the method that answers.
	Handler string
	// TakesKey says that it takes an Idempotency-Key.
	TakesKey bool
}

// Routes lists every address of the API. HEAD works wherever GET does.
func Routes() []Route {
	table := (&Server{}).routes()
	routes := make([]Route, len(table))
	for i, r := range table {
		routes[i] = Route{
			Method: r.method, Path: template(r.path), Role: r.who, Handler: methodName(r.handle), TakesKey: r.takesKey(),
		}
	}
	return routes
}

// template turns Echo's :name into OpenAPI's {name}.
func template(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			segments[i] = "{" + name + "}"
		}
	}
	return strings.Join(segments, "/")
}

// methodName returns "listArticles" for s.listArticles.
func methodName(method any) string {
	name := runtime.FuncForPC(reflect.ValueOf(method).Pointer()).Name()
	name = name[strings.LastIndex(name, ".")+1:]
	return strings.TrimSuffix(name, "-fm")
}

// Shapes lists a zero value of every DTO that a body is made of; those within
// them need no mention. The name of what clients send ends in Input.
func Shapes() []any {
	return []any{
		Problem{},
		ProblemType{},
		Root{},
		Health{},
		KeySet{},
		LoginInput{},
		RefreshInput{},
		Tokens{},
		PasswordInput{},
		User{},
		UserList{},
		NewUser{},
		UserInput{},
		UserChangeInput{},
		PasswordReset{},
		ScriptToken{},
		ScriptTokenList{},
		NewScriptToken{},
		ScriptTokenInput{},
		Site{},
		SiteInput{},
		Article{},
		ArticleList{},
		ArticleInput{},
		PublishInput{},
		WithdrawInput{},
		NoteInput{},
		ReturnInput{},
		CorrectionInput{},
		CorrectionList{},
		PreviewTokenList{},
		NewPreviewToken{},
		PreviewTokenInput{},
		RestoreInput{},
		Checks{},
		RevisionList{},
		RevisionInFull{},
		RevisionDiff{},
		WrittenArticle{},
		WorkingCopy{},
		WorkingCopyInput{},
		WorkingCopyPublishInput{},
		AuditList{},
		Section{},
		SectionList{},
		SectionInput{},
		Byline{},
		BylineList{},
		BylineInput{},
		MergeInput{},
		Tag{},
		TagList{},
		TagNameInput{},
		Resolution{},
	}
}
