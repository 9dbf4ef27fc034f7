package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestArticleIsFoundBy(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		desk := n.section(t, "Desk", nil)
		han := n.published(t, object{"title": "寧波加快提升É", "section_id": desk.ID})
		latin := n.published(t, object{"slug": "Straße-Ünder-2", "section_id": desk.ID})
		id := strings.TrimPrefix(han, "/v1/articles/")
		for path, address := range map[string]string{
			"/v1/articles/" + strings.ToUpper(id):                                        han,
			"/v1/articles/%E5%AF%A7%E6%B3%A2%E5%8A%A0%E5%BF%AB%E6%8F%90%E5%8D%87%C3%A9":  han,
			"/v1/articles/%e5%af%a7%e6%b3%a2%e5%8a%a0%e5%bf%ab%e6%8f%90%e5%8d%87%c3%a9":  han,
			"/v1/articles/%E5%AF%A7%E6%B3%A2%E5%8A%A0%E5%BF%AB%E6%8F%90%E5%8D%87E%CC%81": han,
			"/v1/articles/寧波加快提升É":                                                       han,
			"/v1/articles/STRA%C3%9FE-%C3%BCnder-2":                                      latin,
			"/v1/articles/stra%c3%9fe%2D%C3%BCnder-%32":                                  latin,
		} {
			n.get(t, path).want(t, http.StatusOK).has(t, "/links/self", address)
		}
		for _, path := range []string{
			"/v1/articles/01980000-0000-7000-8000-000000000000", "/v1/articles/nothing", "/v1/articles/a%2Fb", "/v1/articles/%00",
			"/v1/articles/%FF", "/v1/articles/" + id + "0", "/v1/articles/-", "/v1/articles/" + strings.Repeat("x", 5000),
		} {
			n.get(t, path).problem(t, http.StatusNotFound, "not-found")
			n.see(t, path).problem(t, http.StatusNotFound, "not-found")
		}
	})
}

func TestSlugsOfThePast(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, object{"title": "First title", "section_id": n.section(t, "Desk", nil).ID})
		n.patch(t, address, object{"title": "Another title"}).has(t, "/slug", "first-title")
		n.patch(t, address, object{"slug": "舊的 No"}).want(t, http.StatusUnprocessableEntity)
		n.patch(t, "/v1/articles/first-title", object{"slug": "新-B"}).want(t, http.StatusOK).has(t, "/slug", "新-b")
		n.get(t, "/v1/articles/first-title").problem(t, http.StatusNotFound, "not-found")
		n.see(t, "/v1/articles/first-title").want(t, http.StatusMovedPermanently).head(t, "Cache-Control", "private, no-store, no-transform")
		n.move(t, address, "publish", nil).want(t, http.StatusOK)
		const now = "/v1/articles/%E6%96%B0-b"
		public := n.get(t, address)
		for _, method := range []string{"GET", "HEAD"} {
			r := n.do(t, method, "/v1/articles/First-Title?fields=id&include=neighbors", "", nil).want(t, http.StatusMovedPermanently)
			r.head(t, "Location", now+"?fields=id&include=neighbors")
			r.head(t, "Cache-Groups", public.header.Get("Cache-Groups"))
			r.head(t, "Cache-Control", public.header.Get("Cache-Control"))
		}
		editor := n.as(t, news.RoleEditor)
		for _, c := range [][3]string{
			{"PATCH", "/v1/articles/first-title?x=%20y", now + "?x=%20y"},
			{"DELETE", "/v1/articles/first-title?purge=false", now + "?purge=false"},
			{"POST", "/v1/articles/first-title/withdraw", now + "/withdraw"},
			{"POST", "/v1/articles/First%2DTitle/trash?a=b", now + "/trash?a=b"},
		} {
			n.do(t, c[0], c[1], editor, nil).want(t, http.StatusPermanentRedirect).head(t, "Location", c[2])
		}
		n.do(t, "PATCH", "/v1/articles/first-title", n.as(t, news.RoleReader), nil).problem(t, http.StatusForbidden, "forbidden")
		n.move(t, address, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.get(t, "/v1/articles/first-title").problem(t, http.StatusGone, "withdrawn")
		n.patch(t, address, object{"slug": "first-title"}).has(t, "/slug", "first-title")
		n.see(t, now).want(t, http.StatusMovedPermanently).head(t, "Location", "/v1/articles/first-title")
		n.patch(t, address, object{"slug": nil}).has(t, "/slug", "another-title")
	})
}

// A slug that was ever used is not given to another, by hand or by title.
func TestSlugsAreTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		slugOf := func(input object) string {
			return n.see(t, n.draft(t, input)).text(t, "/slug")
		}
		first := n.draft(t, object{"title": "寧波 — Title!"})
		for _, want := range []string{"寧波-title-2", "寧波-title-3"} {
			if got := slugOf(object{"title": "寧波 title"}); got != want {
				t.Errorf("slug %q, want %q", got, want)
			}
		}
		n.patch(t, first, object{"slug": "else"}).want(t, http.StatusOK)
		if got := slugOf(object{"title": "寧波 title"}); got != "寧波-title-4" {
			t.Errorf("a slug of the past was given away: %q", got)
		}
		other := n.draft(t, object{})
		n.patch(t, other, object{"slug": "寧波-Title"}).problem(t, http.StatusConflict, "slug-taken")
		n.patch(t, other, object{"slug": "Else"}).problem(t, http.StatusConflict, "slug-taken")
		for _, c := range [][2]string{{"Bulk", "bulk-2"}, {"…", "article"}, {"?!", "article-2"}, {"And CO₂", "and-co2"}} {
			if got := slugOf(object{"title": c[0]}); got != c[1] {
				t.Errorf("%q has slug %q, want %q", c[0], got, c[1])
			}
		}
		long := slugOf(object{"title": strings.Repeat("長", 300)})
		if again := slugOf(object{"title": strings.Repeat("長", 300)}); len([]rune(long)) != 120 || again != strings.Repeat("長", 118)+"-2" {
			t.Errorf("slugs of a long title are %q and %q", long, again)
		}
	})
}
