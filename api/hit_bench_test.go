package api_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// BenchmarkHit answers one article from the response cache, and by a bare
// handler that writes the same bytes and headers: called, and over a connection.
func BenchmarkHit(b *testing.B) {
	n := open(b, storetest.SQLite(b, store.Options{}))
	path := n.stockedWith(b, strings.Repeat("<p>甬江科創區的科技企業</p>", 100))
	for _, c := range []struct{ name, accept, known string }{{"plain", "identity", ""}, {"gzip", "gzip", ""}, {"304", "identity", "*"}} {
		request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody)
		request.Header.Set("Accept-Encoding", c.accept)
		if c.known != "" {
			request.Header.Set("If-None-Match", c.known)
		}
		n.server.ServeHTTP(httptest.NewRecorder(), request)
		like := httptest.NewRecorder()
		n.server.ServeHTTP(like, request)
		if like.Header().Get("Cache-Status") != hit {
			b.Fatal("it is no hit")
		}
		for _, handler := range []struct {
			name string
			http.Handler
		}{{"bare", bare(like)}, {"broadsheet", n.server}} {
			b.Run(c.name+"/called/"+handler.name, func(b *testing.B) { benchmarkCalled(b, handler, request) })
			b.Run(c.name+"/connected/"+handler.name, func(b *testing.B) { benchmarkConnected(b, handler, request) })
		}
	}
}

// stockedWith returns the address of a visible article with a body.
func (n *newsroom) stockedWith(b *testing.B, body string) string {
	b.Helper()
	at := n.clock.now()
	a := &news.Article{
		ID: news.NewID(), Revision: 1, Slug: "a", Title: "T", Body: body, Language: "zh-Hant", Kind: news.KindNews,
		Status: news.StatusPublished, PublishedPrecision: news.PrecisionSecond, CreatedAt: at, UpdatedAt: at, PublishedAt: &at,
	}
	a.Settle(at)
	if err := n.store.InsertArticle(b.Context(), a); err != nil {
		b.Fatal(err)
	}
	return "/v1/articles/" + a.ID
}

// bare returns a handler that writes an answer again.
func bare(like *httptest.ResponseRecorder) http.HandlerFunc {
	header, body, status := like.Header(), like.Body.Bytes(), like.Code
	return func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), header)
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}
}

// sink is a ResponseWriter that keeps nothing.
type sink struct{ header http.Header }

func (s *sink) Header() http.Header          { return s.header }
func (*sink) WriteHeader(int)                {}
func (*sink) Write(body []byte) (int, error) { return len(body), nil }

func benchmarkCalled(b *testing.B, handler http.Handler, request *http.Request) {
	b.ReportAllocs()
	w := &sink{header: http.Header{}}
	for b.Loop() {
		clear(w.header)
		handler.ServeHTTP(w, request)
	}
}

func benchmarkConnected(b *testing.B, handler http.Handler, like *http.Request) {
	server := httptest.NewServer(handler)
	defer server.Close()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, fmt.Sprint(server.URL, like.URL.Path), http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	request.Header = like.Header
	for b.Loop() {
		answer, err := server.Client().Do(request)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	}
}
