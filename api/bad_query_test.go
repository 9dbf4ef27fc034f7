package api_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// A query that is not understood is refused, and every parameter of it named.
func TestBadQueries(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		const list = "/v1/articles?"
		of := func(query string, at ...string) refusal {
			return refusal{name: query, method: "GET", path: list + query, role: news.RoleReader, status: 400, code: "bad-parameter", places: at}
		}
		d.refuse(t, []refusal{
			of("colour=red", "colour unknown-parameter"),
			of("Limit=1", "Limit unknown-parameter"),
			of("limit[]=1", "limit[] unknown-parameter"),
			of("=1", " unknown-parameter"),
			of("limit=0", "limit out-of-range"),
			of("limit=101", "limit out-of-range"),
			of("limit=-1", "limit out-of-range"),
			of("limit=abc", "limit out-of-range"),
			of("limit=1.5", "limit out-of-range"),
			of("limit=1e1", "limit out-of-range"),
			of("limit=%2B5", "limit out-of-range"),
			of("limit=0x10", "limit out-of-range"),
			of("limit=99999999999999999999", "limit out-of-range"),
			of("limit=%D9%A1", "limit out-of-range"), // the Arabic digit 1
			of("limit=", "limit empty"),
			of("limit", "limit empty"),
			of("limit=5&limit=5", "limit repeated"),
			of("sort=title&sort=title", "sort repeated"),
			of("cursor=a&cursor=b", "cursor repeated", "cursor bad-cursor"),
			of("fields=id&fields=title", "fields repeated"),
			of("with_total=true&with_total=true", "with_total repeated"),
			of("sort=random", "sort not-allowed"),
			of("sort=-title", "sort not-allowed"),
			of("sort=published_at,title", "sort not-allowed"),
			of("status=gone", "status not-allowed"),
			of("kind=gossip", "kind not-allowed"),
			of("role=ghost", "role not-allowed"),
			of("section_scope=all", "section_scope not-allowed"),
			of("fields=id,colour", "fields not-allowed"),
			of("fields=id,", "fields not-allowed"),
			of("fields=body", "fields not-allowed"),
			of("with_total=yes", "with_total type"),
			of("featured=1", "featured type"),
			of("has_corrections=TRUE", "has_corrections type"),
			of("published_from=2025-07-11", "published_from time"),
			of("published_to=0000-01-01T00:00:00Z", "published_to time"),
			of("updated_since=2025-07-11T00:00:00+08:00", "updated_since time"), // + is a space in a query
			of("created_by=me", "created_by id"),
			of("section=nowhere", "section unknown"),
			of("section="+news.NewID(), "section unknown"),
			of("section=culture&section=nowhere&section=%00", "section text"),
			of("section=", "section empty"),
			of("byline=nobody&tag=nothing&section=nowhere", "byline unknown", "tag unknown", "section unknown"),
			of("byline='%20OR%201=1--", "byline unknown"),
			of("tag=%25", "tag unknown"),
			of("source=a%00b", "source text"),
			of("source=%FF", "source text"),
			of("%FF=1", "\ufffd text"),
			of("external_id=%ED%A0%80", "external_id text"),
			of("limit=%", "limit syntax"),
			of("limit=%zz", "limit syntax"),
			of("%zz=1", "%zz syntax"),
			of("limit=5;sort=title", "limit out-of-range"),
			of("limit=0&colour=red&sort=random&featured=2", "limit out-of-range", "colour unknown-parameter", "sort not-allowed", "featured type"),
			of(strings.Repeat("a", 5000)+"=1", strings.Repeat("a", 5000)+" unknown-parameter"),
		})
		d.refuse(t, []refusal{
			{
				name: "anonymous status", method: "GET", path: list + "status=draft&created_by=x&external_id=y", role: nobody, status: 400, code: "bad-parameter",
				places: []string{"status sign-in", "created_by sign-in", "external_id sign-in"},
			},
			{name: "anonymous order", method: "GET", path: list + "sort=-created_at", role: nobody, status: 400, code: "bad-parameter", places: []string{"sort not-allowed"}},
			{
				name: "one article", method: "GET", path: d.seen + "?include=revision&body_format=pdf&x=1", role: nobody, status: 400, code: "bad-parameter",
				places: []string{"include not-allowed", "body_format not-allowed", "x unknown-parameter"},
			},
			{name: "no article", method: "GET", path: "/v1/articles/none?x=1", role: nobody, status: 404, code: "not-found"},
			{
				name: "sections", method: "GET", path: "/v1/sections?max_depth=9&root=a&root=b&include=bylines&parent=x&limit=0", role: nobody, status: 400, code: "bad-parameter",
				places: []string{"max_depth out-of-range", "root repeated", "include not-allowed", "parent unknown-parameter", "limit out-of-range"},
			},
			{name: "sections at an unknown root", method: "GET", path: "/v1/sections?root=nowhere", role: nobody, status: 400, code: "bad-parameter", places: []string{"root unknown"}},
			{
				name: "bylines", method: "GET", path: "/v1/bylines?kind=robot&q=&name=x&sort=name", role: nobody, status: 400, code: "bad-parameter",
				places: []string{"kind not-allowed", "q empty", "name unknown-parameter", "sort unknown-parameter"},
			},
			{
				name: "tags", method: "GET", path: "/v1/tags?q=a&fields=articles&with_total=1", role: nobody, status: 400, code: "bad-parameter",
				places: []string{"q unknown-parameter", "fields not-allowed", "with_total type"},
			},
			{name: "resolve nothing", method: "GET", path: "/v1/resolve", role: nobody, status: 400, code: "bad-parameter", places: []string{"path required"}},
			{name: "resolve a slash", method: "GET", path: "/v1/resolve?path=//", role: nobody, status: 400, code: "bad-parameter", places: []string{"path required"}},
			{name: "resolve a NUL", method: "GET", path: "/v1/resolve?path=a%00", role: nobody, status: 400, code: "bad-parameter", places: []string{"path text"}},
			{name: "resolve two", method: "GET", path: "/v1/resolve?path=a&path=b", role: nobody, status: 400, code: "bad-parameter", places: []string{"path repeated"}},
			{name: "resolve at length", method: "GET", path: "/v1/resolve?path=" + strings.Repeat("a/", 1001), role: nobody, status: 400, code: "bad-parameter", places: []string{"path too-long"}},
			{name: "resolve nowhere", method: "GET", path: "/v1/resolve?path=culture/..", role: nobody, status: 404, code: "not-found"},
			{name: "one section", method: "GET", path: "/v1/sections/film?include=article_count", role: nobody, status: 400, code: "bad-parameter", places: []string{"include unknown-parameter"}},
			{
				name: "delete a section", method: "DELETE", path: "/v1/sections/film?move_to=&force=1", headers: []string{"If-Match", "*"}, status: 400, code: "bad-parameter",
				places: []string{"move_to empty", "force unknown-parameter"},
			},
			{name: "site", method: "GET", path: "/v1/site?lang=en", role: nobody, status: 400, code: "bad-parameter", places: []string{"lang unknown-parameter"}},
			{name: "root", method: "GET", path: "/?x", role: nobody, status: 400, code: "bad-parameter", places: []string{"x unknown-parameter"}},
			{name: "health", method: "GET", path: "/healthz?x=1", role: nobody, status: 400, code: "bad-parameter", places: []string{"x unknown-parameter"}},
			{name: "readiness", method: "GET", path: "/readyz?x=1", role: nobody, status: 400, code: "bad-parameter", places: []string{"x unknown-parameter"}},
			{name: "create", path: "/v1/articles?dry_run=true", body: `{"title":"A"}`, status: 400, code: "bad-parameter", places: []string{"dry_run unknown-parameter"}},
			{
				name: "change", method: "PATCH", path: d.draft + "?force=true", body: `{"title":"A"}`, headers: []string{"If-Match", "*"}, status: 400, code: "bad-parameter",
				places: []string{"force unknown-parameter"},
			},
			{name: "publish", path: d.draft + "/publish?at=now", status: 400, code: "bad-parameter", places: []string{"at unknown-parameter"}},
			{name: "purge", method: "DELETE", path: d.draft + "?purge=1", headers: []string{"If-Match", "*"}, status: 400, code: "bad-parameter", places: []string{"purge type"}},
			{
				name: "purge twice", method: "DELETE", path: d.draft + "?purge=true&purge=true", headers: []string{"If-Match", "*"}, status: 400, code: "bad-parameter",
				places: []string{"purge repeated"},
			},
		})
	})
}

// The parameter that was meant is named.
func TestParameterMeant(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for asked, detail := range map[string]string{
			"limits": "there is no parameter limits: was limit meant?", "sections": "there is no parameter sections: was section meant?",
			"sort_by": "there is no parameter sort_by", "pagination": "there is no parameter pagination",
		} {
			n.get(t, "/v1/articles?"+asked+"=1").problem(t, 400, "bad-parameter").has(t, "/errors/0/detail", detail)
		}
	})
}

// A cursor opens the list it was made for, and no other.
func TestBadCursors(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for range 3 {
			n.published(t, object{"section_id": d.film.ID, "tags": []string{"Cinema"}})
		}
		const bound = "section=culture&kind=news&kind=brief"
		good := n.get(t, "/v1/articles?limit=1&"+bound).want(t, 200).text(t, "/page/next_cursor")
		refused := func(name, query, cursor string) refusal {
			return refusal{
				name: name, method: "GET", path: "/v1/articles?" + query + "&cursor=" + url.QueryEscape(cursor), role: nobody,
				status: 400, code: "bad-parameter", places: []string{"cursor bad-cursor"},
			}
		}
		cases := []refusal{
			refused("another filter's", "section=film&kind=news&kind=brief", good),
			refused("fewer filters'", "section=culture&kind=news", good),
			refused("more filters'", bound+"&tag=cinema", good),
			refused("no filter's", "with_total=false", good),
			refused("another order's", bound+"&sort=title", good),
			refused("another scope's", bound+"&section_scope=self", good),
			refused("cut short", bound, good[:len(good)-1]),
			refused("lengthened", bound, good+"A"),
			refused("padded", bound, good+"="),
			refused("with a line end", bound, good+"\n"),
			refused("doubled", bound, good+good),
			refused("no base64", bound, "!"+good[1:]),
			refused("a word", bound, "next"),
			refused("a number", bound, "2"),
			refused("no MAC", bound, "eyJrIjoiIiwiaSI6IiJ9"),
			refused("NULs", bound, strings.Repeat("A", 60)),
			refused("long", bound, strings.Repeat("A", 100_000)),
		}
		for i := range good {
			flipped := []byte(good)
			flipped[i] = map[bool]byte{true: 'A', false: 'B'}[flipped[i] != 'A']
			cases = append(cases, refused("changed in one place", bound, string(flipped)))
		}
		rows := d.rows.All(t)
		for _, c := range cases {
			r := n.get(t, c.path).problem(t, c.status, c.code)
			if got := places(t, r); len(got) != 1 || got[0] != c.places[0] {
				t.Errorf("%s: %q", c.name, got)
			}
		}
		d.sameRows(t, rows)
		for _, other := range []string{"/v1/sections?cursor=", "/v1/bylines?cursor=", "/v1/tags?cursor=", "/v1/articles?cursor="} {
			n.get(t, other+good).problem(t, 400, "bad-parameter").has(t, "/errors/0/parameter", "cursor")
		}
		n.section(t, "Another", nil)
		tree := n.get(t, "/v1/sections?limit=1").want(t, 200).text(t, "/page/next_cursor")
		n.get(t, "/v1/sections?root=culture&cursor="+tree).problem(t, 400, "bad-parameter")
		n.get(t, "/v1/articles?cursor="+tree).problem(t, 400, "bad-parameter")
		for _, same := range []string{bound, "kind=brief&kind=news&section=culture", bound + "&sort=-published_at", bound + "&limit=2&fields=id&with_total=true"} {
			n.get(t, "/v1/articles?"+same+"&cursor="+good).want(t, 200)
		}
	})
}
