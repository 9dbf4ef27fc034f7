package api_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// desk is a newsroom with something of everything, for requests that are to be
// refused: culture > film, a byline, a tag, a draft by the editor and an
// article that readers see.
type desk struct {
	*newsroom
	rows          *storetest.Rows
	culture, film *news.Section
	byline        *news.Byline
	draft, seen   string // addresses
	tag           string // the id of Cinema, which seen carries
}

const nobody news.Role = "nobody"

func (n *newsroom) desk(t *testing.T) *desk {
	t.Helper()
	d := &desk{newsroom: n, rows: storetest.Beside(t, n.store)}
	d.culture = n.section(t, "Culture", nil)
	d.film = n.section(t, "Film", d.culture)
	d.byline = n.byline(t, "王小明")
	whole := object{
		"title": "Seen", "slug": "seen", "section_id": d.film.ID, "tags": []string{"Cinema"}, "external_id": "old-1",
		"credits": []object{{"byline_id": d.byline.ID, "role": "author"}},
	}
	d.seen = n.published(t, whole)
	d.tag = n.get(t, "/v1/tags/cinema").want(t, http.StatusOK).text(t, "/id")
	d.draft = n.draft(t, object{"title": "Draft", "slug": "draft", "section_id": d.film.ID})
	for _, role := range news.Roles() {
		n.as(t, role)
	}
	return d
}

// refusal is a request that must be refused and leave no trace.
type refusal struct {
	name    string
	method  string // POST
	path    string // /v1/articles
	role    news.Role
	body    any
	headers []string
	status  int
	code    string
	// places are those that errors names, with the code of each:
	// "/title required", "limit out-of-range".
	places []string
}

func (d *desk) refuse(t *testing.T, cases []refusal) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { d.refuseOne(t, c) })
	}
}

func (d *desk) refuseOne(t *testing.T, c refusal) {
	t.Helper()
	token := ""
	if c.role != nobody {
		token = d.as(t, cmp.Or(c.role, news.RoleAdmin))
	}
	before := d.rows.All(t)
	r := d.do(t, cmp.Or(c.method, "POST"), cmp.Or(c.path, "/v1/articles"), token, c.body, c.headers...)
	d.sameRows(t, before)
	if c.method == "HEAD" {
		r.want(t, c.status)
		return
	}
	r.problem(t, c.status, c.code)
	want := slices.Sorted(slices.Values(c.places))
	if got := places(t, r); !slices.Equal(got, want) {
		t.Errorf("the problem names %q, want %q: %.2000s", got, want, r.body)
	}
}

// sameRows fails the test when something was written since before.
func (d *desk) sameRows(t *testing.T, before map[string][]string) {
	t.Helper()
	after := d.rows.All(t)
	for table, rows := range before {
		kept := func(row string) bool { return slices.Contains(after[table], row) }
		known := func(row string) bool { return slices.Contains(rows, row) }
		lost, found := slices.DeleteFunc(slices.Clone(rows), kept), slices.DeleteFunc(slices.Clone(after[table]), known)
		if len(lost)+len(found) > 0 || len(rows) != len(after[table]) {
			t.Errorf("the refused request changed %s: %q became %q", table, lost, found)
		}
	}
}

// places returns what errors names, in order, each with its code. A place that
// is neither a pointer nor a parameter, or a fault without detail, fails the test.
func places(t *testing.T, r *response) []string {
	t.Helper()
	whole, ok := r.at(t, "").(map[string]any)
	if !ok {
		t.Fatalf("no object: %s", r.body)
	}
	faults, _ := whole["errors"].([]any)
	named := []string{}
	for i := range faults {
		fault := r.at(t, fmt.Sprintf("/errors/%d", i)).(map[string]any)
		pointer, inBody := fault["pointer"]
		parameter, inQuery := fault["parameter"]
		if inBody == inQuery || fault["detail"] == "" {
			t.Errorf("no place or no detail: %v", fault)
		}
		if inQuery {
			pointer = parameter
		}
		named = append(named, fmt.Sprintf("%v %v", pointer, fault["code"]))
	}
	slices.Sort(named)
	return named
}

// stands fails the test when the server answers a plain read with anything but 200.
func (d *desk) stands(t *testing.T) {
	t.Helper()
	d.get(t, d.seen).want(t, http.StatusOK)
}
