package service_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

const goodPassword = "long enough it is"

func newEditor(email string) service.NewUser {
	return service.NewUser{Email: email, Name: "Ed", Role: news.RoleEditor, Password: goodPassword}
}

func TestCreateUser(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		user, err := n.CreateUser(n.ctx, admin, newEditor("Ed@Example.org"))
		if err != nil {
			t.Fatal(err)
		}
		stored, err := n.store.User(n.ctx, user.ID)
		if err != nil || *stored != *user {
			t.Errorf("stored %+v, %v; answered %+v", stored, err, user)
		}
		if stored.Email != "ed@example.org" || !stored.Active || stored.Revision != 1 || !stored.CreatedAt.Equal(n.clock) {
			t.Errorf("made %+v", stored)
		}
		for _, actor := range []news.Actor{anonymous, reader, author, editor} {
			if _, err := n.CreateUser(n.ctx, actor, newEditor("b@example.org")); err == nil {
				t.Errorf("the role %q makes users", actor.Role)
			}
		}
		_, err = n.CreateUser(n.ctx, admin, newEditor("ED@example.ORG"))
		isError(t, err, news.Conflict, "/email duplicate")
	})
}

func TestCreateUserTellsEveryFault(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		_, err := n.CreateUser(n.ctx, admin, service.NewUser{})
		isError(t, err, news.Invalid, "/email email", "/name out-of-range", "/role not-allowed", "/password too-short")
		for _, tt := range []struct {
			name   string
			change func(*service.NewUser)
			want   string
		}{
			{"no domain", func(u *service.NewUser) { u.Email = "ed" }, "/email email"},
			{"a name before it", func(u *service.NewUser) { u.Email = "Ed <ed@example.org>" }, "/email email"},
			{"two addresses", func(u *service.NewUser) { u.Email = "a@example.org,b@example.org" }, "/email email"},
			{"too long", func(u *service.NewUser) { u.Email = strings.Repeat("a", 251) + "@b.c" }, "/email email"},
			{"blank name", func(u *service.NewUser) { u.Name = " \t" }, "/name out-of-range"},
			{"long name", func(u *service.NewUser) { u.Name = strings.Repeat("文", 201) }, "/name out-of-range"},
			{"unknown role", func(u *service.NewUser) { u.Role = "owner" }, "/role not-allowed"},
			{"11 characters", func(u *service.NewUser) { u.Password = "密码密码密码密码密码密" }, "/password too-short"},
			{"too many bytes", func(u *service.NewUser) { u.Password = strings.Repeat("x", 1025) }, "/password too-long"},
			{"no text", func(u *service.NewUser) { u.Password = "\xff\xfe and so on, long" }, "/password text"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				input := newEditor("ed@example.org")
				tt.change(&input)
				_, err := n.CreateUser(n.ctx, admin, input)
				isError(t, err, news.Invalid, tt.want)
			})
		}
		if has, err := n.HasUsers(n.ctx); has || err != nil {
			t.Errorf("something was made: %v, %v", has, err)
		}
	})
}

func TestUsersInPages(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, email := range []string{"b@example.org", "c@example.org", "a@example.org"} {
			if _, err := n.CreateUser(n.ctx, admin, newEditor(email)); err != nil {
				t.Fatal(err)
			}
		}
		var emails []string
		for page := (news.Page{Limit: 2, WithTotal: true}); ; {
			list, err := n.Users(n.ctx, admin, page)
			if err != nil || *list.Total != 3 {
				t.Fatal(err, list.Total)
			}
			for _, user := range list.Items {
				emails = append(emails, user.Email)
			}
			if page.Cursor = list.Next; page.Cursor == nil {
				break
			}
		}
		if want := []string{"a@example.org", "b@example.org", "c@example.org"}; !slices.Equal(emails, want) {
			t.Errorf("got %v", emails)
		}
		if _, err := n.Users(n.ctx, editor, news.Page{Limit: 1}); err == nil {
			t.Error("an editor lists users")
		}
	})
}

func TestFirstAdmin(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const nodes = 4
		made := make([]bool, nodes)
		var group sync.WaitGroup
		for i := range made {
			group.Go(func() {
				var err error
				if made[i], err = n.FirstAdmin(n.ctx, "admin@example.org", goodPassword); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if count := len(slices.DeleteFunc(made, func(m bool) bool { return !m })); count != 1 {
			t.Errorf("%d of %d nodes made the first admin", count, nodes)
		}
		if again, err := n.FirstAdmin(n.ctx, "other@example.org", goodPassword); again || err != nil {
			t.Errorf("a second first admin: %v, %v", again, err)
		}
		user, err := n.store.UserByEmail(n.ctx, "admin@example.org")
		if err != nil || user.Role != news.RoleAdmin || !user.Active {
			t.Errorf("%+v, %v", user, err)
		}
	})
}

func TestFirstAdminHasAGoodPassword(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		_, err := n.FirstAdmin(n.ctx, "admin@example.org", "short")
		isError(t, err, news.Invalid, "/password too-short")
	})
}

func TestSetPassword(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		if _, err := n.CreateUser(n.ctx, admin, newEditor("ed@example.org")); err != nil {
			t.Fatal(err)
		}
		isError(t, n.SetPassword(n.ctx, admin, "nobody@example.org", goodPassword), news.NotFound)
		isError(t, n.SetPassword(n.ctx, admin, "ed@example.org", "short"), news.Invalid, "/password too-short")
		isError(t, n.SetPassword(n.ctx, editor, "ed@example.org", goodPassword), news.Forbidden)
		n.pass(time.Hour)
		if err := n.SetPassword(n.ctx, admin, "Ed@example.org", goodPassword+"!"); err != nil {
			t.Fatal(err)
		}
		user, err := n.store.UserByEmail(n.ctx, "ed@example.org")
		if err != nil || user.Revision != 2 || !user.UpdatedAt.Equal(n.clock) {
			t.Errorf("%+v, %v", user, err)
		}
		passwords := auth.NewPasswords(auth.DefaultCost())
		if same, err := passwords.Check(n.ctx, goodPassword+"!", user.PasswordHash); !same || err != nil {
			t.Errorf("the new password: %v, %v", same, err)
		}
	})
}

// isError fails the test unless err is of the kind and names exactly these
// places, each with its code.
func isError(t *testing.T, err error, kind news.ErrorKind, faults ...string) {
	t.Helper()
	var failure *news.Error
	if !errors.As(err, &failure) || failure.Kind != kind {
		t.Errorf("got %v, want kind %d", err, kind)
		return
	}
	var got []string
	for _, f := range failure.Fields {
		got = append(got, f.Pointer+" "+f.Code)
	}
	if !slices.Equal(got, faults) {
		t.Errorf("got %q, want %q", got, faults)
	}
}
