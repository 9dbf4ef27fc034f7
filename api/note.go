package api

import (
	"encoding/json"

	"golang.org/x/text/unicode/norm"
)

// maxArticleBody is how many bytes the HTML of an article may have.
const maxArticleBody = 1 << 20

// NoteInput is what an action takes that needs nothing but a word.
type NoteInput struct {
	ChangeNote string `json:"change_note" validate:"max=500" example:"As the mayor asked"`
} // @name NoteInput

// noteChange gives the actor of a write the change note of its body and the
// warnings that it acknowledges. What the body breaks besides is told later,
// when it is bound: then nothing is written.
func (r *request) noteChange() {
	var body struct {
		ChangeNote  string   `json:"change_note"`
		Acknowledge []string `json:"acknowledge"`
	}
	who := actor(r.context)
	if !who.HasAccount() || json.Unmarshal(r.body, &body) != nil {
		return
	}
	who.ChangeNote, who.Acknowledged = norm.NFC.String(body.ChangeNote), body.Acknowledge
	r.context.Set(actorKey, who)
}

// readyBody has the article's body of a request cleaned before the write of it
// begins; forget ends that. What is too long to be taken is left alone.
func (s *Server) readyBody(r *request) (forget func()) {
	object, _ := r.object() // what is wrong with it is told within the write
	body, _ := object["body"].(string)
	if len(body) > maxArticleBody {
		return func() {}
	}
	return s.service.ReadyBody(actor(r.context), norm.NFC.String(body))
}
