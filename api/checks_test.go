package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	spam  = "澳门新葡京官网注册送彩金"
	clean = "Harbour council adopts flood plan"
)

// codesOf returns the codes and pointers of an answer's warnings.
func (r *response) codesOf(t *testing.T) []string {
	t.Helper()
	codes := []string{}
	warnings, _ := r.at(t, "/warnings").([]any)
	for _, w := range warnings {
		warning, _ := w.(map[string]any)
		code, _ := warning["code"].(string)
		pointer, _ := warning["pointer"].(string)
		codes = append(codes, code+" "+pointer)
	}
	return codes
}

func (r *response) warnsOf(t *testing.T, want ...string) *response {
	t.Helper()
	if got := r.want(t, http.StatusOK).codesOf(t); !slices.Equal(got, want) {
		t.Errorf("warned of %q, want %q", got, want)
	}
	return r
}

func TestEveryWriteOfAnArticleWarns(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section, editor := n.section(t, "Desk", nil).ID, n.as(t, news.RoleEditor)
		made := n.do(t, "POST", "/v1/articles", editor, object{
			"title": clean, "section_id": section, "summary": "One,, two",
			"body": `<p onclick="x()">A</p><script>x()</script><p style="display:none"><a href="https://x.cn/">y</a></p><p></p>`,
		}).want(t, http.StatusCreated)
		made.has(t, "/warnings", []object{
			{"code": "hidden-link", "pointer": "/body", "detail": "Readers can't see a link.", "excerpt": "https://x.cn/", "count": 1},
			{
				"code": "html-removed", "pointer": "/body", "count": 3, "excerpt": "onclick, script, style",
				"detail": "3 elements, attributes or comments that a body may not have were removed.",
			},
			{"code": "doubled-punctuation", "pointer": "/summary", "detail": "Punctuation marks follow each other.", "excerpt": "One,, two", "count": 1},
			{"code": "empty-paragraph", "pointer": "/body", "detail": "Paragraphs, headings or list items are empty.", "excerpt": nil, "count": 1},
		})
		address := made.header.Get("Location")
		shown := n.see(t, address)
		shown.head(t, "ETag", made.header.Get("ETag"))
		if strings.Contains(string(shown.body), "warnings") {
			t.Error("an article shows warnings when it is read")
		}
		stays := []string{"doubled-punctuation /summary", "empty-paragraph /body"}
		n.do(t, "GET", address+"/checks", editor, nil).warnsOf(t, stays...).has(t, "/revision", 1)
		n.patch(t, address, object{"subtitle": "S"}).warnsOf(t, stays...)
		n.patch(t, address, object{}).warnsOf(t, stays...)
		n.do(t, "POST", address+"/revisions/1/restore", editor, nil).warnsOf(t, stays...).has(t, "/revision", 3)
		n.move(t, address, "publish", nil).warnsOf(t, stays...)
		n.move(t, address, "withdraw", object{"reason": "error"}).warnsOf(t, stays...)
		n.move(t, address, "trash", nil).warnsOf(t, stays...)
		back := n.move(t, address, "restore", nil).warnsOf(t, stays...)
		n.see(t, address).head(t, "ETag", back.header.Get("ETag"))
		n.patch(t, address, object{"summary": nil, "body": "<p>A</p><hr><hr><form>b</form>"}).warnsOf(t, "html-removed /body")
		n.do(t, "GET", address+"/checks", editor, nil).warnsOf(t)
	})
}

// TestAWritesAnswerMayBeSentBack sends what a write answered, warnings and all.
func TestAWritesAnswerMayBeSentBack(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, nil)
		written := n.patch(t, address, object{"body": "<p></p><script>x</script>"}).warnsOf(t, "html-removed /body", "empty-paragraph /body")
		back := n.do(t, "PATCH", address, n.as(t, news.RoleEditor), string(written.body), "If-Match", written.header.Get("ETag")).
			warnsOf(t, "empty-paragraph /body")
		back.head(t, "ETag", written.header.Get("ETag"))
		n.patch(t, address, object{"warnings": nil}).warnsOf(t, "empty-paragraph /body").has(t, "/revision", 2)
		n.patch(t, address, object{"warnings": "x"}).problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/warnings")
	})
}

func TestChecksAreForSignedInUsers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.published(t, object{"section_id": n.section(t, "S", nil).ID, "slug": "old"})
		n.patch(t, address, object{"slug": "new"}).want(t, http.StatusOK)
		n.get(t, address+"/checks").problem(t, http.StatusUnauthorized, "unauthenticated")
		n.do(t, "GET", address+"/checks", n.script(t, news.RoleEditor, "sections:write"), nil).problem(t, http.StatusForbidden, "forbidden")
		n.see(t, "/v1/articles/none/checks").problem(t, http.StatusNotFound, "not-found")
		n.see(t, "/v1/articles/old/checks").want(t, http.StatusMovedPermanently).head(t, "Location", "/v1/articles/new/checks")
		n.see(t, address+"/checks?x=1").problem(t, http.StatusBadRequest, "bad-parameter")
		n.see(t, address+"/checks?fields=warnings").has(t, "", object{"warnings": []any{}})
		shown := n.do(t, "GET", address+"/checks", n.as(t, news.RoleReader), nil).want(t, http.StatusOK)
		shown.head(t, "Cache-Control", "private, no-store, no-transform")
		n.see(t, address+"/checks", "If-None-Match", shown.header.Get("ETag")).want(t, http.StatusNotModified)
	})
}

// suspects fails the test unless the answer is the refusal of spam at a
// pointer, and the article is as it was.
func (n *newsroom) suspects(t *testing.T, r *response, address, pointer string, revision int) {
	t.Helper()
	r.problem(t, http.StatusConflict, "spam-suspected")
	if got := r.codesOf(t); !slices.Equal(got, []string{"spam-suspected " + pointer}) {
		t.Errorf("the problem shows %q", got)
	}
	n.see(t, address).has(t, "/revision", revision)
	if n.acknowledged(t, address) != 0 {
		t.Error("what was refused is in the audit log")
	}
}

// acknowledged counts the acknowledgements in the audit log.
func (n *newsroom) acknowledged(t *testing.T, address string) int {
	t.Helper()
	id := strings.TrimPrefix(address, "/v1/articles/")
	entries, _ := n.log(t, "?action=acknowledge&noun=article&resource="+id).at(t, "/data").([]any)
	return len(entries)
}

var notSpam = object{"acknowledge": []string{"spam-suspected"}}

func TestSpamInATitleBlocksPublishing(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		for pointer, fields := range map[string]object{
			"/title": {"title": spam}, "/subtitle": {"subtitle": spam}, "/short_title": {"short_title": spam}, "/seo/title": {"seo": object{"title": spam}},
			// By its shape: the words say nothing, the body's script does.
			"": {"title": "deep sea fishing trip, cheap harbour hotel rooms, best seafood market stalls, old town boat tours", "body": "<p>會議強調，要加快提升創新能級，為發展注入強勁動力。</p>"},
		} {
			if pointer == "" {
				pointer = "/title"
			}
			address := n.draft(t, object{"section_id": section})
			n.patch(t, address, fields).want(t, http.StatusOK)
			n.suspects(t, n.move(t, address, "publish", nil), address, pointer, 2)
			n.suspects(t, n.move(t, address, "publish", object{"published_at": "2030-01-01T00:00:00Z"}), address, pointer, 2)
			n.suspects(t, n.move(t, address, "publish", object{"embargo_until": "2030-01-01T00:00:00Z"}), address, pointer, 2)
			n.suspects(t, n.move(t, address, "publish", object{"acknowledge": []string{}}), address, pointer, 2)
			n.move(t, address, "publish", object{"acknowledge": []string{"spam"}}).
				problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/acknowledge/0")
			n.move(t, address, "publish", object{"acknowledge": "spam-suspected"}).problem(t, http.StatusUnprocessableEntity, "validation")
			n.get(t, address).problem(t, http.StatusNotFound, "not-found")
			n.move(t, address, "publish", notSpam).warnsOf(t, "spam-suspected "+pointer).has(t, "/status", "published")
			n.get(t, address).want(t, http.StatusOK)
			if got := n.acknowledged(t, address); got != 1 {
				t.Errorf("%d acknowledgements in the audit log", got)
			}
			// What is public with an editor's word may be changed otherwise.
			n.patch(t, address, object{"summary": "S"}).want(t, http.StatusOK)
		}
		draft := n.draft(t, object{"section_id": nil, "title": spam})
		n.move(t, draft, "publish", nil).problem(t, http.StatusUnprocessableEntity, "validation")
		n.do(t, "POST", draft+"/publish", n.as(t, news.RoleAuthor), notSpam).problem(t, http.StatusForbidden, "forbidden")
	})
}

// TestSpamDoesNotGetPublicInOtherWays tries the ways around the first
// publishing.
func TestSpamDoesNotGetPublicInOtherWays(t *testing.T) {
	later := object{"published_at": "2030-01-01T00:00:00Z"}
	both := func(a object) object {
		return object{"published_at": a["published_at"], "acknowledge": notSpam["acknowledge"]}
	}
	ways := map[string]struct {
		prepare func(t *testing.T, n *newsroom, address string)
		try     func(t *testing.T, n *newsroom, address string, input object) *response
	}{
		"PATCH of what is published": {
			func(t *testing.T, n *newsroom, address string) { t.Helper(); n.move(t, address, "publish", nil) },
			func(t *testing.T, n *newsroom, address string, input object) *response {
				t.Helper()
				return n.patch(t, address, object{"title": spam, "acknowledge": input["acknowledge"]})
			},
		},
		"PATCH of what is scheduled": {
			func(t *testing.T, n *newsroom, address string) { t.Helper(); n.move(t, address, "publish", later) },
			func(t *testing.T, n *newsroom, address string, input object) *response {
				t.Helper()
				return n.patch(t, address, object{"title": spam, "acknowledge": input["acknowledge"]})
			},
		},
		"PATCH of a tombstone": {
			func(t *testing.T, n *newsroom, address string) {
				t.Helper()
				n.move(t, address, "publish", nil)
				n.move(t, address, "withdraw", object{"reason": "error"})
			},
			func(t *testing.T, n *newsroom, address string, input object) *response {
				t.Helper()
				return n.patch(t, address, object{"title": spam, "acknowledge": input["acknowledge"]})
			},
		},
		"a revision of what is published": {
			func(t *testing.T, n *newsroom, address string) {
				t.Helper()
				n.patch(t, address, object{"title": spam, "published_at": "2025-07-11T11:00:00Z"})
				n.patch(t, address, object{"title": clean})
				n.move(t, address, "publish", nil)
			},
			func(t *testing.T, n *newsroom, address string, input object) *response {
				t.Helper()
				return n.do(t, "POST", address+"/revisions/2/restore", n.as(t, news.RoleEditor), input)
			},
		},
		"publishing again": {
			func(t *testing.T, n *newsroom, address string) {
				t.Helper()
				n.move(t, address, "publish", nil)
				n.move(t, address, "withdraw", object{"reason": "error"})
				n.move(t, address, "trash", nil)
				n.move(t, address, "restore", nil)
				n.patch(t, address, object{"title": spam})
			},
			func(t *testing.T, n *newsroom, address string, input object) *response {
				t.Helper()
				return n.move(t, address, "publish", input)
			},
		},
		"a script that may write and not publish": {
			func(t *testing.T, n *newsroom, address string) { t.Helper(); n.move(t, address, "publish", nil) },
			func(t *testing.T, n *newsroom, address string, input object) *response {
				t.Helper()
				return n.do(t, "PATCH", address, n.script(t, news.RoleEditor, "articles:write"), object{"title": spam, "acknowledge": input["acknowledge"]}, "If-Match", "*")
			},
		},
	}
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		for name, way := range ways {
			t.Run(name, func(t *testing.T) {
				address := n.draft(t, object{"title": clean, "section_id": section})
				way.prepare(t, n, address)
				before := n.see(t, address).want(t, http.StatusOK)
				n.suspects(t, way.try(t, n, address, object{}), address, "/title", revisionOf(t, before))
				n.see(t, address).head(t, "ETag", before.header.Get("ETag"))
				way.try(t, n, address, notSpam).warnsOf(t, "spam-suspected /title").has(t, "/title", spam)
				if got := n.acknowledged(t, address); got != 1 {
					t.Errorf("%d acknowledgements in the audit log", got)
				}
			})
		}
		scheduled := n.draft(t, object{"title": spam, "section_id": section})
		n.move(t, scheduled, "publish", both(later)).want(t, http.StatusOK)
		n.move(t, scheduled, "publish", object{"published_at": "2031-01-01T00:00:00Z"}).problem(t, http.StatusConflict, "spam-suspected")
		n.move(t, scheduled, "unschedule", nil).want(t, http.StatusOK)
		n.move(t, scheduled, "publish", nil).problem(t, http.StatusConflict, "spam-suspected")
	})
}

func revisionOf(t *testing.T, r *response) int {
	t.Helper()
	number, _, _ := strings.Cut(strings.Trim(r.header.Get("ETag"), `"`), "-")
	revision := 0
	for _, digit := range number {
		revision = revision*10 + int(digit-'0')
	}
	return revision
}

// TestAnAcknowledgementIsAuditedWithItsWrite reads the rows of the log.
func TestAnAcknowledgementIsAuditedWithItsWrite(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, object{"title": spam, "section_id": n.section(t, "Desk", nil).ID})
		published := n.move(t, address, "publish", object{"acknowledge": []string{"spam-suspected"}, "change_note": "A report on casinos"}).want(t, http.StatusOK)
		entries := n.log(t, "?resource="+published.text(t, "/id"))
		for i, action := range []string{"publish", "acknowledge", "create"} {
			entries.has(t, "/data/"+string(rune('0'+i))+"/action", action)
		}
		entries.has(t, "/data/1/user_id", n.users[news.RoleEditor].ID)
		entries.has(t, "/data/1/change_note", "A report on casinos")
		entries.has(t, "/data/1/request_id", published.header.Get("X-Request-ID"))

		innocent := n.draft(t, object{"title": clean, "section_id": n.section(t, "Desk", nil).ID})
		n.move(t, innocent, "publish", notSpam).want(t, http.StatusOK)
		if n.acknowledged(t, innocent) != 0 {
			t.Error("an acknowledgement of nothing is in the audit log")
		}
		n.see(t, address+"/revisions/2").has(t, "/action", "publish")
	})
}
