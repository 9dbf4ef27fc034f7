package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	publicPolicy  = "public, max-age=30, s-maxage=300, stale-while-revalidate=60, stale-if-error=300"
	privatePolicy = "private, no-store, no-transform"
)

func TestCacheControl(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		address, hidden, gone := n.published(t, object{"section_id": section}), n.draft(t, nil), n.published(t, object{"section_id": section})
		n.patch(t, address, object{"slug": "new"}).want(t, http.StatusOK)
		n.move(t, gone, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		for _, c := range []struct {
			method, path, token, policy string
			status                      int
		}{
			{"GET", "/", "", publicPolicy, 200},
			{"GET", "/v1/site", "", publicPolicy, 200},
			{"GET", "/v1/articles", "", publicPolicy, 200},
			{"GET", address, "", publicPolicy, 200},
			{"GET", "/v1/articles/a-title", "", publicPolicy, 301},
			{"GET", gone, "", publicPolicy, 410},
			{"GET", "/healthz", "", "no-store", 200},
			{"GET", "/readyz", "", "no-store", 200},
			{"GET", hidden, "", "no-store", 404},
			{"GET", "/v1/nothing", "", "no-store", 404},
			{"GET", "/v1/articles?limit=0", "", "no-store", 400},
			{"GET", "/v1/articles/new/publish", "", "no-store", 405},
			{"POST", "/v1/articles", "", "no-store", 401},
			{"POST", "/v1/auth/login", "", "no-store", 415},
			{"GET", "/v1/articles", "bad", privatePolicy, 401},
			{"GET", "/v1/articles", n.as(t, news.RoleReader), privatePolicy, 200},
			{"GET", address, n.as(t, news.RoleReader), privatePolicy, 200},
			{"GET", gone, n.as(t, news.RoleReader), privatePolicy, 200},
			{"GET", "/v1/articles/a-title", n.as(t, news.RoleReader), privatePolicy, 301},
			{"GET", "/v1/nothing", n.as(t, news.RoleReader), privatePolicy, 404},
			{"POST", "/v1/articles", n.as(t, news.RoleEditor), privatePolicy, 415},
			{"POST", hidden + "/trash", n.as(t, news.RoleEditor), privatePolicy, 200},
		} {
			r := n.do(t, c.method, c.path, c.token, nil).want(t, c.status)
			r.head(t, "Cache-Control", c.policy)
			if (r.header.Get("Cache-Groups") != "") != (c.policy == publicPolicy) {
				t.Errorf("%s %s has the groups %q", c.method, c.path, r.header.Get("Cache-Groups"))
			}
			if vary := r.header.Get("Vary"); c.policy == publicPolicy && vary != "Accept-Encoding, Authorization" {
				t.Errorf("%s %s varies by %q", c.method, c.path, vary)
			}
			for _, never := range []string{"Age", "Last-Modified", "Expires"} {
				r.head(t, never, "")
			}
		}
	})
}

func TestCacheGroups(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		root := n.section(t, "Root", nil)
		leaf := n.section(t, "Leaf", root)
		ann, bob := n.byline(t, "Ann"), n.byline(t, "Bob")
		address := n.published(t, object{
			"slug": "old", "section_id": leaf.ID, "tags": []any{"Space"},
			"credits": []any{object{"byline_id": bob.ID, "role": "author"}, object{"byline_id": ann.ID, "role": "editor"}, object{"byline_id": bob.ID, "role": "editor"}},
		})
		n.patch(t, address, object{"slug": "new"}).want(t, http.StatusOK)
		id := strings.TrimPrefix(address, "/v1/articles/")
		own := []news.Group{
			news.GroupOf("article", id), news.GroupOf("byline", bob.ID), news.GroupOf("byline", ann.ID), news.GroupOf("section", root.ID),
			news.GroupOf("section", leaf.ID),
		}
		for path, wanted := range map[string][]news.Group{
			address:                        own,
			"/v1/articles/new":             own,
			"/v1/articles/old":             own,
			address + "?fields=id":         own,
			address + "?include=neighbors": append(own, news.ListGroup(leaf.ID)),
			"/v1/articles":                 {news.ListAll},
			"/v1/articles?kind=news":       {news.ListAll},
			"/v1/articles?section=leaf":    {news.ListGroup(leaf.ID)},
			"/v1/articles?section=leaf&section=root&section_scope=self": {news.ListGroup(leaf.ID), news.ListGroup(root.ID)},
		} {
			r := n.get(t, path)
			groups := groupsOf(t, r, "Cache-Groups")
			for _, group := range wanted {
				if !groups[group] {
					t.Errorf("%s lacks %s: %v", path, group, groups)
				}
			}
		}
		withdrawn := n.move(t, address, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		stale := groupsOf(t, withdrawn, "Cache-Group-Invalidation")
		for _, group := range []news.Group{own[0], news.ListAll, news.ListGroup(root.ID), news.ListGroup(leaf.ID)} {
			if !stale[group] {
				t.Errorf("withdrawing leaves %s as it is: %v", group, stale)
			}
		}
	})
}

// groupsOf reads a list of groups, and fails the test when it is not one
// (RFC 9875) or holds one that is too long.
func groupsOf(t *testing.T, r *response, name string) map[news.Group]bool {
	t.Helper()
	groups := map[news.Group]bool{}
	if r.header.Get(name) == "" {
		return groups
	}
	for quoted := range strings.SplitSeq(r.header.Get(name), ", ") {
		group := strings.Trim(quoted, `"`)
		if quoted != `"`+group+`"` || group == "" || len(group) > 32 || groups[news.Group(group)] {
			t.Errorf("%s holds %s", name, quoted)
		}
		groups[news.Group(group)] = true
	}
	return groups
}

// Answers that a moment to come will change are kept until then at most.
func TestMaxAgeIsCut(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		root := n.section(t, "Root", nil)
		leaf := n.section(t, "Leaf", root)
		n.section(t, "Other", nil)
		before := n.published(t, object{"section_id": leaf.ID})
		scheduled := n.draft(t, object{"section_id": leaf.ID, "kind": "brief"})
		n.move(t, scheduled, "publish", object{"embargo_until": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		back := n.published(t, object{"section_id": root.ID})
		n.move(t, back, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.move(t, back, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		for _, at := range []struct{ clock, policy string }{
			{"12:53:59.999999", publicPolicy},
			{"12:54:00", "public, max-age=30, s-maxage=300"},
			{"12:58:00", "public, max-age=30, s-maxage=120"},
			{"12:59:49.5", "public, max-age=10, s-maxage=10"},
			{"12:59:59.999999", "public, max-age=0, s-maxage=0"},
			{"13:00:00", publicPolicy},
		} {
			n.at(t, at.clock)
			for path, isCut := range map[string]bool{
				"/v1/articles": true, "/v1/articles?section=leaf": true, "/v1/articles?section=root": true, "/v1/articles?kind=brief": true,
				before + "?include=neighbors": true, back: true,
				"/v1/articles?section=other": false, "/v1/articles?kind=notice": false, "/v1/articles?section=leaf&kind=news": false,
				before: false, "/v1/site": false,
			} {
				want := publicPolicy
				if isCut {
					want = at.policy
				}
				if got := n.get(t, path).header.Get("Cache-Control"); got != want {
					t.Errorf("at %s %s has %q, want %q", at.clock, path, got, want)
				}
			}
		}
	})
}
