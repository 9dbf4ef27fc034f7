package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// embedded makes a visible article that embeds a section, its parent, a byline
// and a tag, and returns its address and how to rename each.
func embedded(t *testing.T, n *newsroom) (address string, renames map[string]func(name string) error) {
	t.Helper()
	root := n.section(t, "Root", nil)
	leaf := n.section(t, "Leaf", root)
	byline := n.byline(t, "Ann")
	address = n.published(t, object{
		"section_id": leaf.ID, "tags": []any{"Space"}, "credits": []any{object{"byline_id": byline.ID, "role": "author"}},
	})
	section := func(id string) func(string) error {
		return func(name string) error {
			_, err := n.service.UpdateSection(t.Context(), news.System(), id, func(s *news.Section) error { s.Name = name; return nil })
			return err
		}
	}
	return address, map[string]func(string) error{
		"section": section(leaf.ID), "ancestor": section(root.ID),
		"byline": func(name string) error {
			_, err := n.service.UpdateByline(t.Context(), news.System(), byline.ID, func(b *news.Byline) error { b.Name = name; return nil })
			return err
		},
		"tag": func(name string) error {
			_, err := n.service.UpdateTag(t.Context(), news.System(), "space", func(tag *news.Tag) error { tag.Name = name; return nil })
			return err
		},
	}
}

// The ETag is strong and tells of renames; If-Match asks for the revision.
func TestETagsTellOfRenames(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, renames := embedded(t, n)
		etag := n.get(t, address).header.Get("ETag")
		if !strings.HasPrefix(etag, `"2-`) {
			t.Errorf("revision 2 has the ETag %s", etag)
		}
		list := n.get(t, "/v1/articles").header.Get("ETag")
		for noun, rename := range renames {
			if err := rename("Another " + noun); err != nil {
				t.Fatal(err)
			}
			r := n.get(t, address, "If-None-Match", etag).want(t, http.StatusOK)
			r.has(t, "/revision", 2)
			inList := n.get(t, "/v1/articles", "If-None-Match", list).want(t, http.StatusOK)
			if r.header.Get("ETag") == etag || inList.header.Get("ETag") == list {
				t.Errorf("the ETag stays when the %s is renamed", noun)
			}
			etag, list = r.header.Get("ETag"), inList.header.Get("ETag")
		}
		r := n.do(t, "PATCH", address, n.as(t, news.RoleEditor), object{"title": "New"}, "If-Match", `"2-old"`).want(t, http.StatusOK)
		r.has(t, "/revision", 3)
		r.head(t, "ETag", n.see(t, address).header.Get("ETag"))
	})
}

func TestIfNoneMatch(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, _ := embedded(t, n)
		for _, path := range []string{address, address + "?fields=id", "/v1/articles", "/v1/articles?limit=1", "/v1/site", "/"} {
			whole := n.get(t, path, "Accept-Encoding", "identity").want(t, http.StatusOK)
			etag := whole.header.Get("ETag")
			opaque := strings.Trim(etag, `"`)
			for header, status := range map[string]int{
				etag: 304, "*": 304, "W/" + etag: 304, `"x", ` + etag: 304, `"x",` + etag + `,W/"y"`: 304, "\t" + etag + " ": 304,
				`"` + opaque + `-gzip"`: 304, `"` + opaque + `-br"`: 304, `W/"` + opaque + `-zstd"`: 304,
				`"` + opaque + `-lz4"`: 200, `"x` + opaque + `"`: 200, `"2"`: 200, opaque: 200, `"` + opaque: 200, "": 200, `"x" "y`: 200,
			} {
				for _, method := range []string{"GET", "HEAD"} {
					r := n.do(t, method, path, "", nil, "If-None-Match", header, "Accept-Encoding", "identity").want(t, status)
					for _, name := range []string{"ETag", "Cache-Control", "Vary", "Cache-Groups"} {
						r.head(t, name, whole.header.Get(name))
					}
					if status == http.StatusNotModified && (len(r.body) > 0 || r.header.Get("Content-Type") != "") {
						t.Errorf("304 with %v and %q", r.header, r.body)
					}
				}
			}
			n.do(t, "GET", path, "", nil, "If-None-Match", `"x"`, "If-None-Match", etag).want(t, http.StatusNotModified)
		}
		etag := n.see(t, address).header.Get("ETag")
		n.see(t, address, "If-None-Match", etag).want(t, http.StatusNotModified).head(t, "Cache-Control", "private, no-store, no-transform")
		n.get(t, address, "If-None-Match", etag).want(t, http.StatusOK)
	})
}

func TestIfMatch(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, nil)
		admin := n.as(t, news.RoleAdmin)
		now := n.patch(t, address, object{"subtitle": "S"}).header.Get("ETag")
		for _, c := range []struct {
			header string // "-" sends none
			status int
			code   string
		}{
			{"-", 428, "precondition-required"},
			{`"1-x"`, 412, "stale"},
			{`"3-x"`, 412, "stale"},
			{`"22"`, 412, "stale"},
			{`""`, 412, "stale"},
			{"W/" + now, 412, "stale"},
			{`W/"2-x", "1-x"`, 412, "stale"},
			{"2-x", 400, "bad-header"},
			{`"2-x`, 400, "bad-header"},
			{"", 400, "bad-header"},
			{`*, "2-x"`, 400, "bad-header"},
			{`"1-x" "2-x"`, 400, "bad-header"},
			{`"2-x";`, 400, "bad-header"},
			{now, 200, ""},
			{`"2-x"`, 200, ""},
			{`"2-x-gzip"`, 200, ""},
			{`, "1-x",, ` + now + ",", 200, ""},
			{",", 400, "bad-header"},
			{" * ", 200, ""},
		} {
			var headers []string
			if c.header != "-" {
				headers = []string{"If-Match", c.header}
			}
			tries := map[string]*response{
				"PATCH":  n.do(t, "PATCH", address, admin, object{}, headers...),
				"DELETE": n.do(t, "DELETE", address+"?purge=true", admin, nil, headers...),
				"POST":   n.do(t, "POST", address+"/restore", admin, nil, headers...),
			}
			for method, r := range tries {
				want, code := c.status, c.code
				if method != "PATCH" && (want == http.StatusOK || (method == "POST" && want == http.StatusPreconditionRequired)) {
					want, code = http.StatusConflict, "wrong-move" // it is a draft
				}
				if r.status != want {
					t.Errorf("%s with %q: %d, want %d: %s", method, c.header, r.status, want, r.body)
				}
				if code != "" && r.status == want {
					r.problem(t, want, code)
				}
				if want == http.StatusPreconditionFailed {
					r.head(t, "ETag", now)
				}
			}
		}
		n.do(t, "PATCH", address, admin, object{}, "If-Match", `"1-x"`, "If-Match", now).want(t, http.StatusOK)
		n.get(t, "/v1/site", "If-Match", `"7-x"`).problem(t, http.StatusPreconditionFailed, "stale")
		n.get(t, "/v1/site", "If-Match", `"1-x"`).want(t, http.StatusOK)
		n.get(t, "/v1/articles", "If-Match", "*").want(t, http.StatusOK)
	})
}

// A write answers with the ETag that a bare signed-in GET gives.
func TestWritesAnswerWithTheETagOfAGet(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		input := everyField()
		input["section_id"] = n.section(t, "Desk", nil).ID
		input["body"] = "<p>A & B &nbsp;\u00a0 e\u0301 \U0001F600 <script>x</script></p>"
		r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), input).want(t, http.StatusCreated)
		address := r.header.Get("Location")
		same := func(r *response) {
			t.Helper()
			read := n.do(t, "GET", address, n.as(t, news.RoleAdmin), nil)
			r.want(t, http.StatusOK).head(t, "ETag", read.header.Get("ETag"))
			if !bytes.Equal(r.bare(), read.body) {
				t.Errorf("answered\n%s, read\n%s", r.body, read.body)
			}
		}
		r.status = http.StatusOK
		same(r)
		same(n.patch(t, address, object{"tags": []any{"New", "newer"}, "summary": "S"}))
		same(n.move(t, address, "publish", object{"published_at": "2025-07-11T12:00:00.1234567Z"}))
		same(n.move(t, address, "unschedule", nil))
		same(n.move(t, address, "publish", object{"published_at": "2025-07-11T11:00:00Z"}))
		same(n.move(t, address, "withdraw", object{"reason": "error", "note": "N"}))
		same(n.tryMove(t, address, "delete"))
		same(n.move(t, address, "restore", nil))
		site := n.do(t, "PATCH", "/v1/site", n.as(t, news.RoleAdmin), object{"copyright": "©"}, "If-Match", `"1-"`).want(t, http.StatusOK)
		site.head(t, "ETag", n.see(t, "/v1/site").header.Get("ETag"))
		site.has(t, "/revision", 2)
	})
}
