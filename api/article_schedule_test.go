package api_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// scene is an article among others, about to appear.
type scene struct {
	section *news.Section
	byline  *news.Byline
	before  string         // the address of a visible article
	address string         // that of the article
	others  map[string]int // how many others are in each list
}

// hidden fails the test unless readers find nothing of the only article that is
// filed under a section, has a byline and a tag, and follows another.
func (s scene) hidden(t *testing.T, n *newsroom) {
	t.Helper()
	n.get(t, s.address).problem(t, http.StatusNotFound, "not-found")
	n.get(t, s.before+"?include=neighbors").has(t, "/neighbors/next", nil)
	for _, list := range []string{"/v1/articles?", "/v1/articles?section=" + s.section.ID + "&", "/v1/articles?kind=feature&"} {
		n.get(t, list+"sort=published_at&with_total=true").has(t, "/page/total", s.others[list])
	}
	n.get(t, "/v1/sections?include=article_count").has(t, "/data/0/article_count", 1)
	n.get(t, "/v1/tags/space").problem(t, http.StatusNotFound, "not-found")
	n.get(t, "/v1/bylines/"+s.byline.ID).problem(t, http.StatusNotFound, "not-found")
	n.get(t, "/v1/articles?byline="+s.byline.ID).problem(t, http.StatusBadRequest, "bad-parameter")
	n.get(t, "/v1/articles?tag=space").problem(t, http.StatusBadRequest, "bad-parameter")
}

// visible fails the test unless readers find the article everywhere.
func (s scene) visible(t *testing.T, n *newsroom) {
	t.Helper()
	id := n.get(t, s.address).want(t, http.StatusOK).text(t, "/id")
	n.get(t, s.before+"?include=neighbors").has(t, "/neighbors/next/id", id)
	for _, list := range []string{"/v1/articles?", "/v1/articles?section=" + s.section.ID + "&", "/v1/articles?kind=feature&"} {
		r := n.get(t, list+"sort=published_at&with_total=true")
		r.has(t, "/page/total", s.others[list]+1)
		r.has(t, "/data/"+map[int]string{0: "0", 1: "1"}[s.others[list]]+"/id", id)
	}
	n.get(t, "/v1/sections?include=article_count").has(t, "/data/0/article_count", 2)
	n.get(t, "/v1/tags/space").has(t, "/article_count", 1)
	n.get(t, "/v1/bylines/"+s.byline.ID).has(t, "/name", "Li Lei")
	n.get(t, "/v1/articles?byline="+s.byline.ID).has(t, "/data/0/id", id)
	n.get(t, "/v1/articles?tag=space").has(t, "/data/0/id", id)
}

func newScene(t *testing.T, n *newsroom) scene {
	t.Helper()
	s := scene{section: n.section(t, "Desk", nil), byline: n.byline(t, "Li Lei")}
	s.others = map[string]int{"/v1/articles?": 1, "/v1/articles?section=" + s.section.ID + "&": 1}
	s.before = n.published(t, object{"section_id": s.section.ID})
	n.clock.move(time.Microsecond)
	s.address = n.draft(t, object{
		"section_id": s.section.ID, "kind": "feature", "tags": []any{"Space"},
		"credits": []any{object{"byline_id": s.byline.ID, "role": "author"}},
	})
	return s
}

// at moves the clock to a time of 2025-07-11.
func (n *newsroom) at(t *testing.T, clock string) {
	t.Helper()
	moment, err := time.Parse(time.RFC3339Nano, "2025-07-11T"+clock+"Z")
	if err != nil {
		t.Fatal(err)
	}
	n.clock.move(moment.Sub(n.clock.now()))
}

func TestScheduledAppearsAtItsMoment(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		s := newScene(t, n)
		s.hidden(t, n)
		r := n.move(t, s.address, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		for pointer, want := range (object{
			"/status": "scheduled", "/published_at": "2025-07-11T13:00:00Z", "/published_precision": "second",
			"/first_published_at": "2025-07-11T13:00:00Z", "/revision": 2,
		}) {
			r.has(t, pointer, want)
		}
		n.at(t, "12:59:59.999999")
		s.hidden(t, n)
		n.see(t, "/v1/articles?status=scheduled").has(t, "/data/0/id", r.text(t, "/id"))
		n.see(t, "/v1/articles?status=published&with_total=true").has(t, "/page/total", 1)
		n.at(t, "13:00:00")
		s.visible(t, n)
		n.get(t, s.address).has(t, "/status", "published")
		n.see(t, s.address).has(t, "/revision", 2)
		n.see(t, "/v1/articles?status=scheduled").has(t, "/data", []any{})
		n.see(t, "/v1/articles?status=published&with_total=true").has(t, "/page/total", 2)
		n.move(t, s.address, "unschedule", nil).problem(t, http.StatusConflict, "wrong-move")
		n.at(t, "13:30:00")
		n.patch(t, s.address, object{"title": "New", "published_at": "2025-07-11T12:30:00Z"}).has(t, "/first_published_at", "2025-07-11T13:00:00Z")
	})
}

func TestEmbargo(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		s := newScene(t, n)
		n.patch(t, s.address, object{"embargo_until": "2025-07-11T16:00:00+01:00"}).has(t, "/embargo_until", "2025-07-11T15:00:00Z")
		r := n.move(t, s.address, "publish", nil)
		r.has(t, "/status", "scheduled")
		r.has(t, "/published_at", "2025-07-11T12:00:00.000001Z")
		r.has(t, "/first_published_at", "2025-07-11T15:00:00Z")
		n.at(t, "14:59:59.999999")
		s.hidden(t, n)
		n.move(t, s.address, "publish", object{"embargo_until": "2025-07-11T17:00:00Z"}).has(t, "/first_published_at", "2025-07-11T17:00:00Z")
		n.at(t, "16:00:00")
		s.hidden(t, n)
		r = n.move(t, s.address, "publish", object{"embargo_until": nil})
		r.has(t, "/status", "published")
		r.has(t, "/embargo_until", nil)
		r.has(t, "/first_published_at", "2025-07-11T16:00:00Z")
		s.visible(t, n)
		n.patch(t, s.address, object{"embargo_until": "2025-07-11T16:00:00.000001Z"}).problem(t, http.StatusConflict, "visible")
		n.patch(t, s.address, object{"embargo_until": "2025-07-11T16:00:00Z"}).want(t, http.StatusOK)
		s.visible(t, n)
	})
}

func TestReschedule(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		s := newScene(t, n)
		n.move(t, s.address, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		n.move(t, s.address, "publish", object{"published_at": "2025-07-11T14:00:00Z", "published_precision": "minute"}).
			has(t, "/first_published_at", "2025-07-11T14:00:00Z")
		n.patch(t, s.address, object{"published_at": "2025-07-11T15:00:00Z"}).has(t, "/first_published_at", "2025-07-11T15:00:00Z")
		n.at(t, "14:30:00")
		s.hidden(t, n)
		r := n.move(t, s.address, "unschedule", nil).want(t, http.StatusOK)
		r.has(t, "/status", "draft")
		r.has(t, "/first_published_at", nil)
		r.has(t, "/published_at", "2025-07-11T15:00:00Z")
		n.at(t, "15:30:00")
		s.hidden(t, n)
		r = n.move(t, s.address, "publish", nil).want(t, http.StatusOK)
		r.has(t, "/published_at", "2025-07-11T15:00:00Z")
		r.has(t, "/published_precision", "minute")
		r.has(t, "/first_published_at", "2025-07-11T15:30:00Z")
		s.visible(t, n)
		n.patch(t, s.address, object{"published_at": "2025-07-11T15:30:00.000001Z"}).problem(t, http.StatusConflict, "visible").
			has(t, "/allowed", []any{"withdraw"})
		s.visible(t, n)
	})
}

func TestWithdrawAndPublishAgain(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		s := newScene(t, n)
		id := n.move(t, s.address, "publish", nil).want(t, http.StatusOK).text(t, "/id")
		public := n.get(t, s.address)
		n.at(t, "13:00:00")
		withdrawn := object{"reason": "legal", "note": "A court < said so", "at": "2025-07-11T13:00:00Z"}
		n.move(t, s.address, "withdraw", object{"reason": "legal", "note": "A court < said so"}).has(t, "/withdrawn", withdrawn)
		gone := func() {
			t.Helper()
			r := n.get(t, s.address).problem(t, http.StatusGone, "withdrawn")
			r.has(t, "/tombstone", object{"id": id, "title": "A title", "withdrawn": withdrawn})
			r.head(t, "Cache-Groups", public.header.Get("Cache-Groups"))
			n.get(t, "/v1/articles/a-title-2").problem(t, http.StatusGone, "withdrawn")
			n.do(t, "HEAD", s.address, "", nil).want(t, http.StatusGone)
			n.get(t, "/v1/articles?with_total=true").has(t, "/page/total", 1)
			n.get(t, s.before+"?include=neighbors").has(t, "/neighbors", object{"previous": nil, "next": nil})
			n.see(t, s.address).want(t, http.StatusOK).has(t, "/withdrawn", withdrawn)
		}
		gone()
		n.see(t, "/v1/articles?status=withdrawn").has(t, "/data/0/id", id)
		n.move(t, s.address, "publish", object{"published_at": "2025-07-11T14:00:00Z"}).has(t, "/status", "scheduled")
		gone()
		n.at(t, "14:00:00")
		s.visible(t, n)
		r := n.get(t, s.address)
		r.has(t, "/withdrawn", nil)
		r.has(t, "/first_published_at", "2025-07-11T12:00:00.000001Z")
		n.move(t, s.address, "withdraw", object{"reason": "error"}).has(t, "/withdrawn/note", nil)
		n.move(t, s.address, "publish", nil).has(t, "/published_at", "2025-07-11T14:00:00Z")
		s.visible(t, n)
	})
}

func TestTrash(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		s := newScene(t, n)
		n.move(t, s.address, "publish", nil).want(t, http.StatusOK)
		n.move(t, s.address, "withdraw", object{"reason": "duplicate"}).want(t, http.StatusOK)
		n.move(t, s.address, "trash", nil).has(t, "/status", "trashed")
		s.hidden(t, n)
		n.see(t, "/v1/articles?status=any&with_total=true").has(t, "/page/total", 1)
		n.see(t, "/v1/articles?status=trashed&with_total=true").has(t, "/page/total", 1)
		n.see(t, "/v1/articles?status=any&status=trashed&with_total=true").has(t, "/page/total", 2)
		r := n.move(t, s.address, "restore", nil)
		r.has(t, "/status", "draft")
		r.has(t, "/withdrawn", nil)
		r.has(t, "/first_published_at", "2025-07-11T12:00:00.000001Z")
		s.hidden(t, n)
		n.move(t, s.address, "publish", nil).want(t, http.StatusOK)
		s.visible(t, n)
	})
}

func TestPurge(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		secret, public := n.draft(t, object{"title": "Secret"}), n.published(t, object{"title": "Public", "section_id": section})
		scheduled := n.draft(t, object{"title": "Scheduled", "section_id": section})
		n.patch(t, public, object{"slug": "renamed"}).want(t, http.StatusOK)
		n.move(t, scheduled, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		n.move(t, scheduled, "unschedule", nil).want(t, http.StatusOK)
		n.move(t, public, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		for _, address := range []string{secret, public, scheduled} {
			n.tryMove(t, address, "trash").want(t, http.StatusOK)
			r := n.tryMove(t, address, "purge").want(t, http.StatusNoContent)
			if len(r.body) > 0 || r.header.Get("Content-Length") != "" {
				t.Errorf("204 with %v and %q", r.header, r.body)
			}
			n.tryMove(t, address, "purge").problem(t, http.StatusNotFound, "not-found")
		}
		for _, slug := range []string{"secret", "public", "renamed", "scheduled"} {
			n.see(t, "/v1/articles/"+url.PathEscape(slug)).problem(t, http.StatusNotFound, "not-found")
		}
		for slug, status := range map[string]int{"secret": 201, "scheduled": 201, "public": 409, "renamed": 409} {
			n.do(t, "POST", "/v1/articles", n.as(t, news.RoleEditor), object{"title": "T", "slug": slug}).want(t, status)
		}
	})
}
