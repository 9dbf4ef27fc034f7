package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// correct adds a correction as an editor.
func (n *newsroom) correct(t *testing.T, address, kind, note string) *response {
	t.Helper()
	return n.move(t, address, "corrections", object{"kind": kind, "note": note})
}

func TestACorrectionIsOnItsArticle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor := n.as(t, news.RoleEditor)
		address := n.published(t, object{"section_id": n.section(t, "Desk", nil).ID})
		tag := n.get(t, address).want(t, http.StatusOK).header.Get("ETag")
		signed := n.do(t, "GET", address, editor, nil).header.Get("ETag")
		n.at(t, "12:10:00")
		n.do(t, "POST", address+"/corrections", editor, object{"kind": "update", "note": "N"}, "If-Match", `"1-x"`).
			problem(t, http.StatusPreconditionFailed, "stale")
		const note = "  It was <b>nine</b> & not ten o'clock:\n寧波 “九点” Cafe\u0301 "
		r := n.do(t, "POST", address+"/corrections", editor, object{"kind": "correction", "note": note, "change_note": "a reader wrote"}, "If-Match", signed)
		r.want(t, http.StatusCreated).head(t, "Location", address)
		r.head(t, "Cache-Group-Invalidation", groupsThat(n, t, address))
		for pointer, want := range (object{
			"/revision": 3, "/status": "published", "/updated_at": "2025-07-11T12:10:00Z", "/first_published_at": "2025-07-11T12:00:00Z",
			"/published_at": "2025-07-11T12:00:00Z", "/updated_by": n.users[news.RoleEditor].ID, "/corrections/0/kind": "correction",
			"/corrections/0/note": strings.ReplaceAll(note, "e\u0301", "é"), "/corrections/0/at": "2025-07-11T12:10:00Z",
		}) {
			r.has(t, pointer, want)
		}
		n.do(t, "GET", address, editor, nil).head(t, "ETag", r.header.Get("ETag"))
		public := n.get(t, address, "If-None-Match", tag).want(t, http.StatusOK)
		public.has(t, "/corrections", r.at(t, "/corrections"))
		revision := n.see(t, address+"/revisions/3")
		revision.has(t, "/action", "correct")
		revision.has(t, "/change_note", "a reader wrote")
		revision.has(t, "/content/corrections", r.at(t, "/corrections"))
		n.see(t, address+"/revisions/3/diff").has(t, "/changes/0/field", "corrections")

		n.clock.move(time.Minute)
		second := n.correct(t, address, "retraction", "All of it").want(t, http.StatusCreated)
		second.has(t, "/corrections/0", r.at(t, "/corrections/0"))
		second.has(t, "/corrections/1/kind", "retraction")
		n.patch(t, address, object{"title": "Another", "corrections": second.at(t, "/corrections")}).want(t, http.StatusOK)
		n.patch(t, address, object{"corrections": nil}).problem(t, http.StatusUnprocessableEntity, "validation")
		restored := n.do(t, "POST", address+"/revisions/1/restore", editor, nil).want(t, http.StatusOK)
		restored.has(t, "/title", "A title")
		restored.has(t, "/corrections", second.at(t, "/corrections"))
		for _, method := range []string{"PUT", "PATCH", "DELETE", "GET"} {
			n.do(t, method, address+"/corrections", n.as(t, news.RoleAdmin), nil).problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
		}
	})
}

// groupsThat returns what a change of a visible article makes stale: its own
// group and those of its lists.
func groupsThat(n *newsroom, t *testing.T, address string) string {
	t.Helper()
	section := news.ListGroup(n.see(t, address).text(t, "/section_id"))
	own := news.GroupOf(news.NounArticle, strings.TrimPrefix(address, "/v1/articles/"))
	return fmt.Sprintf("%q, %q, %q", own, section, news.ListAll)
}

// Only what readers saw can be corrected, and that whatever became of it.
func TestWhatCanBeCorrected(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, c := range moveCases() {
			address := d.draftThat(t, c.reach)
			before, rows := d.see(t, address), d.rows.All(t)
			r := d.correct(t, address, "clarification", "To be clear")
			if before.at(t, "/first_published_at") == nil || before.text(t, "/first_published_at") > "2025-07-11T12:00:00Z" {
				r.problem(t, http.StatusConflict, "never-visible").has(t, "/allowed", c.allowed)
				d.sameRows(t, rows)
				continue
			}
			r.want(t, http.StatusCreated).has(t, "/status", c.status)
			r.has(t, "/corrections/0/note", "To be clear")
			r.has(t, "/first_published_at", before.at(t, "/first_published_at"))
			d.get(t, address).want(t, c.readers)
		}
		d.refuse(t, []refusal{
			{name: "nothing there", path: "/v1/articles/nothing/corrections", body: "{", status: 404, code: "not-found"},
			{name: "an author", role: news.RoleAuthor, path: d.seen + "/corrections", body: "{", status: 403, code: "forbidden"},
			{name: "nobody", role: nobody, path: d.seen + "/corrections", body: "{", status: 401, code: "unauthenticated"},
			{name: "another kind", path: d.seen + "/corrections", body: object{"kind": "erratum", "note": "N"}, status: 422, code: "validation", places: []string{"/kind not-allowed"}},
			{name: "no kind, no note", path: d.seen + "/corrections", body: object{}, status: 422, code: "validation", places: []string{"/kind required", "/note required"}},
			{name: "faults of a draft", path: d.draft + "/corrections", body: object{"kind": "update"}, status: 422, code: "validation", places: []string{"/note required"}},
		})
	})
}

func TestHasCorrections(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		right := n.published(t, object{"title": "Right", "section_id": section})
		wrong := n.published(t, object{"title": "Wrong", "section_id": section})
		gone := n.published(t, object{"title": "Gone", "section_id": section})
		n.clock.move(time.Minute)
		n.correct(t, wrong, "correction", "N").want(t, http.StatusCreated)
		n.correct(t, wrong, "correction", "Once more").want(t, http.StatusCreated)
		n.correct(t, gone, "retraction", "N").want(t, http.StatusCreated)
		n.move(t, gone, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		for query, want := range map[string]string{
			"has_corrections=true": wrong, "has_corrections=false": right, "has_corrections=true&section=desk": wrong,
			"has_corrections=true&kind=news&sort=title": wrong, "updated_since=2025-07-11T12:01:00Z": wrong, "sort=-updated_at&limit=1": wrong,
		} {
			if got := idsIn(t, n.get(t, "/v1/articles?fields=id&"+query)); len(got) != 1 || "/v1/articles/"+got[0] != want {
				t.Errorf("%s finds %v, want %s", query, got, want)
			}
		}
		n.get(t, "/v1/articles?has_corrections=true&with_total=true").has(t, "/page/total", 1)
		n.see(t, "/v1/articles?has_corrections=true&status=any&with_total=true").has(t, "/page/total", 2)
	})
}
