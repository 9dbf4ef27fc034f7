package api_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/shared"
)

// seedPage is a page of the old site as a person read it.
type seedPage struct {
	Title              string            `json:"title"`
	Language           string            `json:"language"`
	PublishedAt        string            `json:"published_at"` // a date
	PublishedPrecision string            `json:"published_precision"`
	TimeZone           string            `json:"time_zone"`
	Sources            []json.RawMessage `json:"sources"`
	Credits            []seedCredit      `json:"credits"`
	SectionPath        []string          `json:"section_path"`
	BodyParagraphs     []string          `json:"body_paragraphs"`
	Site               struct {
		Name          string            `json:"name"`
		Copyright     string            `json:"copyright"`
		ContactEmail  string            `json:"contact_email"`
		Registrations []json.RawMessage `json:"registrations"`
	} `json:"site"`
}

type seedCredit struct {
	Role string `json:"role"`
	Name string `json:"name"`
}

// TestSeed files a real page of the system that Broadsheet replaces, as its
// editors would, and finds all that a person reads on it in what readers get.
func TestSeed(t *testing.T) {
	raw := shared.Read(t, "seed/expected.json")
	each(t, func(t *testing.T, n *newsroom) {
		var page seedPage
		if err := json.Unmarshal(raw, &page); err != nil {
			t.Fatal(err)
		}
		filed := n.file(t, page)
		for _, ref := range []string{filed.id, url.PathEscape(filed.slug), filed.slug} {
			r := n.get(t, "/v1/articles/"+ref+"?include=neighbors").want(t, http.StatusOK)
			r.has(t, "/kind", "reprint")
			r.has(t, "/path", "article-center/sci-tech-news/"+filed.slug)
			for _, fault := range differences(flatten("", decode(t, raw)), flatten("", n.whatReadersGet(t, r))) {
				t.Error(fault)
			}
		}
		checks := n.see(t, "/v1/articles/"+filed.id+"/checks").want(t, http.StatusOK)
		if got, want := checks.codesOf(t), []string{"login-as-editor /credits/1"}; !slices.Equal(got, want) {
			t.Errorf("the page as people read it is warned of %q, want %q", got, want)
		}
		spoilt, _, _ := strings.Cut(string(shared.Read(t, "seed/page.txt")), "\n")
		n.patch(t, "/v1/articles/"+filed.id, object{"title": strings.TrimSpace(spoilt)}).problem(t, http.StatusConflict, "spam-suspected")
		for _, section := range []string{"article-center", "sci-tech-news"} {
			list := n.get(t, "/v1/articles?with_total=true&section="+section).want(t, http.StatusOK)
			list.has(t, "/page/total", 1)
			list.has(t, "/data/0/id", filed.id)
			list.has(t, "/data/0/title", page.Title)
		}
		n.get(t, "/v1/articles?section=article-center&section_scope=self&with_total=true").has(t, "/page/total", 0)
		found := n.get(t, "/v1/resolve?path="+url.QueryEscape("article-center/sci-tech-news/"+filed.slug)).want(t, http.StatusOK)
		found.has(t, "/kind", "article")
		found.has(t, "/id", filed.id)
	})
}

type filed struct{ id, slug string }

// file signs in as an admin, makes what a page needs and publishes it as a reprint.
func (n *newsroom) file(t *testing.T, page seedPage) filed {
	t.Helper()
	token := n.login(t, "admin@example.org", password).want(t, http.StatusOK).text(t, "/access_token")
	site := n.do(t, "GET", "/v1/site", token, nil).want(t, http.StatusOK)
	n.do(t, "PATCH", "/v1/site", token, object{
		"name": page.Site.Name, "copyright": page.Site.Copyright, "contact_email": page.Site.ContactEmail, "registrations": page.Site.Registrations,
		"language": page.Language, "time_zone": page.TimeZone,
	}, "If-Match", site.header.Get("ETag")).want(t, http.StatusOK)
	var section any
	for i, slug := range []string{"article-center", "sci-tech-news"} {
		section = n.do(t, "POST", "/v1/sections", token, object{"slug": slug, "name": page.SectionPath[i], "parent_id": section}).want(t, http.StatusCreated).text(t, "/id")
	}
	bylines := map[string]string{}
	credits, body := []object{}, ""
	for _, credit := range page.Credits {
		if bylines[credit.Name] == "" {
			bylines[credit.Name] = n.do(t, "POST", "/v1/bylines", token, object{"name": credit.Name}).want(t, http.StatusCreated).text(t, "/id")
		}
		credits = append(credits, object{"byline_id": bylines[credit.Name], "role": credit.Role})
	}
	for _, paragraph := range page.BodyParagraphs {
		body += "<p>" + html.EscapeString(paragraph) + "</p>"
	}
	article := n.do(t, "POST", "/v1/articles", token, object{
		"title": page.Title, "language": page.Language, "kind": "reprint", "section_id": section, "sources": page.Sources, "credits": credits, "body": body,
		"published_at": midnight(t, page), "published_precision": page.PublishedPrecision,
	}).want(t, http.StatusCreated)
	n.get(t, article.header.Get("Location")).problem(t, http.StatusNotFound, "not-found")
	n.do(t, "POST", article.header.Get("Location")+"/publish", token, nil).want(t, http.StatusOK)
	return filed{id: article.text(t, "/id"), slug: article.text(t, "/slug")}
}

func midnight(t *testing.T, page seedPage) time.Time {
	t.Helper()
	zone, err := time.LoadLocation(page.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	day, err := time.ParseInLocation(time.DateOnly, page.PublishedAt, zone)
	if err != nil {
		t.Fatal(err)
	}
	return day.UTC()
}

// whatReadersGet is what the answers say, in the shape of a seed page.
func (n *newsroom) whatReadersGet(t *testing.T, article *response) map[string]any {
	t.Helper()
	site := n.get(t, "/v1/site").want(t, http.StatusOK)
	text := n.get(t, "/v1/articles/"+article.text(t, "/id")+"?body_format=text").want(t, http.StatusOK).text(t, "/body")
	shown := map[string]any{
		"title": article.at(t, "/title"), "language": article.at(t, "/language"),
		"published_at": article.at(t, "/published_date"), "published_precision": article.at(t, "/published_precision"),
		"time_zone": site.at(t, "/time_zone"), "sources": article.at(t, "/sources"), "credits": article.at(t, "/credits"),
		"section_path": []any{}, "body_paragraphs": []any{}, "previous_title": titleOf(article.at(t, "/neighbors/previous")), "next_title": titleOf(article.at(t, "/neighbors/next")),
		"site": site.at(t, ""),
	}
	for _, crumb := range article.at(t, "/breadcrumbs").([]any) {
		shown["section_path"] = append(shown["section_path"].([]any), crumb.(map[string]any)["name"])
	}
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		shown["body_paragraphs"] = append(shown["body_paragraphs"].([]any), paragraph)
	}
	return shown
}

func titleOf(neighbor any) any {
	if neighbor == nil {
		return nil
	}
	return neighbor.(map[string]any)["title"]
}

// notAnswered are the fields of a seed page that no answer has: what was done
// to the page, the site's older name, and what sort of name a credit shows.
var notAnswered = regexp.MustCompile(`^/(noise|site/breadcrumb_name|credits/[0-9]+/kind)(/|$)`)

// differences tells every field of a page that the answers do not have or have
// otherwise, and every list that they have longer.
func differences(page, answers map[string]any) []string {
	var faults []string
	for at, want := range page {
		if notAnswered.MatchString(at) {
			continue
		}
		if got, there := answers[at]; !there || got != want {
			faults = append(faults, fmt.Sprintf("%s is %v, want %v", at, got, want))
		}
	}
	for _, list := range []string{"/sources", "/credits", "/section_path", "/body_paragraphs", "/site/registrations"} {
		if got, want := itemsOf(answers, list), itemsOf(page, list); got != want {
			faults = append(faults, fmt.Sprintf("%s has %d items, want %d", list, got, want))
		}
	}
	slices.Sort(faults)
	return faults
}

// flatten returns the leaves of a JSON value by their pointers.
func flatten(at string, value any) map[string]any {
	leaves := map[string]any{}
	add := func(name string, inner any) {
		maps.Copy(leaves, flatten(at+"/"+name, inner))
	}
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			add(name, inner)
		}
	case []any:
		for i, inner := range value {
			add(strconv.Itoa(i), inner)
		}
	default:
		leaves[at] = value
	}
	return leaves
}

func itemsOf(leaves map[string]any, list string) int {
	var items []string
	for at := range leaves {
		if rest, ok := strings.CutPrefix(at, list+"/"); ok {
			item, _, _ := strings.Cut(rest, "/")
			items = append(items, item)
		}
	}
	slices.Sort(items)
	return len(slices.Compact(items))
}

// A field that a page has anew, and one that an answer loses, are noticed.
func TestDifferences(t *testing.T) {
	page := flatten("", decode(t, []byte(`{"title": "A", "fax": null, "noise": [{"class": "x"}], "site": {"name": "N", "breadcrumb_name": "B"}, "sources": [{"name": "S", "url": null}]}`)))
	answers := flatten("", decode(t, []byte(`{"title": "B", "site": {"name": "N"}, "sources": [{"name": "S", "url": null}, {"name": "T", "url": null}]}`)))
	want := []string{"/fax is <nil>, want <nil>", "/sources has 2 items, want 1", "/title is B, want A"}
	if got := differences(page, answers); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
