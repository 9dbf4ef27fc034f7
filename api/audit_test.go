package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// sample is something of each noun to write to: addresses, but for those after
// the blank line.
type sample struct {
	draft, reviewed, scheduled, visible, copied, trashed, section, byline, tag, lonelyTag string

	anotherByline, anotherTag, refresh string

	user, reset, script, preview string
}

// sample makes one; the draft has two revisions.
func (n *newsroom) sample(t *testing.T, name string) sample {
	t.Helper()
	section := n.section(t, "Section", nil)
	whole := object{"section_id": section.ID, "tags": []string{name + "1", name + "2"}}
	s := sample{
		draft: n.draft(t, object{"tags": []string{name + "3"}}), reviewed: n.draft(t, whole), scheduled: n.draft(t, whole), visible: n.published(t, whole),
		copied: n.published(t, whole) + "/working_copy", trashed: n.draft(t, whole), section: "/v1/sections/" + n.section(t, "Empty", nil).ID,
		byline: "/v1/bylines/" + n.byline(t, "Byline").ID, anotherByline: n.byline(t, "Into").ID,
		tag: "/v1/tags/" + name + "1", anotherTag: name + "2", lonelyTag: "/v1/tags/" + name + "3",
	}
	n.patch(t, s.draft, whole).want(t, http.StatusOK)
	n.move(t, s.reviewed, "submit", nil).want(t, http.StatusOK)
	n.move(t, s.scheduled, "publish", object{"published_at": "2030-01-01T00:00:00Z"}).want(t, http.StatusOK)
	n.do(t, "POST", s.copied, n.as(t, news.RoleEditor), nil).want(t, http.StatusCreated)
	n.patch(t, s.copied, object{"title": "Another"}).want(t, http.StatusOK)
	n.move(t, s.trashed, "trash", nil).want(t, http.StatusOK)
	user := n.do(t, "POST", "/v1/users", n.as(t, news.RoleAdmin), object{
		"email": name + "@example.org", "name": "New", "role": "reader",
	}).want(t, http.StatusCreated)
	s.user, s.reset = "/v1/users/"+user.text(t, "/id"), user.text(t, "/password_reset/reset_token")
	s.script = "/v1/tokens/" + n.scriptToken(t, news.RoleReader, object{}).text(t, "/id")
	s.preview = n.do(t, "POST", s.draft+"/preview_tokens", n.as(t, news.RoleEditor), nil).header.Get("Location")
	s.refresh = n.login(t, "reader@example.org", password).want(t, http.StatusOK).text(t, "/refresh_token")
	return s
}

// unaudited are the writes that leave no row: a refresh changes a token alone.
var unaudited = map[string]bool{"POST /v1/auth/refresh": true}

// writes are a request for every route that writes, and what the log then says.
// The method and path are the route's; address is where the request goes.
var writes = map[string]func(s sample) (address string, body object, deed string){
	"POST /v1/auth/login": func(sample) (string, object, string) {
		return "", object{"email": "editor@example.org", "password": password}, "login session"
	},
	"POST /v1/auth/logout": func(s sample) (string, object, string) {
		return "", object{"refresh_token": s.refresh}, "logout session"
	},
	"POST /v1/auth/password": func(s sample) (string, object, string) {
		return "", object{"reset_token": s.reset, "password": "another horse, another battery"}, "set_password user"
	},
	"POST /v1/users": func(sample) (string, object, string) {
		return "", object{"email": "lin@example.org", "name": "Lin", "role": "author"}, "create user"
	},
	"PATCH /v1/users/{user}": func(s sample) (string, object, string) { return s.user, object{"name": "Newer"}, "change user" },
	"POST /v1/users/{user}/password_reset": func(s sample) (string, object, string) {
		return s.user + "/password_reset", object{}, "reset_password user"
	},
	"POST /v1/tokens": func(sample) (string, object, string) {
		return "", object{"name": "import", "scopes": []string{"articles:read"}}, "create token"
	},
	"DELETE /v1/tokens/{token}":           func(s sample) (string, object, string) { return s.script, object{}, "delete token" },
	"PATCH /v1/site":                      func(sample) (string, object, string) { return "", object{"name": "New"}, "change site" },
	"POST /v1/articles":                   func(sample) (string, object, string) { return "", object{"title": "T"}, "create article" },
	"PATCH /v1/articles/{article}":        func(s sample) (string, object, string) { return s.draft, object{"title": "New"}, "change article" },
	"DELETE /v1/articles/{article}":       func(s sample) (string, object, string) { return s.draft, object{}, "trash article" },
	"POST /v1/articles/{article}/trash":   func(s sample) (string, object, string) { return s.draft + "/trash", object{}, "trash article" },
	"POST /v1/articles/{article}/restore": func(s sample) (string, object, string) { return s.trashed + "/restore", object{}, "restore article" },
	"POST /v1/articles/{article}/submit":  func(s sample) (string, object, string) { return s.draft + "/submit", object{}, "submit article" },
	"POST /v1/articles/{article}/return": func(s sample) (string, object, string) {
		return s.reviewed + "/return", object{"note": "not yet"}, "return article"
	},
	"POST /v1/articles/{article}/corrections": func(s sample) (string, object, string) {
		return s.visible + "/corrections", object{"kind": "update", "note": "N"}, "correct article"
	},
	"POST /v1/articles/{article}/publish": func(s sample) (string, object, string) { return s.draft + "/publish", object{}, "publish article" },
	"POST /v1/articles/{article}/unschedule": func(s sample) (string, object, string) {
		return s.scheduled + "/unschedule", object{}, "unschedule article"
	},
	"POST /v1/articles/{article}/withdraw": func(s sample) (string, object, string) {
		return s.visible + "/withdraw", object{"reason": "error"}, "withdraw article"
	},
	"POST /v1/articles/{article}/preview_tokens": func(s sample) (string, object, string) {
		return s.draft + "/preview_tokens", object{}, "create preview_token"
	},
	"DELETE /v1/articles/{article}/preview_tokens/{id}": func(s sample) (string, object, string) {
		return s.preview, object{}, "delete preview_token"
	},
	"POST /v1/articles/{article}/working_copy": func(s sample) (string, object, string) {
		return s.visible + "/working_copy", object{}, "create working_copy"
	},
	"PATCH /v1/articles/{article}/working_copy": func(s sample) (string, object, string) {
		return s.copied, object{"title": "New"}, "change working_copy"
	},
	"DELETE /v1/articles/{article}/working_copy": func(s sample) (string, object, string) {
		return s.copied, object{}, "delete working_copy"
	},
	"POST /v1/articles/{article}/working_copy/publish": func(s sample) (string, object, string) {
		return s.copied + "/publish", object{}, "publish_working_copy article"
	},
	"POST /v1/articles/{article}/revisions/{number}/restore": func(s sample) (string, object, string) {
		return s.draft + "/revisions/1/restore", object{}, "restore_revision article"
	},
	"POST /v1/sections":             func(sample) (string, object, string) { return "", object{"name": "S"}, "create section" },
	"PATCH /v1/sections/{section}":  func(s sample) (string, object, string) { return s.section, object{"name": "New"}, "change section" },
	"DELETE /v1/sections/{section}": func(s sample) (string, object, string) { return s.section, object{}, "delete section" },
	"POST /v1/bylines":              func(sample) (string, object, string) { return "", object{"name": "B"}, "create byline" },
	"PATCH /v1/bylines/{byline}":    func(s sample) (string, object, string) { return s.byline, object{"name": "New"}, "change byline" },
	"DELETE /v1/bylines/{byline}":   func(s sample) (string, object, string) { return s.byline, object{}, "delete byline" },
	"POST /v1/bylines/{byline}/merge": func(s sample) (string, object, string) {
		return s.byline + "/merge", object{"into": s.anotherByline}, "merge byline"
	},
	"PATCH /v1/tags/{tag}":  func(s sample) (string, object, string) { return s.tag, object{"name": "New"}, "change tag" },
	"DELETE /v1/tags/{tag}": func(s sample) (string, object, string) { return s.lonelyTag, object{}, "delete tag" },
	"POST /v1/tags/{tag}/merge": func(s sample) (string, object, string) {
		return s.tag + "/merge", object{"into": s.anotherTag}, "merge tag"
	},
}

func TestEveryWriteRouteLeavesAnAuditRow(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		administrator := n.as(t, news.RoleAdmin)
		for _, r := range api.Routes() {
			name := r.Method + " " + r.Path
			if r.Method == http.MethodGet || unaudited[name] {
				continue
			}
			write, known := writes[name]
			if !known {
				t.Errorf("nobody knows what %s leaves in the log", name)
				continue
			}
			n.checkAudited(t, administrator, r, write)
		}
	})
}

func (n *newsroom) checkAudited(
	t *testing.T, token string, r api.Route, write func(sample) (string, object, string),
) {
	t.Helper()
	name := strings.ToLower(r.Handler)
	s := n.sample(t, name)
	address, body, deed := write(s)
	if address == "" {
		address = r.Path
	}
	if strings.HasPrefix(address, "/v1/auth/") {
		token = ""
	} else {
		body["change_note"] = "因為 <why>"
	}
	n.do(t, r.Method, address, token, body, "If-Match", "*", "X-Request-Id", name)
	deeds, log := strings.Fields(deed), n.log(t, "?limit=100")
	entries, _ := log.at(t, "/data").([]any)
	found := 0
	for _, item := range entries {
		entry, _ := item.(object)
		if entry["request_id"] != name || entry["action"] != deeds[0] || entry["noun"] != deeds[1] {
			continue
		}
		found++
		if entry["address"] != "127.0.0.1" || entry["user_id"] == nil || (token != "" && entry["change_note"] != "因為 <why>") {
			t.Errorf("%s %s is logged as %v", r.Method, r.Path, entry)
		}
	}
	if found != 1 {
		t.Errorf("%s %s leaves %d rows of %s: %.3000s", r.Method, r.Path, found, deed, log.body)
	}
}

func (n *newsroom) log(t *testing.T, query string) *response {
	t.Helper()
	return n.do(t, "GET", "/v1/audit"+query, n.as(t, news.RoleAdmin), nil).want(t, http.StatusOK)
}

func TestTheAuditLogOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.get(t, "/v1/audit").problem(t, http.StatusUnauthorized, "unauthenticated")
		n.do(t, "GET", "/v1/audit?colour=red", n.as(t, news.RoleEditor), nil).problem(t, http.StatusForbidden, "forbidden")
		draft := n.draft(t, nil)
		n.patch(t, draft, object{"title": "New", "change_note": "why"}).want(t, http.StatusOK)
		id := strings.TrimPrefix(draft, "/v1/articles/")
		log := n.log(t, "?resource="+id+"&with_total=true&limit=1")
		log.head(t, "Cache-Control", "private, no-store, no-transform")
		log.has(t, "/page/total", 2)
		log.has(t, "/data/0/action", "change")
		log.has(t, "/data/0/change_note", "why")
		log.has(t, "/data/0/user_id", n.users[news.RoleEditor].ID)
		next := n.log(t, "?resource="+id+"&with_total=true&limit=1&cursor="+log.text(t, "/page/next_cursor"))
		next.has(t, "/data/0/action", "create")
		next.has(t, "/data/0/change_note", nil)
		next.has(t, "/page/has_more", false)
		n.log(t, "?user="+n.users[news.RoleEditor].ID+"&noun=article&action=create&action=publish&fields=action&from=2025-01-01T00:00:00Z").
			has(t, "/data", []object{{"action": "create"}})
		n.log(t, "?noun=article&to=2025-01-01T00:00:00Z").has(t, "/data", []object{})
		for _, query := range []string{"user=me", "noun=post", "action=spike", "resource=slug", "from=today", "to=1", "sort=at"} {
			bad := n.do(t, "GET", "/v1/audit?"+query, n.as(t, news.RoleAdmin), nil).problem(t, http.StatusBadRequest, "bad-parameter")
			name, _, _ := strings.Cut(query, "=")
			bad.has(t, "/errors/0/parameter", name)
		}
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			n.do(t, method, "/v1/audit", n.as(t, news.RoleAdmin), object{}).problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
		}
	})
}

// A script that may not even read what is not public says why it writes too.
func TestScriptsLeaveTheirNotes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		script := n.scriptToken(t, news.RoleEditor, object{"name": "sections", "scopes": []string{"sections:write"}})
		made := object{"name": "S", "change_note": "as planned"}
		n.do(t, "POST", "/v1/sections", script.text(t, "/token"), made).want(t, http.StatusCreated)
		log := n.log(t, "?noun=section&limit=1")
		log.has(t, "/data/0/change_note", "as planned")
		log.has(t, "/data/0/token_id", script.text(t, "/id"))
	})
}
