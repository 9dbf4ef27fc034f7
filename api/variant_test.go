package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestVariantsWin(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil)
		address := n.published(t, object{
			"title": "头发", "subtitle": "后来", "summary": "面", "language": "zh-Hans", "section_id": section.ID, "slug": "hair",
			"variants": object{"zh-Hant": object{"title": "秀髮在心裏", "summary": "麪"}, "zh-Hant-HK": object{"title": "頭髮的故事", "subtitle": ""}},
		})
		n.clock.move(1e9)
		other := n.published(t, object{"title": "面", "language": "zh-Hans", "section_id": section.ID})
		n.correct(t, address, "update", "发现").want(t, http.StatusCreated)
		for wanted, want := range map[string][3]string{
			"hans": {"头发", "后来", "面"}, "hant": {"秀髮在心裏", "後來", "麪"}, "hant-tw": {"秀髮在心裡", "後來", "麵"}, "hant-hk": {"頭髮的故事", "後來", "麪"},
		} {
			r := n.get(t, address+"?script="+wanted)
			list := n.get(t, "/v1/articles?sort=published_at&script="+wanted)
			for i, field := range []string{"title", "subtitle", "summary"} {
				r.has(t, "/"+field, want[i])
				list.has(t, "/data/0/"+field, want[i])
			}
			n.get(t, other+"?include=neighbors&script="+wanted).has(t, "/neighbors/previous/title", want[0])
			n.get(t, "/v1/corrections?script="+wanted).has(t, "/data/0/article/title", want[0])
		}
		r := n.get(t, address)
		r.has(t, "/title", "头发")
		r.has(t, "/variants", object{
			"zh-Hans": nil, "zh-Hant": object{"title": "秀髮在心裏", "subtitle": nil, "short_title": nil, "summary": "麪"},
			"zh-Hant-HK": object{"title": "頭髮的故事", "subtitle": nil, "short_title": nil, "summary": nil}, "zh-Hant-TW": nil,
		})
		n.get(t, other).has(t, "/variants", nil)
		// In the script that an article is in, it stays as it is, whatever else there is.
		taiwan := n.published(t, object{
			"title": "頭髮在心裡", "language": "zh-Hant-TW", "section_id": section.ID,
			"variants": object{"zh-Hant": object{"title": "髮"}, "zh-Hans": object{"short_title": "发"}},
		})
		n.get(t, taiwan+"?script=hant-tw").has(t, "/title", "頭髮在心裡")
		n.get(t, taiwan+"?script=hant-tw").has(t, "/converted", false)
		r = n.get(t, taiwan+"?script=hant")
		r.has(t, "/title", "髮")
		r.has(t, "/converted", true)
		r.head(t, "Content-Language", "zh-Hant")
		r = n.get(t, taiwan+"?script=hans")
		r.has(t, "/title", "头发在心里")
		r.has(t, "/short_title", "发")
		n.move(t, address, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.get(t, address+"?script=hant").want(t, http.StatusGone).has(t, "/tombstone/title", "秀髮在心裏")
	})
}

func TestVariantsAreWritten(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.draft(t, object{"language": "zh-Hans", "variants": object{"zh-Hant": object{"title": "一"}, "zh-Hant-TW": object{"title": "二", "summary": "e\u0301"}}})
		title := func(r *response, language, want string) {
			t.Helper()
			r.want(t, http.StatusOK).has(t, "/variants/"+language+"/title", want)
		}
		r := n.see(t, address)
		title(r, "zh-Hant", "一")
		r.has(t, "/variants/zh-Hant-TW/summary", "é")
		n.patch(t, address, string(r.body)).want(t, http.StatusOK).has(t, "/revision", 1)
		r = n.patch(t, address, object{"variants": object{"zh-Hant": object{"subtitle": "三"}}})
		title(r, "zh-Hant", "一")
		title(r, "zh-Hant-TW", "二")
		r.has(t, "/variants/zh-Hant/subtitle", "三")
		r = n.patch(t, address, object{"variants": object{"zh-Hant": nil, "zh-Hant-TW": object{"title": "四"}}})
		r.has(t, "/variants/zh-Hant", nil)
		title(r, "zh-Hant-TW", "四")
		n.patch(t, address, object{"variants": object{"zh-Hant": object{}}}).has(t, "/revision", 3)
		n.patch(t, address, object{"variants": nil}).has(t, "/variants", nil)
		revisions := address + "/revisions/"
		n.see(t, revisions+"2").has(t, "/content/variants/zh-Hant/subtitle", "三")
		n.see(t, revisions+"4").has(t, "/content/variants", nil)
		n.see(t, revisions+"4/diff").has(t, "/changes/0/field", "variants")
		r = n.do(t, "POST", revisions+"2/restore", n.as(t, news.RoleEditor), nil).want(t, http.StatusOK)
		title(r, "zh-Hant", "一")
		title(n.see(t, address), "zh-Hant-TW", "二")
		n.do(t, "DELETE", address, n.as(t, news.RoleEditor), nil, "If-Match", "*").want(t, http.StatusOK)
		n.do(t, "DELETE", address+"?purge=true", n.as(t, news.RoleAdmin), nil, "If-Match", "*").want(t, http.StatusNoContent)
	})
}

// Variants go where their article goes: into working copies and through
// renames, merges and moves.
func TestVariantsAreCarried(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		byline, into := n.byline(t, "A"), n.byline(t, "B")
		address, copied := n.copied(t, object{
			"language": "zh-Hans", "variants": object{"zh-Hant": object{"title": "一"}}, "credits": []object{{"byline_id": byline.ID, "role": "author"}},
		})
		n.do(t, "GET", copied, n.as(t, news.RoleEditor), nil).has(t, "/variants/zh-Hant/title", "一")
		n.patch(t, copied, object{"variants": object{"zh-Hant": object{"title": "二"}}}).has(t, "/variants/zh-Hant/title", "二")
		n.get(t, address+"?script=hant").has(t, "/title", "一")
		n.do(t, "POST", "/v1/bylines/"+byline.ID+"/merge", n.as(t, news.RoleEditor), object{"into": into.ID}).want(t, http.StatusOK)
		n.get(t, address+"?script=hant").has(t, "/title", "一")
		n.see(t, address+"/revisions/3").has(t, "/content/variants/zh-Hant/title", "一")
		n.publishCopy(t, copied, nil).want(t, http.StatusOK).has(t, "/variants/zh-Hant/title", "二")
		n.get(t, address+"?script=hant").has(t, "/title", "二")
	})
}

func TestBadVariants(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		of := func(name string, status int, code, language string, variants any, at ...string) refusal {
			return refusal{name: name, body: object{"title": "T", "language": language, "variants": variants}, status: status, code: code, places: at}
		}
		long := strings.Repeat("長", 1001)
		d.refuse(t, []refusal{
			of("no object", 422, "validation", "zh-Hans", "髮", "/variants type"),
			of("an array", 422, "validation", "zh-Hans", []any{}, "/variants type"),
			of("an unknown script", 400, "bad-body", "zh-Hans", object{"zh-TW": object{"title": "髮"}}, "/variants/zh-TW unknown-field"),
			of("another case", 400, "bad-body", "zh-Hans", object{"zh-hant": object{"title": "髮"}}, "/variants/zh-hant unknown-field"),
			of("an unknown field", 400, "bad-body", "zh-Hans", object{"zh-Hant": object{"body": "髮"}}, "/variants/zh-Hant/body unknown-field"),
			of("a text", 422, "validation", "zh-Hans", object{"zh-Hant": "髮"}, "/variants/zh-Hant type"),
			of("types", 422, "validation", "zh-Hans", object{"zh-Hant-HK": object{"title": 1, "summary": []any{}}}, "/variants/zh-Hant-HK/title type", "/variants/zh-Hant-HK/summary type"),
			of("blank", 422, "validation", "zh-Hans", object{"zh-Hant": object{"title": " "}}, "/variants/zh-Hant/title required"),
			of("NUL", 422, "validation", "zh-Hans", object{"zh-Hant": object{"title": "a\x00"}}, "/variants/zh-Hant/title nul"),
			of("long", 422, "validation", "zh-Hans", object{"zh-Hant-TW": object{"title": long[:903], "subtitle": long[:903], "short_title": long[:243], "summary": long}},
				"/variants/zh-Hant-TW/title too-long", "/variants/zh-Hant-TW/subtitle too-long", "/variants/zh-Hant-TW/short_title too-long", "/variants/zh-Hant-TW/summary too-long"),
			of("its own script", 422, "validation", "zh-CN", object{"zh-Hans": object{"title": "发"}, "zh-Hant": object{"title": "髮"}}, "/variants/zh-Hans own-script"),
			of("its own script of Taiwan", 422, "validation", "zh-TW", object{"zh-Hant-TW": object{"title": "髮"}}, "/variants/zh-Hant-TW own-script"),
			of("no Chinese", 422, "validation", "ja", object{"zh-Hans": object{"title": "发"}, "zh-Hant": object{"title": "髮"}}, "/variants/zh-Hans not-chinese", "/variants/zh-Hant not-chinese"),
			of("the site's language", 422, "validation", "", object{"zh-Hant": object{"title": "髮"}}, "/variants/zh-Hant not-chinese"),
			of("with another fault", 422, "validation", "zh-Hans", object{"zh-Hans": object{"title": "发"}, "zh-Hant": object{"title": 1}}, "/variants/zh-Hant/title type", "/variants/zh-Hans own-script"),
		})
		address := n.draft(t, object{"language": "zh-Hans", "variants": object{"zh-Hant": object{"title": "髮"}}})
		n.patch(t, address, object{"language": "zh-Hant"}).problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/0/pointer", "/variants/zh-Hant")
		n.patch(t, address, object{"language": "zh-Hant", "variants": nil}).want(t, http.StatusOK)
	})
}

// Titles in other scripts are titles: spam there is kept from readers.
func TestSpamInVariants(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		spam := "澳門賭場,線上博彩,真人百家樂,老虎機"
		address := n.draft(t, object{
			"title": "头发", "language": "zh-Hans", "section_id": n.section(t, "Desk", nil).ID, "body": "<p>" + strings.Repeat("这是一篇关于头发的文章。", 5) + "</p>",
			"variants": object{"zh-Hant": object{"title": spam}, "zh-Hant-TW": object{"title": "頭髮與麵條的發現"}},
		})
		r := n.see(t, address+"/checks")
		if !strings.Contains(string(r.body), `"pointer":"/variants/zh-Hant/title"`) || strings.Contains(string(r.body), "mixed-scripts") {
			t.Errorf("the checks find %s", r.body)
		}
		n.move(t, address, "publish", nil).problem(t, http.StatusConflict, "spam-suspected").has(t, "/warnings/0/pointer", "/variants/zh-Hant/title")
		n.patch(t, address, object{"variants": object{"zh-Hant": object{"title": "头发与面条的发现"}}}).want(t, http.StatusOK)
		n.see(t, address+"/checks").has(t, "/warnings/0/code", "mixed-scripts")
		n.move(t, address, "publish", nil).want(t, http.StatusOK)
		n.patch(t, address, object{"variants": object{"zh-Hant": object{"subtitle": spam}}}).problem(t, http.StatusConflict, "spam-suspected")
	})
}
