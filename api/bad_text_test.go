package api_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// No text field of any input takes a NUL, which Postgres could not keep.
func TestNULInText(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for dto, to := range d.inputs(t) {
			var want []string
			body := texts(dto, "", func(field reflect.StructField, at string) any {
				code := " nul"
				if field.Type == reflect.TypeFor[*time.Time]() {
					code = " time"
				}
				want = append(want, at+code)
				return "a\x00b"
			})
			if dto == reflect.TypeFor[api.ScriptTokenInput]() {
				want = append(want, "/scopes required")
			}
			d.refuse(t, []refusal{{
				name: dto.Name(), method: to.method, path: to.path, body: body, headers: []string{"If-Match", "*"},
				status: 422, code: "validation", places: want,
			}})
		}
		d.refuse(t, []refusal{{
			name: "a tag's name alone", body: `{"title":"\u0000","tags":["a","\u0000"]}`, status: 422, code: "validation", places: []string{"/title nul", "/tags/1 nul"},
		}})
		d.stands(t)
	})
}

// Every text is as long as its limit says and no longer, counted in code
// points, however many bytes they take.
func TestLengths(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for dto, to := range d.inputs(t) {
			switch dto {
			case reflect.TypeFor[api.ReturnInput](), reflect.TypeFor[api.CorrectionInput](), // TestNotes looks at these
				reflect.TypeFor[api.WithdrawInput](), reflect.TypeFor[api.LoginInput](), reflect.TypeFor[api.RefreshInput](),
				reflect.TypeFor[api.PublishInput](), reflect.TypeFor[api.MergeInput](), reflect.TypeFor[api.NoteInput](),
				reflect.TypeFor[api.PasswordInput](), reflect.TypeFor[api.ScriptTokenInput](), reflect.TypeFor[api.RestoreInput](),
				reflect.TypeFor[api.WorkingCopyInput](), reflect.TypeFor[api.WorkingCopyPublishInput]():
				continue // what these take is not told again
			}
			for name, letter := range map[string]string{"Latin": "a", "Han": "漢", "emoji": "😀", "decomposed": "e\u0301"} {
				if _, limited := d.longest(dto, letter, 0); len(limited) == 0 {
					continue
				}
				t.Run(dto.Name()+" "+name, func(t *testing.T) {
					body, limited := d.longest(dto, letter, 1)
					d.refuseOne(t, refusal{
						method: to.method, path: to.path, body: body, headers: []string{"If-Match", "*"}, status: 422, code: "validation",
						places: suffixed(limited, " too-long"),
					})
					body, _ = d.longest(dto, letter, 0)
					r := d.do(t, to.method, to.path, d.as(t, news.RoleAdmin), body, "If-Match", "*")
					if r.status >= 300 {
						t.Fatalf("at the limit it is refused: %s", r.body)
					}
					for _, at := range limited {
						if at == "/change_note" {
							continue // write-only: TestChangeNotes looks at it
						}
						if got, want := len([]rune(r.text(t, at))), limitOf(t, body, at, letter); got != want {
							t.Errorf("%s comes back with %d code points, want %d", at, got, want)
						}
					}
				})
			}
		}
	})
}

func suffixed(texts []string, suffix string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = text + suffix
	}
	return all
}

// longest returns a valid input but for what is over: every text that may hold
// anything is as long as its limit and over letters longer. limited names these.
func (d *desk) longest(dto reflect.Type, letter string, over int) (body map[string]any, limited []string) {
	valid := map[string]any{
		"/section_id": d.film.ID, "/credits/0/byline_id": d.byline.ID, "/tags/0/name": "Cinema", "/language": "zh-Hans", "/published_precision": "second",
		"/credits/0/role": "author", "/dateline/date": "2025-02-28", "/lead_image/url": "/a.png", "/time_zone": "Asia/Shanghai", "/registrations/0/kind": "icp",
		"/email": fmt.Sprintf("%s-%x@example.org", strings.ToLower(dto.Name()), letter), "/role": "reader",
	}
	body = texts(dto, "", func(field reflect.StructField, at string) any {
		if strings.HasPrefix(at, "/credits/0/byline/") || strings.HasPrefix(at, "/variants/zh-Hans/") {
			return nil // the article is in it
		}
		most, free := limit(field)
		if !free || valid[at] != nil {
			return valid[at]
		}
		limited = append(limited, at)
		return strings.Repeat(letter, most+over)
	})
	if credits, ok := body["credits"].([]any); ok {
		delete(credits[0].(map[string]any), "byline")
	}
	return body, limited
}

// limit returns the most code points that a field takes, if any code points do.
func limit(field reflect.StructField) (most int, free bool) {
	for rule := range strings.SplitSeq(field.Tag.Get("validate"), ",") {
		name, parameter, _ := strings.Cut(rule, "=")
		switch name {
		case "max":
			most, _ = strconv.Atoi(parameter)
		case "required", "notblank", "required_without":
		default:
			return 0, false
		}
	}
	return most, most > 0
}

func limitOf(t *testing.T, body map[string]any, at, letter string) int {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	sent := (&response{body: encoded}).text(t, at)
	return strings.Count(sent, letter)
}

// texts returns a body with a value for every text of a DTO, nested ones too;
// null where the value is nil.
func texts(dto reflect.Type, at string, value func(field reflect.StructField, pointer string) any) map[string]any {
	body := map[string]any{}
	for _, field := range reflect.VisibleFields(dto) {
		if field.Anonymous {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		pointer := at + "/" + name
		inner, isList := holds(field.Type)
		switch {
		case inner != nil && isList:
			body[name] = []any{texts(inner, pointer+"/0", value)}
		case inner != nil:
			body[name] = texts(inner, pointer, value)
		case slices.Contains(takes(field.Type), "string"):
			body[name] = value(field, pointer)
		}
	}
	return body
}

// What is bounded in bytes: a body as it is kept, an external id.
func TestSizes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		const mebibyte = 1 << 20
		body := func(letter string, size int) object {
			return object{"title": "A", "body": "<p>" + strings.Repeat(letter, (size-7)/len(letter)) + strings.Repeat("x", (size-7)%len(letter)) + "</p>"}
		}
		external := func(text string) object { return object{"title": "A", "external_id": text} }
		d.refuse(t, []refusal{
			{name: "body", body: body("a", mebibyte+1), status: 422, code: "validation", places: []string{"/body too-long"}},
			{name: "body in Han", body: body("漢", mebibyte+1), status: 422, code: "validation", places: []string{"/body too-long"}},
			{name: "body that grows", body: `{"title":"A","body":"` + strings.Repeat("&", mebibyte-10) + `"}`, status: 422, code: "validation", places: []string{"/body too-long"}},
			{name: "external id", body: external(strings.Repeat("a", 256)), status: 422, code: "validation", places: []string{"/external_id too-long"}},
			{name: "external id in Han", body: external(strings.Repeat("漢", 86)), status: 422, code: "validation", places: []string{"/external_id too-long"}},
			{name: "slug", body: object{"title": "A", "slug": strings.Repeat("漢", 121)}, status: 422, code: "validation", places: []string{"/slug slug"}},
			{name: "31 tags", body: object{"title": "A", "tags": strings.Fields(strings.Repeat("a ", 31))}, status: 422, code: "validation", places: []string{"/tags too-long"}},
		})
		author := n.as(t, news.RoleAuthor)
		for _, input := range []object{
			body("a", mebibyte), body("漢", mebibyte), external(strings.Repeat("漢", 85)), {"title": "A", "slug": strings.Repeat("漢", 120)},
		} {
			r := n.do(t, "POST", "/v1/articles", author, input).want(t, 201)
			for name, value := range input {
				r.has(t, "/"+name, value)
			}
		}
		n.patch(t, d.draft, body("漢", mebibyte)).want(t, 200)
		n.patch(t, d.draft, object{"title": "Still to be changed"}).want(t, 200)
	})
}

// Plain text comes back as it was sent, in NFC.
func TestTextComesBack(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for name, text := range map[string][2]string{
			"markup":              {"How to use <script>", "How to use <script>"},
			"references":          {"Q&amp;A &lt; &#65;", "Q&amp;A &lt; &#65;"},
			"SQL":                 {`'; DROP TABLE articles; --"\%_`, `'; DROP TABLE articles; --"\%_`},
			"right to left":       {"\u200fשלום\u202e עולם\u202c\u2067x\u2069", "\u200fשלום\u202e עולם\u202c\u2067x\u2069"},
			"decomposed":          {"Cafe\u0301 Å", "Café Å"},
			"decomposed Hangul":   {"\u1112\u1161\u11ab", "한"},
			"compatibility Han":   {"\uf900", "\u8c48"},
			"ångström sign":       {"\u212b", "\u00c5"},
			"marks out of order":  {"a\u0301\u0323", "\u1ea1\u0301"},
			"fullwidth":           {"ＡＢＣ １２３", "ＡＢＣ １２３"},
			"joined emoji":        {"👩‍👩‍👧‍👦 🇨🇳", "👩‍👩‍👧‍👦 🇨🇳"},
			"beyond the BMP":      {"𠮷野家 \U0010fffd", "𠮷野家 \U0010fffd"},
			"white space":         {"  a\t\r\n b\u00a0\u3000\u2028 ", "  a\t\r\n b\u00a0\u3000\u2028 "},
			"control characters":  {"a\x01\x1f\x7f\u0085b", "a\x01\x1f\x7f\u0085b"},
			"noncharacters":       {"a\ufffe\uffff\ufdd0\ufffd", "a\ufffe\uffff\ufdd0\ufffd"},
			"zero width":          {"a\u200b\u200d\ufeffb", "a\u200b\u200d\ufeffb"},
			"ideographic variant": {"葛\U000e0100", "葛\U000e0100"},
		} {
			t.Run(name, func(t *testing.T) {
				r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), object{"title": text[0], "summary": text[0], "external_id": "x" + text[0]}).want(t, 201)
				for _, shown := range []*response{r, n.see(t, r.header.Get("Location")), n.see(t, "/v1/articles?status=draft&limit=1&sort=-created_at")} {
					at := ""
					if _, isList := shown.at(t, "").(map[string]any)["data"]; isList {
						at = "/data/0"
					}
					shown.has(t, at+"/title", text[1])
					shown.has(t, at+"/summary", text[1])
					shown.has(t, at+"/external_id", "x"+text[1])
				}
				n.clock.move(time.Second)
			})
		}
	})
}
