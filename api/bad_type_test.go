package api_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// samples is a JSON value of each type, none of which is null.
var samples = map[string]any{
	"string": "text", "number": json.Number("7"), "truth": true, "array": []any{}, "object": map[string]any{},
}

// Every field of every input refuses every JSON type but its own, and one
// answer names all of them.
func TestWrongTypes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		asked := d.inputs(t)
		for _, shape := range api.Shapes() {
			dto := reflect.TypeOf(shape)
			if !strings.HasSuffix(dto.Name(), "Input") {
				continue
			}
			to, known := asked[dto]
			if !known {
				t.Errorf("nobody takes a %s: name its route here", dto.Name())
				continue
			}
			for kind, sample := range samples {
				for _, deep := range []bool{false, true} {
					body, want := wrong(dto, kind, sample, "", deep)
					if len(want) == 0 {
						continue // nothing but strings, say
					}
					t.Run(fmt.Sprintf("%s %s deep=%v", dto.Name(), kind, deep), func(t *testing.T) {
						before := d.rows.All(t)
						r := d.do(t, to.method, to.path, d.as(t, news.RoleAdmin), body, "If-Match", "*")
						d.sameRows(t, before)
						if got := typesWrong(t, r); !slices.Equal(got, want) {
							t.Errorf("%v: got %q, want %q: %.1000s", body, got, want, r.body)
						}
					})
				}
			}
		}
		d.stands(t)
	})
}

type asked struct{ method, path string }

// inputs says where each input DTO can be sent.
func (d *desk) inputs(t *testing.T) map[reflect.Type]asked {
	t.Helper()
	d.do(t, "POST", d.seen+"/working_copy", d.as(t, news.RoleAdmin), nil).want(t, 201)
	return map[reflect.Type]asked{
		reflect.TypeFor[api.ArticleInput]():  {"POST", "/v1/articles"},
		reflect.TypeFor[api.PublishInput]():  {"POST", d.draft + "/publish"},
		reflect.TypeFor[api.NoteInput]():     {"POST", d.draft + "/trash"},
		reflect.TypeFor[api.RestoreInput]():  {"POST", d.draft + "/revisions/1/restore"},
		reflect.TypeFor[api.WithdrawInput](): {"POST", d.seen + "/withdraw"},
		reflect.TypeFor[api.ReturnInput]():   {"POST", d.draft + "/return"},
		reflect.TypeFor[api.SiteInput]():     {"PATCH", "/v1/site"},
		reflect.TypeFor[api.LoginInput]():    {"POST", "/v1/auth/login"},
		reflect.TypeFor[api.RefreshInput]():  {"POST", "/v1/auth/refresh"},
		reflect.TypeFor[api.SectionInput]():  {"POST", "/v1/sections"},
		reflect.TypeFor[api.BylineInput]():   {"POST", "/v1/bylines"},
		reflect.TypeFor[api.TagNameInput]():  {"PATCH", "/v1/tags/" + d.tag},
		reflect.TypeFor[api.MergeInput]():    {"POST", "/v1/bylines/" + d.byline.ID + "/merge"},

		reflect.TypeFor[api.CorrectionInput]():   {"POST", d.seen + "/corrections"},
		reflect.TypeFor[api.PreviewTokenInput](): {"POST", d.draft + "/preview_tokens"},
		reflect.TypeFor[api.PasswordInput]():     {"POST", "/v1/auth/password"},
		reflect.TypeFor[api.UserInput]():         {"POST", "/v1/users"},
		reflect.TypeFor[api.UserChangeInput]():   {"PATCH", d.userPath(news.RoleReader)},
		reflect.TypeFor[api.ScriptTokenInput]():  {"POST", "/v1/tokens"},

		reflect.TypeFor[api.WorkingCopyInput]():        {"PATCH", d.seen + "/working_copy"},
		reflect.TypeFor[api.WorkingCopyPublishInput](): {"POST", d.seen + "/working_copy/publish"},
	}
}

// typesWrong returns the places that an answer calls of the wrong type, in
// order.
func typesWrong(t *testing.T, r *response) []string {
	t.Helper()
	named := []string{}
	for _, place := range places(t, r.problem(t, 422, "validation")) {
		if at, ok := strings.CutSuffix(place, " type"); ok {
			named = append(named, at)
		}
	}
	return named
}

// wrong returns a body that gives the sample to every field of a DTO whose type
// is another, and where these are. Where a field holds fields, deep sends a
// body with their types wrong instead.
func wrong(dto reflect.Type, kind string, sample any, at string, deep bool) (body map[string]any, places []string) {
	body, places = map[string]any{}, []string{}
	for _, field := range reflect.VisibleFields(dto) {
		if field.Anonymous {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		of, pointer := field.Type, at+"/"+name
		inner, isList := holds(of)
		if inner != nil && deep {
			if isList {
				pointer += "/0"
			}
			value, within := wrong(inner, kind, sample, pointer, deep)
			if body[name] = any(value); isList {
				body[name] = []any{value}
			}
			places = append(places, within...)
			continue
		}
		if !slices.Contains(takes(of), kind) {
			body[name], places = sample, append(places, pointer)
		}
	}
	slices.Sort(places)
	return body, places
}

// holds returns the struct that a field is, or is a list of; nil for none.
func holds(field reflect.Type) (inner reflect.Type, isList bool) {
	if field.Kind() == reflect.Slice {
		isList, field = true, field.Elem()
	}
	if field.Kind() == reflect.Pointer {
		field = field.Elem()
	}
	if field.Kind() != reflect.Struct || field == reflect.TypeFor[time.Time]() {
		return nil, false
	}
	return field, isList
}

// takes returns the JSON types that a field takes.
func takes(field reflect.Type) []string {
	if field.Kind() == reflect.Pointer {
		field = field.Elem()
	}
	if field == reflect.TypeFor[time.Time]() {
		return []string{"string"}
	}
	return []string{map[reflect.Kind]string{
		reflect.String: "string", reflect.Int: "number", reflect.Bool: "truth", reflect.Slice: "array", reflect.Struct: "object",
	}[field.Kind()]}
}

// What holds no field: lists of values and of values of two types.
func TestWrongTypesInLists(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		list := func(name, body string, at ...string) refusal {
			return refusal{name: name, body: `{"title":"A",` + body + `}`, status: 422, code: "validation", places: at}
		}
		d.refuse(t, []refusal{
			list("null tags", `"tags":["a",null,"b",null]`, "/tags/1 type", "/tags/3 type"),
			list("null credits and sources", `"credits":[null],"sources":[null]`, "/credits/0 type", "/sources/0 type"),
			list("tags of other types", `"tags":[1,true,[],["a"],"a"]`, "/tags/0 type", "/tags/1 type", "/tags/2 type", "/tags/3 type"),
			list("empty tags", `"tags":["","  ",{},{"name":""}]`, "/tags/0 required", "/tags/1 required", "/tags/2/name required", "/tags/3/name required"),
			list("a list for a list of lists", `"tags":[["a","b"]]`, "/tags/0 type"),
		})
	})
}

// One answer tells every fault there is, whatever sort it is of.
func TestEveryFaultAtOnce(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		d.refuse(t, []refusal{{
			name: "create", status: 422, code: "validation",
			body: object{
				"title": " ", "subtitle": 7, "slug": "not a slug", "language": "klingon!", "kind": "gossip", "section_id": news.NewID(), "featured": "yes",
				"credits": []any{object{"role": "ghost"}, object{"byline_id": news.NewID(), "role": "author"}, nil}, "tags": []any{"", 1, object{"slug": "no-tag"}},
				"sources": []any{object{"url": "ftp://x"}}, "lead_image": object{"url": "javascript:alert(1)", "width": -1}, "seo": object{"canonical_url": "x"},
				"published_at": "yesterday", "embargo_until": 1, "published_precision": "hour", "dateline": object{"date": "2025-02-30"},
				"legacy": object{"raw_sha256": "abc"}, "revision": 7, "path": "a/b", "original": "x", "summary": "a\x00b",
			},
			places: []string{
				"/title required", "/subtitle type", "/slug slug", "/language language", "/kind not-allowed", "/section_id unknown", "/featured type",
				"/credits/0/byline_id required", "/credits/0/role not-allowed", "/credits/1/byline_id unknown", "/credits/2 type",
				"/tags/0 required", "/tags/1 type", "/tags/2/slug unknown", "/sources/0/name required", "/sources/0/url weburl",
				"/lead_image/url imageurl", "/lead_image/width out-of-range", "/seo/canonical_url weburl", "/published_at time", "/embargo_until type",
				"/published_precision not-allowed", "/dateline/date calendardate", "/legacy/raw_sha256 sha256", "/revision read-only", "/path read-only",
				"/original type", "/summary nul",
			},
		}, {
			name: "section", path: "/v1/sections", status: 422, code: "validation",
			body:   object{"name": 1, "slug": "a b", "parent_id": "culture", "position": -1, "description": strings.Repeat("漢", 1001), "seo": "x", "depth": 3},
			places: []string{"/name type", "/slug slug", "/parent_id id", "/position out-of-range", "/description too-long", "/seo type", "/depth read-only"},
		}, {
			name: "byline", path: "/v1/bylines", status: 422, code: "validation",
			body: object{
				"name": "\t", "kind": "robot", "email": "x", "url": "javascript:x", "image_url": "http://x/a.png", "same_as": []any{"https://x.example", "x", 1, nil, ""},
				"user_id": news.NewID(), "external_id": strings.Repeat("a", 256), "revision": 1,
			},
			places: []string{
				"/name required", "/kind not-allowed", "/email email", "/url weburl", "/image_url imageurl", "/same_as/1 weburl", "/same_as/2 type", "/same_as/3 type", "/same_as/4 required",
				"/user_id unknown", "/external_id too-long", "/revision read-only",
			},
		}, {
			name: "tag", method: "PATCH", path: "/v1/tags/cinema", headers: []string{"If-Match", "*"}, status: 422, code: "validation",
			body: object{"name": strings.Repeat("😀", 61), "slug": "-", "article_count": 9}, places: []string{"/name too-long", "/slug slug", "/article_count read-only"},
		}, {
			name: "site", method: "PATCH", path: "/v1/site", headers: []string{"If-Match", "*"}, status: 422, code: "validation",
			body: object{
				"name": nil, "url": "example.org", "language": "", "time_zone": "Mars/Olympus", "contact_email": "nobody", "publisher": object{"logo_url": "//x"},
				"registrations": []object{{"kind": "tax"}, {"kind": "icp", "number": " "}}, "created_at": "2020-01-01T00:00:00Z", "revision": nil,
			},
			places: []string{
				"/name required", "/url weburl", "/language required", "/time_zone time-zone", "/contact_email email", "/publisher/logo_url imageurl",
				"/registrations/0/kind not-allowed", "/registrations/0/number required", "/registrations/1/number required", "/created_at read-only", "/revision read-only",
			},
		}})
	})
}

// A body of nothing but faults does not get an answer many times its size.
func TestAnswersToManyFaultsAreBounded(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		const many = 100_000
		unknown := make([]string, many)
		for i := range unknown {
			unknown[i] = fmt.Sprintf(`"%d":0`, i)
		}
		for name, c := range map[string]struct {
			body   string
			status int
			detail string
		}{
			"wrong types":    {`{"title":"A","tags":[` + strings.Repeat("1,", many-1) + `1]}`, 422, "100001 fields are invalid; errors lists the first 1000"},
			"unknown fields": {`{` + strings.Join(unknown, ",") + `}`, 400, "the body has fields that are not known here; errors lists the first 1000"},
		} {
			t.Run(name, func(t *testing.T) {
				before := d.rows.All(t)
				r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), c.body).want(t, c.status)
				d.sameRows(t, before)
				r.has(t, "/detail", c.detail)
				if got := len(r.at(t, "/errors").([]any)); got != 1000 || len(r.body) > 200_000 {
					t.Errorf("%d faults in %d bytes", got, len(r.body))
				}
			})
		}
	})
}
