package api_test

import (
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestTimes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for sent, kept := range map[string]string{
			"2025-07-11T00:00:00Z":                "2025-07-11T00:00:00Z",
			"2025-07-11T08:00:00+08:00":           "2025-07-11T00:00:00Z",
			"2025-07-11T00:00:00-00:00":           "2025-07-11T00:00:00Z",
			"2025-07-11T00:00:00.123456789Z":      "2025-07-11T00:00:00.123456Z",
			"2025-07-11T00:00:00.9999999Z":        "2025-07-11T00:00:00.999999Z",
			"2025-07-11T00:00:00.0000001Z":        "2025-07-11T00:00:00Z",
			"2024-02-29T23:59:59Z":                "2024-02-29T23:59:59Z",
			"1969-12-31T23:59:59.999999Z":         "1969-12-31T23:59:59.999999Z",
			"0001-01-01T00:00:00Z":                "0001-01-01T00:00:00Z",
			"0001-01-01T00:00:00.000001Z":         "0001-01-01T00:00:00.000001Z",
			"9999-12-31T23:59:59.9999999Z":        "9999-12-31T23:59:59.999999Z",
			"9999-12-31T23:59:59.999999-00:00":    "9999-12-31T23:59:59.999999Z",
			"9999-12-31T22:59:59+23:59":           "9999-12-30T23:00:59Z",
			"2025-07-11T00:00:00.00000000000001Z": "2025-07-11T00:00:00Z",
		} {
			t.Run(sent, func(t *testing.T) {
				r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleEditor), object{
					"title": "A", "published_at": sent, "embargo_until": sent, "original": object{"published_at": sent},
				}).want(t, 201)
				for _, shown := range []*response{r, n.see(t, r.header.Get("Location"))} {
					shown.has(t, "/published_at", kept)
					shown.has(t, "/embargo_until", kept)
					shown.has(t, "/original/published_at", kept)
				}
			})
		}
		for _, bad := range []string{
			"", " ", "now", "2025", "2025-07", "2025-07-11", "2025-07-11T00:00:00", "2025-07-11T00:00Z", "2025-07-11 00:00:00Z", "2025-7-11T00:00:00Z",
			"2025-07-11T0:00:00Z", "2025-07-11T00:00:00,5Z", "2025-07-11T00:00:00.Z", "20250711T000000Z", "2025-W28-5", "2025-07-11T24:00:00Z",
			"2025-07-11T00:60:00Z", "2025-06-30T23:59:60Z", "2016-12-31T23:59:60Z", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z",
			"2025-07-32T00:00:00Z", "2025-07-11T00:00:00+24:00", "2025-07-11T00:00:00+08:60", "2025-07-11T00:00:00+0800", "2025-07-11T00:00:00+8", "2025-07-11T00:00:00 Asia/Shanghai",
			"0000-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z",
			"+2025-07-11T00:00:00Z", "2025-07-11T00:00:00Z ", " 2025-07-11T00:00:00Z", "2025-07-11T00:00:00ZZ", "２０２５-07-11T00:00:00Z", "1752192000",
		} {
			d.refuse(t, []refusal{{
				name: "refused " + bad, body: object{"title": "A", "published_at": bad, "original": object{"published_at": bad}},
				status: 422, code: "validation", places: []string{"/published_at time", "/original/published_at time"},
			}})
		}
		for _, bad := range []string{"0000-01-01", "2025-02-29", "2025-7-1", "10000-01-01", "2025-07-11T00:00:00Z", "11.7.2025", "x"} {
			d.refuse(t, []refusal{{
				name: "date " + bad, body: object{"title": "A", "dateline": object{"date": bad}}, status: 422, code: "validation", places: []string{"/dateline/date calendardate"},
			}})
		}
	})
}

// The day of a page may lie in a year that its moment in UTC does not.
func TestDaysAtTheEndOfTime(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		n.do(t, "PATCH", "/v1/site", n.as(t, news.RoleAdmin), object{"time_zone": "Asia/Shanghai"}, "If-Match", "*").want(t, 200)
		day := func(moment string) object {
			return object{"title": "A", "published_at": moment, "published_precision": "day"}
		}
		last := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), day("9999-12-30T16:00:00Z")).want(t, 201)
		last.has(t, "/published_date", "9999-12-31")
		d.refuse(t, []refusal{
			{name: "year 10000", body: day("9999-12-31T16:00:00Z"), status: 422, code: "validation", places: []string{"/published_at midnight"}},
			{name: "no midnight", body: day("9999-12-31T00:00:00Z"), status: 422, code: "validation", places: []string{"/published_at midnight"}},
		})
	})
}

func TestURLs(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		for _, bad := range []string{
			"example.org", "//example.org/a", "ftp://example.org", "javascript:alert(1)", "JavaScript:alert(1)", "data:image/png;base64,AA", "https://", "https:///a", "https://:80/", "https:example.org",
			"http//example.org", "https://exa mple.org", "https://example.org/\n", "https://example.org:port/", "https://[::1", "https://%zz.org", " https://example.org", "\thttps://example.org",
			`/\example.org`, `\\example.org`, "a.png", "../a.png", "?a", "#a", "https://example.org/" + strings.Repeat("a", 2000),
		} {
			code := "weburl"
			imageCode := "imageurl"
			if len(bad) > 2000 {
				code, imageCode = "too-long", "too-long"
			}
			d.refuse(t, []refusal{{
				name: "refused " + bad[:min(len(bad), 40)], status: 422, code: "validation",
				body:   object{"title": "A", "seo": object{"canonical_url": bad}, "lead_image": object{"url": bad}},
				places: []string{"/seo/canonical_url " + code, "/lead_image/url " + imageCode},
			}})
		}
		for _, good := range []string{"https://example.org", "https://例子.中国/路径?a=b#c", "https://user@example.org:8443/a%20b", "https://[::1]:80/"} {
			r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), object{"title": "A", "seo": object{"canonical_url": good}, "lead_image": object{"url": good}}).want(t, 201)
			r.has(t, "/seo/canonical_url", good)
			r.has(t, "/lead_image/url", good)
		}
	})
}

func TestNumbers(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		body := func(number string) string {
			return `{"title":"A","lead_image":{"url":"/a.png","width":` + number + `}}`
		}
		for number, kept := range map[string]any{"1": 1, "100000": 100_000, "1e2": 100, "1.0": 1, "10E-1": 1, "0": nil, "-0": nil, "0e999999": nil} {
			r := n.do(t, "POST", "/v1/articles", n.as(t, news.RoleAuthor), body(number)).want(t, 201)
			r.has(t, "/lead_image/width", kept)
		}
		for number, code := range map[string]string{
			"1.5": "type", "1e400": "type", "-1e400": "type", "2147483648": "type", "99999999999999999999999999": "type", "1e308": "type", "0.1": "type",
			`"1"`: "type", "true": "type", "[1]": "type", "-1": "out-of-range", "100001": "out-of-range", "2147483647": "out-of-range", "1e9": "out-of-range",
		} {
			d.refuse(t, []refusal{{name: number, body: body(number), status: 422, code: "validation", places: []string{"/lead_image/width " + code}}})
		}
		for _, number := range []string{"01", "+1", ".5", "1.", "0x10", "1_000", "Infinity", "1e", "--1", "１"} {
			d.refuse(t, []refusal{{name: "no JSON " + number, body: body(number), status: 400, code: "bad-body", places: []string{syntaxAt(number)}}})
		}
	})
}

// syntaxAt is where the reader of numbers gives up: at the number when it does
// not begin as one, behind it when it does not end as one.
func syntaxAt(number string) string {
	switch number {
	case "01", "0x10", "1_000":
		return "/lead_image syntax"
	default:
		return "/lead_image/width syntax"
	}
}
