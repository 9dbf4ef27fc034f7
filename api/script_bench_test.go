package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// BenchmarkScript answers an article with a body of 4 KB as it is written and in
// other scripts: on a miss, which converts, and on a hit, by the parameter and
// by the header.
func BenchmarkScript(b *testing.B) {
	n := open(b, storetest.SQLite(b, store.Options{}))
	paragraph := `<p>寧波市<a href="/kjj">科技局</a>昨日發佈通知，加快提升<b>甬江科創區</b>的創新能力，支持企業與高校共建實驗室，後續經費由市財政統籌安排。</p>`
	path := n.stockedWith(b, strings.Repeat(paragraph, 4096/len(paragraph)))
	for _, c := range []struct{ name, query, header string }{
		{"as written", "", ""},
		{"hans by header", "", "zh-Hans"},
		{"hans by parameter", "?script=hans", ""},
		{"hant-tw by parameter", "?script=hant-tw", ""},
		{"hant-hk by parameter", "?script=hant-hk", ""},
	} {
		request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path+c.query, http.NoBody)
		request.Header.Set("Accept-Encoding", "identity")
		if c.header != "" {
			request.Header.Set("Accept-Language", c.header)
		}
		for range 2 {
			n.server.ServeHTTP(httptest.NewRecorder(), request)
			n.twin.ServeHTTP(httptest.NewRecorder(), request)
		}
		b.Run("miss/"+c.name, func(b *testing.B) { benchmarkCalled(b, n.twin, request) })
		b.Run("hit/"+c.name, func(b *testing.B) { benchmarkCalled(b, n.server, request) })
	}
}
