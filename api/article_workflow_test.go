package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// moveCase is a status that an article can be shown in: how it gets there, and
// where each move leads that the workflow allows from there.
type moveCase struct {
	name    string
	status  string
	reach   func(t *testing.T, n *newsroom, section string) string
	allowed []string // as problems list them
	leads   map[string]string
}

func moveCases() []moveCase {
	again := object{"published_at": "2025-07-11T13:00:00Z"}
	draft := func(t *testing.T, n *newsroom, section string) string {
		t.Helper()
		return n.draft(t, object{"section_id": section})
	}
	after := func(before func(*testing.T, *newsroom, string) string, move string, body any) func(*testing.T, *newsroom, string) string {
		return func(t *testing.T, n *newsroom, section string) string {
			t.Helper()
			address := before(t, n, section)
			n.move(t, address, move, body).want(t, http.StatusOK)
			return address
		}
	}
	published := after(draft, "publish", nil)
	withdrawn := after(published, "withdraw", object{"reason": "legal"})
	return []moveCase{
		{"draft", "draft", draft, []string{"publish", "trash"}, map[string]string{"publish": "published", "trash": "trashed", "delete": "trashed"}},
		{
			"scheduled", "scheduled", after(draft, "publish", again),
			[]string{"publish", "unschedule"},
			map[string]string{"publish": "scheduled", "unschedule": "draft"},
		},
		{"published", "published", published, []string{"withdraw"}, map[string]string{"withdraw": "withdrawn"}},
		{
			"withdrawn", "withdrawn", withdrawn,
			[]string{"publish", "trash"},
			map[string]string{"publish": "published", "trash": "trashed", "delete": "trashed"},
		},
		{
			"scheduled again", "scheduled", after(withdrawn, "publish", again),
			[]string{"publish", "withdraw"},
			map[string]string{"publish": "scheduled", "withdraw": "withdrawn"},
		},
		{"trashed", "trashed", after(draft, "trash", nil), []string{"restore", "purge"}, map[string]string{"restore": "draft", "purge": ""}},
	}
}

func TestEveryMoveFromEveryStatus(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		for _, c := range moveCases() {
			for _, move := range []string{"publish", "unschedule", "withdraw", "trash", "restore", "delete", "purge"} {
				address := c.reach(t, n, section)
				before := n.see(t, address)
				before.has(t, "/status", c.status)
				r := n.tryMove(t, address, move)
				status, isAllowed := c.leads[move]
				switch {
				case !isAllowed:
					r.problem(t, http.StatusConflict, "wrong-move").has(t, "/allowed", c.allowed)
					n.see(t, address).head(t, "ETag", before.header.Get("ETag"))
				case move == "purge":
					r.want(t, http.StatusNoContent)
					n.see(t, address).problem(t, http.StatusNotFound, "not-found")
				default:
					r.want(t, http.StatusOK).has(t, "/status", status)
					if again := n.see(t, address); !bytes.Equal(again.body, r.bare()) {
						t.Errorf("%s of %s answers\n%s and then\n%s", move, c.name, r.body, again.body)
					}
				}
				if t.Failed() {
					t.Fatalf("that was %s of what is %s", move, c.name)
				}
			}
		}
	})
}

// tryMove makes a move as an admin, who may make all.
func (n *newsroom) tryMove(t *testing.T, address, move string) *response {
	t.Helper()
	admin := n.as(t, news.RoleAdmin)
	switch move {
	case "delete":
		return n.do(t, "DELETE", address, admin, nil, "If-Match", "*")
	case "purge":
		return n.do(t, "DELETE", address+"?purge=true", admin, nil, "If-Match", "*")
	case "withdraw":
		return n.do(t, "POST", address+"/withdraw", admin, object{"reason": "legal"})
	default:
		return n.do(t, "POST", address+"/"+move, admin, nil)
	}
}

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
		own, others := create(), n.draft(t, nil)
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
