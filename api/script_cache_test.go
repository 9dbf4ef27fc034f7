package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Each script is a representation of its own, with a tag of its own.
func TestTagsOfScripts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		for _, path := range []string{address, "/v1/articles", "/v1/sections", "/v1/bylines", "/v1/site"} {
			tags := map[string]bool{}
			for _, header := range []string{"en", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"} {
				r := n.get(t, path, "Accept-Language", header, "Accept-Encoding", "gzip")
				tag := r.header.Get("ETag")
				tags[tag] = true
				same := n.get(t, path, "Accept-Language", header, "If-None-Match", tag).want(t, http.StatusNotModified)
				same.head(t, "Vary", languageVary)
				same.head(t, "Content-Language", "")
				head := n.do(t, "HEAD", path, "", nil, "Accept-Language", header, "Accept-Encoding", "gzip").want(t, http.StatusOK)
				for _, name := range []string{"ETag", "Content-Length", "Content-Language", "Vary"} {
					head.head(t, name, r.header.Get(name))
				}
				n.get(t, path, "Accept-Language", "zh-Hans", "If-None-Match", tag).want(t, map[bool]int{
					true: http.StatusNotModified, false: http.StatusOK,
				}[header == "en"])
			}
			if want := map[bool]int{true: 4, false: 2}[path == address || path == "/v1/articles"]; len(tags) < want {
				t.Errorf("%s: %v", path, tags)
			}
		}
		r := n.do(t, "GET", address+"?script=hant", n.as(t, news.RoleEditor), nil)
		n.do(t, "PATCH", address, n.as(t, news.RoleEditor), object{"subtitle": nil}, "If-Match", r.header.Get("ETag")).want(t, http.StatusOK)
	})
}

// The cache keeps one entry for each script, however it was asked for.
func TestEntriesOfScripts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		n.alone()
		for _, path := range []string{address, "/v1/articles/noodles?include=neighbors", "/v1/articles?limit=3", "/v1/bylines/张云", "/v1/tags", "/v1/resolve?path=noodles"} {
			separator := "?"
			if strings.Contains(path, "?") {
				separator = "&"
			}
			n.get(t, path).cacheStatus(t, path, stored)
			first := n.get(t, path, "Accept-Language", "zh-Hant")
			if want := stored; !strings.HasPrefix(path, "/v1/resolve") {
				first.cacheStatus(t, path, want)
			}
			before := n.service.Cache().Bytes()
			for _, header := range []string{"zh-Hant", "zh-hant;q=0.8, en", "zh-Hant, zh-Hans"} {
				r := n.get(t, path, "Accept-Language", header).want(t, http.StatusOK)
				r.cacheStatus(t, path+" "+header, hit)
				r.head(t, "ETag", first.header.Get("ETag"))
			}
			for _, header := range []string{"en", "zh-Hant", "zh-Hans"} {
				r := n.get(t, path+separator+"script=hant", "Accept-Language", header).want(t, http.StatusOK)
				r.cacheStatus(t, path+" by the parameter", hit)
				r.head(t, "ETag", first.header.Get("ETag"))
				r.head(t, "Vary", plainVary)
			}
			if grown := n.service.Cache().Bytes() - before; grown > 3000 {
				t.Errorf("%s takes %d bytes more", path, grown)
			}
			n.get(t, path+separator+"script=hant-hk").want(t, http.StatusOK)
			n.get(t, path, "Accept-Language", "zh-Hant-HK").cacheStatus(t, path+" after the parameter", hit)
			n.get(t, path).cacheStatus(t, path+" as written", hit)
		}
	})
}

// A hit in a script takes the short way, and no address is taken for another.
func TestShortWayOfScripts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		n.alone()
		for range 2 {
			n.get(t, address, "Accept-Language", "zh-Hant").has(t, "/title", "蔥油麪在心裏")
			n.get(t, "/v1/articles/noodles", "Accept-Language", "zh-Hans").has(t, "/title", "葱油面在心里")
			n.get(t, "/v1/articles/noodles", "Accept-Language", "zh-CN").has(t, "/title", "葱油面在心里")
		}
		hits := n.server.Hits()
		n.get(t, address, "Accept-Language", "zh-Hant").has(t, "/title", "蔥油麪在心裏")
		n.get(t, "/v1/articles/noodles", "Accept-Language", "zh-Hans").has(t, "/title", "葱油面在心里")
		if got := n.server.Hits() - hits; got != 2 {
			t.Errorf("%d hits", got)
		}
		n.get(t, address+"%20hant").want(t, http.StatusNotFound)
		n.get(t, "/v1/audit?script=hant", "Accept-Language", "zh-Hant").want(t, http.StatusUnauthorized)
	})
}

// Every script goes stale with what it shows, and with the site's language.
func TestScriptsGoStale(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.inHans(t)
		ask := func(path, pointer, want string) {
			t.Helper()
			for range 2 {
				n.get(t, path+"?script=hant").has(t, pointer, want)
				n.get(t, path, "Accept-Language", "zh-Hant").has(t, pointer, want)
			}
		}
		ask(address, "/title", "蔥油麪在心裏")
		ask("/v1/articles", "/data/0/title", "蔥油麪在心裏")
		ask("/v1/tags/海洋", "/name", "海洋")
		n.patch(t, address, object{"title": "头发"}).want(t, http.StatusOK)
		ask(address, "/title", "頭髮")
		ask("/v1/articles", "/data/0/title", "頭髮")
		n.patch(t, address, object{"variants": object{"zh-Hant": object{"title": "秀髮"}}}).want(t, http.StatusOK)
		ask(address, "/title", "秀髮")
		n.patch(t, "/v1/sections/科技要闻", object{"name": "新闻", "slug": "news"}).want(t, http.StatusOK)
		ask(address, "/section/name", "新聞")
		ask("/v1/sections/news", "/name", "新聞")
		n.siteIn(t, "zh-Hant")
		ask("/v1/sections/news", "/name", "新闻")
		ask(address, "/section/name", "新闻")
	})
}

// A cursor of one script goes on in another; its links keep the script.
func TestPagesInScripts(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "要闻", nil)
		for range 3 {
			n.clock.move(1e9)
			n.published(t, object{"section_id": section.ID, "title": "头发", "language": "zh-Hans"})
		}
		r := n.get(t, "/v1/articles?limit=1", "Accept-Language", "zh-Hant")
		if link := r.header.Get("Link"); strings.Count(link, "script=hant") != 2 {
			t.Errorf("Link is %s", link)
		}
		cursor := r.text(t, "/page/next_cursor")
		n.get(t, "/v1/articles?limit=1&script=hant-tw&cursor="+cursor).has(t, "/data/0/title", "頭髮")
		n.get(t, "/v1/articles?limit=1&cursor="+cursor).has(t, "/data/0/title", "头发")
	})
}
