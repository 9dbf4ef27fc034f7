package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// public marks a route that needs no token.
const public = news.Role("")

// route is one line of the table. who is the least role that may use it:
// anything but public needs a token, which is checked before all else; whether
// the role will do is the service's to say, once it has found the resource.
type route struct {
	method string
	path   string
	who    news.Role
	handle echo.HandlerFunc
}

// routes is every address of the API. HEAD works wherever GET does.
func (s *Server) routes() []route { //nolint:funlen // it is one table
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	const reader, author, editor, admin = news.RoleReader, news.RoleAuthor, news.RoleEditor, news.RoleAdmin
	return []route{
		{get, "/", public, s.getRoot},
		{get, "/healthz", public, s.getHealth},
		{get, "/readyz", public, s.getReady},
		{get, "/problems/:code", public, s.getProblem},
		{get, "/docs", public, s.getReference},
		{get, "/docs/:file", public, s.getReferenceFile},
		{get, "/openapi.json", public, s.getOpenAPIJSON},
		{get, "/openapi.yaml", public, s.getOpenAPIYAML},
		{get, "/swagger.json", public, s.getSwagger},
		{get, "/.well-known/jwks.json", public, s.getKeys},

		{post, "/v1/auth/login", public, s.login},
		{post, "/v1/auth/refresh", public, s.refresh},
		{post, "/v1/auth/logout", public, s.logout},
		{post, "/v1/auth/password", public, s.setPassword},
		{get, "/v1/auth/me", reader, s.getMe},

		{get, "/v1/users", admin, s.listUsers},
		{post, "/v1/users", admin, s.createUser},
		{get, "/v1/users/:user", reader, s.getUser},
		{patch, "/v1/users/:user", reader, s.patchUser},
		{post, "/v1/users/:user/password_reset", admin, s.resetPassword},

		{get, "/v1/tokens", reader, s.listTokens},
		{post, "/v1/tokens", reader, s.createToken},
		{get, "/v1/tokens/:token", reader, s.getToken},
		{del, "/v1/tokens/:token", reader, s.deleteToken},

		{get, "/v1/site", public, s.getSite},
		{patch, "/v1/site", admin, s.patchSite},
		{get, "/v1/resolve", public, s.resolve},

		{get, "/v1/articles", public, s.listArticles},
		{post, "/v1/articles", author, s.createArticle},
		{get, "/v1/articles/:article", public, s.getArticle},
		{patch, "/v1/articles/:article", author, s.patchArticle},
		{del, "/v1/articles/:article", author, s.deleteArticle},
		{post, "/v1/articles/:article/submit", author, s.submitArticle},
		{post, "/v1/articles/:article/return", editor, s.returnArticle},
		{post, "/v1/articles/:article/publish", editor, s.publishArticle},
		{post, "/v1/articles/:article/unschedule", editor, s.unscheduleArticle},
		{post, "/v1/articles/:article/withdraw", editor, s.withdrawArticle},
		{post, "/v1/articles/:article/trash", author, s.trashArticle},
		{post, "/v1/articles/:article/restore", editor, s.restoreArticle},
		{post, "/v1/articles/:article/corrections", editor, s.correctArticle},
		{post, "/v1/articles/:article/preview_tokens", author, s.createPreviewToken},
		{get, "/v1/articles/:article/preview_tokens", author, s.listPreviewTokens},
		{get, "/v1/articles/:article/preview_tokens/:id", author, s.getPreviewToken},
		{del, "/v1/articles/:article/preview_tokens/:id", author, s.deletePreviewToken},
		{get, "/v1/articles/:article/checks", reader, s.getChecks},
		{get, "/v1/articles/:article/working_copy", reader, s.getWorkingCopy},
		{post, "/v1/articles/:article/working_copy", editor, s.createWorkingCopy},
		{patch, "/v1/articles/:article/working_copy", editor, s.patchWorkingCopy},
		{del, "/v1/articles/:article/working_copy", editor, s.deleteWorkingCopy},
		{post, "/v1/articles/:article/working_copy/publish", editor, s.publishWorkingCopy},
		{get, "/v1/articles/:article/revisions", reader, s.listRevisions},
		{get, "/v1/articles/:article/revisions/:number", reader, s.getRevision},
		{get, "/v1/articles/:article/revisions/:number/diff", reader, s.diffRevisions},
		{post, "/v1/articles/:article/revisions/:number/restore", author, s.restoreRevision},

		{get, "/v1/corrections", public, s.listCorrections},

		{get, "/v1/sections", public, s.listSections},
		{post, "/v1/sections", editor, s.createSection},
		{get, "/v1/sections/:section", public, s.getSection},
		{patch, "/v1/sections/:section", editor, s.patchSection},
		{del, "/v1/sections/:section", editor, s.deleteSection},

		{get, "/v1/bylines", public, s.listBylines},
		{post, "/v1/bylines", author, s.createByline},
		{get, "/v1/bylines/:byline", public, s.getByline},
		{patch, "/v1/bylines/:byline", editor, s.patchByline},
		{del, "/v1/bylines/:byline", editor, s.deleteByline},
		{post, "/v1/bylines/:byline/merge", editor, s.mergeBylines},

		{get, "/v1/tags", public, s.listTags},
		{get, "/v1/tags/:tag", public, s.getTag},
		{patch, "/v1/tags/:tag", editor, s.patchTag},
		{del, "/v1/tags/:tag", editor, s.deleteTag},
		{post, "/v1/tags/:tag/merge", editor, s.mergeTags},

		{get, "/v1/audit", admin, s.listAudit},
	}
}
