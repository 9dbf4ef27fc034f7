package api

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// User is an account that can sign in.
type User struct {
	ID        string    `json:"id" format:"uuid"`
	Revision  int       `json:"revision"`
	Email     string    `json:"email" format:"email"`
	Name      string    `json:"name"`
	Role      string    `json:"role" enums:"reader,author,editor,admin"`
	Active    bool      `json:"active"`
	Issuer    *string   `json:"issuer"` // where the user signs in; null: here
	CreatedAt time.Time `json:"created_at" format:"date-time"`
	UpdatedAt time.Time `json:"updated_at" format:"date-time"`
} // @name User

// UserList is a page of users.
type UserList struct {
	Data []User   `json:"data"`
	Page PageInfo `json:"page"`
} // @name UserList

// NewUser is a user that was just made.
type NewUser struct {
	User

	PasswordReset *PasswordReset `json:"password_reset" extensions:"x-nullable"` // null where a password was given
} // @name NewUser

// PasswordReset lets a user set a password, once, at /v1/auth/password. It is
// shown this once.
type PasswordReset struct {
	ResetToken string    `json:"reset_token"`
	ExpiresAt  time.Time `json:"expires_at" format:"date-time"`
} // @name PasswordReset

// UserInput is what a user is made of. Without a password the answer has a
// token to set one with.
type UserInput struct {
	Email      string `json:"email" validate:"required,max=254,email" example:"lin@example.org"`
	Name       string `json:"name" validate:"required,notblank,max=200"`
	Role       string `json:"role" validate:"required,oneof=reader author editor admin"`
	Password   string `json:"password" validate:"bytes=1024"` // 12 characters or more
	ChangeNote string `json:"change_note" validate:"max=500"`
} // @name UserInput

// UserChangeInput is what can be changed about a user: everything by admins,
// the own name and password by everyone.
type UserChangeInput struct {
	Email           string `json:"email" validate:"required,max=254,email"`
	Name            string `json:"name" validate:"required,notblank,max=200"`
	Role            string `json:"role" validate:"required,oneof=reader author editor admin"`
	Active          *bool  `json:"active" validate:"required"`
	Password        string `json:"password" validate:"bytes=1024"`         // 12 characters or more
	CurrentPassword string `json:"current_password" validate:"bytes=1024"` // needed for a new password of one's own
	ChangeNote      string `json:"change_note" validate:"max=500"`
} // @name UserChangeInput

func newUser(u *news.User) *User {
	return &User{
		ID: u.ID, Revision: u.Revision, Email: u.Email, Name: u.Name, Role: string(u.Role), Active: u.Active,
		Issuer:    orNull(u.Issuer),
		CreatedAt: u.CreatedAt.UTC(), UpdatedAt: u.UpdatedAt.UTC(),
	}
}

func newPasswordReset(r *service.PasswordReset) *PasswordReset {
	if r == nil {
		return nil
	}
	return &PasswordReset{ResetToken: r.Token, ExpiresAt: r.ExpiresAt.UTC()}
}

func (in *UserInput) fill(u *service.NewUser) {
	u.Email, u.Name, u.Role, u.Password = in.Email, in.Name, news.Role(in.Role), in.Password
}

func (in *UserChangeInput) fill(u *service.UserEdit) {
	u.Email, u.Name, u.Role = in.Email, in.Name, news.Role(in.Role)
	u.Password, u.CurrentPassword = in.Password, in.CurrentPassword
	if in.Active != nil {
		u.Active = *in.Active
	}
}

func userState(u *news.User) state {
	return state{id: u.ID, revision: u.Revision, dto: newUser(u)}
}
