package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	plainVary    = "Accept-Encoding, Authorization"
	languageVary = "Accept-Encoding, Authorization, Accept-Language"
)

// inHans publishes an article in Hans, with names and a link and code in its
// body, and returns its address. The site is in Hans too.
func (n *newsroom) inHans(t *testing.T) string {
	t.Helper()
	n.siteIn(t, "zh-Hans")
	byline := n.byline(t, "张云")
	return n.published(t, object{
		"slug": "noodles", "title": "葱油面在心里", "subtitle": "后来", "short_title": "汤面", "summary": "宁波的后面", "language": "zh-Hans",
		"body":       `<p>头<b>发</b>白了，<a href="https://example.org/头发" title="头发">发现</a></p><pre><code>发("头发")</code></pre>`,
		"section_id": n.section(t, "科技要闻", nil).ID, "tags": []string{"海洋"}, "sources": []object{{"name": "宁波日报"}},
		"credits":  []object{{"byline_id": byline.ID, "role": "author"}},
		"dateline": object{"agency": "新华社", "place": "宁波"}, "seo": object{"title": "面条"},
		"lead_image": object{"url": "/头.jpg", "alt": "头发"}, "original": object{"title": "面", "author": "张云"},
	})
}

func (n *newsroom) siteIn(t *testing.T, language string) {
	t.Helper()
	change := object{"language": language, "name": "海湾时报", "publisher": object{"name": "报社"}}
	n.do(t, "PATCH", "/v1/site", n.as(t, news.RoleAdmin), change, "If-Match", "*").want(t, http.StatusOK)
}

func TestHansInEveryHant(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		for wanted, title := range map[string]string{
			"hans": "葱油面在心里", "hant": "蔥油麪在心裏", "hant-tw": "蔥油麵在心裡", "hant-hk": "葱油麪在心裏",
		} {
			r := n.get(t, address+"?script="+wanted).want(t, http.StatusOK)
			r.has(t, "/title", title)
			r.has(t, "/converted", wanted != "hans")
			r.has(t, "/language", "zh-Hans")
			r.head(t, "Content-Language", strings.NewReplacer("hans", "zh-Hans", "hant", "zh-Hant", "tw", "TW", "hk", "HK").Replace(wanted))
			r.head(t, "Vary", plainVary)
			n.get(t, "/v1/articles?script="+wanted).has(t, "/data/0/title", title)
		}
		r := n.get(t, address+"?script=hant-tw&include=neighbors")
		for pointer, want := range map[string]any{
			"/subtitle": "後來", "/short_title": "湯麵", "/summary": "寧波的後面", "/section/name": "科技要聞", "/breadcrumbs/0/name": "科技要聞",
			"/tags/0/name": "海洋", "/tags/0/slug": "海洋", "/sources/0/name": "寧波日報", "/credits/0/name": "張雲", "/credits/0/byline/name": "張雲",
			"/dateline/agency": "新華社", "/dateline/place": "寧波", "/seo/title": "麵條", "/lead_image/alt": "頭髮", "/lead_image/url": "/头.jpg",
			"/original/author": "張雲", "/slug": "noodles", "/section/slug": "科技要闻", "/path": "科技要闻/noodles",
			"/body": `<p>頭<b>髮</b>白了，<a href="https://example.org/%E5%A4%B4%E5%8F%91" title="头发">發現</a></p><pre><code>发("头发")</code></pre>`,
		} {
			r.has(t, pointer, want)
		}
		n.get(t, address+"?script=hant&body_format=text&fields=body,converted").has(t, "", object{
			"body": "頭髮白了，發現\n\n发(\"头发\")", "converted": true,
		})
	})
}

func TestHantInHans(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.siteIn(t, "zh-Hant-TW")
		section := n.section(t, "科技要聞", nil)
		first := n.published(t, object{"title": "頭髮", "language": "zh-Hant-TW", "section_id": section.ID, "body": "<p>乾隆的頭髮</p>"})
		n.clock.move(1e9)
		second := n.published(t, object{"title": "發現", "language": "zh-Hant-HK", "section_id": section.ID})
		n.correct(t, first, "correction", "後來發現").want(t, http.StatusCreated)
		r := n.get(t, first+"?include=neighbors&body_format=blocks", "Accept-Language", "zh-Hans-CN, en;q=0.5")
		r.has(t, "/title", "头发")
		r.has(t, "/blocks/0/html", "乾隆的头发")
		r.has(t, "/corrections/0/note", "后来发现")
		r.has(t, "/neighbors/next/title", "发现")
		r.head(t, "Vary", languageVary)
		r.head(t, "Content-Language", "zh-Hans")
		n.get(t, first+"?script=hant").has(t, "/converted", false)
		n.get(t, first+"?script=hant").head(t, "Content-Language", "zh-Hant-TW")
		n.get(t, second+"?script=hant-tw").has(t, "/converted", true)
		for path, names := range map[string]object{
			"/v1/sections/" + section.ID: {"/name": "科技要闻", "/breadcrumbs/0/name": "科技要闻", "/slug": "科技要聞", "/converted": true},
			"/v1/sections":               {"/data/0/name": "科技要闻", "/data/0/converted": true},
			"/v1/corrections":            {"/data/0/note": "后来发现", "/data/0/article/title": "头发", "/data/0/converted": true},
			"/v1/site":                   {"/name": "海湾时报", "/converted": true, "/language": "zh-Hant-TW"},
			"/v1/articles?sort=title":    {"/data/0/title": "发现", "/data/0/section/name": "科技要闻", "/data/1/title": "头发"},
		} {
			r := n.get(t, path, "Accept-Language", "zh-Hans")
			for pointer, want := range names {
				r.has(t, pointer, want)
			}
			r.head(t, "Vary", languageVary)
			r.head(t, "Content-Language", "zh-Hans")
			n.get(t, path).head(t, "Vary", languageVary)
		}
		n.move(t, first, "withdraw", object{"reason": "error", "note": "發現"}).want(t, http.StatusOK)
		for range 2 {
			r = n.get(t, first+"?script=hans").problem(t, http.StatusGone, "withdrawn")
			r.has(t, "/tombstone/title", "头发")
			r.has(t, "/tombstone/withdrawn/note", "发现")
			r = n.get(t, first, "Accept-Language", "en").problem(t, http.StatusGone, "withdrawn")
			r.has(t, "/tombstone/title", "頭髮")
			r.head(t, "Vary", languageVary)
		}
	})
}

// Names have no language. They are the site's, unless their characters tell.
func TestScriptsOfNames(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.siteIn(t, "zh-Hans")
		credit := func(name string) object { return object{"byline_id": n.byline(t, name).ID, "role": "author"} }
		n.published(t, object{
			"section_id": n.section(t, "面", nil).ID, "language": "en", "tags": []string{"寧波"},
			"credits": []any{credit("張雲"), credit("张后"), credit("Ann")},
		})
		r := n.get(t, "/v1/articles?script=hans")
		r.has(t, "/data/0/tags/0/name", "宁波")
		r.has(t, "/data/0/credits/0/name", "张云")
		r.has(t, "/data/0/converted", true)
		n.get(t, "/v1/tags/寧波?script=hans").has(t, "/name", "宁波")
		for address, name := range map[string]string{"張雲": "張雲", "张后": "張後", "ann": "Ann"} {
			n.get(t, "/v1/bylines/"+address+"?script=hant").has(t, "/name", name)
		}
		n.get(t, "/v1/bylines?script=hant&q=ann").has(t, "/data/0/converted", false)
		n.siteIn(t, "ja")
		n.get(t, "/v1/tags/寧波?script=hans").has(t, "/name", "寧波")
		n.siteIn(t, "en")
		n.get(t, "/v1/tags/寧波?script=hans").has(t, "/name", "宁波")
		n.get(t, "/v1/bylines/ann").head(t, "Vary", plainVary)
	})
}

// What is written in no script of Chinese is one answer for all.
func TestOtherLanguagesStay(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.published(t, object{"section_id": n.section(t, "Desk", nil).ID, "language": "ja", "title": "頭髪", "tags": []string{"経済"}})
		n.alone()
		plain := n.get(t, address)
		plain.cacheStatus(t, "plain", stored)
		plain.head(t, "Vary", plainVary)
		for _, header := range []string{"zh-Hans", "zh-Hant-TW"} {
			r := n.get(t, address, "Accept-Language", header)
			r.head(t, "ETag", plain.header.Get("ETag"))
			r.head(t, "Content-Language", "ja")
			r.has(t, "/tags/0/name", "経済")
			n.get(t, address, "Accept-Language", header).cacheStatus(t, header, hit)
		}
	})
}

func TestWhichScriptIsWanted(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		const hans, hant, taiwan, hongkong = "葱油面在心里", "蔥油麪在心裏", "蔥油麵在心裡", "葱油麪在心裏"
		for header, title := range map[string]string{
			"zh-Hant": hant, "zh-hant": hant, " zh-Hant ;q=0.3, en": hant, "zh-Hant-TW": taiwan, "zh-Hant-HK,zh-Hans": hongkong, "zh-Hant-MO": hongkong,
			"cmn-Hant-TW": taiwan, "zh-Hant-SG": hant, "zh-TW": hans, "zh-HK": hans, "zh-CN": hans, "zh": hans, "en, zh-Hant": hans, "*": hans,
			"zh-Hant;q=0": hans, "zh-Hant;q=0.000": hans, "": hans, ",zh-Hant": hans, "ja-Hant": hans, "sr-Latn": hans, "zh-Hant-" + strings.Repeat("a", 5000): hans,
			"zh-Hant zh-Hans": hans, "zh_Hant": hans, "\xff": hans,
		} {
			n.get(t, address, "Accept-Language", header).has(t, "/title", title)
		}
		n.get(t, address+"?script=hant-tw", "Accept-Language", "zh-Hant-HK").has(t, "/title", taiwan)
		n.get(t, address+"?fields=title&script=hans", "Accept-Language", "zh-Hant-HK").has(t, "/title", hans)
		// Who is signed in reads what is stored, unless the parameter is there.
		for _, role := range news.Roles() {
			r := n.do(t, "GET", address, n.as(t, role), nil, "Accept-Language", "zh-Hant")
			r.has(t, "/title", hans)
			r.head(t, "Vary", plainVary)
			n.do(t, "GET", address+"?script=hant", n.as(t, role), nil).has(t, "/title", hant)
		}
		for _, path := range []string{address, "/v1/articles", "/v1/sections", "/v1/bylines", "/v1/tags", "/v1/corrections", "/v1/site", "/v1/resolve"} {
			for _, bad := range []string{"Hans", "zh-Hans", "hanst", "hant-tw,hans", "hans%20"} {
				r := n.get(t, path+"?path=noodles&script="+bad).problem(t, http.StatusBadRequest, "bad-parameter")
				if !strings.Contains(string(r.body), "script must be one of hans, hant, hant-tw, hant-hk") {
					t.Errorf("%s?script=%s: %s", path, bad, r.body)
				}
			}
			n.get(t, path+"?script=").problem(t, http.StatusBadRequest, "bad-parameter")
			n.get(t, path+"?script=hans&script=hant").problem(t, http.StatusBadRequest, "bad-parameter")
		}
		n.get(t, "/v1/resolve?path=noodles&script=hant").want(t, http.StatusOK)
		n.get(t, "/v1/articles/noodles/working_copy?script=hans").want(t, http.StatusUnauthorized)
		n.do(t, "GET", address+"/revisions?script=hans", n.as(t, news.RoleEditor), nil).problem(t, http.StatusBadRequest, "bad-parameter")
	})
}

// What was converted is not written back.
func TestConvertedTextIsNotWritten(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		shown := n.do(t, "GET", address+"?script=hant", n.as(t, news.RoleEditor), nil)
		n.patch(t, address, string(shown.body)).problem(t, http.StatusUnprocessableEntity, "validation").has(t, "/errors/1/pointer", "/converted")
		stored := n.do(t, "GET", address, n.as(t, news.RoleEditor), nil, "Accept-Language", "zh-Hant")
		n.patch(t, address, string(stored.body)).want(t, http.StatusOK).has(t, "/revision", 2)
	})
}

func TestPreviewsInAScript(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		draft := n.draft(t, object{"title": "头发", "language": "zh-Hans"})
		address := n.preview(t, draft, nil).want(t, http.StatusCreated).text(t, "/url")
		n.get(t, address).has(t, "/title", "头发")
		n.get(t, address+"&script=hant").has(t, "/title", "頭髮")
		r := n.get(t, address, "Accept-Language", "zh-Hant")
		r.has(t, "/title", "頭髮")
		r.head(t, "Vary", languageVary)
	})
}
