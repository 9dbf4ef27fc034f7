package service_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

// BenchmarkBodyOfAMegabyte changes the body of an article and reports for how
// long that holds the database, from when the article is locked to the last
// statement before the commit.
func BenchmarkBodyOfAMegabyte(b *testing.B) {
	const size = 1_000_000
	paragraph := `<p>The council met on <a href="https://x.cn/">Tuesday</a>, 會議強調，要加快提升創新能級。</p>` + "\n"
	for _, ahead := range []bool{false, true} {
		b.Run(fmt.Sprintf("ahead=%v", ahead), func(b *testing.B) {
			var last atomic.Int64
			trace := func(context.Context, string) { last.Store(time.Now().UnixNano()) }
			svc, err := service.New(b.Context(), storetest.SQLite(b, store.Options{Trace: trace}), service.Options{})
			if err != nil {
				b.Fatal(err)
			}
			made, err := svc.CreateArticle(b.Context(), editor, func(a *news.Article) error { a.Title = "A"; return nil })
			if err != nil {
				b.Fatal(err)
			}
			var held time.Duration
			for i := 0; b.Loop(); i++ {
				sent := fmt.Sprintf("<p>%d</p>", i) + strings.Repeat(paragraph, size/len(paragraph))
				held += change(b, svc, made.Row.ID, sent, ahead, &last)
			}
			b.ReportMetric(float64(held.Milliseconds())/float64(b.N), "held-ms/op")
		})
	}
}

func change(b *testing.B, svc *service.Service, id, sent string, ahead bool, last *atomic.Int64) time.Duration {
	b.Helper()
	if ahead {
		defer svc.ReadyBody(editor, sent)()
	}
	var locked time.Time
	_, err := svc.UpdateArticle(b.Context(), editor, id, func(a *news.Article) error {
		locked, a.Body = time.Now(), sent
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Unix(0, last.Load()).Sub(locked)
}
