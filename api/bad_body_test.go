package api_test

import (
	"io"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const twoMiB = 2 << 20

// Whoever may write, a body must be one JSON object, said once and in full.
func TestBadBodies(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, to := range []struct{ name, method, path string }{
			{"create", "POST", "/v1/articles"},
			{"change", "PATCH", d.draft},
			{"publish", "POST", d.draft + "/publish"},
			{"site", "PATCH", "/v1/site"},
		} {
			for _, b := range badBodies() {
				if b.body == "" && to.name == "publish" {
					continue // an action needs no body
				}
				d.refuse(t, []refusal{{
					name: to.name + " " + b.name, method: to.method, path: to.path, body: b.body,
					headers: []string{"If-Match", "*"}, status: 400, code: "bad-body", places: []string{b.place},
				}})
			}
		}
		d.stands(t)
	})
}

func badBodies() []struct{ name, body, place string } {
	const deep = 100_000
	return []struct{ name, body, place string }{
		{"empty", ``, " empty"},
		{"white space", " \r\n\t", " empty"},
		{"null", `null`, " not-an-object"},
		{"array", `[{"title":"A"}]`, " not-an-object"},
		{"string", `"title"`, " not-an-object"},
		{"number", `1`, " not-an-object"},
		{"object cut off", `{"title":"A"`, " syntax"},
		{"string cut off", `{"title":"A`, "/title syntax"},
		{"no value", `{"title":}`, "/title syntax"},
		{"no name", `{"title":"A",}`, " syntax"},
		{"single quotes", `{'title':'A'}`, " syntax"},
		{"comment", `{"title":"A"/**/}`, " syntax"},
		{"byte order mark", "\xef\xbb\xbf{}", " syntax"},
		{"NaN", `{"title":NaN}`, "/title syntax"},
		{"leading zero", `{"title":01}`, " syntax"},
		{"bare control character", "{\"title\":\"A\nB\"}", "/title syntax"},
		{"unknown escape", `{"title":"\x41"}`, "/title syntax"},
		{"trailing brace", `{}}`, " trailing-data"},
		{"trailing object", `{} {}`, " trailing-data"},
		{"trailing word", `{} true`, " trailing-data"},
		{"trailing NUL", "{}\x00", " trailing-data"},
		{"trailing junk", `{}#`, " trailing-data"},
		{"duplicate key", `{"title":"A","title":"A"}`, "/title duplicate-key"},
		{"duplicate key, escaped", `{"title":"A","\u0074itle":"A"}`, "/title duplicate-key"},
		{"duplicate key, nested", `{"seo":{"title":"A","title":"B"}}`, "/seo/title duplicate-key"},
		{"duplicate key, in an array", `{"sources":[{"name":"A"},{"name":"A","name":"B"}]}`, "/sources/1/name duplicate-key"},
		{"duplicate unknown key", `{"colour":1,"colour":2}`, "/colour duplicate-key"},
		{"invalid UTF-8", "{\"title\":\"\xff\"}", "/title syntax"},
		{"overlong UTF-8", "{\"title\":\"\xc0\xaf\"}", "/title syntax"},
		{"UTF-8 surrogate", "{\"title\":\"\xed\xa0\x80\"}", "/title syntax"},
		{"GBK", "{\"title\":\"\xbf\xc6\xbc\xbc\"}", "/title syntax"},
		{"invalid UTF-8 in a name", "{\"\xff\":1}", " syntax"},
		{"UTF-16", "{\x00\"\x00t\x00", " syntax"},
		{"lone high surrogate", `{"title":"\ud800"}`, "/title syntax"},
		{"lone low surrogate", `{"title":"\udc00"}`, "/title syntax"},
		{"surrogates swapped", `{"title":"\udc00\ud800"}`, "/title syntax"},
		{"high surrogate and text", `{"title":"\ud800x"}`, "/title syntax"},
		{"deep arrays", `{"tags":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + `}`, "/tags" + strings.Repeat("/0", 63) + " too-deep"},
		{"deep objects", strings.Repeat(`{"seo":`, deep) + `1` + strings.Repeat("}", deep), strings.Repeat("/seo", 65) + " too-deep"},
		{"deep arrays, open", strings.Repeat("[", deep), strings.Repeat("/0", 64) + " too-deep"},
	}
}

// Unknown fields are refused together, also where a patch only removes them.
func TestUnknownFields(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		match := []string{"If-Match", "*"}
		unknown := func(name, method, path, body string, at ...string) refusal {
			c := refusal{name: name, method: method, path: path, body: body, headers: match, status: 400, code: "bad-body"}
			for _, place := range at {
				c.places = append(c.places, place+" unknown-field")
			}
			return c
		}
		d.refuse(t, []refusal{
			unknown("top level", "POST", "/v1/articles", `{"title":"A","colour":"red"}`, "/colour"),
			unknown("several", "POST", "/v1/articles", `{"title":1,"colour":"red","seo":{"noidx":true},"Title":"A"}`, "/Title", "/colour", "/seo/noidx"),
			unknown("empty name", "POST", "/v1/articles", `{"title":"A","":1}`, "/"),
			unknown("name to be escaped", "POST", "/v1/articles", `{"title":"A","a/b~c":1}`, "/a~1b~0c"),
			unknown("name with a NUL", "POST", "/v1/articles", `{"title":"A","a\u0000":1}`, "/a\x00"),
			unknown("nested", "POST", "/v1/articles", `{"title":"A","lead_image":{"url":"/a.png","size":1}}`, "/lead_image/size"),
			unknown("in an array", "POST", "/v1/articles", `{"title":"A","sources":[{"name":"A"},{"name":"B","link":null}]}`, "/sources/1/link"),
			unknown("in a credit", "POST", "/v1/articles", `{"title":"A","credits":[{"byline":{"id":"x","colour":1}}]}`, "/credits/0/byline/colour"),
			unknown("in a tag", "POST", "/v1/articles", `{"title":"A","tags":["a",{"name":"b","id":"c"}]}`, "/tags/1/id"),
			unknown("patch", "PATCH", d.draft, `{"colour":"red"}`, "/colour"),
			unknown("patch that nulls", "PATCH", d.draft, `{"colour":null}`, "/colour"),
			unknown("patch that nulls, nested", "PATCH", d.draft, `{"seo":{"colour":null}}`, "/seo/colour"),
			unknown("patch that nulls, below null", "PATCH", d.draft, `{"dateline":{"agency":{"colour":null}},"colour":null}`, "/colour"),
			unknown("site", "PATCH", "/v1/site", `{"registrations":[{"kind":"icp","number":"1","colour":null}],"publisher":{"logo":null}}`, "/publisher/logo", "/registrations/0/colour"),
			unknown("publish", "POST", d.draft+"/publish", `{"at":"2025-07-11T12:00:00Z"}`, "/at"),
			unknown("withdraw", "POST", d.seen+"/withdraw", `{"reason":"error","code":1}`, "/code"),
			unknown("submit", "POST", d.draft+"/submit", `{"note":null}`, "/note"),
			unknown("return", "POST", d.draft+"/return", `{"note":"N","reason":"R"}`, "/reason"),
			unknown("correction", "POST", d.seen+"/corrections", `{"kind":"update","note":"N","at":null}`, "/at"),
			unknown("trash", "POST", d.draft+"/trash", `{"reason":"error"}`, "/reason"),
			unknown("unschedule", "POST", d.draft+"/unschedule", `{"note":null}`, "/note"),
			unknown("restore", "POST", d.draft+"/restore", `{"note":null}`, "/note"),
			unknown("delete", "DELETE", d.draft, `{"reason":"error"}`, "/reason"),
			unknown("section", "POST", "/v1/sections", `{"name":"A","order":1,"seo":{"robots":null}}`, "/order", "/seo/robots"),
			unknown("section patch that nulls", "PATCH", "/v1/sections/film", `{"parent":null}`, "/parent"),
			unknown("section delete", "DELETE", "/v1/sections/film", `{"move_to":"culture"}`, "/move_to"),
			unknown("byline", "POST", "/v1/bylines", `{"name":"A","role":"author","phone":"1"}`, "/phone", "/role"),
			unknown("byline patch that nulls", "PATCH", "/v1/bylines/"+d.byline.ID, `{"phone":null}`, "/phone"),
			unknown("tag", "PATCH", "/v1/tags/cinema", `{"name":"A","synonyms":[]}`, "/synonyms"),
			unknown("merge", "POST", "/v1/tags/cinema/merge", `{"into":"x","from":"y"}`, "/from"),
			unknown("login", "POST", "/v1/auth/login", `{"email":"a@example.org","password":"x","otp":null}`, "/otp"),
		})
	})
}

func TestBodySizes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		of := func(size int) string {
			const whole = `{"title":"A"}`
			return whole + strings.Repeat(" ", size-len(whole))
		}
		unsized := func(size int) io.Reader { return struct{ io.Reader }{strings.NewReader(of(size))} }
		const tooLarge = 2_200_000
		for _, to := range []struct{ method, path string }{{"POST", "/v1/articles"}, {"PATCH", d.draft}, {"POST", d.draft + "/trash"}} {
			refused := refusal{method: to.method, path: to.path, headers: []string{"If-Match", "*"}, status: 413, code: "too-large"}
			for name, body := range map[string]any{
				"2.2 MB": of(tooLarge), "2.2 MB, chunked": unsized(tooLarge), "a byte too many": of(twoMiB + 1), "a byte too many, chunked": unsized(twoMiB + 1),
			} {
				refused.name, refused.body = to.method+" "+to.path+" "+name, body
				d.refuse(t, []refusal{refused})
			}
		}
		token := n.as(t, news.RoleAdmin)
		n.do(t, "POST", "/v1/articles", token, of(twoMiB)).want(t, 201)
		n.do(t, "POST", "/v1/articles", token, unsized(twoMiB)).want(t, 201)
	})
}

func TestMediaTypes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, media := range []string{
			"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json", "application/jsonp",
			"application/merge-patch+json", "application/problem+json", "application/*", "*/*", "json", "application/json; charset=gbk",
			"application/json; charset=utf-16", "application/json; charset", "application/json, text/plain", ";", "\xff",
		} {
			d.refuse(t, []refusal{{
				name: "post " + media, body: `{"title":"A"}`, headers: []string{"Content-Type", media},
				status: 415, code: "unsupported-media-type",
			}})
		}
		for _, media := range []string{"", "text/plain", "application/json-patch+json"} {
			d.refuse(t, []refusal{{
				name: "patch " + media, method: "PATCH", path: d.draft, body: `{"title":"A"}`, headers: []string{"Content-Type", media, "If-Match", "*"},
				status: 415, code: "unsupported-media-type",
			}, {
				name: "publish " + media, path: d.draft + "/publish", body: `{}`, headers: []string{"Content-Type", media},
				status: 415, code: "unsupported-media-type",
			}})
		}
		d.refuse(t, []refusal{{
			name: "compressed", body: `{"title":"A"}`, headers: []string{"Content-Type", "application/json", "Content-Encoding", "gzip"},
			status: 415, code: "unsupported-media-type",
		}, {
			name: "type before syntax", body: `{`, headers: []string{"Content-Type", "text/plain"}, status: 415, code: "unsupported-media-type",
		}, {
			name: "none and empty", body: "", headers: []string{"Content-Type", ""}, status: 415, code: "unsupported-media-type",
		}})
		for _, media := range []string{
			"application/json", "Application/JSON", "application/json;charset=utf-8", `application/json; charset="UTF-8"`, "application/json; profile=x",
		} {
			n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAdmin), `{"title":"A"}`, "Content-Type", media).want(t, 201)
		}
		n.do(t, "PATCH", d.draft, n.as(t, news.RoleAdmin), `{"title":"B"}`, "Content-Type", "application/merge-patch+json", "If-Match", "*").want(t, 200)
	})
}
