package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// errata is a newsroom with corrections: a to f, a minute apart, but for e and
// f, which are of one moment. c is of an article that is withdrawn.
func errata(t *testing.T, n *newsroom) (film, sport string) {
	t.Helper()
	culture := n.section(t, "Culture", nil)
	film = n.published(t, object{"title": "On film", "section_id": n.section(t, "Film", culture).ID})
	sport = n.published(t, object{"title": "On sport", "section_id": n.section(t, "Sport", nil).ID})
	gone := n.published(t, object{"title": "Gone", "section_id": culture.ID})
	for _, c := range []struct{ note, address, kind string }{
		{"a", film, "correction"}, {"b", sport, "update"}, {"c", gone, "retraction"}, {"d", film, "update"}, {"e", sport, "clarification"}, {"f", film, "correction"},
	} {
		if c.note != "f" {
			n.clock.move(time.Minute)
		}
		n.correct(t, c.address, c.kind, c.note).want(t, http.StatusCreated)
	}
	n.move(t, gone, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
	return film, sport
}

// notesIn returns the notes of a page of corrections, joined.
func notesIn(t *testing.T, r *response) string {
	t.Helper()
	var notes strings.Builder
	data, _ := r.want(t, http.StatusOK).at(t, "/data").([]any)
	for i := range data {
		notes.WriteString(r.text(t, fmt.Sprintf("/data/%d/note", i)))
	}
	return notes.String()
}

func TestCorrectionsAreListed(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		film, sport := errata(t, n)
		r := n.get(t, "/v1/corrections?limit=1&with_total=true")
		r.has(t, "/data/0", object{
			"id": n.get(t, film).text(t, "/corrections/2/id"), "kind": "correction", "note": "f", "at": "2025-07-11T12:05:00Z", "converted": false,
			"article": object{"id": strings.TrimPrefix(film, "/v1/articles/"), "slug": "on-film", "title": "On film", "path": "culture/film/on-film"},
		})
		r.has(t, "/page/total", 5)
		r.head(t, "Cache-Control", publicPolicy)
		r.head(t, "Cache-Groups", `"lists", "list-all"`)
		for query, want := range map[string]string{
			"": "fedba", "kind=update": "db", "kind=update&kind=clarification": "edb", "kind=retraction": "", "section=culture": "fda", "section=film&kind=correction": "fa",
			"section=sport": "eb", "section=sport&section=film": "fedba", "from=2025-07-11T12:04:00Z": "fed", "to=2025-07-11T12:04:00Z": "ba",
			"from=2025-07-11T12:02:00Z&to=2025-07-11T12:05:00Z": "db", "from=2025-07-11T12:05:00.000001Z": "",
		} {
			for _, token := range []string{"", n.as(t, news.RoleReader)} {
				if got := notesIn(t, n.do(t, "GET", "/v1/corrections?"+query, token, nil)); got != want {
					t.Errorf("%s lists %q, want %q", query, got, want)
				}
			}
		}
		n.see(t, "/v1/corrections").head(t, "Cache-Control", privatePolicy)
		n.get(t, "/v1/corrections?fields=note,article&limit=1&section="+n.idOf(t, "/v1/sections/sport")).has(t, "/data/0/article/id", strings.TrimPrefix(sport, "/v1/articles/"))
		for query, parameter := range map[string]string{
			"kind=erratum": "kind", "section=nowhere": "section", "from=today": "from", "to=": "to", "from=2025-07-11T12:00:00Z&from=2025-07-12T12:00:00Z": "from",
			"status=any": "status", "sort=at": "sort", "limit=101": "limit", "fields=body": "fields", "since=2025-07-11T12:00:00Z": "since",
		} {
			n.get(t, "/v1/corrections?"+query).problem(t, http.StatusBadRequest, "bad-parameter").has(t, "/errors/0/parameter", parameter)
		}
	})
}

// Pages of one and of two, there and back, hold every correction once, while
// others come.
func TestCorrectionsArePaged(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		film, _ := errata(t, n)
		for limit := 1; limit <= 2; limit++ {
			var there, cursor, back string
			var pages []string
			for back == "" {
				r := n.get(t, fmt.Sprintf("/v1/corrections?limit=%d", limit)+afterCursor(cursor))
				pages = append(pages, notesIn(t, r))
				there += pages[len(pages)-1]
				if r.at(t, "/page/has_more") == false {
					back = r.text(t, "/page/prev_cursor")
					continue
				}
				cursor = r.text(t, "/page/next_cursor")
				n.correct(t, film, "update", "x").want(t, http.StatusCreated)
			}
			if there = strings.ReplaceAll(there, "x", ""); there != "fedba" {
				t.Errorf("pages of %d hold %q", limit, there)
			}
			previous := n.get(t, fmt.Sprintf("/v1/corrections?limit=%d", limit)+afterCursor(back))
			if got := notesIn(t, previous); got != pages[len(pages)-2] {
				t.Errorf("back from the end is %q, the pages were %q", got, pages)
			}
			n.get(t, "/v1/corrections?kind=update"+afterCursor(back)).problem(t, http.StatusBadRequest, "bad-parameter")
		}
	})
}

func afterCursor(cursor string) string {
	if cursor == "" {
		return ""
	}
	return "&cursor=" + cursor
}

// What becomes of the article becomes of its corrections in the list; a purge
// alone removes them.
func TestCorrectionsGoWithTheirArticle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		film, _ := errata(t, n)
		n.patch(t, film, object{"title": "On cinema"}).want(t, http.StatusOK)
		n.patch(t, "/v1/sections/film", object{"slug": "cinema"}).want(t, http.StatusOK)
		n.get(t, "/v1/corrections").has(t, "/data/0/article/title", "On cinema")
		n.get(t, "/v1/corrections").has(t, "/data/0/article/path", "culture/cinema/on-film")
		n.move(t, film, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		if got := notesIn(t, n.see(t, "/v1/corrections")); got != "eb" {
			t.Errorf("with the article withdrawn there are %q", got)
		}
		n.tryMove(t, film, "trash").want(t, http.StatusOK)
		n.tryMove(t, film, "restore").has(t, "/corrections/2/note", "f")
		n.tryMove(t, film, "publish").has(t, "/corrections/2/note", "f")
		if got := notesIn(t, n.get(t, "/v1/corrections")); got != "fedba" {
			t.Errorf("with the article back there are %q", got)
		}
		for _, move := range []string{"withdraw", "trash"} {
			n.tryMove(t, film, move).want(t, http.StatusOK)
		}
		n.tryMove(t, film, "purge").want(t, http.StatusNoContent)
		if got := notesIn(t, n.get(t, "/v1/corrections")); got != "eb" {
			t.Errorf("with the article purged there are %q", got)
		}
	})
}

// The list is not kept beyond the moment at which a corrected article is back.
func TestCorrectionsChangeAtTheirMoment(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		film, _ := errata(t, n)
		n.move(t, film, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.move(t, film, "publish", object{"embargo_until": "2025-07-11T13:00:00Z"}).want(t, http.StatusOK)
		n.at(t, "12:59:50")
		for query, policy := range map[string]string{
			"": "public, max-age=10, s-maxage=10", "?section=culture": "public, max-age=10, s-maxage=10", "?section=sport": publicPolicy,
		} {
			n.get(t, "/v1/corrections"+query).head(t, "Cache-Control", policy)
		}
	})
}
