package api_test

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// copied publishes an article as an editor and makes a working copy of it. It
// returns the address of the article, at revision 2; that of the copy follows it.
func (n *newsroom) copied(t *testing.T, input object) (address, copied string) {
	t.Helper()
	whole := object{"title": "Live", "slug": "live", "section_id": n.section(t, "Desk", nil).ID, "tags": []string{"one"}}
	maps.Copy(whole, input)
	address = n.published(t, whole)
	copied = address + "/working_copy"
	n.do(t, "POST", copied, n.as(t, news.RoleEditor), nil).want(t, http.StatusCreated)
	return address, copied
}

// publishCopy publishes a working copy as an editor.
func (n *newsroom) publishCopy(t *testing.T, copied string, body any, headers ...string) *response {
	t.Helper()
	return n.do(t, "POST", copied+"/publish", n.as(t, news.RoleEditor), body, headers...)
}

func TestAWorkingCopyIsMade(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor := n.as(t, news.RoleEditor)
		live := n.published(t, object{"slug": "live", "section_id": n.section(t, "Desk", nil).ID})
		n.clock.move(1e9)
		n.do(t, "GET", live+"/working_copy", editor, nil).problem(t, http.StatusNotFound, "not-found")
		n.do(t, "POST", live+"/working_copy", editor, nil, "If-Match", `"1-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		made := n.do(t, "POST", live+"/working_copy", editor, object{"change_note": "why"}, "If-Match", `"2-x"`).want(t, http.StatusCreated)
		made.head(t, "Location", live+"/working_copy")
		made.head(t, "Cache-Group-Invalidation", "")
		for pointer, want := range (object{
			"/id": strings.TrimPrefix(live, "/v1/articles/"), "/links/self": live + "/working_copy", "/revision": 1, "/base_revision": 2,
			"/article_revision": 2, "/status": "published", "/slug": "live", "/title": "A title", "/body": "<p>Text</p>", "/warnings": []any{},
			"/publish_at": nil, "/publish_by": nil, "/publish_failure": nil, "/overwrite": false, "/word_count": 1,
			"/created_at": "2025-07-11T12:00:01Z", "/created_by": n.users[news.RoleEditor].ID, "/published_at": "2025-07-11T12:00:00Z",
		}) {
			made.has(t, pointer, want)
		}
		seen := n.do(t, "GET", live+"/working_copy", editor, nil).want(t, http.StatusOK)
		seen.head(t, "ETag", made.header.Get("ETag"))
		seen.head(t, "Cache-Control", "private, no-store, no-transform")
		n.do(t, "GET", live+"/working_copy", editor, nil, "If-None-Match", made.header.Get("ETag")).want(t, http.StatusNotModified)
		n.see(t, live+"/working_copy?fields=revision&body_format=text").has(t, "", object{"revision": 1})
		n.see(t, live+"/working_copy?body_format=text").has(t, "/body", "Text")
		n.do(t, "POST", live+"/working_copy", editor, nil).problem(t, http.StatusConflict, "has-working-copy")
		n.do(t, "POST", live+"/working_copy", editor, object{"title": "x"}).problem(t, http.StatusBadRequest, "bad-body")
	})
}

func TestOnlyOfWhatReadersSee(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor, section := n.as(t, news.RoleEditor), n.section(t, "Desk", nil).ID
		withdrawn, scheduled := n.published(t, object{"section_id": section}), n.draft(t, object{"section_id": section})
		n.move(t, withdrawn, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.move(t, scheduled, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		for address, allowed := range map[string][]string{
			n.draft(t, nil): {"submit", "publish", "trash"}, withdrawn: {"publish", "trash"}, scheduled: {"publish", "unschedule"},
		} {
			n.do(t, "POST", address+"/working_copy", editor, nil).problem(t, http.StatusConflict, "wrong-move").has(t, "/allowed", allowed)
		}
		n.at(t, "13:00:00")
		n.do(t, "POST", scheduled+"/working_copy", n.as(t, news.RoleEditor), nil).want(t, http.StatusCreated)
	})
}

// A copy may be given any title; readers are given one that reads like spam only
// when an editor acknowledges it, then and at a time.
func TestSpamInAWorkingCopy(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, copied := n.copied(t, nil)
		n.patch(t, copied, object{"title": spam}).want(t, http.StatusOK)
		later := object{"at": "2025-07-11T12:30:00Z"}
		n.suspects(t, n.publishCopy(t, copied, nil), address, "/title", 2)
		n.suspects(t, n.publishCopy(t, copied, later), address, "/title", 2)
		n.publishCopy(t, copied, object{"acknowledge": []string{"spam"}}).problem(t, http.StatusUnprocessableEntity, "validation")
		n.see(t, address).has(t, "/title", "Live")
		later["acknowledge"] = []string{"spam-suspected"}
		n.publishCopy(t, copied, later).want(t, http.StatusAccepted)
		n.publishCopy(t, copied, notSpam).want(t, http.StatusOK).has(t, "/title", spam)
		n.log(t, "?action=acknowledge&fields=noun").has(t, "/data", []object{{"noun": "article"}})
	})
}

// Who may do what with a working copy, and what the others are told.
func TestWhoMayUseWorkingCopies(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		_, copied := n.copied(t, nil)
		unmade := n.published(t, object{"section_id": n.section(t, "Other", nil).ID}) + "/working_copy"
		script := func(scopes ...string) string {
			made := n.do(t, "POST", "/v1/tokens", n.as(t, news.RoleEditor), object{"name": "s", "scopes": scopes})
			return made.want(t, http.StatusCreated).text(t, "/token")
		}
		tokens := map[string]string{"": ""}
		for _, role := range news.Roles() {
			tokens[string(role)] = n.as(t, role)
		}
		for _, scope := range []string{"articles:read", "articles:write", "articles:publish", "sections:write"} {
			tokens[scope] = script(scope)
		}
		for who, token := range tokens {
			writes := slices.Contains([]string{"editor", "admin", "articles:write"}, who)
			publishes := slices.Contains([]string{"editor", "admin", "articles:publish"}, who)
			for _, c := range []struct {
				method, path string
				body         any
				may          bool
				status       int
			}{
				{"GET", copied, nil, who != "" && who != "sections:write", http.StatusOK},
				{"POST", unmade, object{"x": 1}, writes, http.StatusBadRequest},
				{"PATCH", copied, object{"title": "New"}, writes, http.StatusPreconditionRequired},
				{"DELETE", copied, nil, writes, http.StatusPreconditionRequired},
				{"POST", copied + "/publish", object{"x": 1}, publishes, http.StatusBadRequest},
			} {
				want := c.status
				if !c.may {
					want = http.StatusForbidden
				}
				if who == "" {
					want = http.StatusUnauthorized
				}
				if r := n.do(t, c.method, c.path, token, c.body); r.status != want {
					t.Errorf("%s %s as %q is %d, want %d: %s", c.method, c.path, who, r.status, want, r.body)
				}
			}
		}
	})
}

func TestAWorkingCopyIsChangedInPrivate(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, copied := n.copied(t, nil)
		editor, before := n.as(t, news.RoleEditor), n.get(t, address).body
		first := n.do(t, "GET", copied, editor, nil).header.Get("ETag")
		changed := n.do(t, "PATCH", copied, editor, object{
			"title": "New", "slug": "new", "body": "<p>Newer <script>x</script>text</p>", "tags": []string{"two", "one"}, "summary": "S",
		}, "If-Match", first).want(t, http.StatusOK)
		for pointer, want := range (object{
			"/title": "New", "/slug": "new", "/path": "desk/new", "/body": "<p>Newer text</p>", "/word_count": 2, "/tags/0/name": "two",
			"/revision": 2, "/base_revision": 2, "/updated_by": n.users[news.RoleEditor].ID,
		}) {
			changed.has(t, pointer, want)
		}
		n.do(t, "GET", copied, editor, nil).head(t, "ETag", changed.header.Get("ETag"))
		n.do(t, "PATCH", copied, editor, object{"title": "X"}, "If-Match", first).problem(t, http.StatusPreconditionFailed, "stale").
			head(t, "ETag", changed.header.Get("ETag"))
		n.patch(t, copied, object{"title": "New", "tags": []string{"two", "one"}}).has(t, "/revision", 2)
		n.patch(t, copied, changed.at(t, "")).has(t, "/revision", 2)
		n.patch(t, copied, object{"title": nil, "body": nil, "section_id": news.NewID(), "kind": "x"}).
			problem(t, http.StatusUnprocessableEntity, "validation")
		n.patch(t, copied, object{"body": nil}).problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/body")
		n.patch(t, copied, object{"published_at": "2025-07-12T00:00:00Z"}).problem(t, http.StatusConflict, "visible")
		n.patch(t, copied, object{"status": "draft"}).problem(t, http.StatusUnprocessableEntity, "validation")
		n.patch(t, copied, object{"titel": "x"}).problem(t, http.StatusBadRequest, "bad-body")
		n.patch(t, copied, object{"publish_at": "2025-07-12T00:00:00Z"}).problem(t, http.StatusUnprocessableEntity, "validation").
			has(t, "/errors/0/code", "read-only")

		if after := n.get(t, address).body; !bytes.Equal(after, before) {
			t.Errorf("readers see %s, saw %s", after, before)
		}
		n.get(t, "/v1/articles/new").problem(t, http.StatusNotFound, "not-found")
		n.get(t, "/v1/tags/two").problem(t, http.StatusNotFound, "not-found")
		n.see(t, address+"/revisions?with_total=true").has(t, "/page/total", 2)
		n.see(t, "/v1/articles/live/working_copy").has(t, "/title", "New")
		n.patch(t, address, object{"slug": "lively"}).want(t, http.StatusOK)
		n.see(t, "/v1/articles/live/working_copy").want(t, http.StatusMovedPermanently).head(t, "Location", "/v1/articles/lively/working_copy")
		n.patch(t, "/v1/articles/live/working_copy", object{"title": "x"}).want(t, http.StatusPermanentRedirect)
	})
}

func TestAWorkingCopyIsPublishedAsOneRevision(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, copied := n.copied(t, nil)
		n.patch(t, copied, object{"title": "New", "slug": "new", "tags": []string{"two"}}).want(t, http.StatusOK)
		n.patch(t, copied, object{"title": "Newer"}).want(t, http.StatusOK)
		tag := n.do(t, "GET", copied, n.as(t, news.RoleEditor), nil).header.Get("ETag")
		n.publishCopy(t, copied, nil, "If-Match", `"1-x"`).problem(t, http.StatusPreconditionFailed, "stale").head(t, "ETag", tag)
		n.publishCopy(t, copied, object{"at": nil}).problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/at")
		n.clock.move(1e9)
		done := n.publishCopy(t, copied, object{"change_note": "at last"}, "If-Match", tag).want(t, http.StatusOK)
		done.has(t, "/title", "Newer")
		done.has(t, "/revision", 3)
		done.has(t, "/warnings", []any{})
		done.has(t, "/updated_at", "2025-07-11T12:00:01Z")
		done.has(t, "/first_published_at", "2025-07-11T12:00:00Z")
		if stale := groupsOf(t, done, "Cache-Group-Invalidation"); !stale[news.ListAll] || len(stale) < 3 {
			t.Errorf("stale are %v", stale)
		}
		n.do(t, "GET", address, n.as(t, news.RoleEditor), nil).head(t, "ETag", done.header.Get("ETag"))
		n.get(t, "/v1/articles/live").want(t, http.StatusMovedPermanently)
		n.get(t, "/v1/articles/new").has(t, "/title", "Newer")
		newest := n.see(t, address+"/revisions/3").want(t, http.StatusOK)
		newest.has(t, "/action", "publish_working_copy")
		newest.has(t, "/change_note", "at last")
		n.see(t, copied).problem(t, http.StatusNotFound, "not-found")
		n.publishCopy(t, copied, nil).problem(t, http.StatusNotFound, "not-found")

		again := n.do(t, "POST", copied, n.as(t, news.RoleEditor), nil).want(t, http.StatusCreated)
		again.has(t, "/revision", 4) // no tag of the first copy fits the second
		n.do(t, "PATCH", copied, n.as(t, news.RoleEditor), object{"title": "x"}, "If-Match", tag).problem(t, http.StatusPreconditionFailed, "stale")
		n.publishCopy(t, copied, nil).want(t, http.StatusOK).has(t, "/revision", 3)
	})
}

// What was changed live meanwhile is not lost.
func TestAStaleWorkingCopy(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, copied := n.copied(t, nil)
		editor := n.as(t, news.RoleEditor)
		n.patch(t, copied, object{"title": "Copy"}).want(t, http.StatusOK)
		live := n.patch(t, address, object{"summary": "Live"}).want(t, http.StatusOK)
		tag := n.see(t, copied).header.Get("ETag")
		for _, body := range []any{nil, object{"at": "2025-07-12T00:00:00Z"}} {
			stale := n.publishCopy(t, copied, body, "If-Match", tag).problem(t, http.StatusPreconditionFailed, "stale-working-copy")
			stale.head(t, "ETag", live.header.Get("ETag"))
			n.publishCopy(t, copied, body).problem(t, http.StatusPreconditionFailed, "stale-working-copy")
		}
		shown := n.see(t, copied)
		shown.has(t, "/article_revision", 3)
		shown.has(t, "/base_revision", 2)
		for _, base := range []any{1, 4, 0, nil, "3"} {
			n.patch(t, copied, object{"base_revision": base}).problem(t, http.StatusUnprocessableEntity, "validation").
				has(t, "/errors/0/pointer", "/base_revision")
		}
		n.do(t, "PATCH", copied, editor, object{"summary": "Live", "base_revision": 3}, "If-Match", tag).want(t, http.StatusOK).has(t, "/base_revision", 3)
		done := n.publishCopy(t, copied, nil).want(t, http.StatusOK)
		done.has(t, "/title", "Copy")
		done.has(t, "/summary", "Live")

		n.do(t, "POST", copied, editor, nil).want(t, http.StatusCreated)
		n.patch(t, address, object{"summary": "Lost on purpose"}).want(t, http.StatusOK)
		n.publishCopy(t, copied, nil, "If-Match", "*").want(t, http.StatusOK).has(t, "/summary", "Live")
		n.see(t, address+"/revisions/5").has(t, "/content/summary", "Lost on purpose")
	})
}

func TestAWorkingCopyIsThrownAway(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, copied := n.copied(t, nil)
		editor := n.as(t, news.RoleEditor)
		n.publishCopy(t, copied, object{"at": "2025-07-11T13:00:00Z"}).want(t, http.StatusAccepted)
		n.do(t, "DELETE", copied, editor, nil).problem(t, http.StatusPreconditionRequired, "precondition-required")
		n.do(t, "DELETE", copied, editor, nil, "If-Match", `"1-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		n.do(t, "DELETE", copied, editor, nil, "If-Match", `"2-x"`).want(t, http.StatusNoContent)
		n.do(t, "DELETE", copied, editor, nil, "If-Match", "*").problem(t, http.StatusNotFound, "not-found")
		n.at(t, "14:00:00")
		if waiting, err := n.service.WaitingJobs(t.Context()); waiting != 0 || err != nil {
			t.Errorf("%d jobs are left, %v", waiting, err)
		}
		n.see(t, address).has(t, "/revision", 2)
	})
}

func TestASlugIsTakenWhenTheCopyIsPublished(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, copied := n.copied(t, nil)
		n.draft(t, object{"slug": "taken"})
		n.patch(t, copied, object{"slug": "taken"}).problem(t, http.StatusConflict, "slug-taken")
		n.patch(t, copied, object{"title": "Taken", "slug": nil}).want(t, http.StatusOK).has(t, "/slug", "taken-2")
		n.patch(t, copied, object{"slug": "free"}).want(t, http.StatusOK)
		n.draft(t, object{"slug": "free"})
		n.publishCopy(t, copied, nil).problem(t, http.StatusConflict, "slug-taken").has(t, "/errors/0/pointer", "/slug")
		n.see(t, address).has(t, "/revision", 2)
		n.patch(t, copied, object{"slug": "live"}).want(t, http.StatusOK)
		n.publishCopy(t, copied, nil).want(t, http.StatusOK).has(t, "/slug", "live")
	})
}
