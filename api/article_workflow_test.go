package api_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestPublishNeeds(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		bare := n.draft(t, object{"body": "<script>x()</script>", "kind": "reprint"})
		r := n.move(t, bare, "publish", object{"published_at": "2025-07-10T01:00:00Z", "published_precision": "day"})
		r.problem(t, http.StatusUnprocessableEntity, "validation")
		if got := pointers(t, r); !slices.Equal(got, []string{"/body", "/published_at", "/section_id", "/sources"}) {
			t.Errorf("missing are %v", got)
		}
		n.see(t, bare).has(t, "/status", "draft")
		n.patch(t, bare, object{
			"body": "x", "kind": "news", "section_id": n.section(t, "Desk", nil).ID,
		}).want(t, http.StatusOK)
		n.move(t, bare, "publish", nil).want(t, http.StatusOK)
		r = n.patch(t, bare, object{"body": nil, "section_id": nil, "kind": "reprint", "published_at": nil})
		r.problem(t, http.StatusUnprocessableEntity, "validation")
		if got := pointers(t, r); !slices.Equal(got, []string{"/body", "/published_at", "/section_id", "/sources"}) {
			t.Errorf("what is published can lose all but %v", got)
		}
		for _, c := range []struct {
			move  string
			body  any
			fault string
		}{
			{"withdraw", object{"note": "x"}, "/reason"},
			{"withdraw", object{"reason": "boredom"}, "/reason"},
			{"publish", object{"published_at": "soon"}, "/published_at"},
			{"publish", object{"published_precision": "year"}, "/published_precision"},
		} {
			r := n.move(t, bare, c.move, c.body).problem(t, http.StatusUnprocessableEntity, "validation")
			if got := pointers(t, r); !slices.Equal(got, []string{c.fault}) {
				t.Errorf("%s of %v: faults at %v", c.move, c.body, got)
			}
		}
		n.move(t, bare, "withdraw", object{"reason": "legal", "why": ""}).problem(t, http.StatusBadRequest, "bad-body")
		n.move(t, bare, "withdraw", nil).problem(t, http.StatusUnsupportedMediaType, "unsupported-media-type")
		n.move(t, bare, "trash", object{"reason": "x"}).problem(t, http.StatusBadRequest, "bad-body")
	})
}

// Authors have their own drafts, editors all but what only admins may.
func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		author, editor, admin := n.as(t, news.RoleAuthor), n.as(t, news.RoleEditor), n.as(t, news.RoleAdmin)
		create := func() string {
			r := n.do(t, "POST", "/v1/articles", author, object{"title": "Mine", "body": "x", "section_id": section})
			return r.want(t, http.StatusCreated).header.Get("Location")
		}
		own, others, reviewed := create(), n.draft(t, nil), create()
		published, trashed := create(), create()
		n.move(t, published, "publish", nil).want(t, http.StatusOK)
		for _, c := range []struct {
			token, method, path string
			body                any
			status              int
		}{
			{n.as(t, news.RoleReader), "POST", "/v1/articles", object{"title": "T"}, 403},
			{n.as(t, news.RoleReader), "PATCH", own, object{}, 403},
			{n.as(t, news.RoleReader), "DELETE", own, nil, 403},
			{author, "PATCH", own, object{"title": "Still mine"}, 200},
			{author, "PATCH", others, object{}, 403},
			{author, "DELETE", others, nil, 403},
			{author, "POST", others + "/trash", nil, 403},
			{author, "POST", own + "/publish", nil, 403},
			{n.as(t, news.RoleReader), "POST", own + "/submit", nil, 403},
			{author, "POST", others + "/submit", nil, 403},
			{author, "POST", reviewed + "/submit", nil, 200},
			{author, "POST", reviewed + "/submit", nil, 409},
			{author, "PATCH", reviewed, object{"title": "One more thing"}, 403},
			{author, "POST", reviewed + "/return", object{"note": "Give it back"}, 403},
			{author, "POST", reviewed + "/revisions/1/restore", nil, 403},
			{author, "POST", reviewed + "/publish", nil, 403},
			{editor, "PATCH", reviewed, object{"title": "Sharper"}, 200},
			{editor, "POST", reviewed + "/return", object{"note": "Who says so?"}, 200},
			{author, "PATCH", reviewed, object{"title": "The mayor says so"}, 200},
			{author, "POST", reviewed + "/submit", nil, 200},
			{author, "DELETE", reviewed, nil, 200},
			{editor, "POST", others + "/submit", nil, 200},
			{author, "POST", published + "/submit", nil, 403},
			{author, "POST", published + "/corrections", object{"kind": "update", "note": "N"}, 403},
			{author, "PATCH", published, object{}, 403},
			{author, "POST", published + "/withdraw", object{"reason": "error"}, 403},
			{author, "POST", published + "/trash", nil, 403},
			{author, "POST", published + "/unschedule", nil, 403},
			{author, "DELETE", trashed, nil, 200},
			{author, "PATCH", trashed, object{}, 403},
			{author, "POST", trashed + "/restore", nil, 403},
			{author, "DELETE", trashed + "?purge=true", nil, 403},
			{editor, "DELETE", trashed + "?purge=true", nil, 403},
			{editor, "PATCH", trashed, object{"title": "In the trash"}, 200},
			{editor, "PATCH", own, object{"title": "Ours"}, 200},
			{editor, "DELETE", own + "?purge=false", nil, 200},
			{admin, "DELETE", trashed + "?purge=true", object{"x": 1}, 400},
			{admin, "DELETE", trashed + "?purge=true", nil, 204},
			{admin, "DELETE", published + "?purge=true", nil, 409},
		} {
			r := n.do(t, c.method, c.path, c.token, c.body, "If-Match", "*")
			if r.status != c.status {
				t.Errorf("%s %s %v: %d, want %d: %s", c.method, c.path, c.body, r.status, c.status, r.body)
			}
			if r.status == http.StatusForbidden {
				r.problem(t, http.StatusForbidden, "forbidden").head(t, "WWW-Authenticate", `Bearer error="insufficient_scope"`)
			}
		}
		n.see(t, own).has(t, "/created_by", n.users[news.RoleAuthor].ID)
		n.see(t, own).has(t, "/updated_by", n.users[news.RoleEditor].ID)
	})
}
