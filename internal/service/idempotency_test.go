package service_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// drafting is a call that makes an article, and then does what after does.
func drafting(n *newsroom, after func() (*news.KeptAnswer, error)) service.Call {
	return service.Call{
		Key: "k", Method: "POST", Path: "/", Least: news.RoleAuthor,
		Do: func(s *service.Service) (*news.KeptAnswer, error) {
			_, err := s.CreateArticle(n.ctx, author, func(a *news.Article) error { a.Title = "Once"; return nil })
			if err != nil {
				return nil, err
			}
			return after()
		},
	}
}

func answered(status int, body string) *news.KeptAnswer {
	return &news.KeptAnswer{Status: status, Header: map[string][]string{}, Body: body}
}

func (n *newsroom) titled(title string) (found int) {
	n.t.Helper()
	list, err := n.Articles(n.ctx, editor, news.ArticleFilter{Statuses: news.Statuses()}, news.SortTitle, news.Page{Limit: 100}, 0)
	for _, a := range must(n.t, list, err).Items {
		if a.Title == title {
			found++
		}
	}
	return found
}

// A call that loses a deadlock is done again, from the start.
func TestOnceSurvivesADeadlock(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		runs := 0
		call := drafting(n, func() (*news.KeptAnswer, error) {
			if runs++; runs < 3 {
				return nil, news.Errorf(news.Unavailable, "unavailable", "busy").Wrap(&pgconn.PgError{Code: "40P01"})
			}
			return answered(201, "done"), nil
		})
		for range 2 {
			answer, _, err := n.Once(n.ctx, author, call)
			if err != nil || answer.Body != "done" {
				t.Errorf("the answer is %+v, %v", answer, err)
			}
		}
		if found := n.titled("Once"); found != 1 || runs != 3 {
			t.Errorf("%d articles in %d runs", found, runs)
		}
	})
}

// What a call did before it refused is undone, with the hooks and the audit log,
// and the refusal is the answer from then on. A failure leaves nothing, and so
// does a panic, after which the key is free.
func TestOnceUndoes(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		outcomes := []func() (*news.KeptAnswer, error){
			func() (*news.KeptAnswer, error) { panic("bug") },
			func() (*news.KeptAnswer, error) { return nil, errors.New("failed") },
			func() (*news.KeptAnswer, error) { return answered(409, "refused"), nil },
			func() (*news.KeptAnswer, error) { return answered(201, "too late"), nil },
		}
		wants := []string{"panic", "failed", "refused", "refused"}
		for i, outcome := range outcomes {
			got := func() (text string) {
				defer func() {
					if recover() != nil {
						text = "panic"
					}
				}()
				answer, _, err := n.Once(n.ctx, author, drafting(n, outcome))
				if err != nil {
					return err.Error()
				}
				return answer.Body
			}()
			if got != wants[i] || n.titled("Once") != 0 || n.audited(news.AuditFilter{}) != "" {
				t.Errorf("%d: got %s, want %s; %d articles, log %q", i, got, wants[i], n.titled("Once"), n.audited(news.AuditFilter{}))
			}
		}
	})
}

// A call within a call with its key is refused, not waited for.
func TestOnceIsRunning(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		var inner error
		call := drafting(n, nil)
		call.Do = func(*service.Service) (*news.KeptAnswer, error) {
			_, _, inner = n.Once(n.ctx, author, call)
			return answered(201, ""), nil
		}
		if _, _, err := n.Once(n.ctx, author, call); err != nil {
			t.Error(err)
		}
		want{kind: news.Conflict, code: "idempotency-running"}.check(t, inner)
	})
}
