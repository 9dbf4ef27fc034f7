package service

import (
	"context"
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// AddUser makes an active user of what fill writes into it. Without a password
// the user can't sign in before setting one, and a reset is answered that lets
// them; else it is nil. Faults are told as by CreateByline. No token of a script
// may make an admin.
func (s *Service) AddUser(
	ctx context.Context, actor news.Actor, fill func(*NewUser) error,
) (user *news.User, reset *PasswordReset, err error) {
	if err := actor.May(news.ActionWriteUser); err != nil {
		return nil, nil, err
	}
	input := NewUser{}
	faults, err := invalid(fill(&input))
	if err != nil {
		return nil, nil, err
	}
	if input.Password != "" {
		faults = append(faults, news.FaultsBeside(faults, passwordFaults(input.Password))...)
	}
	if err := mayAppoint(actor, "", input.Role); err != nil {
		return nil, nil, err
	}
	if user, err = s.newUser(ctx, input, faults); err != nil {
		return nil, nil, err
	}
	err = s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		log.note(news.DeedCreate, news.NounUser, user.ID)
		if err := tx.InsertUser(ctx, user); err != nil || input.Password != "" {
			return err
		}
		reset, err = putReset(ctx, tx, user.ID, user.CreatedAt)
		return err
	})
	return user, reset, err
}

// mayAppoint keeps scripts from making admins, by whom they could have all that
// their token lacks.
func mayAppoint(actor news.Actor, before, after news.Role) error {
	if after != news.RoleAdmin || before == news.RoleAdmin {
		return nil
	}
	return actor.InPerson("make an admin")
}

// UserEdit is a user as a change leaves it.
type UserEdit struct {
	news.User

	Password        string // the new one, "" for none
	CurrentPassword string // needed to change one's own
}

// UpdateUser changes a user as fill does: admins anything about anyone, the
// others their own name and password. Who changes the own password proves the
// current one; the other sessions end. Another's new password, and
// deactivation, end every session; a change of role holds at the user's next
// request on this node, and within two seconds elsewhere. The last active admin
// stays one: else Conflict, last-admin. Faults are told as by CreateByline.
//
// Passwords are checked and hashed before the transaction, so fill is called
// twice.
func (s *Service) UpdateUser(
	ctx context.Context, actor news.Actor, id string, fill func(*UserEdit) error,
) (*news.User, error) {
	proof, err := s.prepareEdit(ctx, actor, id, fill)
	if err != nil {
		return nil, err
	}
	var user *news.User
	defer s.actors.forget()
	err = s.write(ctx, actor, func(tx *store.Store, log *auditLog) error {
		before, err := findUserByID(ctx, tx.LockUser, id)
		if err != nil {
			return err
		}
		edit, err := editUser(actor, before, fill)
		if err != nil {
			return err
		}
		user = &edit.User
		return saveEdit(ctx, tx, log, before, user, proof)
	})
	return user, err
}

// mayLeaveExternal refuses to change what the external issuer says of a user.
func mayLeaveExternal(before *news.User, edit *UserEdit) error {
	kept := edit.Email == before.Email && edit.Name == before.Name && edit.Role == before.Role && edit.Password == ""
	if !before.External() || kept {
		return nil
	}
	return isExternal()
}

func isExternal() error {
	return news.Errorf(news.Conflict, "external-user", "the external issuer says what this user is called and may do: change it there")
}

// passwordProof is what was found out about passwords before a transaction.
type passwordProof struct {
	hash    string // of the new one, "" for none
	current string // hash that the current one was checked against, "" for none
}

func (s *Service) prepareEdit(
	ctx context.Context, actor news.Actor, id string, fill func(*UserEdit) error,
) (proof passwordProof, err error) {
	user, err := findUserByID(ctx, s.store.User, id)
	if err != nil {
		return proof, err
	}
	edit, err := editUser(actor, user, fill)
	if err != nil || edit.Password == "" {
		return proof, err
	}
	if actor.UserID == user.ID {
		proof.current = user.PasswordHash
		if err := s.proveCurrent(ctx, actor, user, edit.CurrentPassword); err != nil {
			return proof, err
		}
	}
	proof.hash, err = s.passwords.Hash(ctx, edit.Password)
	return proof, err
}

// proveCurrent counts as an attempt to sign in: whoever found a session open
// must not guess the password there.
func (s *Service) proveCurrent(ctx context.Context, actor news.Actor, user *news.User, password string) error {
	tried := newAttempt(user.Email, actor.Address)
	if err := s.admit(ctx, tried); err != nil {
		return err
	}
	same, err := s.passwords.Check(ctx, password, user.PasswordHash)
	if err != nil {
		return err
	}
	if !same {
		return wrongPassword()
	}
	return s.forgive(ctx, tried)
}

func wrongPassword() error {
	fault := news.Field{Pointer: "/current_password", Code: "wrong", Detail: "current_password is not the current password"}
	return news.NewInvalid([]news.Field{fault})
}

// editUser returns the user as fill leaves it, if the actor may and nothing is
// wrong.
func editUser(actor news.Actor, user *news.User, fill func(*UserEdit) error) (*UserEdit, error) {
	if err := actor.MayEditUser(user.ID); err != nil {
		return nil, err
	}
	edit := &UserEdit{User: *user}
	known, err := invalid(fill(edit))
	if err != nil {
		return nil, err
	}
	email, faults := checkUser(NewUser{Email: edit.Email, Name: edit.Name, Role: edit.Role})
	edit.Email = email
	if err := mayLeave(actor, user, edit); err != nil {
		return nil, err
	}
	if edit.Password != "" {
		faults = append(faults, passwordFaults(edit.Password)...)
	}
	if edit.Password != "" && edit.CurrentPassword == "" && user.ID == actor.UserID {
		fault := news.Field{Pointer: "/current_password", Code: "required", Detail: "current_password is required to change your password"}
		faults = append(faults, fault)
	}
	if err := news.NewInvalid(slices.Concat(known, news.FaultsBeside(known, faults))); err != nil {
		return nil, err
	}
	return edit, mayLeaveExternal(user, edit)
}

// mayLeave judges what the actor would change.
func mayLeave(actor news.Actor, before *news.User, edit *UserEdit) error {
	if edit.Password != "" {
		if err := actor.InPerson("set passwords"); err != nil {
			return err
		}
	}
	if edit.Email != before.Email || edit.Role != before.Role || edit.Active != before.Active {
		if err := actor.May(news.ActionWriteUser); err != nil {
			return err
		}
	}
	return mayAppoint(actor, before.Role, edit.Role)
}

func saveEdit(
	ctx context.Context, tx *store.Store, log *auditLog, before, user *news.User, proof passwordProof,
) error {
	if proof.current != "" && proof.current != before.PasswordHash {
		return wrongPassword()
	}
	if proof.hash != "" {
		user.PasswordHash = proof.hash
		log.note(news.DeedSetPassword, news.NounUser, user.ID)
	}
	if *user == *before {
		return nil
	}
	user.Revision++
	user.UpdatedAt = log.now
	if err := keepAnAdmin(ctx, tx, before, user); err != nil {
		return err
	}
	if err := tx.UpdateUser(ctx, user); err != nil {
		return err
	}
	log.note(news.DeedChange, news.NounUser, user.ID)
	return endSessionsAfter(ctx, tx, log.actor, user, proof.hash != "")
}

// endSessionsAfter ends the sessions that a changed user may no longer have.
func endSessionsAfter(ctx context.Context, tx *store.Store, actor news.Actor, user *news.User, newPassword bool) error {
	if newPassword || !user.Active {
		if err := tx.DeletePasswordReset(ctx, user.ID); err != nil {
			return err
		}
	}
	switch {
	case newPassword && user.Active && user.ID == actor.UserID:
		return tx.EndOtherSessionsOf(ctx, user.ID, actor.SessionID, user.UpdatedAt)
	case newPassword || !user.Active:
		return tx.EndSessionsOf(ctx, user.ID, user.UpdatedAt)
	default:
		return nil
	}
}

// keepAnAdmin refuses to let the last active admin of our own be none. What
// admins the external issuer makes is not ours to keep.
func keepAnAdmin(ctx context.Context, tx *store.Store, before, after *news.User) error {
	if !isActiveAdmin(before) || isActiveAdmin(after) {
		return nil
	}
	if err := tx.LockAdmins(ctx); err != nil {
		return err
	}
	others, err := tx.HasOtherAdmin(ctx, before.ID)
	if err != nil || others {
		return err
	}
	return news.Errorf(news.Conflict, "last-admin", "nobody else is an active admin: make another one first")
}

func isActiveAdmin(user *news.User) bool {
	return user.Active && user.Role == news.RoleAdmin && !user.External()
}
