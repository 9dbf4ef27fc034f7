package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// paper is a newsroom whose public answers are watched.
type paper struct {
	*newsroom
	paths []string
	kept  map[string]*response // as a cache in front has them
}

func newPaper(t *testing.T, n *newsroom) *paper {
	t.Helper()
	root := n.section(t, "Root", nil)
	leaf := n.section(t, "Leaf", root)
	n.section(t, "Other", nil)
	credit := func(b *news.Byline) any { return object{"byline_id": b.ID, "role": "author"} }
	ann, bob := n.byline(t, "Ann"), n.byline(t, "Bob")
	for _, input := range []object{
		{"slug": "first", "section_id": leaf.ID, "credits": []any{credit(ann)}, "tags": []any{"Space"}},
		{"slug": "second", "section_id": leaf.ID, "credits": []any{credit(ann)}, "tags": []any{"Sea", "Space"}},
		{"slug": "third", "section_id": root.ID, "credits": []any{credit(bob)}},
	} {
		n.clock.move(time.Second)
		n.published(t, input)
	}
	p := &paper{newsroom: n, kept: map[string]*response{}}
	for _, slug := range []string{"first", "second", "third", "fourth", "one"} {
		p.paths = append(p.paths, "/v1/articles/"+slug, "/v1/articles/"+slug+"?include=neighbors", "/v1/resolve?path="+slug)
	}
	for _, query := range []string{
		"", "?section=root", "?section=leaf", "?section=leaf&section_scope=self", "?section=other", "?byline=ann", "?byline=bob", "?tag=space",
		"?tag=sea", "?sort=title", "?kind=news&with_total=true", "?limit=1", "?has_corrections=true",
	} {
		p.paths = append(p.paths, "/v1/articles"+query)
	}
	for _, query := range []string{"", "?section=root", "?section=leaf", "?section=other", "?kind=update"} {
		p.paths = append(p.paths, "/v1/corrections"+query)
	}
	p.paths = append(p.paths,
		"/v1/site", "/v1/sections", "/v1/sections?include=article_count", "/v1/sections/root", "/v1/sections/leaf", "/v1/sections/other",
		"/v1/bylines", "/v1/bylines/ann", "/v1/bylines/bob", "/v1/tags", "/v1/tags/space", "/v1/tags/sea", "/v1/resolve?path=root/leaf",
	)
	return p
}

func (p *paper) keep(t *testing.T) {
	t.Helper()
	for _, path := range p.paths {
		p.kept[path] = p.get(t, path)
	}
}

// changed returns what was kept of the paths that answer otherwise now, and
// keeps what they answer.
func (p *paper) changed(t *testing.T) map[string]*response {
	t.Helper()
	others := map[string]*response{}
	for path, kept := range p.kept {
		now := p.get(t, path)
		if kept.header.Get("Cache-Control") != "no-store" && !sameAnswer(t, kept, now) {
			others[path] = kept
		}
		p.kept[path] = now
	}
	return others
}

func sameAnswer(t *testing.T, a, b *response) bool {
	t.Helper()
	if a.status == http.StatusGone && b.status == http.StatusGone { // every problem has an id of its own
		return reflect.DeepEqual(a.at(t, "/tombstone"), b.at(t, "/tombstone"))
	}
	return a.status == b.status && bytes.Equal(a.body, b.body)
}

// Whatever public answer a write changes is in a group that the write tells to
// be stale.
func TestWritesInvalidateWhatTheyChange(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		p := newPaper(t, n)
		p.keep(t)
		for _, write := range []struct {
			method, path string
			body         any
			silent       bool // nothing public changes
		}{
			{"POST", "/v1/articles", object{"title": "Fourth", "body": "x", "section_id": n.idOf(t, "/v1/sections/leaf")}, true},
			{"PATCH", "/v1/articles/fourth", object{"credits": []any{object{"byline_id": n.idOf(t, "/v1/bylines/bob"), "role": "author"}}}, true},
			{"PATCH", "/v1/articles/first", object{"title": "Another"}, false},
			{"PATCH", "/v1/articles/first", object{"title": "Another"}, true},
			{"PATCH", "/v1/articles/first", object{"slug": "one"}, false},
			{"POST", "/v1/articles/one/corrections", object{"kind": "update", "note": "N"}, false},
			{"POST", "/v1/articles/fourth/corrections", object{"kind": "update", "note": "N"}, true},
			{"POST", "/v1/articles/fourth/submit", nil, true},
			{"POST", "/v1/articles/fourth/return", object{"note": "N"}, true},
			{"PATCH", "/v1/articles/one", object{"title": "Corrected"}, false},
			{"POST", "/v1/articles/one/working_copy", nil, true},
			{"PATCH", "/v1/articles/one/working_copy", object{"title": "Prepared", "slug": "first"}, true},
			{"POST", "/v1/articles/one/working_copy/publish", object{"at": "2025-07-12T00:00:00Z"}, true},
			{"POST", "/v1/articles/one/working_copy/publish", nil, false},
			{"PATCH", "/v1/articles/second", object{"section_id": n.idOf(t, "/v1/sections/other")}, false},
			{"PATCH", "/v1/articles/second", object{"tags": []any{"Sea"}, "credits": nil}, false},
			{"POST", "/v1/articles/fourth/publish", nil, false},
			{"POST", "/v1/articles/fourth/publish", nil, true},
			{"POST", "/v1/articles/fourth/withdraw", object{"reason": "legal"}, false},
			{"PATCH", "/v1/articles/fourth", object{"title": "Gone"}, false},
			{"POST", "/v1/articles/fourth/publish", nil, false},
			{"POST", "/v1/articles/fourth/withdraw", object{"reason": "legal"}, false},
			{"POST", "/v1/articles/fourth/trash", nil, false},
			{"POST", "/v1/articles/fourth/restore", nil, true},
			{"DELETE", "/v1/articles/fourth", nil, true},
			{"DELETE", "/v1/articles/fourth?purge=true", nil, true},
			{"PATCH", "/v1/bylines/ann", object{"name": "Anna"}, false},
			{"PATCH", "/v1/bylines/ann", object{"bio": "Writes"}, false},
			{"PATCH", "/v1/tags/space", object{"name": "Outer space"}, false},
			{"PATCH", "/v1/sections/leaf", object{"name": "A leaf", "slug": "foliage"}, false},
			{"PATCH", "/v1/sections/root", object{"name": "The root"}, false},
			{"PATCH", "/v1/sections/foliage", object{"parent_id": nil}, false},
			{"POST", "/v1/sections", object{"name": "Newest"}, false},
			{"POST", "/v1/bylines/bob/merge", object{"into": "ann"}, false},
			{"POST", "/v1/tags/sea/merge", object{"into": "space"}, false},
			{"DELETE", "/v1/sections/foliage?move_to=root", nil, false},
			{"PATCH", "/v1/site", object{"name": "Harbour"}, false},
		} {
			r := n.do(t, write.method, write.path, n.as(t, news.RoleAdmin), write.body, "If-Match", "*")
			stale := groupsOf(t, r, "Cache-Group-Invalidation")
			if write.silent != (len(stale) == 0) || (r.status >= 400) != (write.silent && r.status == http.StatusConflict) {
				t.Errorf("%s %s: %d, stale %v: %s", write.method, write.path, r.status, stale, r.body)
			}
			changed := p.changed(t)
			for path, kept := range changed {
				if !overlap(stale, groupsOf(t, kept, "Cache-Groups")) {
					t.Errorf("%s %s %v changes %s, whose groups are %s; stale are %v", write.method, write.path, write.body, path, kept.header.Get("Cache-Groups"), stale)
				}
			}
			if !write.silent && len(changed) == 0 {
				t.Errorf("%s %s changes nothing that is watched", write.method, write.path)
			}
		}
	})
}

func (n *newsroom) idOf(t *testing.T, path string) string {
	t.Helper()
	return n.see(t, path).want(t, http.StatusOK).text(t, "/id")
}

func overlap(a, b map[news.Group]bool) bool {
	for group := range a {
		if b[group] {
			return true
		}
	}
	return false
}

// Scheduling shortens the life of answers, so those that are kept go stale.
func TestSchedulingInvalidates(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		p := newPaper(t, n)
		address := n.draft(t, object{
			"slug": "fourth", "section_id": n.idOf(t, "/v1/sections/leaf"), "tags": []any{"Space", "Brand new"},
			"credits": []any{object{"byline_id": n.byline(t, "Cyd").ID, "role": "author"}, object{"byline_id": n.idOf(t, "/v1/bylines/ann"), "role": "editor"}},
		})
		n.at(t, "12:10:00")
		for _, write := range []struct {
			move string
			body any
		}{
			{"publish", object{"published_at": "2025-07-11T12:13:00Z"}},
			{"publish", object{"published_at": "2025-07-11T12:12:00Z"}},
			{"unschedule", nil},
			{"publish", object{"embargo_until": "2025-07-11T12:11:00Z"}},
		} {
			p.keep(t)
			stale := groupsOf(t, n.move(t, address, write.move, write.body).want(t, http.StatusOK), "Cache-Group-Invalidation")
			for path, kept := range p.kept {
				now := p.get(t, path).header.Get("Cache-Control")
				if kept.header.Get("Cache-Control") != now && !overlap(stale, groupsOf(t, kept, "Cache-Groups")) {
					t.Errorf("%s %v leaves %s kept, which now says %s; stale are %v", write.move, write.body, path, now, stale)
				}
			}
		}
	})
}

var maxAges = regexp.MustCompile(`^public, max-age=([0-9]+), s-maxage=([0-9]+)(, stale-while-revalidate=([0-9]+))?`)

// What a moment changes without a write was not to be kept beyond it.
func TestNothingIsKeptBeyondItsMoment(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		p := newPaper(t, n)
		leaf, other := n.idOf(t, "/v1/sections/leaf"), n.idOf(t, "/v1/sections/other")
		bob := []any{object{"byline_id": n.idOf(t, "/v1/bylines/bob"), "role": "author"}}
		n.move(t, n.draft(t, object{"slug": "fourth", "section_id": other, "tags": []any{"Sea", "Brand new"}, "credits": bob}),
			"publish", object{"published_at": "2025-07-11T12:13:00Z"}).want(t, http.StatusOK)
		n.move(t, n.draft(t, object{"slug": "one", "section_id": leaf, "credits": []any{object{"byline_id": n.byline(t, "Cyd").ID, "role": "author"}}}),
			"publish", object{"published_at": "2000-01-01T00:00:00Z", "embargo_until": "2025-07-11T12:14:00Z"}).want(t, http.StatusOK)
		n.move(t, "/v1/articles/third", "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.move(t, "/v1/articles/third", "publish", object{"embargo_until": "2025-07-11T12:15:00Z"}).want(t, http.StatusOK)
		for _, at := range []struct{ now, then string }{
			{"12:10:00", "12:13:00"}, {"12:12:59", "12:13:00"}, {"12:13:00", "12:14:00"}, {"12:13:55", "12:14:00"}, {"12:14:40", "12:15:00"},
		} {
			n.at(t, at.now)
			p.keep(t)
			before := n.clock.now()
			n.at(t, at.then)
			changed := p.changed(t)
			for path, kept := range changed {
				if life := lifeOf(t, kept); before.Add(life).After(n.clock.now()) {
					t.Errorf("%s is other at %s, and was %q at %s", path, at.then, kept.header.Get("Cache-Control"), at.now)
				}
			}
			if len(changed) == 0 {
				t.Errorf("%s brings nothing", at.then)
			}
		}
	})
}

// An answer that was made while something appeared either shows it or is not
// kept.
func TestAppearingWhileAnAnswerIsMade(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const looks = 12 // at the clock, at most, while an answer is made
		n.twin = nil     // it would look at another moment
		section := n.section(t, "Desk", nil).ID
		first := n.published(t, object{"section_id": section, "published_at": "2025-07-11T12:00:00Z"})
		for before := range looks {
			moment := n.clock.now().Add(time.Minute)
			title := fmt.Sprint("Appears ", before)
			n.move(t, n.draft(t, object{"title": title, "section_id": section}), "publish", object{"published_at": moment}).want(t, http.StatusOK)
			for _, path := range []string{first + "?include=neighbors", "/v1/articles?limit=1", "/v1/sections?include=article_count"} {
				n.clock.move(moment.Add(-time.Duration(before+1) * time.Microsecond).Sub(n.clock.now()))
				n.clock.ticks(time.Microsecond)
				r := n.get(t, path).want(t, http.StatusOK)
				n.clock.ticks(0)
				n.clock.move(time.Second)
				if now := n.get(t, path); !bytes.Equal(r.body, now.body) && lifeOf(t, r) > 0 {
					t.Errorf("%s, begun %d looks before, is kept for %s: %s", path, before, lifeOf(t, r), r.body)
				}
			}
			n.move(t, "/v1/articles/"+news.MakeSlug(title), "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		}
	})
}

// lifeOf returns how long an answer may be used without looking again.
func lifeOf(t *testing.T, r *response) time.Duration {
	t.Helper()
	found := maxAges.FindStringSubmatch(r.header.Get("Cache-Control"))
	if found == nil {
		t.Fatalf("Cache-Control is %q", r.header.Get("Cache-Control"))
	}
	var ages [3]int
	for i, text := range []string{found[1], found[2], found[4]} {
		ages[i], _ = strconv.Atoi(text)
	}
	return time.Duration(max(ages[0], ages[1])+ages[2]) * time.Second
}
