package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// rewritten makes a draft with three revisions, as an editor.
func (n *newsroom) rewritten(t *testing.T) string {
	t.Helper()
	address := n.draft(t, object{"title": "One", "body": "<p>他來到寧波港口。</p>", "tags": []string{"one"}})
	n.patch(t, address, object{"title": "Two", "change_note": "second thoughts"}).want(t, http.StatusOK)
	n.patch(t, address, object{"summary": "In short", "body": "<p>她來到寧波城。</p>"}).want(t, http.StatusOK)
	return address
}

func TestRevisionsAreListed(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.rewritten(t)
		list := n.see(t, address+"/revisions?with_total=true").want(t, http.StatusOK)
		list.head(t, "Cache-Control", "private, no-store, no-transform")
		list.has(t, "/page/total", 3)
		for i, want := range []object{
			{"number": 3, "action": "change", "change_note": nil},
			{"number": 2, "action": "change", "change_note": "second thoughts"},
			{"number": 1, "action": "create", "change_note": nil},
		} {
			at := "/data/" + string(rune('0'+i))
			for name, value := range want {
				list.has(t, at+"/"+name, value)
			}
			list.has(t, at+"/created_by", n.users[news.RoleEditor].ID)
			list.has(t, at+"/created_at", "2025-07-11T12:00:00Z")
		}
		list.has(t, "/data/0/previous_hash", list.text(t, "/data/1/hash"))
		if strings.Contains(string(list.body), "寧波") {
			t.Error("the list shows contents")
		}
		var seen []any
		next := address + "/revisions?limit=1&fields=number"
		for next != "" {
			page := n.see(t, next).want(t, http.StatusOK)
			seen = append(seen, page.at(t, "/data/0/number"))
			cursor, more := page.at(t, "/page/next_cursor").(string)
			if next = ""; more {
				next = address + "/revisions?limit=1&fields=number&cursor=" + cursor
			}
		}
		if len(seen) != 3 || seen[0] == seen[1] || seen[1] == seen[2] {
			t.Errorf("the pages show %v", seen)
		}
		back := n.see(t, address+"/revisions?limit=1").text(t, "/page/next_cursor")
		second := n.see(t, address+"/revisions?limit=1&cursor="+back).text(t, "/page/prev_cursor")
		n.see(t, address+"/revisions?limit=1&cursor="+second).has(t, "/data/0/number", 3)
	})
}

func TestRevisionsAreForSignedInUsers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.published(t, object{"section_id": n.section(t, "S", nil).ID})
		for _, path := range []string{"/revisions", "/revisions/1", "/revisions/1/diff"} {
			n.get(t, address+path).problem(t, http.StatusUnauthorized, "unauthenticated")
			n.see(t, address+path).want(t, http.StatusOK)
		}
		n.do(t, "POST", address+"/revisions/1/restore", n.as(t, news.RoleAuthor), nil).problem(t, http.StatusForbidden, "forbidden")
		bad := n.get(t, address+"?include=neighbors,revisions").problem(t, http.StatusBadRequest, "bad-parameter")
		bad.has(t, "/errors", []object{{"parameter": "include", "code": "sign-in", "detail": "revisions are for signed-in users"}})
		shown := n.see(t, address+"?include=revisions,neighbors").want(t, http.StatusOK)
		shown.has(t, "/revisions/0/action", "publish")
		shown.has(t, "/revisions/1/action", "create")
		shown.has(t, "/neighbors/previous", nil)
	})
}

func TestIncludedRevisionsAreTheNewest(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, nil)
		for i := range 22 {
			n.patch(t, address, object{"title": strings.Repeat("x", i+1)}).want(t, http.StatusOK)
		}
		revisions, _ := n.see(t, address+"?include=revisions").at(t, "/revisions").([]any)
		if len(revisions) != 20 {
			t.Errorf("%d revisions are included", len(revisions))
		}
		n.see(t, address+"?include=revisions").has(t, "/revisions/0/number", 23)
	})
}

func TestOneRevision(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.rewritten(t)
		second := n.see(t, address+"/revisions/2").want(t, http.StatusOK)
		for pointer, want := range map[string]any{
			"/number": 2, "/content/title": "Two", "/content/summary": nil, "/content/body": "<p>他來到寧波港口。</p>",
			"/content/status": "draft", "/content/credits": []any{}, "/links/self": address + "/revisions/2",
		} {
			second.has(t, pointer, want)
		}
		tag := n.see(t, "/v1/tags/one").text(t, "/id")
		second.has(t, "/content/tag_ids", []string{tag})
		n.see(t, address+"/revisions/2", "If-None-Match", second.header.Get("ETag")).want(t, http.StatusNotModified)
		n.see(t, address+"/revisions/2?fields=number").has(t, "", object{"number": 2})
		for _, none := range []string{"0", "4", "-1", "01x", "two", "99999999999"} {
			n.see(t, address+"/revisions/"+none).problem(t, http.StatusNotFound, "not-found")
			n.see(t, address+"/revisions/"+none+"/diff").problem(t, http.StatusNotFound, "not-found")
			n.do(t, "POST", address+"/revisions/"+none+"/restore", n.as(t, news.RoleEditor), nil).problem(t, http.StatusNotFound, "not-found")
		}
		n.see(t, "/v1/articles/none/revisions").problem(t, http.StatusNotFound, "not-found")
		moved := n.patch(t, address, object{"slug": "new-slug"}).want(t, http.StatusOK)
		n.see(t, "/v1/articles/one/revisions/2?fields=number").want(t, http.StatusMovedPermanently).
			head(t, "Location", "/v1/articles/new-slug/revisions/2?fields=number")
		n.do(t, "POST", "/v1/articles/one/revisions/2/restore", n.as(t, news.RoleEditor), nil).want(t, http.StatusPermanentRedirect)
		moved.has(t, "/revision", 4)
	})
}

func TestRevisionsAreCompared(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.rewritten(t)
		before := n.see(t, address+"/revisions/2/diff").want(t, http.StatusOK)
		before.has(t, "", object{
			"number": 2, "against": 1, "body": []any{},
			"changes": []object{{"field": "title", "old": "One", "new": "Two"}},
		})
		last := n.see(t, address+"/revisions/3/diff?against=1").want(t, http.StatusOK)
		last.has(t, "/changes", []object{
			{"field": "title", "old": "One", "new": "Two"}, {"field": "summary", "old": nil, "new": "In short"},
		})
		last.has(t, "/body", []object{
			{"op": "equal", "text": "<p>"},
			{"op": "delete", "text": "他"},
			{"op": "insert", "text": "她"},
			{"op": "equal", "text": "來到寧波"},
			{"op": "delete", "text": "港口"},
			{"op": "insert", "text": "城"},
			{"op": "equal", "text": "。</p>"},
		})
		back := n.see(t, address+"/revisions/1/diff?against=3").want(t, http.StatusOK)
		back.has(t, "/changes/1", object{"field": "summary", "old": "In short", "new": nil})
		first := n.see(t, address+"/revisions/1/diff").want(t, http.StatusOK)
		first.has(t, "/against", 0)
		first.has(t, "/changes/0", object{"field": "slug", "old": nil, "new": "one"})
		first.has(t, "/body", []object{{"op": "insert", "text": "<p>他來到寧波港口。</p>"}})
		if strings.Contains(string(first.body), `"credits"`) {
			t.Errorf("what is empty is a change: %s", first.body)
		}
		n.see(t, address+"/revisions/3/diff?against=3").has(t, "/changes", []any{})
		n.see(t, address+"/revisions/3/diff?against=9").problem(t, http.StatusNotFound, "not-found")
		for _, bad := range []string{"0", "-1", "two", "1&against=2"} {
			n.see(t, address+"/revisions/3/diff?against="+bad).problem(t, http.StatusBadRequest, "bad-parameter")
		}
	})
}

func TestARevisionIsRestored(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, editor := n.rewritten(t), n.as(t, news.RoleEditor)
		n.do(t, "POST", address+"/revisions/1/restore", editor, nil, "If-Match", `"1-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		n.do(t, "POST", address+"/revisions/1/restore", editor, object{"title": "x"}).problem(t, http.StatusBadRequest, "bad-body")
		n.do(t, "POST", address+"/revisions/1/restore?x=1", editor, nil).problem(t, http.StatusBadRequest, "bad-parameter")
		restored := n.do(t, "POST", address+"/revisions/1/restore", editor, object{"change_note": "back"}, "If-Match", `"3-x"`).want(t, http.StatusOK)
		for pointer, want := range map[string]any{
			"/title": "One", "/summary": nil, "/body": "<p>他來到寧波港口。</p>", "/revision": 4, "/status": "draft", "/warnings": []any{},
		} {
			restored.has(t, pointer, want)
		}
		n.do(t, "GET", address, editor, nil).head(t, "ETag", restored.header.Get("ETag"))
		newest := n.see(t, address+"/revisions/4").want(t, http.StatusOK)
		newest.has(t, "/action", "restore_revision")
		newest.has(t, "/change_note", "back")
		n.see(t, address+"/revisions/4/diff?against=1").has(t, "/changes", []any{})
		n.do(t, "POST", address+"/revisions/1/restore", editor, nil).want(t, http.StatusOK).has(t, "/revision", 4)

		n.patch(t, address, object{"tags": nil}).want(t, http.StatusOK)
		n.do(t, "DELETE", "/v1/tags/one", editor, nil, "If-Match", "*").want(t, http.StatusNoContent)
		warned := n.do(t, "POST", address+"/revisions/1/restore", editor, nil).want(t, http.StatusOK)
		warned.has(t, "/warnings", []object{
			{"code": "deleted-reference", "pointer": "/tag_ids/0", "detail": "the tag was deleted", "excerpt": nil, "count": 1},
		})
		n.do(t, "GET", address, editor, nil).head(t, "ETag", warned.header.Get("ETag"))
	})
}

func TestAnUnchangedWriteMakesNoRevision(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.rewritten(t)
		before := n.do(t, "GET", address, n.as(t, news.RoleEditor), nil).want(t, http.StatusOK)
		n.clock.move(60e9)
		for _, change := range []object{{}, {"title": "Two"}, {"change_note": "nothing"}, {"change_note": nil, "tags": []string{"one"}}} {
			same := n.patch(t, address, change).want(t, http.StatusOK)
			same.head(t, "ETag", before.header.Get("ETag"))
			if !bytes.Equal(same.bare(), before.body) {
				t.Errorf("%s became %s", before.body, same.body)
			}
		}
		n.see(t, address+"/revisions?with_total=true").has(t, "/page/total", 3)
	})
}

func TestChangeNotes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, object{"change_note": "first"})
		n.see(t, address+"/revisions/1").has(t, "/change_note", "first")
		longest := strings.Repeat("記", news.MaxChangeNote)
		n.patch(t, address, object{"title": "New", "change_note": longest}).want(t, http.StatusOK)
		n.see(t, address+"/revisions/2").has(t, "/change_note", longest)
		n.patch(t, address, object{"title": "Newer", "change_note": longest + "記"}).
			problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/change_note")
		n.patch(t, address, object{"title": "Newer", "change_note": 1}).
			problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/change_note")
		n.patch(t, address, `{"title": "Cafe\u0301", "change_note": "Cafe\u0301"}`).want(t, http.StatusOK)
		n.see(t, address+"/revisions/3").has(t, "/change_note", "Caf\u00e9")
		n.move(t, address, "trash", object{"change_note": "out"}).want(t, http.StatusOK)
		n.see(t, address+"/revisions/4").has(t, "/change_note", "out")
		n.do(t, "POST", "/v1/auth/login", "", object{"email": "editor@example.org", "password": password, "change_note": "x"}).
			problem(t, http.StatusBadRequest, "bad-body")
		if strings.Contains(string(n.see(t, address).body), "change_note") {
			t.Error("an article shows a change note")
		}
	})
}
