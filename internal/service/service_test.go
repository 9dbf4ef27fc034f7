package service_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
	"github.com/seed-6f93249c/broadsheet/internal/store"
	"github.com/seed-6f93249c/broadsheet/internal/store/storetest"
)

var (
	anonymous = news.Actor{}
	reader    = news.Actor{UserID: "0198f2c4-0000-7000-8000-000000000001", Role: news.RoleReader}
	author    = news.Actor{UserID: "0198f2c4-0000-7000-8000-000000000002", Role: news.RoleAuthor}
	editor    = news.Actor{UserID: "0198f2c4-0000-7000-8000-000000000003", Role: news.RoleEditor}
	admin     = news.Actor{UserID: "0198f2c4-0000-7000-8000-000000000004", Role: news.RoleAdmin}
)

// newsroom is a service of its own with a clock that stands until it is moved.
type newsroom struct {
	*service.Service
	t          *testing.T
	ctx        context.Context
	store      *store.Store
	clock      time.Time
	statements func() int // since the last call
}

// each runs fn on both engines.
func each(t *testing.T, fn func(t *testing.T, n *newsroom)) {
	t.Helper()
	var (
		lock   sync.Mutex
		counts = map[string]int{}
	)
	trace := func(ctx context.Context, _ string) {
		lock.Lock()
		defer lock.Unlock()
		name, _ := ctx.Value(counted{}).(string)
		counts[name]++
	}
	storetest.EachWith(t, store.Options{Trace: trace}, func(t *testing.T, s *store.Store) {
		n := &newsroom{t: t, store: s, clock: time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)}
		n.ctx = context.WithValue(t.Context(), counted{}, t.Name())
		n.statements = func() int {
			lock.Lock()
			defer lock.Unlock()
			count := counts[t.Name()]
			counts[t.Name()] = 0
			return count
		}
		var err error
		n.Service, err = service.New(n.ctx, s, service.Options{Now: func() time.Time { return n.clock }})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, n)
	})
}

type counted struct{}

func (n *newsroom) now() time.Time { return n.clock }

func (n *newsroom) pass(d time.Duration) { n.clock = n.clock.Add(d) }

func (n *newsroom) section(name string, parent *news.Section) *news.Section {
	n.t.Helper()
	written, err := n.CreateSection(n.ctx, editor, func(s *news.Section) error {
		s.Name = name
		if parent != nil {
			s.ParentID = &parent.ID
		}
		return nil
	})
	return must(n.t, written, err).Row
}

func (n *newsroom) byline(name string) *news.Byline {
	n.t.Helper()
	written, err := n.CreateByline(n.ctx, author, func(b *news.Byline) error {
		b.Name = name
		return nil
	})
	return must(n.t, written, err).Row
}

// draft makes an article that lacks nothing for publishing.
func (n *newsroom) draft(title string, section *news.Section, change ...func(*news.Article)) *news.Article {
	n.t.Helper()
	written, err := n.CreateArticle(n.ctx, author, func(a *news.Article) error {
		a.Title, a.Body = title, "<p>Text</p>"
		if section != nil {
			a.SectionID = &section.ID
		}
		for _, c := range change {
			c(a)
		}
		return nil
	})
	return must(n.t, written, err).Row
}

func (n *newsroom) publish(article *news.Article) *news.Article {
	n.t.Helper()
	written, err := n.Publish(n.ctx, editor, article.ID, func(*news.Article) (news.Publication, error) {
		return news.Publication{}, nil
	})
	return must(n.t, written, err).Row
}

func (n *newsroom) published(title string, section *news.Section, change ...func(*news.Article)) *news.Article {
	n.t.Helper()
	return n.publish(n.draft(title, section, change...))
}

func (n *newsroom) withdraw(article *news.Article) {
	n.t.Helper()
	_, err := n.Withdraw(n.ctx, editor, article.ID, func(*news.Article) (news.Withdrawal, error) {
		return news.Withdrawal{Reason: news.WithdrawnError, Note: "wrong"}, nil
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *newsroom) reread(article *news.Article) *news.Article {
	n.t.Helper()
	again, err := n.Article(n.ctx, editor, article.ID)
	return must(n.t, again, err)
}

func credit(role news.CreditRole, bylines ...*news.Byline) func(*news.Article) {
	return func(a *news.Article) {
		for _, b := range bylines {
			a.Credits = append(a.Credits, news.Credit{BylineID: b.ID, Role: role})
		}
	}
}

func tags(names ...string) func(*news.Article) {
	return func(a *news.Article) {
		for _, name := range names {
			a.Tags = append(a.Tags, news.Tag{Name: name})
		}
	}
}

func must[T any](t *testing.T, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// want is what an error must be: its kind and code, and the places it names.
type want struct {
	kind   news.ErrorKind
	code   string
	places []string // pointers and parameters
}

func (w want) check(t *testing.T, err error) {
	t.Helper()
	var failure *news.Error
	if !errors.As(err, &failure) {
		t.Errorf("error %v, want kind %d, code %s", err, w.kind, w.code)
		return
	}
	if failure.Kind != w.kind || (w.code != "" && failure.Code != w.code) {
		t.Errorf("error %v has kind %d and code %s, want %d and %s", err, failure.Kind, failure.Code, w.kind, w.code)
	}
	if len(failure.Fields) != len(w.places) {
		t.Errorf("error %v names %+v, want %v", err, failure.Fields, w.places)
		return
	}
	for i, field := range failure.Fields {
		if field.Pointer+field.Parameter != w.places[i] {
			t.Errorf("error %v names %+v, want %v", err, failure.Fields, w.places)
		}
	}
}

func missing() want { return want{kind: news.NotFound, code: "not-found"} }

func groupNames(groups []news.Group) map[news.Group]bool {
	set := map[news.Group]bool{}
	for _, g := range groups {
		set[g] = true
	}
	return set
}
