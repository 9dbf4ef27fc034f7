package api_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// The author hands a draft in, reads why it comes back, and hands it in again;
// the editor publishes what was read.
func TestReview(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		author, editor := n.as(t, news.RoleAuthor), n.as(t, news.RoleEditor)
		made := n.do(t, "POST", "/v1/articles", author, object{"title": "Mine", "body": "x", "section_id": n.section(t, "Desk", nil).ID})
		address := made.want(t, http.StatusCreated).header.Get("Location")
		n.do(t, "POST", address+"/submit", author, object{"change_note": "ready"}, "If-Match", `"7-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		n.do(t, "POST", address+"/submit", author, object{"change_note": "ready"}, "If-Match", made.header.Get("ETag")).has(t, "/status", "in_review")
		n.see(t, "/v1/articles?status=in_review").has(t, "/data/0/id", made.text(t, "/id"))
		n.do(t, "PATCH", address, author, object{"title": "Too late"}, "If-Match", "*").problem(t, http.StatusForbidden, "forbidden").
			has(t, "/detail", "the role author may not change this article until an editor returns it")

		n.do(t, "POST", address+"/return", editor, object{"note": "Who says so?"}).has(t, "/status", "draft")
		n.do(t, "GET", address+"/revisions/2", author, nil).has(t, "/change_note", "ready")
		returned := n.do(t, "GET", address+"/revisions/3", author, nil)
		returned.has(t, "/change_note", "Who says so?")
		returned.has(t, "/action", "return")
		returned.has(t, "/created_by", n.users[news.RoleEditor].ID)
		n.log(t, "?action=return").has(t, "/data/0/change_note", "Who says so?")

		n.do(t, "PATCH", address, author, object{"title": "The mayor says so"}, "If-Match", "*").want(t, http.StatusOK)
		n.do(t, "POST", address+"/submit", author, nil).want(t, http.StatusOK)
		n.do(t, "POST", address+"/return", editor, object{"note": "Almost", "change_note": "second reading"}).want(t, http.StatusOK)
		n.see(t, address+"/revisions/6").has(t, "/change_note", "Almost")
		n.log(t, "?action=return").has(t, "/data/0/change_note", "second reading")
		read := n.do(t, "POST", address+"/submit", author, nil).want(t, http.StatusOK).header.Get("ETag")
		n.do(t, "POST", address+"/publish", editor, nil, "If-Match", read).has(t, "/status", "published")
		n.get(t, address).has(t, "/title", "The mayor says so")
	})
}

// Notes that others read are there, are plain text, and are as long as they may
// be and no longer.
func TestNotes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		n.move(t, d.draft, "submit", nil).want(t, http.StatusOK)
		for _, c := range []struct {
			path string
			most int
			rest object
		}{{d.draft + "/return", 1000, object{}}, {d.seen + "/corrections", 2000, object{"kind": "update"}}} {
			send := func(note any) refusal {
				body := object{"note": note}
				maps.Copy(body, c.rest)
				return refusal{path: c.path, body: body, status: 422, code: "validation"}
			}
			for code, notes := range map[string][]any{
				"required": {nil, "", "  \u3000\n"}, "type": {1, []string{"x"}}, "nul": {"a\x00"},
				"too-long": {strings.Repeat("漢", c.most+1), strings.Repeat("e\u0301", c.most) + "x"},
			} {
				for _, note := range notes {
					r := send(note)
					r.name, r.places = c.path+" "+code, []string{"/note " + code}
					d.refuse(t, []refusal{r})
				}
			}
			d.refuse(t, []refusal{
				{name: c.path + " nothing", path: c.path, status: 415, code: "unsupported-media-type"},
				{name: c.path + " stale", path: c.path, body: "{", headers: []string{"If-Match", `"9-x"`}, status: 412, code: "stale"},
			})
		}
		longest := strings.Repeat("漢", 1000)
		n.move(t, d.draft, "return", object{"note": longest}).want(t, http.StatusOK)
		n.see(t, d.draft+"/revisions/3").has(t, "/change_note", longest)
		n.move(t, d.draft, "submit", nil).want(t, http.StatusOK)
		n.move(t, d.draft, "return", object{"note": "<b>Cafe\u0301</b> & so on"}).want(t, http.StatusOK)
		n.see(t, d.draft+"/revisions/5").has(t, "/change_note", "<b>Café</b> & so on")
	})
}

// A script that may change articles and not publish them brings none before
// readers by another way.
func TestScriptsThatMayNotPublish(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		scopes := object{"name": "desk", "scopes": []string{"articles:write"}}
		script := n.scriptToken(t, news.RoleEditor, scopes).text(t, "/token")
		address := n.draft(t, object{"section_id": n.section(t, "Desk", nil).ID})
		n.do(t, "POST", address+"/submit", script, nil).want(t, http.StatusOK)
		n.do(t, "POST", address+"/return", script, object{"note": "N"}).want(t, http.StatusOK)
		n.move(t, address, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		n.do(t, "PATCH", address, script, object{"title": "Better"}, "If-Match", "*").want(t, http.StatusOK)
		for _, change := range []object{
			{"published_at": "2025-07-11T12:00:00Z"}, {"published_at": "2025-07-11T14:00:00Z"}, {"embargo_until": "2025-07-11T14:00:00Z"},
		} {
			n.do(t, "PATCH", address, script, change, "If-Match", "*").problem(t, http.StatusForbidden, "forbidden")
		}
		n.do(t, "PATCH", address, script, object{"embargo_until": "2025-07-11T12:30:00Z"}, "If-Match", "*").want(t, http.StatusOK)
		n.do(t, "POST", address+"/publish", script, nil).problem(t, http.StatusForbidden, "forbidden")
		n.get(t, address).problem(t, http.StatusNotFound, "not-found")
		n.clock.move(2 * 3600e9)
		n.do(t, "POST", address+"/corrections", script, object{"kind": "update", "note": "N"}).problem(t, http.StatusForbidden, "forbidden")
	})
}
