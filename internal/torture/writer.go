package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
)

// piece is an article that a writer works on.
type piece struct {
	id     string
	etag   string
	status string
}

// sent is a request with what it is to leave.
type sent struct {
	request

	marker string
	titled bool
	piece  *piece // nil for a new one
	answer answer
}

// writer writes until no answer comes.
type writer struct {
	client  *client
	ledger  *ledger
	random  *rand.Rand
	name    string
	section string
	shared  *piece // one that all writers work on, as this one knows it
	pieces  []*piece
	count   int
	done    []*sent // acknowledged, with a key
	pending *sent   // without an answer
}

// write writes until ctx ends or a request fails. A refusal that is no conflict
// is an error.
func (w *writer) write(ctx context.Context) error {
	for ctx.Err() == nil {
		next := w.next()
		got, err := w.client.send(ctx, next.request)
		if err != nil || got.open() {
			w.pending = next
			return nil //nolint:nilerr // that is what we are here for
		}
		if err := w.settle(ctx, next, got); err != nil {
			return err
		}
	}
	return nil
}

// next makes up the next write: a new article, or a change or a move of one.
func (w *writer) next() *sent {
	w.count++
	s := &sent{marker: fmt.Sprintf("%s-%d", w.name, w.count)}
	s.Body = map[string]any{"change_note": s.marker}
	kind := w.random.IntN(10)
	switch {
	case len(w.pieces) == 0 || kind < 3:
		s.Method, s.Path, s.Key, s.titled = http.MethodPost, "/v1/articles", s.marker, true
		s.Body["title"], s.Body["body"], s.Body["section_id"] = s.marker, "<p>"+s.marker+"</p>", w.section
	case kind < 7:
		s.piece, s.Method, s.titled = w.choose(), http.MethodPatch, true
		s.Path, s.IfMatch, s.Body["title"] = "/v1/articles/"+s.piece.id, s.piece.etag, s.marker
	default:
		s.piece, s.Method = w.choose(), http.MethodPost
		possible := moves[s.piece.status]
		move := possible[w.random.IntN(len(possible))]
		s.Path, s.IfMatch, s.Key = "/v1/articles/"+s.piece.id+"/"+move, s.piece.etag, s.marker
		maps.Copy(s.Body, needs[move])
		if move == "return" {
			s.Body["note"] = s.marker // which the revision keeps
		}
	}
	return s
}

// moves says what may be done next with an article of a status, and needs what a
// move has to be told.
var (
	moves = map[string][]string{
		"draft": {"publish", "submit"}, "in_review": {"publish", "return"}, "published": {"withdraw", "corrections"}, "withdrawn": {"publish"},
	}
	needs = map[string]map[string]any{
		"withdraw": {"reason": "error"}, "corrections": {"kind": "update", "note": "Once more"},
	}
)

func (w *writer) choose() *piece {
	const recent = 8
	if w.random.IntN(4) == 0 {
		return w.shared
	}
	from := max(0, len(w.pieces)-recent)
	return w.pieces[from+w.random.IntN(len(w.pieces)-from)]
}

// settle takes note of an answer.
func (w *writer) settle(ctx context.Context, s *sent, got answer) error {
	s.answer = got
	switch {
	case got.status == http.StatusPreconditionFailed || got.status == http.StatusConflict:
		return w.reread(ctx, s.piece)
	case !got.good():
		return fmt.Errorf("%s %s: %d %s", s.Method, s.Path, got.status, got.body)
	}
	if s.piece == nil {
		s.piece = &piece{id: got.text("id")}
		w.pieces = append(w.pieces, s.piece)
	}
	s.piece.etag, s.piece.status = got.etag, got.text("status")
	if s.Key != "" {
		w.done = append(w.done, s)
	}
	return w.ledger.add(entry{Article: s.piece.id, Revision: got.revision(), Marker: s.marker, Titled: s.titled})
}

// reread looks at a piece that others changed.
func (w *writer) reread(ctx context.Context, p *piece) error {
	got, err := w.client.send(ctx, request{Method: http.MethodGet, Path: "/v1/articles/" + p.id})
	if err != nil || !got.good() {
		return nil //nolint:nilerr // the next write shows what is the matter
	}
	p.etag, p.status = got.etag, got.text("status")
	return nil
}
