package api_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// preview makes a preview link of an article, as an editor.
func (n *newsroom) preview(t *testing.T, address string, input any) *response {
	t.Helper()
	return n.do(t, "POST", address+"/preview_tokens", n.as(t, news.RoleEditor), input).want(t, http.StatusCreated)
}

func TestPreviewShowsADraftAsReadersWouldSeeIt(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, object{"title": "Early", "body": "<p>Soon.</p>", "external_id": "x-1"})
		made := n.preview(t, draft, nil)
		made.has(t, "/expires_at", "2025-07-12T12:00:00Z")
		made.has(t, "/created_by", n.users[news.RoleEditor].ID)
		link := made.text(t, "/url")
		if !strings.HasPrefix(link, draft+"?preview=") {
			t.Fatalf("the link is %s", link)
		}
		shown := n.get(t, link).want(t, http.StatusOK)
		shown.head(t, "Cache-Control", "private, no-store")
		shown.head(t, "Cache-Groups", "")
		shown.has(t, "/status", "draft")
		shown.has(t, "/body", "<p>Soon.</p>")
		if bytes.Contains(shown.body, []byte("external_id")) || bytes.Contains(shown.body, []byte("created_by")) {
			t.Errorf("a preview shows what readers don't see: %s", shown.body)
		}
		signedIn := n.do(t, "GET", link, n.as(t, news.RoleEditor), nil).want(t, http.StatusOK)
		if !bytes.Equal(signedIn.body, shown.body) {
			t.Errorf("an editor's preview is %s, a reader's %s", signedIn.body, shown.body)
		}
		n.get(t, link+"&fields=title&include=neighbors&body_format=text").want(t, http.StatusOK).has(t, "", object{"title": "Early"})
		n.get(t, link, "If-None-Match", shown.header.Get("ETag")).want(t, http.StatusNotModified).head(t, "Cache-Control", "private, no-store")
		n.get(t, link+"&include=revisions").problem(t, http.StatusBadRequest, "bad-parameter")
		n.do(t, "GET", link+"&include=revisions", n.as(t, news.RoleEditor), nil).problem(t, http.StatusBadRequest, "bad-parameter")
	})
}

func TestPreviewOpensNothingElse(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft, other := n.draft(t, object{"slug": "mine"}), n.draft(t, object{"slug": "other"})
		link := n.preview(t, draft, nil).text(t, "/url")
		_, query, _ := strings.Cut(link, "?")
		signed := strings.TrimPrefix(query, "preview=")
		n.get(t, "/v1/articles/mine?"+query).want(t, http.StatusOK)
		for _, path := range []string{other + "?" + query, "/v1/articles/other?" + query, "/v1/articles/none?" + query} {
			n.get(t, path).problem(t, http.StatusNotFound, "not-found")
		}
		for _, path := range []string{draft + "/revisions?" + query, draft + "/preview_tokens?" + query, draft + "/revisions/1?" + query} {
			n.get(t, path).problem(t, http.StatusUnauthorized, "unauthenticated")
		}
		n.get(t, "/v1/articles?"+query).problem(t, http.StatusBadRequest, "bad-parameter")
		n.get(t, "/v1/resolve?path=mine&"+query).problem(t, http.StatusBadRequest, "bad-parameter")
		n.do(t, "PATCH", link, "", object{"title": "Theirs"}, "If-Match", "*").problem(t, http.StatusUnauthorized, "unauthenticated")
		n.do(t, "POST", draft+"/publish?"+query, "", nil).problem(t, http.StatusUnauthorized, "unauthenticated")
		n.do(t, "GET", "/v1/auth/me", signed, nil).problem(t, http.StatusUnauthorized, "invalid-token")
		access := n.as(t, news.RoleAdmin)
		n.get(t, draft+"?preview="+access).problem(t, http.StatusNotFound, "not-found")
		n.get(t, draft+"?preview="+n.script(t, news.RoleAdmin, "articles:read")).problem(t, http.StatusNotFound, "not-found")
		for _, bad := range []string{"x", signed + "x", signed[:len(signed)-4], strings.ToUpper(signed), strings.Repeat("a", 5000)} {
			n.get(t, draft+"?preview="+bad).problem(t, http.StatusNotFound, "not-found").head(t, "Cache-Control", "private, no-store")
		}
		n.get(t, link+"&"+query).problem(t, http.StatusBadRequest, "bad-parameter")
		n.patch(t, draft, object{"slug": "renamed"}).want(t, http.StatusOK)
		moved := n.get(t, "/v1/articles/mine?"+query).want(t, http.StatusMovedPermanently)
		moved.head(t, "Location", "/v1/articles/renamed?"+query)
		moved.head(t, "Cache-Control", "private, no-store")
	})
}

func TestPreviewsEnd(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, nil)
		short, long := n.preview(t, draft, object{"expires_in": 60}), n.preview(t, draft, object{"expires_in": 604800})
		n.clock.move(time.Minute - time.Microsecond)
		n.get(t, short.text(t, "/url")).want(t, http.StatusOK)
		n.clock.move(time.Microsecond)
		n.get(t, short.text(t, "/url")).problem(t, http.StatusNotFound, "not-found")
		revoked := n.preview(t, draft, nil)
		n.get(t, revoked.text(t, "/url")).want(t, http.StatusOK)
		address, editor := revoked.header.Get("Location"), n.as(t, news.RoleEditor)
		n.do(t, "GET", address, editor, nil).want(t, http.StatusOK).head(t, "ETag", revoked.header.Get("ETag"))
		n.do(t, "GET", draft+"/preview_tokens?fields=id&with_total=true", editor, nil).
			has(t, "/data", []object{{"id": revoked.text(t, "/id")}, {"id": long.text(t, "/id")}})
		n.do(t, "DELETE", address, editor, nil).problem(t, http.StatusPreconditionRequired, "precondition-required")
		n.do(t, "DELETE", address, editor, nil, "If-Match", revoked.header.Get("ETag")).want(t, http.StatusNoContent)
		n.get(t, revoked.text(t, "/url")).problem(t, http.StatusNotFound, "not-found")
		n.do(t, "DELETE", address, editor, nil, "If-Match", "*").problem(t, http.StatusNotFound, "not-found")
		n.do(t, "GET", draft+"/preview_tokens/x", editor, nil).problem(t, http.StatusNotFound, "not-found")
		n.clock.move(6 * 24 * time.Hour)
		n.get(t, long.text(t, "/url")).want(t, http.StatusOK)
		n.move(t, draft, "trash", nil).want(t, http.StatusOK)
		n.get(t, long.text(t, "/url")).problem(t, http.StatusNotFound, "not-found")
		n.do(t, "POST", draft+"/preview_tokens", n.as(t, news.RoleEditor), nil).problem(t, http.StatusConflict, "wrong-move")
		n.do(t, "DELETE", draft+"?purge=true", n.as(t, news.RoleAdmin), nil, "If-Match", "*").want(t, http.StatusNoContent)
		n.get(t, long.text(t, "/url")).problem(t, http.StatusNotFound, "not-found")
	})
}

// A link outlives publication: it then shows what everyone sees, and after a
// withdrawal what is prepared, while readers get the tombstone.
func TestPreviewOfWhatIsOrWasPublic(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article := n.published(t, object{"section_id": n.section(t, "Section", nil).ID})
		link := n.preview(t, article, nil).text(t, "/url")
		n.get(t, link).want(t, http.StatusOK).head(t, "Cache-Control", "private, no-store")
		n.move(t, article, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.get(t, link).want(t, http.StatusOK).has(t, "/status", "withdrawn")
		gone := n.get(t, article+"?preview=x").problem(t, http.StatusGone, "withdrawn")
		gone.head(t, "Cache-Control", "private, no-store")
	})
}

func TestWhoMayGivePreviews(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		owned := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), object{"title": "Own"}).want(t, http.StatusCreated).header.Get("Location")
		foreign := n.draft(t, nil)
		id := n.preview(t, foreign, nil).header.Get("Location")
		for role, status := range map[news.Role]int{
			news.RoleReader: http.StatusForbidden, news.RoleAuthor: http.StatusForbidden, news.RoleEditor: http.StatusCreated,
		} {
			n.do(t, "POST", foreign+"/preview_tokens", n.as(t, role), nil).want(t, status)
		}
		n.do(t, "POST", owned+"/preview_tokens", n.as(t, news.RoleAuthor), nil).want(t, http.StatusCreated)
		n.do(t, "GET", id, n.as(t, news.RoleAuthor), nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "DELETE", id, n.as(t, news.RoleAuthor), nil, "If-Match", "*").problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "GET", foreign+"/preview_tokens", n.as(t, news.RoleReader), nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "POST", owned+"/preview_tokens", "", nil).problem(t, http.StatusUnauthorized, "unauthenticated")
		n.do(t, "POST", owned+"/preview_tokens", n.script(t, news.RoleEditor, "articles:read"), nil).problem(t, http.StatusForbidden, "forbidden")
		n.do(t, "POST", owned+"/preview_tokens", n.script(t, news.RoleEditor, "sections:write"), nil).problem(t, http.StatusNotFound, "not-found")
		for _, bad := range []any{0, 59, 604801, -1} {
			r := n.do(t, "POST", owned+"/preview_tokens", n.as(t, news.RoleAuthor), object{"expires_in": bad})
			r.problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/expires_in")
		}
	})
}

func TestPreviewTokensStayOutOfRowsAndLogs(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, nil)
		link := n.preview(t, draft, nil).text(t, "/url")
		signature := link[strings.LastIndexByte(link, '.')+1:]
		var log bytes.Buffer
		server, err := api.New(t.Context(), n.service, api.Options{AccessLog: true, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{link, link + "&colour=red", strings.Replace(link, "?", "/none?", 1)} {
			answer := httptest.NewRecorder()
			server.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
			if answer.Code != http.StatusOK && strings.Contains(answer.Body.String(), signature) {
				t.Errorf("a problem tells the token: %s", answer.Body)
			}
		}
		if !strings.Contains(log.String(), draft) || strings.Contains(log.String(), signature) {
			t.Errorf("the log has not the path alone: %s", log.String())
		}
		for table, rows := range storetest.Beside(t, n.store).All(t) {
			if strings.Contains(strings.Join(rows, "\n"), signature) {
				t.Errorf("the token is in the table %s", table)
			}
		}
	})
}
