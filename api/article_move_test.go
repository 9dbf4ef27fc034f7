package api_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// moveCase is something that an article can be: how it gets there from a draft,
// what readers are answered with, and where each move leads that the workflow
// allows from there.
type moveCase struct {
	name    string
	reach   []string // moves
	status  string
	readers int
	allowed []string          // as problems list them
	leads   map[string]string // to a status
}

// atNoon are the moves as they are made at noon: later is at one.
var atNoon = map[string]struct {
	move string
	body any
}{
	"withdraw": {"withdraw", object{"reason": "legal", "note": "A court < said so"}},
	"return":   {"return", object{"note": "not yet"}},
	"later":    {"publish", object{"published_at": "2025-07-11T13:00:00Z"}},
	"embargo":  {"publish", object{"published_at": "2025-07-10T00:00:00Z", "embargo_until": "2025-07-11T13:00:00Z"}},
}

func moveCases() []moveCase {
	const unseen, gone = http.StatusNotFound, http.StatusGone
	draft, review := []string{"submit", "publish", "trash"}, []string{"return", "publish", "trash"}
	trash, scheduled, again := []string{"restore", "purge"}, []string{"publish", "unschedule"}, []string{"publish", "withdraw"}
	fromDraft := map[string]string{"submit": "in_review", "publish": "published", "trash": "trashed", "delete": "trashed"}
	fromReview := map[string]string{"return": "draft", "publish": "published", "trash": "trashed", "delete": "trashed"}
	fromTrash := map[string]string{"restore": "draft", "purge": ""}
	fromScheduled := map[string]string{"publish": "scheduled", "unschedule": "draft"}
	fromAgain := map[string]string{"publish": "scheduled", "withdraw": "withdrawn"}
	return []moveCase{
		{"a draft", nil, "draft", unseen, draft, fromDraft},
		{"in review", []string{"submit"}, "in_review", unseen, review, fromReview},
		{"returned", []string{"submit", "return"}, "draft", unseen, draft, fromDraft},
		{"scheduled", []string{"later"}, "scheduled", unseen, scheduled, fromScheduled},
		{"scheduled from review", []string{"submit", "later"}, "scheduled", unseen, scheduled, fromScheduled},
		{"embargoed", []string{"embargo"}, "scheduled", unseen, scheduled, fromScheduled},
		{"unscheduled", []string{"embargo", "unschedule"}, "draft", unseen, draft, map[string]string{
			"submit": "in_review", "publish": "scheduled", "trash": "trashed", "delete": "trashed",
		}},
		{"published", []string{"publish"}, "published", http.StatusOK, []string{"withdraw"}, map[string]string{"withdraw": "withdrawn"}},
		{"withdrawn", []string{"publish", "withdraw"}, "withdrawn", gone, []string{"publish", "trash"}, map[string]string{
			"publish": "published", "trash": "trashed", "delete": "trashed",
		}},
		{"scheduled again", []string{"publish", "withdraw", "later"}, "scheduled", gone, again, fromAgain},
		{"embargoed again", []string{"publish", "withdraw", "embargo"}, "scheduled", gone, again, fromAgain},
		{"trashed", []string{"trash"}, "trashed", unseen, trash, fromTrash},
		{"trashed in review", []string{"submit", "trash"}, "trashed", unseen, trash, fromTrash},
		{"trashed, once visible", []string{"publish", "withdraw", "trash"}, "trashed", unseen, trash, fromTrash},
		{"a draft, once visible", []string{"publish", "withdraw", "trash", "restore"}, "draft", unseen, draft, fromDraft},
		{
			"in review, once visible",
			[]string{"publish", "withdraw", "trash", "restore", "submit"},
			"in_review", unseen, review, fromReview,
		},
		{
			"scheduled, once visible",
			[]string{"publish", "withdraw", "trash", "restore", "later"},
			"scheduled", unseen, again, fromAgain,
		},
	}
}

// Every move from everything that an article can be leads where the workflow
// says, or is refused with the moves that are allowed and leaves no trace.
func TestEveryMoveFromEveryStatus(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, c := range moveCases() {
			for _, move := range []string{"submit", "return", "publish", "unschedule", "withdraw", "trash", "restore", "delete", "purge"} {
				d.makeMove(t, c, move)
				if t.Failed() {
					t.Fatalf("that was %s of what is %s", move, c.name)
				}
			}
		}
	})
}

func (d *desk) makeMove(t *testing.T, c moveCase, move string) {
	t.Helper()
	address := d.draftThat(t, c.reach)
	before := d.see(t, address)
	before.has(t, "/status", c.status)
	d.get(t, address).want(t, c.readers)
	rows := d.rows.All(t)
	r := d.tryMove(t, address, move)
	status, isAllowed := c.leads[move]
	switch {
	case !isAllowed:
		r.problem(t, http.StatusConflict, "wrong-move").has(t, "/allowed", c.allowed)
		d.sameRows(t, rows)
		d.see(t, address).head(t, "ETag", before.header.Get("ETag"))
		d.get(t, address).want(t, c.readers)
	case move == "purge":
		r.want(t, http.StatusNoContent)
		d.see(t, address).problem(t, http.StatusNotFound, "not-found")
	default:
		r.want(t, http.StatusOK).has(t, "/status", status)
		if again := d.see(t, address); !bytes.Equal(again.body, r.bare()) {
			t.Errorf("the move answers\n%s and then\n%s", r.body, again.body)
		}
	}
}

// draftThat makes a draft that lacks nothing and takes it through moves.
func (d *desk) draftThat(t *testing.T, moves []string) string {
	t.Helper()
	address := d.newsroom.draft(t, object{"section_id": d.film.ID})
	for _, move := range moves {
		d.tryMove(t, address, move).want(t, http.StatusOK)
	}
	return address
}

// tryMove makes a move as an admin, who may make all.
func (n *newsroom) tryMove(t *testing.T, address, move string) *response {
	t.Helper()
	admin := n.as(t, news.RoleAdmin)
	if known, ok := atNoon[move]; ok {
		return n.do(t, "POST", address+"/"+known.move, admin, known.body)
	}
	switch move {
	case "delete":
		return n.do(t, "DELETE", address, admin, nil, "If-Match", "*")
	case "purge":
		return n.do(t, "DELETE", address+"?purge=true", admin, nil, "If-Match", "*")
	default:
		return n.do(t, "POST", address+"/"+move, admin, nil)
	}
}
