package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// appearance is an article that is about to be seen by readers, among others in
// root > leaf: one was published before it, one has a later date.
type appearance struct {
	*newsroom
	root, leaf    *news.Section
	byline        *news.Byline
	before, after string // addresses
	address, id   string
	returns       bool // it was visible, corrected and withdrawn
}

// newAppearance makes an article that readers do not see.
func newAppearance(t *testing.T, n *newsroom, returns bool) *appearance {
	t.Helper()
	a := &appearance{newsroom: n, returns: returns, root: n.section(t, "Root", nil), byline: n.byline(t, "Li Lei")}
	a.leaf = n.section(t, "Leaf", a.root)
	a.before = n.dated(t, object{"slug": "before", "section_id": a.leaf.ID}, "2025-07-11T10:00:00Z")
	a.after = n.dated(t, object{"slug": "after", "section_id": a.leaf.ID}, "2025-07-11T11:30:00Z")
	a.address = n.draft(t, object{
		"slug": "the-one", "section_id": a.leaf.ID, "kind": "reprint", "language": "zh-Hans", "featured": true, "tags": []any{"Space"},
		"sources": []any{object{"name": "新华社"}}, "credits": []any{object{"byline_id": a.byline.ID, "role": "author"}},
	})
	a.id = strings.TrimPrefix(a.address, "/v1/articles/")
	if returns {
		n.move(t, a.address, "publish", nil).want(t, http.StatusOK)
		n.correct(t, a.address, "update", "N").want(t, http.StatusCreated)
		n.move(t, a.address, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
	}
	return a
}

// dated is draft, and publishes it with a date.
func (n *newsroom) dated(t *testing.T, input object, date string) string {
	t.Helper()
	address := n.draft(t, input)
	n.move(t, address, "publish", object{"published_at": date}).want(t, http.StatusOK)
	return address
}

// places returns where readers come upon the article. date is its published_at
// and moment that at which it appears; newest tells that none in its section has
// a later date.
func (a *appearance) places(date, moment time.Time, newest bool) []string {
	text := func(at time.Time) string { return url.QueryEscape(at.UTC().Format(time.RFC3339Nano)) }
	places := []string{a.address, "/v1/articles/the-one", a.after + "?include=neighbors", "/v1/resolve?path=root/leaf/the-one"}
	for _, query := range []string{
		"", "sort=published_at", "sort=-updated_at", "sort=updated_at", "sort=title", "with_total=true", "section=root", "section=leaf", "section=" + a.leaf.ID,
		"section=leaf&section_scope=self", "tag=space", "byline=" + a.byline.ID, "byline=" + a.byline.Slug, "role=author", "byline=" + a.byline.ID + "&role=author",
		"source=新华社", "kind=reprint", "language=zh-Hans", "featured=true", "published_from=" + text(date), "published_to=" + text(date.Add(time.Microsecond)),
		"published_from=" + text(date) + "&published_to=" + text(date.Add(time.Microsecond)), "updated_since=" + text(moment),
		fmt.Sprint("has_corrections=", a.returns), "section=root&kind=reprint&tag=space&sort=title",
	} {
		places = append(places, "/v1/articles?"+query)
	}
	if a.returns {
		places = append(places, "/v1/corrections", "/v1/corrections?section=root", "/v1/corrections?kind=update&section=leaf")
	}
	if !newest {
		places = append(places, a.before+"?include=neighbors")
	}
	return places
}

// found reports whether an answer to readers shows the article. An error shows
// nothing, and must be one that says that there is nothing.
func (a *appearance) found(t *testing.T, path string, r *response) bool {
	t.Helper()
	if r.status != http.StatusOK {
		if r.status != http.StatusNotFound && r.status != http.StatusGone && r.status != http.StatusBadRequest {
			t.Fatalf("%s answers %d: %s", path, r.status, r.body)
		}
		return false
	}
	return strings.Contains(string(r.body), a.id)
}

// counts returns every number of articles that readers are told, by place.
func (a *appearance) counts(t *testing.T) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, path := range []string{"/v1/articles?with_total=true", "/v1/articles?section=root&with_total=true", "/v1/articles?kind=reprint&with_total=true", "/v1/tags?with_total=true", "/v1/bylines?with_total=true"} {
		counts[path] = number(t, a.get(t, path), "/page/total")
	}
	sections := a.get(t, "/v1/sections?include=article_count")
	for i := range 2 {
		counts["section "+sections.text(t, fmt.Sprintf("/data/%d/slug", i))] = number(t, sections, fmt.Sprintf("/data/%d/article_count", i))
	}
	if tag := a.get(t, "/v1/tags/space"); tag.status == http.StatusOK {
		counts["tag"] = number(t, tag, "/article_count")
	}
	return counts
}

// number returns the number at a JSON Pointer.
func number(t *testing.T, r *response, pointer string) int {
	t.Helper()
	n, err := strconv.Atoi(fmt.Sprint(r.want(t, http.StatusOK).at(t, pointer)))
	if err != nil {
		t.Fatalf("%s is no number in %.2000s", pointer, r.body)
	}
	return n
}

// look fails the test unless readers find the article everywhere, or nowhere.
func (a *appearance) look(t *testing.T, places []string, hidden map[string]int, visible bool) {
	t.Helper()
	for _, path := range places {
		if found := a.found(t, path, a.get(t, path)); found != visible {
			t.Errorf("at %s %s shows it: %v", a.clock.now().Format(time.RFC3339Nano), path, found)
		}
	}
	status := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[visible]
	a.get(t, "/v1/bylines/"+a.byline.ID).want(t, status)
	a.get(t, "/v1/tags/space").want(t, status)
	if a.returns && !visible {
		status = http.StatusGone
	}
	a.get(t, a.address).want(t, status)
	counts := a.counts(t)
	for place, got := range counts {
		want := hidden[place]
		if visible {
			want++
		}
		if got != want {
			t.Errorf("at %s %s counts %d, want %d", a.clock.now().Format(time.RFC3339Nano), place, got, want)
		}
	}
}

// A scheduled or embargoed article appears at its moment, to the microsecond,
// in everything that readers are shown at once.
func TestEverythingAppearsAtItsMoment(t *testing.T) {
	moment := time.Date(2025, time.July, 11, 13, 0, 0, 1000, time.UTC)
	embargoed := time.Date(2025, time.July, 11, 11, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		publish object
		date    time.Time
		newest  bool
		returns bool
	}{
		{"scheduled", object{"published_at": moment}, moment, true, false},
		{"scheduled again", object{"published_at": moment}, moment, true, true},
		{"embargoed", object{"published_at": embargoed, "embargo_until": moment}, embargoed, false, false},
		{"embargoed again", object{"published_at": embargoed, "embargo_until": moment}, embargoed, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			each(t, func(t *testing.T, n *newsroom) {
				a := newAppearance(t, n, c.returns)
				places, hidden := a.places(c.date, moment, c.newest), a.counts(t)
				n.move(t, a.address, "publish", c.publish).has(t, "/status", "scheduled")
				a.look(t, places, hidden, false)
				n.at(t, "13:00:00")
				a.look(t, places, hidden, false)
				for range 2 {
					n.clock.move(time.Microsecond)
					a.look(t, places, hidden, true)
				}
				a.between(t, c.newest)
			})
		})
	}
}

// between looks at what stands around the article in its section.
func (a *appearance) between(t *testing.T, newest bool) {
	t.Helper()
	id := func(address string) string { return strings.TrimPrefix(address, "/v1/articles/") }
	r := a.get(t, a.address+"?include=neighbors")
	if newest {
		r.has(t, "/neighbors/previous/id", id(a.after))
		r.has(t, "/neighbors/next", nil)
		return
	}
	r.has(t, "/neighbors/previous/id", id(a.before))
	r.has(t, "/neighbors/next/id", id(a.after))
	a.get(t, a.before+"?include=neighbors").has(t, "/neighbors/next/id", a.id)
	a.get(t, a.after+"?include=neighbors").has(t, "/neighbors/previous/id", a.id)
}

// Neighbours that appear a microsecond apart know each other once both are there.
func TestNeighborsAppearInTurn(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		var addresses, ids []string
		for i, date := range []string{"12:00:00", "13:00:00", "13:00:00.000001"} {
			address := n.dated(t, object{"title": fmt.Sprint("Number ", i), "section_id": section}, "2025-07-11T"+date+"Z")
			addresses, ids = append(addresses, address), append(ids, strings.TrimPrefix(address, "/v1/articles/"))
		}
		for visible, clock := range map[int]string{1: "12:59:59.999999", 2: "13:00:00", 3: "13:00:00.000001"} {
			n.at(t, clock)
			for i, address := range addresses {
				r := n.get(t, address+"?include=neighbors")
				if i >= visible {
					r.problem(t, http.StatusNotFound, "not-found")
					continue
				}
				for name, at := range map[string]int{"previous": i - 1, "next": i + 1} {
					if at < 0 || at >= visible {
						r.has(t, "/neighbors/"+name, nil)
					} else {
						r.has(t, "/neighbors/"+name+"/id", ids[at])
					}
				}
			}
		}
	})
}
