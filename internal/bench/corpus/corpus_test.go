package corpus

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

const some = 120

func TestArchive(t *testing.T) {
	a := newArchive(some)
	var sections, bylines, depth int
	for _, v := range a.voices {
		sections, bylines = sections+len(a.sections[v.language]), bylines+len(a.bylines[v.language])
		for _, s := range news.NewSectionTree(a.sections[v.language]).All() {
			depth = max(depth, s.Depth)
		}
	}
	if sections != 40 || bylines != 300 || depth != 3 {
		t.Errorf("%d sections, %d deep, and %d bylines", sections, depth, bylines)
	}
	for i, article := range a.batch(0, some) {
		if want := []string{"zh-Hans", "en"}[i%2]; article.Language != want {
			t.Errorf("article %d is in %s", i, article.Language)
		}
		if n := len(article.Body); n < 4000 || n > 6000 {
			t.Errorf("article %d has a body of %d bytes", i, n)
		}
		if clean, removed := hygiene.Sanitise(article.Body); clean != article.Body || removed > 0 {
			t.Errorf("article %d is not clean: %s", i, article.Body)
		}
		if suspected := hygiene.SuspectedTitles(&article.Article); len(suspected) > 0 {
			t.Errorf("article %d is taken for spam: %+v", i, suspected)
		}
	}
}

func TestArchiveIsTheSameEachTime(t *testing.T) {
	one, other := newArchive(some), newArchive(some)
	if first, second := one.batch(0, some), other.batch(0, some); !reflect.DeepEqual(first, second) {
		t.Error("the articles differ")
	}
	if !reflect.DeepEqual(one, other) {
		t.Error("the rest differs")
	}
}

// TestRowsAreAsTheServiceMakesThem has the service write each article once more,
// and compares all but the ids and the slugs.
func TestRowsAreAsTheServiceMakesThem(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		s, loaded := loadedInto(t, url)
		if len(loaded.Articles) != some-some/50 || len(loaded.Sections) != 40 {
			t.Errorf("%d articles and %d sections", len(loaded.Articles), len(loaded.Sections))
		}
		now := end()
		svc, err := service.New(t.Context(), s, service.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		if verified, err := svc.Verify(t.Context(), service.VerifyOptions{}); err != nil || len(verified.Faults) > 0 {
			t.Errorf("the revisions are not as the service writes them: %v, %v", verified.Faults, err)
		}
		for _, id := range loaded.Articles {
			article, err := svc.Article(t.Context(), news.Actor{}, id)
			if err != nil {
				t.Fatal(err)
			}
			now = article.CreatedAt
			twin := write(t, svc, article, &now)
			same(article, twin)
			article.Body, twin.Body = "", ""
			if !reflect.DeepEqual(article, twin) {
				t.Fatalf("got\n%+v, the service writes\n%+v", article, twin)
			}
			now = end()
		}
	})
}

func TestForget(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		s, loaded := loadedInto(t, url)
		svc, err := service.New(t.Context(), s, service.Options{})
		if err != nil {
			t.Fatal(err)
		}
		article, err := svc.Article(t.Context(), news.Actor{}, loaded.Articles[0])
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			now := time.Now()
			twin := write(t, svc, article, &now)
			if err := Forget(t.Context(), url); err != nil {
				t.Fatal(err)
			}
			if _, err := svc.Article(t.Context(), news.Actor{}, twin.ID); err == nil {
				t.Error("what was written later is still there")
			}
		}
		if count, err := s.CountArticles(t.Context()); err != nil || count != some {
			t.Errorf("%d articles are left, %v", count, err)
		}
	})
}

// migrated opens the database of a URL.
func migrated(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, store.Options{MaxConnections: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// loadedInto loads a corpus into the empty database of a URL.
func loadedInto(t *testing.T, url string) (*store.Store, *Corpus) {
	t.Helper()
	s := migrated(t, url)
	loaded, err := Load(t.Context(), url, some)
	if err != nil {
		t.Fatal(err)
	}
	return s, loaded
}

// write has the service make an article of what is in another, and publish it
// when that was published.
func write(t *testing.T, svc *service.Service, article *news.Article, now *time.Time) *news.Article {
	t.Helper()
	written, err := svc.CreateArticle(t.Context(), news.System(), func(a *news.Article) error {
		a.Title, a.Summary, a.Body, a.Language, a.Kind = article.Title, article.Summary, article.Body, article.Language, article.Kind
		a.SectionID, a.Credits, a.Sources, a.Tags = article.SectionID, slices.Clone(article.Credits), slices.Clone(article.Sources), article.Tags
		a.LeadImage, a.Dateline, a.Featured = article.LeadImage, article.Dateline, article.Featured
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	*now = article.PublishedOrder
	_, err = svc.Publish(t.Context(), news.System(), written.Row.ID, func(*news.Article) (news.Publication, error) {
		return news.Publication{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	twin, err := svc.Article(t.Context(), news.Actor{}, written.Row.ID)
	if err != nil {
		t.Fatal(err)
	}
	return twin
}

// same gives a twin what it can't share.
func same(article, twin *news.Article) {
	twin.ID, twin.Slug = article.ID, article.Slug
	for i := range twin.Credits {
		twin.Credits[i].ArticleID = article.ID
	}
	for i := range twin.Sources {
		twin.Sources[i].ArticleID = article.ID
	}
}
