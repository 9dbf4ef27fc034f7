package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene/attacks"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// packed puts all attacks into texts of so many characters. What is longer than
// a text is cut.
func packed(most int) []string {
	var texts []string
	text := []rune{}
	for _, attack := range attacks.Sendable() {
		letters := []rune(norm.NFC.String(attack))
		letters = letters[:min(len(letters), most)]
		if len(text) > 0 && len(text)+1+len(letters) > most {
			texts, text = append(texts, string(text)), nil
		}
		if len(text) > 0 {
			text = append(text, ' ')
		}
		text = append(text, letters...)
	}
	return append(texts, string(text))
}

// textField is a field of plain text with the characters it takes.
type textField struct {
	pointer string
	most    int
	unique  bool // no two may have the same
}

// fields returns a field for each pointer.
func fields(most int, pointers ...string) []textField {
	all := make([]textField, len(pointers))
	for i, pointer := range pointers {
		all[i] = textField{pointer: pointer, most: most}
	}
	return all
}

// set writes a text into an input at a pointer. A part that is a number is the
// only item of a list.
func set(input object, pointer, text string) {
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	within := input
	for i, part := range parts[:len(parts)-1] {
		if part == "0" {
			continue
		}
		isList := parts[i+1] == "0"
		if isList && i+2 == len(parts) {
			within[part] = []any{text}
			return
		}
		inner, known := within[part].(object)
		if list, ok := within[part].([]any); ok {
			inner, known = list[0].(object)
		}
		if !known {
			inner = object{}
		}
		if within[part] = any(inner); isList {
			within[part] = []any{inner}
		}
		within = inner
	}
	within[parts[len(parts)-1]] = text
}

// tryTexts sends rounds of inputs until every attack was in every field, and
// fails the test where one does not come back equal from write or read. It
// returns how many texts it compared.
func tryTexts(t *testing.T, all []textField, with func() object, write func(input object) (written, read *response)) int {
	t.Helper()
	rounds, texts := 0, map[string][]string{}
	for _, field := range all {
		texts[field.pointer] = packed(field.most)
		rounds = max(rounds, len(texts[field.pointer]))
	}
	compared := 0
	for round := range rounds {
		input, sent := with(), map[string]string{}
		for _, field := range all {
			sent[field.pointer] = texts[field.pointer][round%len(texts[field.pointer])]
			if field.unique {
				sent[field.pointer] = fmt.Sprintf("%03d", round) + sent[field.pointer]
			}
			set(input, field.pointer, sent[field.pointer])
		}
		written, read := write(input)
		for _, field := range all {
			want := norm.NFC.String(sent[field.pointer])
			for _, r := range []*response{written, read} {
				if got := r.text(t, field.pointer); got != want {
					t.Fatalf("%s came back as\n%q, sent was\n%q", field.pointer, got, want)
				}
			}
			compared++
		}
	}
	return compared
}

// TestAttacksInPlainText puts every attack into every field of plain text, and
// has them come back equal, in NFC.
func TestAttacksInPlainText(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		admin := n.as(t, news.RoleAdmin)
		compared := n.tryArticles(t) + n.tryNotes(t)
		for address, all := range map[string][]textField{
			"/v1/sections/" + n.section(t, "S", nil).ID: slices.Concat(fields(200, "/name"), fields(1000, "/description", "/seo/description"), fields(300, "/seo/title")),
			"/v1/bylines/" + n.byline(t, "B").ID:        slices.Concat(fields(200, "/name", "/sort_name", "/job_title", "/organization"), fields(5000, "/bio"), fields(200, "/external_id")),
			"/v1/site":                                  slices.Concat(fields(200, "/name", "/publisher/name", "/registrations/0/number"), fields(1000, "/description", "/copyright")),
			"/v1/users/" + n.users[news.RoleReader].ID:  fields(200, "/name"),
		} {
			with := func() object { return object{} }
			if address == "/v1/site" {
				with = func() object { return object{"registrations": []any{object{"kind": "icp"}}} }
			}
			compared += tryTexts(t, all, with, func(input object) (written, read *response) {
				written = n.do(t, "PATCH", address, admin, input, "If-Match", "*").want(t, http.StatusOK)
				return written, n.do(t, "GET", address, admin, nil).want(t, http.StatusOK)
			})
		}
		compared += tryTexts(t, fields(200, "/name"), func() object { return object{"scopes": []string{"articles:read"}} },
			func(input object) (written, read *response) {
				written = n.do(t, "POST", "/v1/tokens", admin, input).want(t, http.StatusCreated)
				return written, n.do(t, "GET", written.header.Get("Location"), admin, nil).want(t, http.StatusOK)
			})
		t.Logf("%d texts that hold all %d attacks came back equal", compared, len(attacks.All()))
	})
}

// tryArticles tries the fields of articles, each time with a new one.
func (n *newsroom) tryArticles(t *testing.T) int {
	t.Helper()
	byline, editor := n.byline(t, "Byline").ID, n.as(t, news.RoleEditor)
	all := slices.Concat(
		fields(300, "/title", "/subtitle", "/seo/title", "/original/title"), fields(80, "/short_title"),
		fields(1000, "/summary", "/seo/description", "/lead_image/alt", "/lead_image/caption", "/rights/copyright", "/rights/usage_terms"),
		fields(200, "/credits/0/name", "/sources/0/name", "/original/author", "/dateline/agency", "/dateline/place", "/lead_image/credit", "/legacy/system"),
		[]textField{{"/external_id", 200, true}, {"/tags/0/name", 57, true}},
	)
	with := func() object {
		return object{"credits": []any{object{"byline_id": byline, "role": "author"}}, "lead_image": object{"url": "/a.jpg"}}
	}
	return tryTexts(t, all, with, func(input object) (written, read *response) {
		written = n.do(t, "POST", "/v1/articles", editor, input).want(t, http.StatusCreated)
		return written, n.see(t, written.header.Get("Location")).want(t, http.StatusOK)
	})
}

// tryNotes tries what is said of articles: change notes and withdrawals.
func (n *newsroom) tryNotes(t *testing.T) int {
	t.Helper()
	address := n.draft(t, object{"section_id": n.section(t, "Desk", nil).ID})
	changes := tryTexts(t, fields(500, "/change_note"), func() object { return object{"title": news.NewID()} },
		func(input object) (written, read *response) {
			changed := n.patch(t, address, input).want(t, http.StatusOK)
			at := fmt.Sprintf("%s/revisions/%d", address, revisionOf(t, changed))
			return n.see(t, at), n.log(t, "?limit=1").first(t)
		})
	withdrawals := tryTexts(t, fields(1000, "/withdrawn/note"), func() object { return object{} },
		func(input object) (written, read *response) {
			n.move(t, address, "publish", nil).want(t, http.StatusOK)
			withdrawal, _ := input["withdrawn"].(object)
			withdrawal["reason"] = "other"
			written = n.move(t, address, "withdraw", withdrawal).want(t, http.StatusOK)
			tombstone := n.get(t, address).problem(t, http.StatusGone, "withdrawn")
			return written, tombstone.part(t, "/tombstone")
		})
	n.move(t, address, "publish", nil).want(t, http.StatusOK)
	corrections := tryTexts(t, fields(2000, "/note"), func() object { return object{"kind": "update"} },
		func(input object) (written, read *response) {
			corrected := n.do(t, "POST", address+"/corrections", n.as(t, news.RoleEditor), input).want(t, http.StatusCreated)
			n.clock.move(time.Second)
			list, _ := corrected.at(t, "/corrections").([]any)
			return corrected.part(t, fmt.Sprintf("/corrections/%d", len(list)-1)), n.get(t, "/v1/corrections?limit=1").first(t)
		})
	return changes + withdrawals + corrections + n.tryReturns(t)
}

// tryReturns tries the notes with which articles are returned.
func (n *newsroom) tryReturns(t *testing.T) int {
	t.Helper()
	address := n.draft(t, nil)
	return tryTexts(t, fields(1000, "/change_note"), func() object { return object{} },
		func(input object) (written, read *response) {
			n.move(t, address, "submit", nil).want(t, http.StatusOK)
			returned := n.move(t, address, "return", object{"note": input["change_note"]}).want(t, http.StatusOK)
			return n.see(t, fmt.Sprintf("%s/revisions/%d", address, revisionOf(t, returned))), n.log(t, "?limit=1").first(t)
		})
}

// first is the first item of a list as an answer of its own.
func (r *response) first(t *testing.T) *response {
	t.Helper()
	return r.part(t, "/data/0")
}
