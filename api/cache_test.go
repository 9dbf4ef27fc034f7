package api_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/seed-6f93249c/broadsheet/api"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	hit    = "broadsheet; hit"
	stored = "broadsheet; fwd=miss; stored"
	missed = "broadsheet; fwd=miss"
	bypass = "broadsheet; fwd=bypass"
)

// cacheStatus fails the test unless the response cache had this to say.
func (r *response) cacheStatus(t *testing.T, what, want string) {
	t.Helper()
	if got := r.header.Get("Cache-Status"); got != want {
		t.Errorf("%s: Cache-Status is %q, want %q", what, got, want)
	}
}

// alone is without the second request that the harness sends.
func (n *newsroom) alone() *newsroom {
	n.twin = nil
	return n
}

// Requests that mean the same are one entry, whatever their spelling.
func TestSpellings(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil)
		address := n.published(t, object{"slug": "寧波", "section_id": section.ID})
		id := strings.TrimPrefix(address, "/v1/articles/")
		n.alone()
		for _, same := range [][]string{
			{address, address, "/v1/articles/" + strings.ToUpper(id), "/v1/articles/寧波", "/v1/articles/%e5%af%a7波", address + "?", address + "?body_format=html"},
			{address + "?fields=id,title&body_format=text", "/v1/articles/寧波?body_format=text&fields=title,id", address + "?fields=title,id&body_format=text&"},
			{
				"/v1/articles", "/v1/articles?limit=20", "/v1/articles?with_total=false&sort=-published_at&section_scope=subtree",
				"/v1/articles?limit=%320", "/v1/articles?",
			},
			{"/v1/articles?kind=news&kind=brief&featured=false", "/v1/articles?featured=false&kind=brief&kind=news"},
			{"/v1/articles?section=desk", "/v1/articles?limit=20&section=desk"},
			{"/v1/articles?language=zh-Hant&published_from=2025-07-11T08:00:00Z", "/v1/articles?published_from=2025-07-11T08:00:00Z&language=zh-Hant"},
			{"/v1/sections?max_depth=2&root=desk", "/v1/sections?root=desk&max_depth=2&limit=20"},
			{"/v1/sections/desk", "/v1/sections/" + section.ID, "/v1/sections/DESK"},
			{"/v1/bylines?q=ann", "/v1/bylines?limit=20&q=ann"},
			{"/v1/tags", "/v1/tags?limit=20"},
			{"/v1/site", "/v1/site?"},
			{"/v1/resolve?path=desk", "/v1/resolve?path=desk&"},
		} {
			for i, path := range same {
				want := hit
				if i == 0 {
					want = stored
				}
				n.get(t, path).want(t, http.StatusOK).cacheStatus(t, path, want)
			}
			n.do(t, "HEAD", same[len(same)-1], "", nil).want(t, http.StatusOK).cacheStatus(t, "HEAD "+same[0], hit)
		}
		// What only the handler can tell costs one look, and makes no other entry.
		for first, other := range map[string]string{
			"/v1/articles?limit=5": "/v1/articles?limit=005", "/v1/articles?language=zh-Hans": "/v1/articles?language=ZH-hans",
			"/v1/articles?published_to=2025-07-11T08:00:00Z": "/v1/articles?published_to=2025-07-11T16:00:00%2B08:00",
			"/v1/articles?kind=news":                         "/v1/articles?kind=news&kind=news",
			"/v1/articles?section=desk&limit=2":              "/v1/articles?section=DESK&limit=2",
		} {
			n.get(t, first).cacheStatus(t, first, stored)
			before := n.service.Cache().Bytes()
			n.get(t, other).want(t, http.StatusOK)
			n.get(t, other).cacheStatus(t, other, hit)
			if grown := n.service.Cache().Bytes() - before; grown > 1000 {
				t.Errorf("%s takes %d bytes more", other, grown)
			}
		}
	})
}

// Only good answers of public reads are kept.
func TestWhatIsNotKept(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address, draft := n.published(t, object{"section_id": n.section(t, "Desk", nil).ID}), n.draft(t, nil)
		token := n.as(t, news.RoleReader)
		n.alone()
		for range 2 {
			n.get(t, draft).want(t, http.StatusNotFound).cacheStatus(t, "404", missed)
			n.get(t, address+"?limit=20").want(t, http.StatusBadRequest).cacheStatus(t, "unknown parameter", missed)
			n.get(t, "/v1/articles?limit=20&limit=20").want(t, http.StatusBadRequest).cacheStatus(t, "twice", missed)
			n.get(t, "/v1/articles?limit=0").want(t, http.StatusBadRequest).cacheStatus(t, "bad value", missed)
			n.get(t, "/v1/articles?limit=%zz").want(t, http.StatusBadRequest).cacheStatus(t, "bad encoding", bypass)
			n.get(t, "/v1/sections?max_depth=0").want(t, http.StatusBadRequest).cacheStatus(t, "no default", missed)
			n.do(t, "GET", address, token, nil).want(t, http.StatusOK).cacheStatus(t, "signed in", "")
			n.do(t, "GET", address, "bad", nil).want(t, http.StatusUnauthorized).cacheStatus(t, "bad token", "")
			n.get(t, address+"?preview=x").cacheStatus(t, "preview", bypass)
			n.get(t, address+"?%70review=x").cacheStatus(t, "preview in disguise", bypass)
			n.get(t, address, "If-Match", `"7-x"`).want(t, http.StatusPreconditionFailed).cacheStatus(t, "If-Match", "")
			n.get(t, "/healthz").cacheStatus(t, "health", "")
		}
		n.get(t, address).cacheStatus(t, address, stored)
		n.get(t, address, "If-Match", `"7-x"`).want(t, http.StatusPreconditionFailed)
		n.do(t, "GET", address, "bad", nil).want(t, http.StatusUnauthorized)
		n.service.Cache().Distrust()
		n.get(t, address).want(t, http.StatusOK).cacheStatus(t, "not trusted", bypass)
	})
}

// Redirects and tombstones are kept too, each answer with an id of its own.
func TestMovedAndGoneAreKept(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		desk := n.section(t, "Desk", nil).ID
		moved, gone := n.published(t, object{"slug": "old", "section_id": desk}), n.published(t, object{"slug": "gone", "section_id": desk})
		n.patch(t, moved, object{"slug": "new"}).want(t, http.StatusOK)
		n.move(t, gone, "withdraw", object{"reason": "error"}).want(t, http.StatusOK)
		n.alone()
		for i, want := range []string{stored, hit, hit} {
			query := strings.Repeat("&", i)
			r := n.get(t, "/v1/articles/old?fields=id"+query).want(t, http.StatusMovedPermanently)
			r.cacheStatus(t, "301", want)
			r.head(t, "Location", "/v1/articles/new?fields=id"+query)
			r.head(t, "Cache-Control", publicPolicy)
			for _, path := range []string{"/v1/articles/gone", gone, "/v1/resolve?path=gone"} {
				r := n.get(t, path).problem(t, http.StatusGone, "withdrawn")
				r.cacheStatus(t, "410 of "+path, want)
				r.head(t, "Cache-Control", publicPolicy)
			}
		}
		n.section(t, "Gone", nil)
		n.get(t, "/v1/resolve?path=gone").want(t, http.StatusOK).cacheStatus(t, "a section takes the path", stored)
		n.patch(t, moved, object{"slug": "old"}).want(t, http.StatusOK)
		n.get(t, "/v1/articles/old?fields=id").want(t, http.StatusOK).cacheStatus(t, "moved back", stored)
	})
}

// A kept answer is that of the handler, in every coding and to every condition.
func TestCodings(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		address := n.published(t, object{"section_id": n.section(t, "Desk", nil).ID, "body": "<p>" + strings.Repeat("甬江科創區 ", 500) + "</p>"})
		n.published(t, object{"section_id": n.get(t, address).text(t, "/section_id"), "summary": strings.Repeat("甬江", 200)})
		n.alone()
		for _, path := range []string{address, "/v1/articles?limit=3"} {
			for _, token := range []string{"", n.as(t, news.RoleEditor)} {
				plain := n.do(t, "GET", path, token, nil, "Accept-Encoding", "identity").want(t, http.StatusOK)
				plain.head(t, "Content-Encoding", "")
				tag := strings.TrimSuffix(plain.header.Get("ETag"), `"`)
				for accept, coding := range map[string]string{"gzip": "gzip", "br, gzip": "br", "zstd, br, gzip": "zstd", "zstd;q=0.1, gzip": "gzip"} {
					r := n.do(t, "GET", path, token, nil, "Accept-Encoding", accept).want(t, http.StatusOK)
					r.head(t, "Content-Encoding", coding)
					r.head(t, "ETag", tag+"-"+coding+`"`)
					r.head(t, "Content-Length", strconv.Itoa(len(r.body)))
					r.head(t, "Accept-Ranges", "none")
					if got := inflated(t, coding, r.body); got != string(plain.body) {
						t.Errorf("%s in %s is other", path, coding)
					}
					head := n.do(t, "HEAD", path, token, nil, "Accept-Encoding", accept, "Range", "bytes=0-9").want(t, http.StatusOK)
					head.head(t, "Content-Length", strconv.Itoa(len(r.body)))
					head.head(t, "Content-Encoding", coding)
					for _, known := range []string{r.header.Get("ETag"), tag + `"`, tag + `-br"`, "W/" + tag + `-gzip"`, "*", `"x", ` + tag + `"`} {
						same := n.do(t, "GET", path, token, nil, "Accept-Encoding", accept, "If-None-Match", known).want(t, http.StatusNotModified)
						same.head(t, "ETag", r.header.Get("ETag"))
						for _, never := range []string{"Content-Encoding", "Content-Length", "Content-Type", "Link", "Age"} {
							same.head(t, never, "")
						}
					}
				}
			}
		}
		n.get(t, address, "Range", "bytes=0-9", "Accept-Encoding", "identity").want(t, http.StatusOK)
	})
}

func inflated(t *testing.T, coding string, body []byte) string {
	t.Helper()
	var reader io.Reader = strings.NewReader(string(body))
	var err error
	switch coding {
	case "gzip":
		reader, err = gzip.NewReader(reader)
	case "br":
		reader = brotli.NewReader(reader)
	default:
		reader, err = zstd.NewReader(reader, zstd.WithDecoderConcurrency(1))
	}
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// Many who ask at once cost one load.
func TestOneLoadForAll(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.alone()
		n.published(t, object{"section_id": n.section(t, "Desk", nil).ID})
		n.get(t, "/v1/articles?limit=7")
		one := n.statements.Load()
		n.get(t, "/v1/articles?limit=8")
		one = n.statements.Load() - one
		before := n.statements.Load()
		var group sync.WaitGroup
		for range 30 {
			group.Go(func() { n.get(t, "/v1/articles?limit=9").want(t, http.StatusOK) })
		}
		group.Wait()
		if got := n.statements.Load() - before; got != one {
			t.Errorf("30 requests take %d statements, want %d", got, one)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		request, err := http.NewRequestWithContext(gone, http.MethodGet, n.url+"/v1/articles?limit=10", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if answer, err := client.Do(request); err == nil { //nolint:bodyclose // there is no answer
			t.Errorf("who left got %d", answer.StatusCode)
		}
		n.get(t, "/v1/articles?limit=10").want(t, http.StatusOK)
	})
}

func TestSurrogateHeader(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for name, separator := range map[api.Surrogate]string{api.SurrogateKey: " ", api.CacheTag: ",", "": ""} {
			server, err := api.New(t.Context(), n.service, api.Options{Surrogate: name})
			if err != nil {
				t.Fatal(err)
			}
			n.service.Cache().Flush()
			request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/articles", http.NoBody)
			for range 2 {
				r := askHere(t, server, request)
				groups := strings.ReplaceAll(r.header.Get("Cache-Groups"), `"`, "")
				for _, other := range []api.Surrogate{api.SurrogateKey, api.CacheTag} {
					want := ""
					if other == name {
						want = strings.ReplaceAll(groups, ", ", separator)
					}
					r.head(t, string(other), want)
				}
			}
		}
	})
}

// Every address has its own id, whether it is kept or not.
func TestHitsHaveIDs(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.alone()
		seen := map[string]bool{}
		for range 3 {
			r := n.get(t, "/v1/site")
			id := r.header.Get("X-Request-ID")
			if parsed, ok := news.ParseID(id); !ok || parsed[14] != '7' || seen[id] {
				t.Errorf("the request id %q", id)
			}
			seen[id] = true
		}
		n.get(t, "/v1/site", "X-Request-Id", "mine").head(t, "X-Request-Id", "mine")
		if id := n.get(t, "/v1/site", "X-Request-Id", "bad id").header.Get("X-Request-ID"); len(id) != 36 {
			t.Errorf("a bad id is kept as %q", id)
		}
		if n.server.Hits() != 4 {
			t.Errorf("%d hits", n.server.Hits())
		}
	})
}
