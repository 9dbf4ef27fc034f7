package api_test

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// shelve makes articles whose sort keys differ by little, or not at all.
func shelve(t *testing.T, n *newsroom) []listed {
	t.Helper()
	section := n.section(t, "Desk", nil).ID
	var all []listed
	for i, title := range []string{"b", "B", "a b", "a-b", "aB", "É", "Z", "_", "寧波", "𠮷", "ﬀ", "a b", "b"} {
		n.clock.move(time.Duration(i%3) * time.Microsecond)
		input := object{"title": title, "section_id": section}
		if i%4 != 0 {
			input["published_at"] = fmt.Sprintf("2025-07-0%dT00:00:00.%dZ", i%3+1, i%5)
		}
		address := n.draft(t, input)
		if i%4 != 0 {
			n.move(t, address, "publish", nil).want(t, http.StatusOK)
		}
		if i%5 == 0 {
			n.clock.move(time.Microsecond)
			n.patch(t, address, object{"subtitle": "changed"}).want(t, http.StatusOK)
		}
		r := n.see(t, address)
		published, _ := r.at(t, "/published_at").(string)
		cut := func(text string) string { return strings.TrimSuffix(text, "Z") } // so that times compare as texts
		all = append(all, listed{
			id: r.text(t, "/id"), title: title, created: cut(r.text(t, "/created_at")), updated: cut(r.text(t, "/updated_at")),
			published: cut(cmp.Or(published, "9999")),
		})
	}
	return all
}

type listed struct{ id, title, published, updated, created string }

// sorts is every order with how two articles compare in it.
func sorts() map[string]func(a, b listed) int {
	by := func(key func(listed) string) func(a, b listed) int {
		return func(a, b listed) int {
			return cmp.Or(strings.Compare(key(a), key(b)), strings.Compare(a.id, b.id))
		}
	}
	down := func(up func(a, b listed) int) func(a, b listed) int {
		return func(a, b listed) int { return up(b, a) }
	}
	published := by(func(l listed) string { return l.published })
	updated := by(func(l listed) string { return l.updated })
	return map[string]func(a, b listed) int{
		"": down(published), "-published_at": down(published), "published_at": published,
		"-updated_at": down(updated), "updated_at": updated,
		"title": by(func(l listed) string { return l.title }), "-created_at": down(by(func(l listed) string { return l.created })),
	}
}

func TestSortsThroughAllPages(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		all := shelve(t, n)
		for sort, compare := range sorts() {
			want := slices.SortedFunc(slices.Values(all), compare)
			path := "/v1/articles?status=any"
			if sort != "" {
				path += "&sort=" + sort
			}
			for _, limit := range []int{1, 5} {
				w := walk{t: t, n: n, path: path, limit: limit, want: idsOf(want)}
				w.forwards()
				w.backwards()
			}
			if got := idsIn(t, n.see(t, path+"&limit=100")); !slices.Equal(got, idsOf(want)) {
				t.Errorf("%s gives %v, want %v", path, got, want)
			}
		}
	})
}

func idsOf(all []listed) []string {
	ids := make([]string, len(all))
	for i, l := range all {
		ids[i] = l.id
	}
	return ids
}

func idsIn(t *testing.T, r *response) []string {
	t.Helper()
	items, _ := r.want(t, http.StatusOK).at(t, "/data").([]any)
	ids := make([]string, len(items))
	for i := range items {
		ids[i] = r.text(t, fmt.Sprintf("/data/%d/id", i))
	}
	return ids
}

// walk goes through a list page by page and compares each with what is wanted.
type walk struct {
	t     *testing.T
	n     *newsroom
	path  string
	limit int
	want  []string
	end   string // the address of the last page, after forwards
}

func (w *walk) forwards() {
	w.t.Helper()
	next := fmt.Sprintf("%s&limit=%d", w.path, w.limit)
	for at := 0; next != ""; at += w.limit {
		r := w.page(next, at)
		more := at+w.limit < len(w.want)
		r.has(w.t, "/page/has_more", more)
		links := linksOf(r)
		if (links["next"] != "") != more || (links["prev"] != "") != (at > 0) || links["first"] == "" {
			w.t.Fatalf("at %d of %s the links are %v", at, next, links)
		}
		w.end, next = next, links["next"]
	}
}

func (w *walk) backwards() {
	w.t.Helper()
	at := (len(w.want) - 1) / w.limit * w.limit
	for path := w.end; path != ""; at -= w.limit {
		r := w.page(path, at)
		links := linksOf(r)
		if (links["prev"] != "") != (at > 0) {
			w.t.Fatalf("at %d of %s the links are %v", at, path, links)
		}
		r.has(w.t, "/page/has_more", links["next"] != "")
		path = links["prev"]
	}
}

func (w *walk) page(path string, at int) *response {
	w.t.Helper()
	r := w.n.see(w.t, path)
	want := w.want[at:min(at+w.limit, len(w.want))]
	if got := idsIn(w.t, r); !slices.Equal(got, want) {
		w.t.Fatalf("%s gives %v, want %v", path, got, want)
	}
	for rel, member := range map[string]string{"next": "next_cursor", "prev": "prev_cursor"} {
		cursor, _ := r.at(w.t, "/page/"+member).(string)
		if link := linksOf(r)[rel]; (link != "") != (cursor != "") || !strings.Contains(link, cursor) {
			w.t.Errorf("%s is %q, linked as %q", member, cursor, link)
		}
	}
	return r
}

var linkShape = regexp.MustCompile(`<([^>]*)>; rel="(next|prev|first)"`)

func linksOf(r *response) map[string]string {
	links := map[string]string{}
	for _, found := range linkShape.FindAllStringSubmatch(r.header.Get("Link"), -1) {
		links[found[2]] = found[1]
	}
	return links
}
