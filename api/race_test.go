package api_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const writers = 8

// at once sends the requests that ask returns for 0 to writers-1 together, and
// counts their statuses. A failure of the server fails the test.
func (d *desk) atOnce(t *testing.T, ask func(i int) refusal) (statuses map[int]int, answers []*response) {
	t.Helper()
	token := d.as(t, news.RoleAdmin)
	answers = make([]*response, writers)
	var ready, done sync.WaitGroup
	ready.Add(writers)
	for i := range writers {
		done.Go(func() {
			c := ask(i)
			ready.Done()
			ready.Wait()
			answers[i] = d.do(t, c.method, c.path, token, c.body, c.headers...)
		})
	}
	done.Wait()
	statuses = map[int]int{}
	for _, r := range answers {
		if r == nil {
			t.Fatal("a request got no answer")
		}
		statuses[r.status]++
		if r.status >= http.StatusInternalServerError {
			t.Errorf("a request failed: %s", r.body)
		}
	}
	return statuses, answers
}

func (d *desk) expect(t *testing.T, what string, got, want map[int]int) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: got the statuses %v, want %v", what, got, want)
	}
}

// Of those who change one state of a resource, one wins.
func TestOnePatchWins(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		n.do(t, "POST", d.seen+"/working_copy", n.as(t, news.RoleAdmin), nil).want(t, 201)
		for path, field := range map[string]string{
			d.draft: "summary", d.seen + "/working_copy": "summary", "/v1/sections/culture": "description", "/v1/bylines/" + d.byline.ID: "bio", "/v1/tags/cinema": "name", "/v1/site": "description",
		} {
			for round := range 3 {
				before := n.do(t, "GET", path, n.as(t, news.RoleAdmin), nil).want(t, 200)
				tag := before.header.Get("ETag")
				statuses, answers := d.atOnce(t, func(i int) refusal {
					return refusal{method: "PATCH", path: path, body: object{field: fmt.Sprintf("%d by %d", round, i)}, headers: []string{"If-Match", tag}}
				})
				d.expect(t, path, statuses, map[int]int{200: 1, 412: writers - 1})
				after := n.do(t, "GET", path, n.as(t, news.RoleAdmin), nil)
				winner := slices.IndexFunc(answers, func(r *response) bool { return r.status == 200 })
				if winner >= 0 {
					after.has(t, "/"+field, fmt.Sprintf("%d by %d", round, winner))
				}
				for _, r := range answers {
					if r.status == 412 {
						r.head(t, "ETag", after.header.Get("ETag"))
					}
				}
			}
		}
	})
}

// Of those who make a move, one does; the others are told that it is made.
func TestOneMoveWins(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, move := range []string{"submit", "return", "submit", "publish", "withdraw", "trash", "restore"} {
			statuses, _ := d.atOnce(t, func(int) refusal {
				c := refusal{method: "POST", path: d.draft + "/" + move}
				if move == "withdraw" {
					c.body = object{"reason": "error"}
				}
				if move == "return" {
					c.body = object{"note": "not yet"}
				}
				return c
			})
			d.expect(t, move, statuses, map[int]int{200: 1, 409: writers - 1})
		}
		n.move(t, d.draft, "trash", nil).want(t, 200)
		statuses, _ := d.atOnce(t, func(int) refusal {
			return refusal{method: "DELETE", path: d.draft + "?purge=true", headers: overwrite}
		})
		d.expect(t, "purge", statuses, map[int]int{204: 1, 404: writers - 1})
	})
}

// Those who make the same thing at once all get their own, or one gets it.
func TestSameThingMadeAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		all, one := map[int]int{201: writers}, map[int]int{201: 1, 409: writers - 1}
		for name, c := range map[string]struct {
			path string
			body object
			want map[int]int
		}{
			"title":                  {"/v1/articles", object{"title": "Same title"}, all},
			"title without a letter": {"/v1/articles", object{"title": "!!!"}, all},
			"article slug":           {"/v1/articles", object{"title": "A", "slug": "same-slug"}, one},
			"external id":            {"/v1/articles", object{"title": "B", "external_id": "same"}, one},
			"new tags":               {"/v1/articles", object{"title": "C", "tags": []string{"New", "Newer", "Newest"}}, all},
			"section name":           {"/v1/sections", object{"name": "Same section"}, all},
			"section slug":           {"/v1/sections", object{"name": "D", "slug": "same-slug"}, one},
			"byline name":            {"/v1/bylines", object{"name": "Same Byline"}, all},
			"byline external id":     {"/v1/bylines", object{"name": "E", "external_id": "same"}, one},
		} {
			statuses, answers := d.atOnce(t, func(int) refusal { return refusal{method: "POST", path: c.path, body: c.body} })
			d.expect(t, name, statuses, c.want)
			slugs := map[string]bool{}
			for _, r := range answers {
				if r.status == 201 {
					slugs[r.text(t, "/slug")] = true
				}
			}
			if len(slugs) != c.want[201] {
				t.Errorf("%s: %d slugs for %d rows", name, len(slugs), c.want[201])
			}
		}
		tags := n.see(t, "/v1/tags?with_total=true")
		tags.has(t, "/page/total", 4)
		d.noStraySlugs(t)
	})
}

var ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// noStraySlugs fails the test when a slug leads to nothing: what gave way to
// another has left none behind.
func (d *desk) noStraySlugs(t *testing.T) {
	t.Helper()
	rows := d.rows.All(t)
	there := map[string]bool{}
	for _, table := range []string{"articles", "sections", "bylines", "tags"} {
		for _, row := range rows[table] {
			there[ids.FindString(row)] = true
		}
	}
	for _, row := range rows["slugs"] {
		if targets := ids.FindAllString(row, -1); !there[targets[len(targets)-1]] {
			t.Errorf("a slug leads to nothing: %s", row)
		}
	}
}

// Two who would tie a knot into the tree: one may, or the other.
func TestNoKnotInTheTree(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for round := range 3 {
			a, b := n.section(t, fmt.Sprintf("A%d", round), nil), n.section(t, fmt.Sprintf("B%d", round), nil)
			statuses, _ := d.atOnce(t, func(i int) refusal {
				moved, under := a, b
				if i%2 == 0 {
					moved, under = b, a
				}
				return refusal{method: "PATCH", path: "/v1/sections/" + moved.ID, body: object{"parent_id": under.ID}, headers: overwrite}
			})
			d.expect(t, "moves", statuses, map[int]int{200: writers / 2, 422: writers / 2})
			over, under := n.get(t, "/v1/sections/"+a.ID).at(t, "/depth"), n.get(t, "/v1/sections/"+b.ID).at(t, "/depth")
			if depths := fmt.Sprintf("%v %v", over, under); depths != "1 2" && depths != "2 1" {
				t.Errorf("the sections stand at the depths %s", depths)
			}
		}
	})
}

// What is used and removed at the same time is either used or gone.
func TestUseMeetsRemoval(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for round := range 3 {
			section, byline := n.section(t, "Going", nil), n.byline(t, "Going")
			draft := n.draft(t, object{"tags": []string{fmt.Sprintf("going %d", round)}})
			tag := n.see(t, draft).text(t, "/tags/0/slug")
			n.patch(t, draft, object{"tags": nil}).want(t, 200)
			uses := []refusal{
				{method: "POST", path: "/v1/articles", body: object{"title": "A", "section_id": section.ID}},
				{method: "DELETE", path: "/v1/sections/" + section.ID, headers: overwrite},
				{method: "POST", path: "/v1/articles", body: object{"title": "A", "credits": []object{{"byline_id": byline.ID, "role": "author"}}}},
				{method: "DELETE", path: "/v1/bylines/" + byline.ID, headers: overwrite},
				{method: "POST", path: "/v1/articles", body: object{"title": "A", "tags": []string{fmt.Sprintf("going %d", round)}}},
				{method: "DELETE", path: "/v1/tags/" + tag, headers: overwrite},
				{method: "PATCH", path: draft, body: object{"section_id": section.ID, "tags": []object{{"slug": tag}}}, headers: overwrite},
				{method: "POST", path: "/v1/bylines/" + byline.ID + "/merge", body: object{"into": d.byline.ID}},
			}
			_, answers := d.atOnce(t, func(i int) refusal { return uses[(i+round)%len(uses)] })
			for i, r := range answers {
				switch c := uses[(i+round)%len(uses)]; r.status {
				case 200, 201, 204, 308, 404, 409, 422:
				default:
					t.Errorf("%s %s: got %d: %s", c.method, c.path, r.status, r.body)
				}
			}
		}
		for _, address := range []string{"/v1/articles?status=any&limit=100", "/v1/sections", "/v1/bylines", "/v1/tags"} {
			n.see(t, address).want(t, 200)
		}
	})
}

// Writers who take the same tags in every order, and merge them meanwhile, do
// not wait for each other in a ring.
func TestTagsTakenInEveryOrder(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		names := make([]string, writers)
		for i := range names {
			names[i] = fmt.Sprintf("Tag %d", i)
		}
		for round := range 3 {
			statuses, _ := d.atOnce(t, func(i int) refusal {
				tags := slices.Concat(names[i:], names[:i])
				if i%2 == 0 {
					slices.Reverse(tags)
				}
				return refusal{method: "POST", path: "/v1/articles", body: object{"title": "A", "tags": tags}}
			})
			d.expect(t, "creates", statuses, map[int]int{201: writers})
			_, answers := d.atOnce(t, func(i int) refusal {
				from, into := names[(i+round)%writers], names[(i+round+1)%writers]
				return refusal{method: "POST", path: "/v1/tags/" + news.MakeSlug(from) + "/merge", body: object{"into": news.MakeSlug(into)}}
			})
			for _, r := range answers {
				if r.status != 200 && r.status != 308 && r.status != 422 && r.status != 404 {
					t.Errorf("a merge got %d: %s", r.status, r.body)
				}
			}
		}
	})
}
