package api

import (
	"encoding/json"

	"golang.org/x/text/unicode/norm"
)

// NoteInput is what an action takes that needs nothing but a word.
type NoteInput struct {
	ChangeNote string `json:"change_note" validate:"max=500" example:"As the mayor asked"`
} // @name NoteInput

// noteChange gives the actor of a write the change note of its body. What the
// body breaks besides is told later, when it is bound: then nothing is written.
func (r *request) noteChange() {
	var body struct {
		ChangeNote string `json:"change_note"`
	}
	who := actor(r.context)
	if !who.HasAccount() || json.Unmarshal(r.body, &body) != nil {
		return
	}
	who.ChangeNote = norm.NFC.String(body.ChangeNote)
	r.context.Set(actorKey, who)
}
