package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// stocked fills a newsroom with articles of one-letter slugs: a to d are
// public, the oldest first, f is an author's draft, s is scheduled for 13:00, t
// is in the trash and w withdrawn. Each was written a minute after the other.
func stocked(t *testing.T, n *newsroom) {
	t.Helper()
	root := n.section(t, "News", nil)
	science := n.section(t, "Science", root)
	space := n.section(t, "Space", science)
	culture := n.section(t, "Culture", nil)
	ann, bob := n.byline(t, "Ann"), n.byline(t, "Bob")
	credit := func(byline *news.Byline, role string) object { return object{"byline_id": byline.ID, "role": role} }
	gazette := object{"name": "Gazette"}
	for _, article := range []object{
		{
			"slug": "a", "section_id": science.ID, "credits": []any{credit(ann, "author"), credit(bob, "editor")}, "tags": []any{"x"},
			"sources": []any{gazette}, "featured": true,
		},
		{"slug": "b", "section_id": space.ID, "credits": []any{credit(ann, "editor")}, "tags": []any{"x", "y"}, "language": "zh-hans", "kind": "opinion"},
		{"slug": "c", "section_id": root.ID, "credits": []any{credit(bob, "author")}, "tags": []any{"y"}, "sources": []any{gazette, object{"name": "É"}}},
		{"slug": "d", "section_id": culture.ID, "featured": true, "kind": "feature"},
		{"slug": "s", "section_id": science.ID, "credits": []any{credit(ann, "author")}, "tags": []any{"x", "secret"}},
		{"slug": "w", "section_id": culture.ID},
		{"slug": "t", "section_id": culture.ID},
	} {
		n.clock.move(time.Minute)
		slug, _ := article["slug"].(string)
		if slug <= "d" {
			article["published_at"] = fmt.Sprintf("2025-07-%02dT00:00:00Z", slug[0]-'a'+1)
		}
		n.stock(t, slug, n.draft(t, article))
	}
	n.clock.move(time.Minute)
	n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), object{"title": "F", "external_id": "É/1"}).want(t, http.StatusCreated)
	n.at(t, "12:10:00")
}

func (n *newsroom) stock(t *testing.T, slug, address string) {
	t.Helper()
	switch slug {
	case "t":
		n.move(t, address, "trash", nil).want(t, http.StatusOK)
	case "s":
		n.move(t, address, "publish", object{"published_at": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
	case "w":
		n.move(t, address, "publish", nil).want(t, http.StatusOK)
		n.move(t, address, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
	default:
		n.move(t, address, "publish", nil).want(t, http.StatusOK)
	}
}

// slugs returns those of a list, joined.
func slugs(t *testing.T, r *response) string {
	t.Helper()
	items, _ := r.want(t, http.StatusOK).at(t, "/data").([]any)
	var all strings.Builder
	for i := range items {
		all.WriteString(r.text(t, fmt.Sprintf("/data/%d/slug", i)))
	}
	return all.String()
}

// rewrite writes an article as it is, past the service, which brings its lists up
// to date.
func (n *newsroom) rewrite(t *testing.T, ref string) {
	t.Helper()
	err := n.store.Tx(t.Context(), func(tx *store.Store) error {
		article, err := tx.LockArticle(t.Context(), ref)
		if err != nil {
			return err
		}
		return tx.UpdateArticle(t.Context(), article)
	})
	if err != nil {
		t.Fatal(err)
	}
	n.service.Cache().Flush() // as the server does that hears of it
}

func TestArticleFilters(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		stocked(t, n)
		author := n.users[news.RoleAuthor].ID
		science := n.see(t, "/v1/articles/a").text(t, "/section_id")
		storetest.Beside(t, n.store).Exec(t, `INSERT INTO corrections (id, article_id, kind, note, at) VALUES ('`+news.NewID()+`', '`+
			n.get(t, "/v1/articles/b").text(t, "/id")+`', 'update', 'Later', '2025-07-11 12:00:00+00:00')`)
		n.rewrite(t, "b")
		n.get(t, "/v1/articles/b").has(t, "/corrections/0/note", "Later")
		for query, want := range map[string]string{
			"":                                   "dcba",
			"section=news":                       "cba",
			"section=NEWS":                       "cba",
			"section=" + science:                 "ba",
			"section=science&section_scope=self": "a",
			"section=science&section=culture":    "dba",
			"section=science&section=news&section_scope=self": "ca",
			"byline=ann":                          "ba",
			"byline=ann&byline=bob":               "cba",
			"role=author":                         "ca",
			"role=author&role=editor":             "cba",
			"byline=ann&role=author":              "a",
			"byline=bob&role=author":              "c",
			"byline=bob&role=author&role=editor":  "ca",
			"byline=ann&byline=bob&role=author":   "ca",
			"role=translator":                     "",
			"tag=x":                               "ba",
			"tag=x&tag=y":                         "cba",
			"tag=x&section=space":                 "b",
			"source=Gazette":                      "ca",
			"source=%C3%89":                       "c",
			"source=E%CC%81":                      "c",
			"source=gazette":                      "",
			"kind=news":                           "ca",
			"kind=news&kind=opinion":              "cba",
			"language=ZH-hans":                    "b",
			"language=zh-Hans":                    "b",
			"language=en&language=zh-Hans":        "dcba",
			"featured=true":                       "da",
			"featured=false":                      "cb",
			"published_from=2025-07-02T00:00:00Z": "dcb",
			"published_to=2025-07-02T00:00:00Z":   "a",
			"published_from=2025-07-02T08:00:00%2B08:00&published_to=2025-07-04T00:00:00Z": "cb",
			"has_corrections=true":                "b",
			"has_corrections=false":               "dca",
			"featured=true&kind=news&role=editor": "a",
			"sort=published_at&kind=news":         "ac",
			"updated_since=2025-07-11T12:03:00Z":  "dc",
		} {
			if got := slugs(t, n.get(t, "/v1/articles?"+query)); got != want {
				t.Errorf("?%s lists %q, want %q", query, got, want)
			}
			if got := slugs(t, n.see(t, "/v1/articles?"+query)); got != want {
				t.Errorf("?%s lists %q when signed in, want %q", query, got, want)
			}
		}
		for query, want := range map[string]string{
			"created_by=" + author:                 "",
			"created_by=" + author + "&status=any": "f",
			"external_id=%C3%89/1&status=draft":    "f",
			"external_id=E%CC%81%2F1&status=any":   "f",
			"external_id=none&status=any":          "",
			"status=draft":                         "f",
			"status=in_review":                     "",
			"status=scheduled":                     "s",
			"status=published":                     "dcba",
			"status=withdrawn":                     "w",
			"status=trashed":                       "t",
			"status=draft&status=scheduled":        "fs",
			"status=any":                           "fswdcba",
			"status=any&status=trashed":            "tfswdcba",
			"status=any&tag=x":                     "sba",
			"status=any&tag=secret":                "s",
			"status=any&section=news":              "scba",
			"status=any&sort=-created_at":          "fwsdcba",
		} {
			got := slugs(t, n.see(t, "/v1/articles?"+query))
			if query == "status=any&status=trashed" { // two have no date, and the later one comes first
				got = strings.Replace(got, "ft", "tf", 1)
			}
			if got != want {
				t.Errorf("?%s lists %q, want %q", query, got, want)
			}
		}
		n.at(t, "13:00:00")
		for query, want := range map[string]string{
			"": "sdcba", "updated_since=2025-07-11T12:59:00Z": "s", "updated_since=2025-07-11T13:00:00Z": "s",
			"updated_since=2025-07-11T13:00:00.000001Z": "", "tag=secret": "s",
		} {
			if got := slugs(t, n.get(t, "/v1/articles?"+query)); got != want {
				t.Errorf("at 13:00 ?%s lists %q, want %q", query, got, want)
			}
		}
	})
}

func TestFilterBySlugOfThePast(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		stocked(t, n)
		bob := n.idOf(t, "/v1/bylines/bob")
		n.patch(t, "/v1/sections/science", object{"slug": "physics"}).want(t, http.StatusOK)
		n.patch(t, "/v1/bylines/ann", object{"slug": "anna"}).want(t, http.StatusOK)
		n.patch(t, "/v1/tags/x", object{"slug": "x-ray"}).want(t, http.StatusOK)
		n.move(t, "/v1/tags/y", "merge", object{"into": "x"}).want(t, http.StatusOK)
		for query, want := range map[string]string{
			"section=science": "ba", "section=physics": "ba", "section=Physics": "ba", "byline=ann": "ba", "byline=ANNA": "ba", "tag=x": "cba",
			"tag=y": "cba",
		} {
			if got := slugs(t, n.get(t, "/v1/articles?"+query)); got != want {
				t.Errorf("?%s lists %q, want %q", query, got, want)
			}
		}
		n.move(t, "/v1/bylines/bob", "merge", object{"into": "ann"}).want(t, http.StatusOK)
		for _, query := range []string{"byline=bob", "byline=" + bob, "byline=ann"} {
			if got := slugs(t, n.get(t, "/v1/articles?"+query)); got != "cba" {
				t.Errorf("?%s lists %q after the merge", query, got)
			}
		}
	})
}

func TestListRefuses(t *testing.T) {
	const nobody = "01980000-0000-7000-8000-000000000000"
	each(t, func(t *testing.T, n *newsroom) {
		stocked(t, n)
		for query, detail := range map[string]string{ // the parameter and a part of what is said of it
			"sections=news":                     "sections: was section meant?",
			"section_scop=self":                 "section_scop: was section_scope meant?",
			"Limit=1":                           "Limit: was limit meant?",
			"wholly=1":                          "wholly: there is no parameter wholly",
			"limit=0":                           "limit: from 1 to 100",
			"limit=101":                         "limit: from 1 to 100",
			"limit=abc":                         "limit: from 1 to 100",
			"limit=1&limit=2":                   "limit: once",
			"section=none":                      "section: none",
			"section=" + nobody:                 "section: " + nobody,
			"byline=" + nobody:                  "byline: " + nobody,
			"tag=none":                          "tag: none",
			"tag=secret":                        "tag: secret",
			"tag=":                              "tag: no value",
			"role=king":                         "role: one of author",
			"kind=poem":                         "kind: one of news",
			"featured=1":                        "featured: true or false",
			"has_corrections=yes":               "has_corrections: true or false",
			"with_total=":                       "with_total: no value",
			"published_from=2025-07-11":         "published_from: RFC 3339",
			"published_to=0000-01-01T00:00:00Z": "published_to: RFC 3339",
			"updated_since=yesterday":           "updated_since: RFC 3339",
			"sort=-title":                       "sort: one of -published_at",
			"sort=-created_at":                  "sort: one of -published_at",
			"status=published":                  "status: signed-in",
			"created_by=" + nobody:              "created_by: signed-in",
			"external_id=1":                     "external_id: signed-in",
			"fields=id,body":                    "fields: can hold id",
			"fields=":                           "fields: no value",
			"section_scope=children":            "section_scope: one of subtree, self",
			"include=neighbors":                 "include: there is no parameter include",
		} {
			r := n.get(t, "/v1/articles?"+query).problem(t, http.StatusBadRequest, "bad-parameter")
			name, part, _ := strings.Cut(detail, ": ")
			r.has(t, "/errors/0/parameter", name)
			if got := r.text(t, "/errors/0/detail"); !strings.Contains(got, part) {
				t.Errorf("?%s says %q, which lacks %q", query, got, part)
			}
		}
		for _, query := range []string{"status=visible", "created_by=me", "sort=created_at", "status="} {
			n.see(t, "/v1/articles?"+query).problem(t, http.StatusBadRequest, "bad-parameter")
		}
		n.get(t, "/v1/articles?"+strings.Repeat("source=x&", 100)+"limit=1").want(t, http.StatusOK)
		n.get(t, "/v1/articles?"+strings.Repeat("source=x&", 101)).problem(t, http.StatusBadRequest, "bad-parameter").
			has(t, "/errors/0/code", "too-many")
		r := n.get(t, "/v1/articles?"+url.Values{"limit": {"0"}, "kinds": {"news"}, "featured": {"no"}, "section": {""}}.Encode())
		if got := pointers(t, r); !slices.Equal(got, []string{"featured", "kinds", "limit", "section"}) {
			t.Errorf("faults of %v", got)
		}
	})
}

func TestListFields(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		stocked(t, n)
		r := n.get(t, "/v1/articles?fields=title,section,id&limit=2")
		for i := range 2 {
			at := fmt.Sprintf("/data/%d", i)
			if got := keys(t, r.at(t, at)); !slices.Equal(got, []string{"id", "section", "title"}) {
				t.Errorf("fields are %v", got)
			}
		}
		r.has(t, "/page/limit", 2)
		whole := n.get(t, "/v1/articles?limit=1")
		wanted := slices.Sorted(maps.Keys(whole.at(t, "/page").(map[string]any)))
		if got := keys(t, r.at(t, "/page")); !slices.Equal(got, wanted) {
			t.Errorf("page has %v, want %v", got, wanted)
		}
		one := n.get(t, "/v1/articles/a?fields=body,corrections")
		if got := keys(t, one.at(t, "")); !slices.Equal(got, []string{"body", "corrections"}) {
			t.Errorf("fields are %v", got)
		}
		if got := keys(t, n.get(t, "/v1/articles/a?fields=created_by,id").at(t, "")); !slices.Equal(got, []string{"id"}) {
			t.Errorf("readers get %v", got)
		}
		n.get(t, "/v1/articles/a?fields=page").problem(t, http.StatusBadRequest, "bad-parameter")
	})
}
